// Which values are keys, by the name that they have as header, parameter, field or element. What is shown of them is their length.

/** Names are compared by letters and digits alone: mail, chats and page sources put others into them, or in their places. */
const lettersOf = (name: string): string => name.replace(/[^a-z\d]/gi, "");
/** Of the marks of a listing none is a key. */
const SECRET_NAME =
  /(?<!continuation)token|security|secret|passw|passphrase|passcode|pwd|(?:api|private|auth|account|master|session|subscription)key|(?:customer|encryption)key$|authorization|auth$|cookie|jwt|sess(?:ion)?id|session$|(?:mfa|otp)$/i;
/**
 * Words that are a secret's name only where they are all of it: other names end so too. `code` is what OAuth hands out, and the
 * key of a function at Azure; S3's own `X-Amz-Credential` says who signed, and `key` is an object's name.
 */
const SECRET_WORD = /^(?:(?:user|db)?pass|pin|sid|bearer|credentials?|code)$/i;
const SIGNATURE_NAME = /signature(?:provided)?$|^sig$/i;

/** Whether whoever has the value could use it. */
export function isSecretName(name: string): boolean {
  const letters = lettersOf(name);
  return SECRET_NAME.test(letters) || SECRET_WORD.test(letters) || SIGNATURE_NAME.test(letters);
}

/** A value as it may be shown: of a key its length, of a signature its beginning, which tells signatures apart. */
export function showValue(name: string, value: string): string {
  if (SIGNATURE_NAME.test(lettersOf(name))) return showSignature(value);
  // Of nothing nothing can be used: `?session` is an operation.
  return value !== "" && isSecretName(name) ? `(${value.length} characters)` : value;
}

const showSignature = (value: string): string => (value.length > 16 ? `${value.slice(0, 8)}…` : "(a signature)");

/** A copy in which every text, however deep, is what `change` makes of it. */
export function mapTexts<T>(told: T, change: (text: string) => string): T {
  if (typeof told === "string") return change(told) as T;
  if (typeof told !== "object" || told === null || told instanceof Date) return told;
  if (Array.isArray(told)) return told.map((item) => mapTexts(item, change)) as T;
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, mapTexts(value, change)])) as T;
}
