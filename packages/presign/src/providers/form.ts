// What a provider lacks, of forms.

import { ownOf } from "../errors.ts";
import { FORM_FEATURES, featureOfField } from "./features.ts";
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
    for (const [name, value] of fieldsOf(options as Readonly<Record<string, unknown>>)) {
      const feature = featureOfField(name, value);
      if (feature !== undefined) refuseLacking(provider, feature, `the field ${name}`);
    }
    return form;
  };
}

/** Fields by name, which were checked: signed ones with their values, and those that the sender fills in. */
const fieldsOf = ({ fields, fieldsStartWith, anyFields }: Readonly<Record<string, unknown>>) => [
  ...Object.entries((fields ?? {}) as Record<string, string>),
  ...[...Object.keys(fieldsStartWith ?? {}), ...((anyFields ?? []) as string[])].map(
    (name) => [name, undefined] as const,
  ),
];
