// Nothing that is a key comes out of an explanation: what S3 shows of a request is all that was in it, and explanations are
// pasted into tickets. The causes are found in the whole text, and the secrets are taken out of what is told.
import { hideNamed, isSecretName, mapTexts, showValue } from "../inspect/secret-values.ts";
import type { UrlParts } from "../inspect/url.ts";
import { encodeComponent } from "../sigv4/encode.ts";
import type { S3Error } from "./error-document.ts";
import { findField, isOfForm, readPolicy } from "./form.ts";
import type { ExplainOptions } from "./types.ts";

/** Shorter ones stand in other words too; behind their own names they are hidden all the same. */
const MIN_SECRET_LENGTH = 8;

/** Every secret of the URL, of what is known beside it, and of the answer. */
export function findSecrets(
  parts: UrlParts | undefined,
  options: ExplainOptions,
  error: S3Error | undefined,
): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>();
  const add = (name: string, value: string): void => {
    if (value.length < MIN_SECRET_LENGTH || !isSecretName(name)) return;
    const shown = showValue(name, value);
    // Damaged on the way, a plus is a blank.
    for (const form of [value, encodeComponent(value.toWellFormed()), value.replaceAll("+", " ")])
      secrets.set(form, shown);
  };
  for (const [name, value] of parts?.query ?? []) add(name, value);
  for (const list of [options.headers, options.fields, options.responseHeaders, error?.details])
    for (const [name, value] of Object.entries(list ?? {})) add(name, value);
  for (const policy of [findField(options.fields, "policy"), error?.details.StringToSign])
    for (const [name, value] of readPolicy(policy ?? "") ?? []) add(name, value);
  return secrets;
}

/** The same without any secret, in a copy: every text of it, however deep. */
export const hideSecrets = <T>(told: T, secrets: ReadonlyMap<string, string>): T =>
  mapTexts(told, (text) => hideIn(text, secrets));

function hideIn(text: string, secrets: ReadonlyMap<string, string>): string {
  let shown = text;
  for (const [secret, instead] of secrets) shown = shown.replaceAll(secret, () => instead);
  return hideNamed(shown);
}

/** S3's error as it may be shown. Elements whose secrets cannot be seen in them are told by their length. */
export function hideInError(error: S3Error, secrets: ReadonlyMap<string, string>): S3Error {
  const { details } = error;
  const shown = Object.entries(details).map(([name, value]): [string, string] => {
    if (/Bytes$/.test(name) && /^[\s0-9a-f]*$/i.test(value)) return [name, `(${value.split(/\s+/).length} bytes)`];
    if (name === "StringToSign" && isOfForm(error)) return [name, `(a policy of ${value.length} characters)`];
    // What is refused of a header is its value: the token behind a second Authorization, the key of SSE-C.
    if (name === "ArgumentValue") return [name, showValue(details.ArgumentName ?? "", value)];
    return [name, hidePreviousSignature(showValue(name, value))];
  });
  return hideSecrets({ ...error, details: Object.fromEntries(shown) }, secrets);
}

/** The string to sign of a chunk, or of a trailer, has the signature before it in its fourth line. */
const hidePreviousSignature = (text: string): string =>
  text.replace(
    /^(AWS4-[\w-]+-(?:PAYLOAD|TRAILER)\n[^\n]*\n[^\n]*\n)([0-9a-f]{16,})/,
    (_, before: string, signature: string) => before + showValue("signature", signature),
  );
