// The one encoding of SigV4: RFC 3986, every byte but the unreserved ones as upper-case %XX.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (UriEncode)

const UNRESERVED = /^[A-Za-z0-9\-._~]*$/;
const UNRESERVED_PATH = /^[A-Za-z0-9\-._~/]*$/;
const LEFT_BY_ENCODE_URI_COMPONENT = /[!'()*]/g;

const escapeAscii = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/** Encodes a query name or value. Throws `URIError` for a lone surrogate. */
export function encodeComponent(text: string): string {
  if (UNRESERVED.test(text)) return text;
  return encodeURIComponent(text).replace(LEFT_BY_ENCODE_URI_COMPONENT, escapeAscii);
}

/** Encodes an object key or a path: once, `/` kept, nothing normalised, as S3 (and S3 alone) wants it. */
export function encodePath(path: string): string {
  if (UNRESERVED_PATH.test(path)) return path;
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
