// Which values are keys, by the name that they have as header, parameter, field or element. What is shown of them is their length.

/** Names are compared by letters and digits alone: mail, chats and page sources put others into them, or in their places. */
const lettersOf = (name: string): string => name.replace(/[^a-z\d]/gi, "");
/** Of the marks of a listing none is a key. */
const SECRET_NAME =
  /(?<!continuation)token|security|secret|passw|apikey|privatekey|authorization|auth$|cookie|jwt|customerkey$|mfa$/i;
const SIGNATURE_NAME = /signature(?:provided)?$|^sig$/i;

/** Whether whoever has the value could use it. */
export const isSecretName = (name: string): boolean =>
  SECRET_NAME.test(lettersOf(name)) || SIGNATURE_NAME.test(lettersOf(name));

/** A value as it may be shown: of a key its length, of a signature its beginning, which tells signatures apart. */
export function showValue(name: string, value: string): string {
  if (SIGNATURE_NAME.test(lettersOf(name))) return showSignature(value);
  return isSecretName(name) ? `(${value.length} characters)` : value;
}

const showSignature = (value: string): string => (value.length > 16 ? `${value.slice(0, 8)}…` : "(a signature)");

const KEYS =
  "x-amz-security-token|x-amz-s3session-token|x-amz-(?:copy-source-)?server-side-encryption-customer-key|x-amz-mfa";
/** The end of a secret's name, in whatever state its beginning is. */
const ENDS =
  "(?<!continuation-)token|security-?\\w*|secret|passw(?:or)?d|api[-_]?key|private[-_]?key|authorization|(?<![a-z])auth|cookie|jwt|customer-key|mfa|signature|(?<![a-z])sig";
/** What is hidden already stays as it is. */
const VALUE = "(?![ \\t]*(?:\\(\\d+ characters\\)|\\(a signature\\)|[^\\s&]{8}…))";

/** What in a longer text stands behind the name of a secret, as in a query, a list of headers or a condition of a policy. */
const namedSecrets = (): readonly RegExp[] => [
  // A value that may have blanks in it goes to the end of its line.
  new RegExp(`(?<![\\w-])((?:proxy-)?authorization|cookie)([ \\t]*[:=][ \\t]*)${VALUE}([^\\n]+)`, "gi"),
  new RegExp(`(?<![\\w-])(${KEYS})([ \\t]*[:=][ \\t]*)${VALUE}([^\\s&"'<>,;]+)`, "gi"),
  // A URL in a URL is percent-encoded, once or more.
  new RegExp(`(${ENDS})(=|%(?:25)*3D)${VALUE}((?:(?!%(?:25)*26)[^\\s&"'<>,;])+)`, "gi"),
  // The = between them was lost. Names of other headers behind it, as in a list, have hyphens.
  new RegExp(`(security.?token)([^&=\\w]{0,3})${VALUE}([\\w+/%]{30,}=*)`, "gi"),
  new RegExp(`(?<=")(\\$?(?:${KEYS}|x-amz-signature))("[ \\t]*[,:][ \\t]*")${VALUE}([^"]+)`, "gi"),
];
const NAMED = /* @__PURE__ */ namedSecrets();
/** Session tokens of AWS, JSON web tokens, and the base64 of a JSON document, which may hold either. */
const BY_SHAPE = /(?<![\w+/])(?:(?:IQoJ|FwoG|FQoG|AQoD)[\w+/=%-]{60,}|(?:eyJ|eyA|ewo|ew0K)[\w+/=.-]{60,})/g;

/** A text without what stands behind the name of a secret in it, or has the shape of one. Done twice, it changes nothing more. */
export function hideNamed(text: string): string {
  let shown = text;
  for (const shape of NAMED)
    shown = shown.replace(
      shape,
      (_, name: string, between: string, value: string) => name + between + showValue(name.replace("$", ""), value),
    );
  return shown.replace(BY_SHAPE, (value) => `(${value.length} characters)`);
}

/** A copy in which every text, however deep, is what `change` makes of it. */
export function mapTexts<T>(told: T, change: (text: string) => string): T {
  if (typeof told === "string") return change(told) as T;
  if (typeof told !== "object" || told === null || told instanceof Date) return told;
  if (Array.isArray(told)) return told.map((item) => mapTexts(item, change)) as T;
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, mapTexts(value, change)])) as T;
}
