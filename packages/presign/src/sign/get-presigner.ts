// Downloads alone, for bundles that must be small: the caller says where the bucket answers, so nothing has to know it.

import { requireKnownOptions } from "../errors.ts";
import { readSeconds } from "../sigv4/clock.ts";
import type { PresignedRequest, PresignerOptions } from "../types.ts";
import { createObjectSigner, SIGNING_OPTIONS } from "./object-signer.ts";
import { DOWNLOAD_AS_RULE, EXPIRES_RULE, RESPONSE_RULE, STABLE_RULE, VERSION_RULE } from "./options/link.ts";
import type { GetOptions } from "./options/read.ts";
import { defineCall, type RulesFor } from "./options/rules.ts";
import { type Place, readPlace } from "./place.ts";

export { attachmentDisposition } from "./disposition.ts";
export type { Place } from "./place.ts";
export { type PresignGetOptions, presignGet } from "./presign-get.ts";

/** What `createGetPresigner` takes. */
export interface GetPresignerOptions extends Place, Pick<PresignerOptions, (typeof SIGNING_OPTIONS)[number]> {}

/** What `get` and `head` of a small presigner take: what a link can carry, and no signed headers. */
export type SmallGetOptions = Pick<
  GetOptions,
  "expiresInSeconds" | "stableForSeconds" | "versionId" | "response" | "downloadAs"
>;

/** A presigner of downloads alone. */
export interface GetPresigner {
  /** GetObject. Also valid with a Range header, which is not signed. */
  get(key: string, options: SmallGetOptions): PresignedRequest;
  /** HeadObject. S3 takes a HEAD at no URL that was signed for GET. */
  head(key: string, options: SmallGetOptions): PresignedRequest;
}

const makeRules = (): RulesFor<SmallGetOptions> => ({
  expiresInSeconds: EXPIRES_RULE,
  stableForSeconds: STABLE_RULE,
  versionId: VERSION_RULE,
  response: RESPONSE_RULE,
  downloadAs: DOWNLOAD_AS_RULE,
});
const GET = /* @__PURE__ */ defineCall<SmallGetOptions>("get", makeRules);
const HEAD = /* @__PURE__ */ defineCall<SmallGetOptions>("head", makeRules);
// In a function, for bundlers keep a spread whose result nobody uses.
const OPTIONS = /* @__PURE__ */ (() => new Set([...SIGNING_OPTIONS, "region", "bucketUrl"]))();

/**
 * A presigner with `get` and `head` and nothing else, a small part of what `createPresigner` is in a bundle, which knows
 * the hosts of AWS, the services and every other call. Its URLs are the same, byte for byte.
 *
 * @throws {TypeError} a wrong type, or an option that does not exist; calls throw the same.
 * @throws {PresignError} a value out of its bounds: see `PRESIGN_CODES`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @example
 * ```ts
 * import { createGetPresigner } from "@daypass/presign/get";
 *
 * const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
 * const bucketUrl = "https://my-bucket.s3.eu-central-1.amazonaws.com";
 * const presigner = createGetPresigner({ credentials, region: "eu-central-1", bucketUrl });
 *
 * console.log(presigner.get("a b.txt", { expiresInSeconds: 900 }).url); // → https://my-bucket.s3.eu-central-1.amazonaws.com/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&…
 * ```
 */
export function createGetPresigner(given: GetPresignerOptions): GetPresigner {
  const options = requireKnownOptions("createGetPresigner", given, OPTIONS);
  const { signObject } = createObjectSigner({
    ...options,
    ...readPlace(options),
    nowSeconds: readSeconds(options.clock),
  });
  return {
    get: (key, options) => signObject("GET", GET, key, options),
    head: (key, options) => signObject("HEAD", HEAD, key, options),
  };
}
