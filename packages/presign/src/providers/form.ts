// What a provider lacks, of forms.

import { ownOf } from "../errors.ts";
import { FORM_FEATURES } from "./features.ts";
import type { Provider } from "./provider.ts";
import { refuseLacking, refuseOddKey } from "./refuse.ts";

/** The same signer of forms, which refuses what the provider lacks. */
export function withinProvider<Options extends { key?: unknown; keyStartsWith?: unknown }, Form>(
  provider: Provider | undefined,
  signForm: (options: Options) => Form,
): (options: Options) => Form {
  if (provider === undefined) return signForm;
  return (given) => {
    refuseLacking(provider, "post", "post");
    const form = signForm(given);
    const options = ownOf(given as object) as Options;
    refuseOddKey(provider, "key", options.key);
    refuseOddKey(provider, "keyStartsWith", options.keyStartsWith);
    for (const [option, featureOf] of Object.entries(FORM_FEATURES)) {
      const value = (options as Readonly<Record<string, unknown>>)[option];
      if (value !== undefined) refuseLacking(provider, featureOf(value), option);
    }
    return form;
  };
}
