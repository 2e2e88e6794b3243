// What all calls of a presigner stand on: one address, one clock, one signing key a day.
import type { Address } from "../address/address.ts";
import type { Pair } from "../sigv4/canonical.ts";
import { type Clock, createClock } from "../sigv4/clock.ts";
import type { Scheme } from "../sigv4/scheme.ts";
import { createSigner } from "../sigv4/signer.ts";
import type { PresignedRequest, PresignerOptions } from "../types.ts";
import { createCredentialSource } from "./credentials.ts";
import { addCallerHeaders, addCallerQuery, type MutableHeaders, requireBodySize } from "./headers.ts";
import { requireKey } from "./key.ts";
import type { RequestOptions } from "./options.ts";
import { createUrlSigner, NO_HEADERS, type RequestToSign } from "./presign-url.ts";
import { type AskedLife, createTiming, type Life } from "./timing.ts";

export interface BucketSigner {
  readonly address: Address;
  readonly clock: Clock;
  readonly lifeOf: (asked: AskedLife) => Life;
  readonly sign: (request: RequestToSign) => PresignedRequest;
  /** Signs an operation on a key; `query` and `headers` are those of the operation, the caller's come on top. */
  readonly signObject: (
    method: string,
    key: string,
    options: RequestOptions & {
      readonly contentLength?: number | undefined;
      readonly stableForSeconds?: number | undefined;
    },
    query: Pair[],
    headers?: MutableHeaders,
  ) => PresignedRequest;
}

/** Options that every call takes. */
export const REQUEST_OPTIONS = ["expiresInSeconds", "headers", "query", "requesterPays"];

/** Options that say who signs, and when. */
export const SIGNING_OPTIONS = ["credentials", "onCredentialExpiry", "clock", "backdateSeconds"] as const;

/** Checks what does not change between calls once, and derives the signing key once a day. */
export function createBucketSigner(
  options: Pick<PresignerOptions, (typeof SIGNING_OPTIONS)[number]>,
  address: Address,
  scheme: Scheme,
): BucketSigner {
  const clock = createClock(options.clock);
  const credentials = createCredentialSource(options.credentials, address.tokenParameter === "X-Amz-S3session-Token");
  const momentAt = createSigner({ credentials, scheme });
  const { backdateSeconds, onCredentialExpiry } = options;
  const lifeOf = createTiming({ clock, momentAt, backdateSeconds, onCredentialExpiry });
  const sign = createUrlSigner(address, lifeOf);

  return {
    address,
    clock,
    lifeOf,
    sign,
    signObject(method, key, options, query, headers) {
      requireKey("key", key);
      requireBodySize(options.contentLength);
      addCallerQuery(query, options);
      let signed: Readonly<Record<string, string>> = headers ?? NO_HEADERS;
      if (options.headers !== undefined) {
        const all = headers ?? {};
        addCallerHeaders(all, options.headers);
        signed = all;
      }
      const { expiresInSeconds, stableForSeconds, contentLength } = options;
      return sign({ method, key, query, headers: signed, contentLength, expiresInSeconds, stableForSeconds });
    },
  };
}
