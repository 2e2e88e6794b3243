// What all calls of a presigner stand on: checked options, one address, one signing key a day.
import { type Address, resolveAddress } from "../address/address.ts";
import { requireKnownOptions, show } from "../errors.ts";
import type { Pair } from "../sigv4/canonical.ts";
import { createSigner, type Moment } from "../sigv4/signer.ts";
import type { Credentials, PresignedRequest, PresignerOptions } from "../types.ts";
import { requireCredentials } from "./credentials.ts";
import { addCallerHeaders, addCallerQuery, type MutableHeaders, requireBodySize } from "./headers.ts";
import { requireKey } from "./key.ts";
import type { RequestOptions } from "./options.ts";
import { createUrlSigner, NO_HEADERS, type RequestToSign } from "./presign-url.ts";
import type { SchemeOf } from "./scheme-of.ts";

export interface BucketSigner {
  readonly address: Address;
  readonly credentials: Credentials;
  readonly now: () => Moment;
  readonly sign: (request: RequestToSign) => PresignedRequest;
  /** Signs an operation on a key; `query` and `headers` are those of the operation, the caller's come on top. */
  readonly signObject: (
    method: string,
    key: string,
    options: RequestOptions & { readonly contentLength?: number | undefined },
    query: Pair[],
    headers?: MutableHeaders,
  ) => PresignedRequest;
}

const OPTIONS = new Set([
  "credentials",
  "region",
  "bucket",
  "endpoint",
  "addressing",
  "accelerate",
  "dualstack",
  "fips",
  "directoryBucketAuth",
  "regionSet",
  "clock",
]);

/** Options that every call takes. */
export const REQUEST_OPTIONS = ["expiresInSeconds", "headers", "query", "requesterPays"];

/** Checks what does not change between calls once, and derives the signing key once a day. */
export function createBucketSigner(options: PresignerOptions, schemeOf: SchemeOf): BucketSigner {
  requireKnownOptions("createPresigner", options, OPTIONS);
  if (options.clock !== undefined && typeof options.clock !== "function")
    throw new TypeError(`clock must be a function that returns a Date, got ${show(options.clock)}`);
  const { clock = () => new Date() } = options;
  requireCredentials(options.credentials);
  const credentials = { ...options.credentials };
  const address = resolveAddress(options);
  if (address.tokenParameter === "X-Amz-S3session-Token" && credentials.sessionToken === undefined)
    throw new TypeError(
      'credentials.sessionToken must be given for a directory bucket: sign with what CreateSession gave, or with directoryBucketAuth "iam"',
    );
  const now = createSigner({ credentials, scheme: schemeOf(address, options), clock });
  const sign = createUrlSigner(address, credentials, now);

  return {
    address,
    credentials,
    now,
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
      const { expiresInSeconds, contentLength } = options;
      return sign({ method, key, query, headers: signed, contentLength, expiresInSeconds });
    },
  };
}
