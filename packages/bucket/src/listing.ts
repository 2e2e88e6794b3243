// Rolling keys up to common prefixes, for objects and for uploads alike.
import { endOfPrefix } from "./disk/key-order.ts";

/** Where a list goes on: after this entry, whatever it was. Both sort before what comes next. */
export type Mark = { readonly key: string } | { readonly commonPrefix: string };
export interface Rolled<T> {
  readonly items: readonly T[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  readonly last?: Mark | undefined;
}

const MAX_PAGE_ROWS = 1_000;

/**
 * Collects at most `max` entries, each an item or a common prefix up to the delimiter. `fetch` gives rows after a
 * place, in order, and a whole common prefix is stepped over in one go. Pages begin small after each, because the next
 * row is often another one, and double while they bring items: so the work is in the entries, not the keys.
 */
export function rollUp<T extends { readonly key: string }, P extends { readonly after: string }>(list: {
  readonly prefix: string;
  readonly delimiter: string;
  readonly max: number;
  readonly start: P;
  /** The place right after an item. */
  readonly after: (item: T) => P;
  /** The place right after every key up to this one. */
  readonly afterKey: (key: string) => P;
  readonly fetch: (place: P, limit: number) => readonly T[];
}): Rolled<T> {
  const items: T[] = [];
  const commonPrefixes: string[] = [];
  let last: Mark | undefined;
  let place = list.start;
  if (list.max === 0) return { items, commonPrefixes, isTruncated: false };
  const firstRows = list.delimiter === "" ? MAX_PAGE_ROWS : 2;
  for (let pageRows = firstRows; ; pageRows = Math.min(MAX_PAGE_ROWS, pageRows * 2)) {
    const limit = Math.min(pageRows, list.max - items.length - commonPrefixes.length + 1);
    const rows = list.fetch(place, limit);
    let stepped = false;
    for (const row of rows) {
      if (items.length + commonPrefixes.length === list.max) return { items, commonPrefixes, isTruncated: true, last };
      const end = list.delimiter === "" ? -1 : row.key.indexOf(list.delimiter, list.prefix.length);
      if (end < 0) {
        items.push(row);
        last = { key: row.key };
        place = list.after(row);
      } else {
        const commonPrefix = row.key.slice(0, end + list.delimiter.length);
        commonPrefixes.push(commonPrefix);
        last = { commonPrefix };
        place = list.afterKey(endOfPrefix(commonPrefix));
        stepped = true;
        pageRows = 1;
        break;
      }
    }
    if (!stepped && rows.length < limit) return { items, commonPrefixes, isTruncated: false, last };
  }
}

/** The key after which a list goes on. */
export const resumeAfter = (mark: Mark): string => ("key" in mark ? mark.key : endOfPrefix(mark.commonPrefix));

/**
 * Whether a marker is a common prefix, so where an earlier page ended: all of it is stepped over. A key that ends in the
 * delimiter, like a folder's own, is none when the prefix reaches to that delimiter.
 */
export function isCommonPrefix(marker: string, { prefix, delimiter }: { prefix: string; delimiter: string }): boolean {
  if (delimiter === "" || !marker.startsWith(prefix)) return false;
  const end = marker.indexOf(delimiter, prefix.length);
  return end >= 0 && end + delimiter.length === marker.length;
}

/** S3's `encoding-type=url`: everything but unreserved characters and `/`. */
export const encodeListed = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/");
