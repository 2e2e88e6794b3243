// Which values are keys, by the name that they have as header, parameter, field or element. What is shown of them is their length.

const KEYS =
  "x-amz-security-token|x-amz-s3session-token|x-amz-(?:copy-source-)?server-side-encryption-customer-key|x-amz-mfa";
const OF_OTHERS = "access_token|token|password|secret|api_?key";
const secretNames = (): RegExp =>
  new RegExp(`^(?:${KEYS}|authorization|proxy-authorization|cookie|${OF_OTHERS}|token-\\d+)$`, "i");
const SECRET_NAME = /* @__PURE__ */ secretNames();
const SIGNATURE_NAME = /^(?:x-amz-signature|signature|signatureprovided)$/i;

/** Whether whoever has the value could use it. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) || SIGNATURE_NAME.test(name);

/** A value as it may be shown: of a key its length, of a signature its beginning, which tells signatures apart. */
export function showValue(name: string, value: string): string {
  if (SIGNATURE_NAME.test(name)) return showSignature(value);
  return SECRET_NAME.test(name) ? `(${value.length} characters)` : value;
}

const showSignature = (value: string): string => (value.length > 16 ? `${value.slice(0, 8)}…` : "(a signature)");

/** What in a longer text stands behind the name of a secret, as in a query, a list of headers or a condition of a policy. */
const namedSecrets = (): readonly RegExp[] => [
  // A value that may have blanks in it goes to the end of its line.
  /(?<![\w-])((?:proxy-)?authorization|cookie)([ \t]*[:=][ \t]*)([^\n]+)/gi,
  new RegExp(`(?<![\\w-])(${KEYS})([ \\t]*[:=][ \\t]*)([^\\s&"'<>,;]+)`, "gi"),
  new RegExp(`(?<![\\w-])(x-amz-signature|signature|${OF_OTHERS})(=)([^\\s&"'<>,;]+)`, "gi"),
  new RegExp(`(?<=")(\\$?(?:${KEYS}|x-amz-signature))("[ \\t]*[,:][ \\t]*")([^"]+)`, "gi"),
];
const NAMED = /* @__PURE__ */ namedSecrets();
/** Session tokens of AWS, JSON web tokens, and the base64 of a JSON document, which may hold either. */
const BY_SHAPE = /(?<![\w+/])(?:(?:IQoJ|FwoG|FQoG|AQoD)[\w+/=%-]{60,}|(?:eyJ|eyA|ewo|ew0K)[\w+/=.-]{60,})/g;

/** A text without what stands behind the name of a secret in it, or has the shape of one. */
export function hideNamed(text: string): string {
  let shown = text;
  for (const shape of NAMED)
    shown = shown.replace(
      shape,
      (_, name: string, between: string, value: string) => name + between + showValue(name.replace("$", ""), value),
    );
  return shown.replace(BY_SHAPE, (value) => `(${value.length} characters)`);
}
