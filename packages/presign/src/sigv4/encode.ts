// The one encoding of SigV4: RFC 3986, every byte but the unreserved ones as upper-case %XX.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (UriEncode)

/** By ASCII code: 1 for what stands for itself everywhere, 2 for the slash, which does so in a path. */
const KINDS = /* @__PURE__ */ kindsOfAscii();

/** In whole ranges, for this runs at every import: `-` and `.`, slash, digits, capitals, `_`, small letters, `~`. */
function kindsOfAscii(): Uint8Array {
  return new Uint8Array(128)
    .fill(1, 0x2d, 0x3a)
    .fill(2, 0x2f, 0x30)
    .fill(1, 0x41, 0x5b)
    .fill(1, 0x5f, 0x60)
    .fill(1, 0x61, 0x7b)
    .fill(1, 0x7e, 0x7f);
}

/** A loop over a table: on texts as short as these it takes half the time of a regular expression. */
function isPlain(text: string, lastKind: 1 | 2): boolean {
  for (let i = 0; i < text.length; i++) {
    const kind = KINDS[text.charCodeAt(i)];
    if (!kind || kind > lastKind) return false;
  }
  return true;
}

const LEFT_BY_ENCODE_URI_COMPONENT = /[!'()*]/g;

const escapeAscii = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/** Encodes a query name or value. Throws `URIError` for a lone surrogate. */
export function encodeComponent(text: string): string {
  if (isPlain(text, 1)) return text;
  return encodeURIComponent(text).replace(LEFT_BY_ENCODE_URI_COMPONENT, escapeAscii);
}

/** Encodes an object key or a path: once, `/` kept, nothing normalised, as S3 (and S3 alone) wants it. */
export function encodePath(path: string): string {
  if (isPlain(path, 2)) return path;
  return encodeComponent(path).replaceAll("%2F", "/");
}

/**
 * Decodes percent-encoding exactly once; `+` is a plus. Undefined for a stray `%` and for bytes that are not UTF-8:
 * a guess about either would let two readers see two different requests.
 */
export function decodeOnce(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * What a request says, as S3 reads it: a raw `+` is a blank, in the path as in the query, and only `%2B` is a plus. S3 shows that
 * in its canonical requests (`/libstdc++` → `/libstdc%20%20`: https://github.com/anomalizer/ngx_aws_auth/issues/87).
 */
export const decodeReceived = (text: string): string | undefined => decodeOnce(text.replaceAll("+", " "));
