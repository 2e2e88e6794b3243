// Texts of the command line → values. Each refusal names the flag, what it may be and what it was.
import { CliError } from "../exit-codes.ts";

/**
 * Of a text that may hold a secret, because it was to be a header, a parameter or a field: enough to find it by, and never what
 * stands behind the name.
 */
export function beginningOf(text: string): string {
  const name = /^[^\s:=]{0,16}/.exec(text)![0];
  return name === text ? text : `${name}…`;
}

export function parseSeconds(text: string, flag: string, max: number): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds >= 1 && seconds <= max))
    throw new CliError(
      "usage",
      `${flag} must be whole seconds, 1 to ${max} (${Math.floor(max / 86_400)} days, it takes no more), got "${text}".`,
    );
  return seconds;
}

export function parseWhole(text: string, flag: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new CliError("usage", `${flag} must be a whole number, got "${text}".`);
}

export function parseBytes(text: string, flag: string): number {
  const bytes = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new CliError("usage", `${flag} must be a whole number of bytes, got "${text}".`);
}

export function parseRange(text: string, flag: string): { min: number; max: number } {
  const [, min, max] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  if (min === undefined || max === undefined)
    throw new CliError("usage", `${flag} must be MIN-MAX in bytes, like 0-10485760, got "${text}".`);
  const range = { min: parseBytes(min, flag), max: parseBytes(max, flag) };
  if (range.min > range.max) throw new CliError("usage", `${flag} must go from small to large, got "${text}".`);
  return range;
}

/** `2030-01-02` or `2030-01-02T03:04:05Z`: a time without a zone would mean another moment on another machine. */
export function parseDate(text: string, flag: string): Date {
  const date = new Date(text);
  if (
    /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text) &&
    Number.isFinite(date.getTime()) &&
    // Date counts on behind the end of a month: 2030-02-30 would be March 2.
    new Date(text.slice(0, 10)).toISOString().startsWith(text.slice(0, 10))
  )
    return date;
  throw new CliError("usage", `${flag} must be a time like 2030-01-02 or 2030-01-02T03:04:05Z, got "${text}".`);
}

/** `a=1,b=2`; of several pairs with one name the last would win, so that is refused. */
export function parsePairs(text: string, flag: string, separator: string): Record<string, string> {
  const pairs: Record<string, string> = Object.create(null);
  for (const piece of text.split(separator)) {
    const equals = piece.indexOf("=");
    const name = piece.slice(0, Math.max(equals, 0));
    if (name === "" || name in pairs)
      throw new CliError("usage", `${flag} must be NAME=VALUE, each name once, got "${beginningOf(piece)}".`);
    pairs[name] = piece.slice(equals + 1);
  }
  return { ...pairs };
}

/** Of several with one name the last would win in silence. */
export function uniteOnce(flag: string, pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const names = new Set<string>();
  for (const [name] of pairs) {
    // Headers have one name in any case, parameters do not.
    const same = flag === "--header" ? name.toLowerCase() : name;
    if (names.has(same)) throw new CliError("usage", `${flag} must be given once for each name, got "${name}" twice.`);
    names.add(same);
  }
  return Object.fromEntries(pairs);
}

export function parseHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  if (colon < 1) throw new CliError("usage", `--header must be 'Name: value', got "${beginningOf(line)}".`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

const FLAGS: Readonly<Record<string, string>> = {
  method: "--method",
  headers: "--header",
  fields: "--field",
  responseHeaders: "--response-header",
};

/** What the library refuses, said of the flag: what a method is, and how much is too much, it alone knows. Any other error is a defect. */
export function askLibrary<Answer>(ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    const isRefusal = error instanceof TypeError || error instanceof RangeError;
    const [, option = "", rest] = isRefusal ? (/^\w+: (\w+)( must be .*)$/s.exec(error.message) ?? []) : [];
    const flag = Object.hasOwn(FLAGS, option) ? FLAGS[option] : undefined;
    if (flag === undefined) throw error;
    throw new CliError("usage", `${flag}${rest}.`, { cause: error });
  }
}
