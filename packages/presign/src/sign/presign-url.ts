// Query authentication: a request, signed into its own URL.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

import { sha256HexOfAscii } from "#hash";
import type { Address } from "../address/address.ts";
import {
  byNameThenValue,
  canonicalEnd,
  foldHeaderValue,
  joinCanonical,
  type Pair,
  UNSIGNED_PAYLOAD,
} from "../sigv4/canonical.ts";
import { encodeComponent, encodePath } from "../sigv4/encode.ts";
import type { PresignedRequest } from "../types.ts";
import type { AskedLife, Life } from "./timing.ts";

export interface RequestToSign {
  readonly method: string;
  /** Object key, not encoded. Absent: the bucket itself. */
  readonly key: string | undefined;
  /** Absent: the host alone. */
  readonly signedHeaders: SignedHeaders | undefined;
}

/** What of a call's options stands in the URL. */
export interface UrlDraft extends AskedLife {
  /** Decoded pairs besides those of the signature; no name begins with `X-Amz-`. */
  readonly query: readonly Pair[];
}

/** What of an address stands in a URL. */
export type PlaceToSign = Pick<Address, "origin" | "host" | "basePath" | "bucketPath" | "tokenParameter">;

/** Headers as a signature has them, the host among them. */
export interface SignedHeaders extends Pick<PresignedRequest, "headers" | "sentByClient"> {
  /** `&X-Amz-SignedHeaders=` and their names, encoded. */
  readonly parameter: string;
  /** See `canonicalEnd`. */
  readonly end: string;
}

const NO_HEADERS: Readonly<Record<string, string>> = /* @__PURE__ */ Object.freeze({});

/**
 * `headers` are what the caller must send: lower-case names, without `host`. A content length is signed too, and sent by
 * every HTTP client by itself.
 */
export function signHeaders(
  host: string,
  headers: Readonly<Record<string, string>> = NO_HEADERS,
  contentLength?: number,
): SignedHeaders {
  const sentByClient: Record<string, string> =
    contentLength === undefined ? { host } : { host, "content-length": String(contentLength) };
  const all = { ...headers, ...sentByClient };
  const names = Object.keys(all).sort();
  let lines = "";
  for (const name of names) lines += `${name}:${foldHeaderValue(all[name]!)}\n`;
  return {
    headers,
    sentByClient,
    parameter: `&X-Amz-SignedHeaders=${names.join("%3B")}`,
    end: canonicalEnd({ headers: lines, signedHeaders: names.join(";"), payloadHash: UNSIGNED_PAYLOAD }),
  };
}

/** Everything is a string from the start, in canonical order: what is signed is, letter by letter, what is emitted. */
export function createUrlSigner(
  place: PlaceToSign,
  lifeOf: (asked: AskedLife) => Life,
): (request: RequestToSign, draft: UrlDraft) => PresignedRequest {
  const { origin, host, basePath, bucketPath, tokenParameter } = place;
  const hostAlone: SignedHeaders = {
    headers: NO_HEADERS,
    sentByClient: Object.freeze({ host }),
    parameter: "&X-Amz-SignedHeaders=host",
    end: ["", `host:${host}`, "", "host", UNSIGNED_PAYLOAD].join("\n"), // joined: see `startOfStringToSign`
  };

  return ({ method, key, signedHeaders }, draft) => {
    const { moment, expiresInSeconds, expiresAt, warnings } = lifeOf(draft);
    const token = moment.encodedToken === "" ? "" : `&${tokenParameter}=${moment.encodedToken}`;
    const path = key === undefined ? bucketPath : `${basePath}/${encodePath(key)}`;
    const { headers, sentByClient, parameter, end } = signedHeaders ?? hostAlone;
    const query = joinQuery(
      `${moment.queryStart}${expiresInSeconds}${moment.parameters}${token}${parameter}`,
      draft.query,
    );
    // Names and values of headers were checked to be ASCII, and the rest is encoded.
    const hash = sha256HexOfAscii(joinCanonical({ method, path, query }, end));
    const signature = moment.sign(hash, moment.textStart, draft.stableForSeconds !== undefined);
    const url = `${origin}${path}?${query}&X-Amz-Signature=${signature}`;
    return { method, url, headers, sentByClient, expiresAt, warnings };
  };
}

/** Puts the caller's pairs before or after the signature's own, which lie together because no other name begins like them. */
function joinQuery(own: string, pairs: readonly Pair[]): string {
  if (pairs.length === 0) return own;
  const encoded = pairs.map(([name, value]): Pair => [encodeComponent(name), encodeComponent(value)]);
  if (encoded.length > 1) encoded.sort(byNameThenValue);
  let before = "";
  let after = "";
  for (const [name, value] of encoded)
    if (name < "X-Amz-") before += `${name}=${value}&`;
    else after += `&${name}=${value}`;
  return before + own + after;
}
