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

export interface RequestToSign extends AskedLife {
  readonly method: string;
  /** Object key, not encoded. Absent: the bucket itself. */
  readonly key?: string | undefined;
  /** Decoded pairs besides those of the signature; no name begins with `X-Amz-`. */
  readonly query: readonly Pair[];
  /** Further signed headers that the caller must send; lower-case names, without `host`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Signed, and sent by every HTTP client by itself. */
  readonly contentLength?: number | undefined;
}

/** Handed in when there is nothing to sign but the host, which skips the sorting. */
export const NO_HEADERS: Readonly<Record<string, string>> = /* @__PURE__ */ Object.freeze({});

/** Everything is a string from the start, in canonical order: what is signed is, letter by letter, what is emitted. */
export function createUrlSigner(
  address: Address,
  lifeOf: (asked: AskedLife) => Life,
): (request: RequestToSign) => PresignedRequest {
  const { origin, host, basePath, bucketPath, tokenParameter } = address;
  const endWithHost = [`host:${host}`, "", "host", UNSIGNED_PAYLOAD].join("\n"); // joined: see `startOfStringToSign`

  return (request) => {
    const { method, contentLength, stableForSeconds } = request;
    const { moment, expiresInSeconds, expiresAt, warnings } = lifeOf(request);
    const token = moment.encodedToken === "" ? "" : `&${tokenParameter}=${moment.encodedToken}`;

    let headers = NO_HEADERS;
    let end = endWithHost;
    let encodedSignedHeaders = "host";
    let sentByClient: Record<string, string> = { host };
    if (contentLength !== undefined || request.headers !== NO_HEADERS) {
      headers = request.headers;
      if (contentLength !== undefined) sentByClient = { host, "content-length": String(contentLength) };
      const all = { ...headers, ...sentByClient };
      const names = Object.keys(all).sort();
      let lines = "";
      for (const name of names) lines += `${name}:${foldHeaderValue(all[name]!)}\n`;
      end = canonicalEnd({ headers: lines, signedHeaders: names.join(";"), payloadHash: UNSIGNED_PAYLOAD });
      encodedSignedHeaders = names.join("%3B");
    }

    const path = request.key === undefined ? bucketPath : `${basePath}/${encodePath(request.key)}`;
    const query = joinQuery(
      `${moment.queryStart}${expiresInSeconds}${moment.parameters}${token}&X-Amz-SignedHeaders=${encodedSignedHeaders}`,
      request.query,
    );
    // Names and values of headers were checked to be ASCII, and the rest is encoded.
    const text = moment.textStart + sha256HexOfAscii(joinCanonical({ method, path, query }, end));
    const signature = moment.sign(text, stableForSeconds !== undefined);
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
