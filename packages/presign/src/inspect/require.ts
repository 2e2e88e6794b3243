// Options that inspect and explain have in common. What stands in the wrong place may be a URL, a token or a password: of a text
// that is longer than a word, messages tell how long it is.
import { requireKnownOptions, show, timeOf } from "../errors.ts";

/** A word is shown, such as `G ET`: what is wrong with it can be seen. */
const WORD = /^[\w. -]{0,16}$/;
const NAME = /^[\w-]{1,64}$/;
const showLength = (text: string): string => `(${text.length} characters)`;

/** A value as it may stand in a message. */
export const showWord = (value: unknown): string =>
  typeof value === "string" && !WORD.test(value) ? showLength(value) : show(value);

/** The name of an option or a header, which may have its value in it. */
export const showName = (name: string): string => (NAME.test(name) ? name : showLength(name));

export function requireOptionsOf(call: string, options: object, known: ReadonlySet<string>): void {
  if (typeof options === "string") throw new TypeError(`${call}: options must be an object, got ${showWord(options)}`);
  const unknown = Object.keys(options ?? {}).find((name) => !known.has(name) && !NAME.test(name));
  if (unknown !== undefined)
    throw new TypeError(`${call}: unknown option ${showLength(unknown)}; it takes ${[...known].sort().join(", ")}`);
  requireKnownOptions(call, options, known);
}

export function requireMethod(call: string, method: unknown): void {
  if (method !== undefined && (typeof method !== "string" || !/^[a-z]+$/i.test(method)))
    throw new TypeError(`${call}: method must be a method of HTTP such as PUT, got ${showWord(method)}`);
}

export function requireNow(call: string, now: unknown): void {
  if (now !== undefined && !Number.isFinite(timeOf(now)))
    throw new TypeError(`${call}: now must be a valid Date, got ${showWord(now)}`);
}
