// Nothing that is a key comes out of an explanation: what S3 shows of a request is all that was in it, and explanations are
// pasted into tickets. The causes are found in the whole text, and the secrets are taken out of what is told.
import { hideNamed } from "../inspect/hide-named.ts";
import { isSecretName, mapTexts, showValue } from "../inspect/secret-values.ts";
import { showKey } from "../inspect/show-key.ts";
import type { Inspection } from "../inspect/types.ts";
import type { UrlParts } from "../inspect/url.ts";
import { decodeOnce, encodeComponent, encodePath } from "../sigv4/encode.ts";
import type { S3Error } from "./error-document.ts";
import { findField, isOfForm, readPolicy } from "./form.ts";
import type { ExplainOptions } from "./types.ts";

/** Shorter ones stand in other words too; behind their own names they are hidden all the same. */
const MIN_SECRET_LENGTH = 8;

/** What is to be hidden, and where nothing is. */
export interface Secrets {
  /** What is shown in the place of each. */
  readonly values: ReadonlyMap<string, string>;
  /** Names of objects, in which the name of a secret is no more than a part of a path. */
  readonly keys: readonly string[];
}

/** Every secret of the URL, of what is known beside it, and of the answer. */
export function findSecrets(
  parts: UrlParts | undefined,
  options: ExplainOptions,
  error: S3Error | undefined,
  inspection: Inspection,
): Secrets {
  const secrets = new Map<string, string>();
  const add = (name: string, value: string): void => {
    if (value.length < MIN_SECRET_LENGTH || !isSecretName(name)) return;
    const shown = showValue(name, value);
    // Damaged on the way, a plus is a blank.
    for (const form of [value, encodeComponent(value.toWellFormed()), value.replaceAll("+", " ")])
      secrets.set(form, shown);
  };
  for (const [name, value] of parts?.query ?? []) add(name, value);
  for (const list of [options.headers, options.fields, options.responseHeaders])
    for (const [name, value] of Object.entries(list ?? {})) add(name, value);
  const details = error?.details ?? {};
  for (const [name, value] of Object.entries(details)) add(nameRefused(details, name, value), value);
  for (const policy of [findField(options.fields, "policy"), error?.details.StringToSign])
    for (const [name, value] of readPolicy(policy ?? "") ?? []) add(name, value);
  // In a key, and in a path, a slash stands in front of what has the shape of a token.
  for (const name of [details.Key, details.Resource, parts?.rawPath])
    if (name !== undefined && showKey(name) !== name) secrets.set(name, showKey(name));
  const own = inspection.kind === "presigned" ? inspection.key : undefined;
  return { values: secrets, keys: findKeys([own, details.Key]) };
}

/** Those that would not be told whole by themselves, also as they stand in a path. */
const findKeys = (keys: readonly (string | undefined)[]): string[] =>
  keys
    .filter((key) => key !== undefined && showKey(key) === key)
    .flatMap((key) => [key!, encodePath(key!.toWellFormed())])
    .filter((key) => hideNamed(key) !== key);

/** The same without any secret, in a copy: every text of it, however deep. */
export const hideSecrets = <T>(told: T, secrets: Secrets): T => mapTexts(told, (text) => hideIn(text, secrets));

function hideIn(text: string, { values, keys }: Secrets): string {
  let shown = text;
  for (const [secret, instead] of values) shown = shown.replaceAll(secret, () => instead);
  return hideBesides(shown, keys);
}

/** Behind a key that is only a part: `token=1` is no key in `token=1234`. */
const GOES_ON = /^(?:[\w+/=%~-]|\.\w)/;

function hideBesides(text: string, [key, ...others]: readonly string[]): string {
  if (key === undefined) return hideNamed(text);
  const pieces: string[] = [];
  let start = 0;
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + key.length)) {
    const end = at + key.length;
    if (GOES_ON.test(text.slice(end, end + 2))) continue;
    pieces.push(text.slice(start, at));
    start = end;
  }
  return [...pieces, text.slice(start)].map((piece) => hideBesides(piece, others)).join(key);
}

/** S3's error as it may be shown. Elements whose secrets cannot be seen in them are told by their length. */
export function hideInError(error: S3Error, secrets: Secrets): S3Error {
  const { details } = error;
  const shown = Object.entries(details).map(([name, value]): [string, string] => {
    if (/Bytes$/.test(name) && /^[\s0-9a-f]*$/i.test(value)) return [name, `(${value.split(/\s+/).length} bytes)`];
    if (name === "StringToSign" && isOfForm(error)) return [name, `(a policy of ${value.length} characters)`];
    if (name === "CanonicalRequest") return [name, hideInCanonical(value)];
    return [name, hidePreviousSignature(showValue(nameRefused(details, name, value), value))];
  });
  return hideSecrets({ ...error, details: Object.fromEntries(shown) }, secrets);
}

/** Elements with what is refused of a header: the token behind a second Authorization, the key of SSE-C. */
const REFUSED_VALUES: ReadonlySet<string> = new Set(["ArgumentValue", "ParameterValue", "HeaderValue"]);

/** Under which name a value is to be judged that was refused; of an argument that the service does not name, it may be a key. */
function nameRefused(details: S3Error["details"], element: string, value: string): string {
  const name = details.ArgumentName ?? details.ParameterName ?? details.HeaderName ?? "";
  if (REFUSED_VALUES.has(element)) return /^(?:null)?$/.test(name) && /^\S{16,}$/.test(value) ? "token" : name;
  // Google has the value there, or words about it.
  return element === "Details" && !/\s/.test(value) ? name : element;
}

/** S3's lines: method, path, query, one for each header, a blank one, and two more. */
function hideInCanonical(text: string): string {
  const lines = text.split("\n");
  const blank = lines.indexOf("", 3);
  return lines
    .map((line, at) => {
      if (at === 2)
        return line
          .split("&")
          .map((pair) => hideInPair(pair, "="))
          .join("&");
      return at > 2 && (blank === -1 || at < blank) ? hideInPair(line, ":") : line;
    })
    .join("\n");
}

function hideInPair(pair: string, between: "=" | ":"): string {
  const at = pair.indexOf(between);
  if (at === -1) return pair;
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)].map((text) =>
    between === "=" ? (decodeOnce(text) ?? text) : text,
  ) as [string, string];
  return isSecretName(name) ? `${pair.slice(0, at)}${between}${showValue(name, value)}` : pair;
}

/** The string to sign of a chunk, or of a trailer, has the signature before it in its fourth line. */
const hidePreviousSignature = (text: string): string =>
  text.replace(
    /^(AWS4-[\w-]+-(?:PAYLOAD|TRAILER)\n[^\n]*\n[^\n]*\n)([0-9a-f]{16,})/,
    (_, before: string, signature: string) => before + showValue("signature", signature),
  );
