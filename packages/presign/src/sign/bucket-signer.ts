// What all calls of a presigner stand on: one address, one clock, one signing key a day.
import type { Address } from "../address/address.ts";
import type { Provider } from "../providers/provider.ts";
import { refuseOddKey } from "../providers/refuse.ts";
import type { Pair } from "../sigv4/canonical.ts";
import { type Clock, createClock } from "../sigv4/clock.ts";
import type { Scheme } from "../sigv4/scheme.ts";
import { createSigner } from "../sigv4/signer.ts";
import type { PresignedRequest, PresignerOptions, PresignWarning } from "../types.ts";
import { createCredentialSource } from "./credentials.ts";
import { requireKey } from "./key.ts";
import { type Call, readOptions } from "./options/rules.ts";
import { createUrlSigner, NO_HEADERS } from "./presign-url.ts";
import { type AskedLife, createTiming, type Life } from "./timing.ts";

export interface BucketSigner {
  readonly address: Address;
  readonly clock: Clock;
  readonly lifeOf: (asked: AskedLife) => Life;
  /** Signs an operation on a key: the options by the rules of the call, and the parameter that makes the operation. */
  readonly signObject: (
    method: string,
    call: Call,
    key: string,
    options: unknown,
    operation?: Pair,
  ) => PresignedRequest;
  /** The same on the bucket itself. */
  readonly signBucket: (method: string, call: Call, options: unknown, operation?: Pair) => PresignedRequest;
}

/** Options that say who signs, and when. */
export const SIGNING_OPTIONS = ["credentials", "onCredentialExpiry", "clock", "backdateSeconds"] as const;

/** Checks what does not change between calls once, and derives the signing key once a day. */
export function createBucketSigner(
  options: Pick<PresignerOptions, (typeof SIGNING_OPTIONS)[number]>,
  address: Address,
  scheme: Scheme,
  provider?: Provider | undefined,
): BucketSigner {
  const clock = createClock(options.clock);
  const credentials = createCredentialSource(options.credentials, address.tokenParameter === "X-Amz-S3session-Token");
  const momentAt = createSigner({ credentials, scheme });
  const { backdateSeconds, onCredentialExpiry } = options;
  const lifeOf = createTiming({
    clock,
    momentAt,
    backdateSeconds,
    onCredentialExpiry,
    maxExpiresInSeconds: provider?.maxExpiresInSeconds,
  });
  const sign = createUrlSigner(address, lifeOf);

  function signAny(
    method: string,
    call: Call,
    key: string | undefined,
    options: unknown,
    operation: Pair | undefined,
  ): PresignedRequest {
    const draft = readOptions(call, options, provider);
    if (operation !== undefined) draft.query.push(operation);
    const { query, headers = NO_HEADERS, contentLength, expiresInSeconds, stableForSeconds } = draft;
    return sign({ method, key, query, headers, contentLength, expiresInSeconds, stableForSeconds });
  }

  return {
    address,
    clock,
    lifeOf,
    signObject(method, call, key, options, operation) {
      requireKey("key", key);
      if (provider !== undefined) refuseOddKey(provider, "key", key);
      const signed = signAny(method, call, key, options, operation);
      return hasEmptySegment(key) ? { ...signed, warnings: [...signed.warnings, EMPTY_SEGMENT] } : signed;
    },
    signBucket: (method, call, options, operation) => signAny(method, call, undefined, options, operation),
  };
}

const hasEmptySegment = (key: string): boolean => key.startsWith("/") || key.includes("//");

const EMPTY_SEGMENT: PresignWarning = /* @__PURE__ */ Object.freeze({
  code: "key_has_empty_segment",
  text: "The key begins with a slash or has two in a row. It is signed as it stands, but some clients and proxies fold slashes, and S3 then refuses: choose keys without.",
});
