// What comes from a URL, a key or an argument may hold characters that a terminal obeys: colours, titles, text turned around.

/** Control characters, and the marks that turn text around or break its line. */
const STEERING = "[\\p{Cc}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]";
const ANY_STEERING = new RegExp(STEERING, "gu");
const ANY_STEERING_BUT_LINE_ENDS = new RegExp(`(?!\\n)${STEERING}`, "gu");

const writeOut = (found: string): string => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Writes out what a terminal would obey. For plain text, before any colour is put in: a value cannot bring its own. */
export const showControlCharacters = (text: string): string => text.replace(ANY_STEERING, writeOut);

/** The same for a message of several lines. */
export const showControlCharactersInLines = (text: string): string =>
  text.replace(ANY_STEERING_BUT_LINE_ENDS, writeOut);

/** JSON that a terminal shows as it is; its meaning is the same. `JSON.stringify` escapes what is below U+0020 only. */
export const toTerminalJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(ANY_STEERING_BUT_LINE_ENDS, writeOut);

/**
 * One word of a shell: in `'…'`, which every shell knows; where that would put control characters on the terminal, in
 * `$'…'` (POSIX 2024; bash, zsh, ksh and busybox have long had it).
 */
export function quoteForShell(text: string): string {
  if (text.search(ANY_STEERING) === -1) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text
    .replace(/[\\']/g, "\\$&")
    .replace(ANY_STEERING, (found) =>
      [...Buffer.from(found)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
    );
  return `$'${escaped}'`;
}
