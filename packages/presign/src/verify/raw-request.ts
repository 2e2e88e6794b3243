// The first look at a request, before any signature: raw bytes in, one parsed struct out, which everybody uses from then on.

import { requireString, show } from "../errors.ts";
import { MAX_KEY_BYTES } from "../sign/key.ts";
import { utf8Length } from "../sigv4/bytes.ts";
import { isCanonicallyWritten, type Pair, trimBlanks } from "../sigv4/canonical.ts";
import { decodeReceived } from "../sigv4/encode.ts";
import type { RawRequest, Refusal, VerifyOptions } from "../types.ts";
import { decodePath, ORIGIN_FORM } from "./path.ts";
import { refuse } from "./refusal.ts";
import { remember } from "./remember.ts";

export interface ParsedRequest {
  readonly ok: true;
  readonly method: string;
  /** Decoded once. */
  readonly path: string;
  /** As received, without the question mark. */
  readonly rawQuery: string;
  /** Each pair of it is written as in a canonical query. */
  readonly isCanonicallyWritten: boolean;
  /** Decoded once, in the order received, all of them. */
  readonly query: readonly Pair[];
  /** Values trimmed, names in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

const MAX_HEADER_BYTES = 8 * 1024;
const MAX_METADATA_BYTES = 2 * 1024;

/** Headers that may come once only. Node joins some repeated ones and drops others; here none is left to chance. */
const SINGLE = /* @__PURE__ */ new Set([
  "content-type",
  "content-length",
  "content-md5",
  "content-encoding",
  "date",
  "range",
  "if-none-match",
  "if-match",
]);
const isSingle = (name: string): boolean =>
  SINGLE.has(name) || (name.startsWith("x-amz-") && !name.startsWith("x-amz-meta-"));

/** A request that was handed over wrongly is the endpoint's mistake, not its client's. */
export function requireRawRequest(request: RawRequest): void {
  const { method, target, rawHeaders } = (request ?? {}) as Partial<RawRequest>;
  requireString("request.method", method);
  requireString("request.target (Node's req.url)", target);
  if (!Array.isArray(rawHeaders) || rawHeaders.length % 2 !== 0)
    throw new TypeError(`request.rawHeaders must be names and values in turn, got ${show(rawHeaders)}`);
}

export function parseRequest(request: RawRequest, options: VerifyOptions): ParsedRequest | Refusal {
  requireRawRequest(request);
  const headers = new Map<string, string[]>();
  let headerBytes = 0;
  let metadataBytes = 0;
  let hasRepeated = false;
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i]!.toLowerCase();
    const value = trimBlanks(request.rawHeaders[i + 1]!);
    headerBytes += name.length + value.length + 4;
    if (name.startsWith("x-amz-meta-")) metadataBytes += name.length - "x-amz-meta-".length + value.length;
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [value]);
    else {
      values.push(value);
      hasRepeated = true;
    }
  }

  const hosts = headers.get("host") ?? [];
  if (hosts.length !== 1 || hosts[0] === "")
    return refuse("InvalidRequest", `The request must have exactly one Host header, it has ${hosts.length}.`);
  if (options.authorities && !options.authorities.some((known) => known.toLowerCase() === hosts[0]!.toLowerCase()))
    return refuse("InvalidRequest", "The Host header does not name this endpoint.");

  const { method, target } = request;
  if (!/^[A-Z]{1,16}$/.test(method))
    return refuse("MethodNotAllowed", "The specified method is not allowed against this resource.");
  const cut = target.indexOf("?");
  const rawPath = cut === -1 ? target : target.slice(0, cut);
  const rawQuery = cut === -1 ? "" : target.slice(cut + 1);
  const isWritten = isCanonicallyWritten(rawQuery);
  // A query that is canonically written has no character that a target may not have.
  if (!ORIGIN_FORM.test(isWritten ? rawPath : target)) return refuse("InvalidURI", "Couldn't parse the specified URI.");
  const path = decodePath(rawPath);
  if (path === undefined) return refuse("InvalidURI", "Couldn't parse the specified URI.");
  const key = keyOf(path);
  // A UTF-16 unit is at most three bytes, so only long keys need to be measured.
  const keyBytes = key.length * 3 > MAX_KEY_BYTES ? utf8Length(key) : 0;
  if (keyBytes > MAX_KEY_BYTES)
    return refuse("KeyTooLongError", "Your key is too long.", {
      Size: String(keyBytes),
      MaxSizeAllowed: String(MAX_KEY_BYTES),
    });
  const query = parseQuery(rawQuery);
  if (query === undefined) return refuse("InvalidURI", "Couldn't parse the specified URI.");

  if (headerBytes > MAX_HEADER_BYTES)
    return refuse("RequestHeaderSectionTooLarge", "Your request header section exceeds the maximum allowed size.", {
      MaxSizeAllowed: String(MAX_HEADER_BYTES),
    });
  if (metadataBytes > MAX_METADATA_BYTES)
    return refuse("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size.", {
      Size: String(metadataBytes),
      MaxSizeAllowed: String(MAX_METADATA_BYTES),
    });
  for (const [name, values] of hasRepeated ? headers : [])
    if (values.length > 1 && isSingle(name))
      return refuse("InvalidRequest", `The header ${name} may come once only.`, { HeaderName: name });
  return { ok: true, method, path, rawQuery, isCanonicallyWritten: isWritten, query, headers };
}

/** `/bucket/key` → `key`. */
function keyOf(path: string): string {
  const slash = path.indexOf("/", 1);
  return slash === -1 ? "" : path.slice(slash + 1);
}

/** Parameters with the same value in many requests. */
const SHARED: ReadonlySet<string> = /* @__PURE__ */ new Set(["X-Amz-Credential", "X-Amz-SignedHeaders"]);
const decodeShared = /* @__PURE__ */ remember(decodeReceived);

/** Undefined when a name or a value cannot be decoded. A raw `+` is a blank, as S3 reads it. */
function parseQuery(raw: string): Pair[] | undefined {
  const pairs: Pair[] = [];
  for (let from = 0, end = 0; from < raw.length; from = end + 1) {
    end = raw.indexOf("&", from);
    if (end === -1) end = raw.length;
    if (end === from) continue;
    let equals = raw.indexOf("=", from);
    if (equals === -1 || equals > end) equals = end;
    const name = decodeReceived(raw.slice(from, equals));
    if (name === undefined) return undefined;
    const rawValue = raw.slice(equals + 1, end);
    const value = SHARED.has(name) ? decodeShared(rawValue) : decodeReceived(rawValue);
    if (value === undefined) return undefined;
    pairs.push([name, value]);
  }
  return pairs;
}
