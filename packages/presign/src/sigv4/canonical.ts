// Stage 1 of SigV4: the canonical request.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
import { encodeComponent } from "./encode.ts";

/** In place of a hash: the signature says nothing about the body. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

export type Pair = readonly [name: string, value: string];

/** Orders by code unit, never by locale: `_` and `-` would swap. First by name, then by value. */
export function byNameThenValue(a: Pair, b: Pair): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
}

/** Decoded pairs → sorted canonical query. A pair without a value is written `name=`. */
export function canonicalQuery(pairs: readonly Pair[]): string {
  const encoded: Pair[] = [];
  let isSorted = true;
  for (const [name, value] of pairs) {
    const pair = [encodeComponent(name), encodeComponent(value)] as const;
    const last = encoded.at(-1);
    isSorted &&= last === undefined || byNameThenValue(last, pair) <= 0;
    encoded.push(pair);
  }
  if (!isSorted) encoded.sort(byNameThenValue);
  let query = "";
  for (const [name, value] of encoded) query += query === "" ? `${name}=${value}` : `&${name}=${value}`;
  return query;
}

/**
 * Names and values as `encodeComponent` writes ASCII: what stands for itself, and all else as `%XX`. A regular expression, because
 * reading a part of a longer string character by character is slow; no two ways through it, so it takes linear time.
 */
function canonicalQueryPattern(): RegExp {
  const escaped = "%(?:[01][0-9A-F]|2[0-9A-CF]|3[A-F]|40|5[B-E]|60|7[B-DF])";
  const pair = `[\\w.~-]+=[\\w.~-]*(?:${escaped}[\\w.~-]*)*`;
  return new RegExp(`^${pair}(?:&${pair})*$`);
}
const CANONICAL_QUERY = /* @__PURE__ */ canonicalQueryPattern();

/**
 * Whether each pair of a raw query is written as in the canonical one: most are, and then nothing has to be encoded and
 * joined. False also where that is not plain to see (a character beyond ASCII).
 */
export const isCanonicallyWritten = (rawQuery: string): boolean => CANONICAL_QUERY.test(rawQuery);

/** By name, each once. Names as above have nothing encoded, so they sort decoded as they do encoded. */
export function isSortedByName(pairs: readonly Pair[]): boolean {
  for (let i = 1; i < pairs.length; i++) if (!(pairs[i - 1]![0] < pairs[i]![0])) return false;
  return true;
}

const BLANKS = /[ \t\r\n]+/g;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;

/** Takes blanks off both ends: those of HTTP only, where `trim` takes more. A loop, because `/ +$/` is slow on hostile text. */
export function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Few values have anything to fold: to look for it takes half the time of a replacement that finds nothing. */
const HAS_BLANKS_TO_FOLD = /[\t\r\n]| {2}/;

/** Trims a header value and folds runs of blanks inside to one space. */
export function foldHeaderValue(value: string): string {
  const trimmed = trimBlanks(value);
  return HAS_BLANKS_TO_FOLD.test(trimmed) ? trimmed.replace(BLANKS, " ") : trimmed;
}

/**
 * The header block, one `name:value\n` a line, for lower-case names in sorted order. A header that came several times
 * has its values joined with a comma in the order of arrival; one that did not come has an empty value.
 */
export function canonicalHeaders(
  signedHeaders: readonly string[],
  received: ReadonlyMap<string, readonly string[]>,
): string {
  let block = "";
  for (const name of signedHeaders) {
    const values = received.get(name) ?? [];
    block += `${name}:${values.length === 1 ? foldHeaderValue(values[0]!) : values.map(foldHeaderValue).join(",")}\n`;
  }
  return block;
}

export interface CanonicalEnd {
  /** Lines `name:value\n`, sorted. */
  readonly headers: string;
  /** `name;name`, sorted. */
  readonly signedHeaders: string;
  /** Hex SHA-256 of the body, or a literal such as `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

export interface CanonicalParts extends CanonicalEnd {
  readonly method: string;
  /** Encoded path, begins with `/`. */
  readonly path: string;
  /** Encoded and sorted, without `X-Amz-Signature`. */
  readonly query: string;
}

/** What follows the query in a canonical request, with the line end between them. */
export const canonicalEnd = ({ headers, signedHeaders, payloadHash }: CanonicalEnd): string =>
  `\n${headers}\n${signedHeaders}\n${payloadHash}`;

export const canonicalRequest = (parts: CanonicalParts): string => joinCanonical(parts, canonicalEnd(parts));

/** The same where the end is at hand. */
export const joinCanonical = ({ method, path, query }: Omit<CanonicalParts, keyof CanonicalEnd>, end: string): string =>
  `${method}\n${path}\n${query}${end}`;
