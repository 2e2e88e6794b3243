// What every presigner stands on, the small one too: one address, one clock, one signing key a day. What only the whole one
// has comes in as `extensions`, so that a bundle which only signs GET is without it.
import type { Pair } from "../sigv4/canonical.ts";
import type { Scheme } from "../sigv4/scheme.ts";
import { createSigner } from "../sigv4/signer.ts";
import type { Credentials, PresignedRequest, PresignerOptions, PresignWarning } from "../types.ts";
import { createCredentialSource } from "./credentials.ts";
import { requireKey } from "./key.ts";
import { type Call, type CheckOption, type Draft, readOptions } from "./options/rules.ts";
import { createUrlSigner, type PlaceToSign, type SignedHeaders } from "./presign-url.ts";
import { type AskedLife, createTiming, type Life } from "./timing.ts";

/** Options that say who signs, and when. */
export const SIGNING_OPTIONS = ["credentials", "onCredentialExpiry", "clock", "backdateSeconds"] as const;

export interface ObjectSignerOptions
  extends Pick<PresignerOptions, "credentials" | "onCredentialExpiry" | "backdateSeconds"> {
  readonly address: PlaceToSign;
  readonly scheme: Scheme;
  readonly nowSeconds: () => number;
}

/** What a place asks for beyond what every one does, and headers that are signed. Each check throws. */
export interface Extensions {
  readonly checkCredentials?: ((credentials: Credentials) => void) | undefined;
  readonly checkKey?: ((key: string) => void) | undefined;
  readonly checkOption?: CheckOption | undefined;
  /** The headers that a call signs besides the host, if any. */
  readonly headersOf?: ((draft: Draft) => SignedHeaders | undefined) | undefined;
  readonly maxExpiresInSeconds?: number | undefined;
}

/** Signs an operation: the options by the rules of the call, and the parameter that makes the operation. */
export type SignCall<Key> = (
  method: string,
  call: Call,
  key: Key,
  options: unknown,
  operation?: Pair,
) => PresignedRequest;

export interface ObjectSigner {
  readonly lifeOf: (asked: AskedLife) => Life;
  readonly signObject: SignCall<string>;
  /** Without a key, on the bucket itself. */
  readonly sign: SignCall<string | undefined>;
}

/** Checks what does not change between calls once, and derives the signing key once a day. */
export function createObjectSigner(options: ObjectSignerOptions, extensions: Extensions = {}): ObjectSigner {
  const { address, scheme, nowSeconds, backdateSeconds, onCredentialExpiry } = options;
  const { checkCredentials, checkKey, checkOption, headersOf, maxExpiresInSeconds } = extensions;
  const credentials = createCredentialSource(options.credentials, checkCredentials);
  const momentAt = createSigner({ credentials, scheme });
  const lifeOf = createTiming({ nowSeconds, momentAt, backdateSeconds, onCredentialExpiry, maxExpiresInSeconds });
  const signUrl = createUrlSigner(address, lifeOf);

  const sign: SignCall<string | undefined> = (method, call, key, given, operation) => {
    const draft = readOptions(call, given, checkOption);
    if (operation !== undefined) draft.query.push(operation);
    return signUrl({ method, key, signedHeaders: headersOf?.(draft) }, draft);
  };

  return {
    lifeOf,
    sign,
    signObject(method, call, key, given, operation) {
      requireKey("key", key);
      checkKey?.(key);
      const signed = sign(method, call, key, given, operation);
      return hasEmptySegment(key) ? { ...signed, warnings: [...signed.warnings, EMPTY_SEGMENT] } : signed;
    },
  };
}

const hasEmptySegment = (key: string): boolean => key.startsWith("/") || key.includes("//");

const EMPTY_SEGMENT: PresignWarning = /* @__PURE__ */ Object.freeze({
  code: "key_has_empty_segment",
  text: "The key begins with a slash or has two in a row, which some clients and proxies fold, so that S3 refuses: choose keys without.",
});
