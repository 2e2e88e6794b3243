import { requireString } from "../errors.ts";
import { decodeReceived } from "../sigv4/encode.ts";

/** Printable ASCII without `#` and the backslash. */
export const ORIGIN_FORM = /^\/[\x21\x22\x24-\x5b\x5d-\x7e]*$/;
const FORBIDDEN_DECODED = /[\0\\]/;
const DOT_SEGMENT = /\/\.{1,2}(?:\/|$)/;

/**
 * The path of a request target, or of a copy source, percent-decoded once: `/bucket/key`. A raw `+` is a blank, as S3 reads it. Undefined for what another
 * reader might see otherwise: a byte that needs encoding, a stray `%`, bytes that are no UTF-8, NUL, a backslash, `#`,
 * and the segments `.` and `..`.
 *
 * @throws {TypeError} for anything but a string.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-2.1
 * @example
 * ```ts
 * import { parsePath } from "@daypass/presign";
 *
 * console.log(parsePath("/b/a%20b%2Fc")); // → /b/a b/c
 * console.log(parsePath("/b/a+b%2Bc")); // → /b/a b+c
 * console.log(parsePath("/b/%2e%2e/other")); // → undefined
 * ```
 */
export function parsePath(raw: string): string | undefined {
  requireString("raw", raw);
  return ORIGIN_FORM.test(raw) ? decodePath(raw) : undefined;
}

/** The same for a path whose characters have been looked at. */
export function decodePath(raw: string): string | undefined {
  const path = decodeReceived(raw);
  // What is forbidden was not in `raw`: where nothing was decoded it is not in `path` either.
  if (path === undefined || (path !== raw && FORBIDDEN_DECODED.test(path))) return undefined;
  return path.includes("/.") && DOT_SEGMENT.test(path) ? undefined : path;
}
