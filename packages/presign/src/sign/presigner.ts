import { resolveAddress } from "../address/address.ts";
import { requireKnownOptions } from "../errors.ts";
import { createFormSigner } from "../post/form-signer.ts";
import type { FormOptions } from "../post/options.ts";
import { withinProvider } from "../providers/form.ts";
import { placeOf } from "../providers/place.ts";
import { withinKind } from "../providers/special.ts";
import { learnFrom } from "../sigv4/clock.ts";
import type { PresignedForm, PresignedRequest, PresignerOptions } from "../types.ts";
import { createBucketSigner } from "./bucket-signer.ts";
import { createFurtherCalls } from "./further-calls.ts";
import { lookAgain } from "./look-again.ts";
import type { Multipart } from "./multipart.ts";
import { SIGNING_OPTIONS } from "./object-signer.ts";
import type { GeneralRequest, ListOptions } from "./options/bucket.ts";
import type { DeleteOptions, PutOptions } from "./options/write.ts";
import { createReads, type Reads } from "./read.ts";
import { schemeOf } from "./scheme-of.ts";

/**
 * Signs requests to one bucket with one set of credentials. Nothing here touches the network: S3 judges a URL when it
 * is used, with the rights that the signer has then. Keys are plain text, never escaped: at most 1,024 bytes of UTF-8,
 * without `.` and `..` segments. A value out of bounds is a `PresignError`, a wrong type or unknown option a `TypeError`.
 */
export interface Presigner extends Reads {
  /** PutObject. */
  put(key: string, options: PutOptions): PresignedRequest;
  /** DeleteObject. */
  delete(key: string, options: DeleteOptions): PresignedRequest;
  /** Calls of an upload in parts. */
  readonly multipart: Multipart;
  /** ListObjectsV2. */
  list(options: ListOptions): PresignedRequest;
  /** A form for POST Object: the one way to allow a range of sizes. */
  post(options: FormOptions): PresignedForm;
  /** Any other request of S3, on an object or, without `key`, on the bucket. */
  request(request: GeneralRequest): PresignedRequest;
  /**
   * Corrects this presigner's clock from the Date header of an answer of S3 that has just arrived, and answers by how many
   * seconds. For a clock that is wrong, S3 refuses with `RequestTimeTooSkewed`, `Request is not yet valid` or `Request has
   * expired`, and says its own time. Refused, as `clock_invalid`: what is no such date, and one more than a day away.
   */
  learnClock(dateHeader: string): number;
  /** What `learnClock` found last: seconds that are added to the clock. */
  readonly clockOffsetSeconds: number;
}

/** Every option of `createPresigner`. */
export const PRESIGNER_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ (() =>
  new Set([
    ...SIGNING_OPTIONS,
    "region",
    "bucket",
    "endpoint",
    "addressing",
    "accelerate",
    "dualstack",
    "fips",
    "directoryBucketAuth",
    "regionSet",
    "provider",
    "accountId",
  ] satisfies (keyof PresignerOptions)[]))();

/**
 * Checks what does not change between calls once, and derives the signing key once a day.
 *
 * @throws {TypeError} a wrong type, an option that does not exist, or two that exclude each other; calls throw the same.
 * @throws {PresignError} a value out of its bounds, or what the service cannot do: see `PRESIGN_CODES`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @example
 * ```ts
 * import { createPresigner } from "@daypass/presign";
 *
 * const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
 * const presigner = createPresigner({ credentials, region: "eu-central-1", bucket: "my-bucket" });
 * const { method, url, headers } = presigner.put("in/a b.txt", { expiresInSeconds: 900, contentType: "text/plain" });
 *
 * console.log(method, url); // → PUT https://my-bucket.s3.eu-central-1.amazonaws.com/in/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&…
 * console.log(headers); // → { 'content-type': 'text/plain' }
 * ```
 */
export function createPresigner(given: PresignerOptions): Presigner {
  const options = requireKnownOptions("createPresigner", given, PRESIGNER_OPTIONS);
  const isOfProvider = options.provider !== undefined || options.accountId !== undefined;
  const address = resolveAddress(isOfProvider ? placeOf(options) : options);
  const provider = address.kind === "bucket" ? options.provider : withinKind(address, options.provider);
  const bare = createBucketSigner(options, address, schemeOf(address, options), provider);
  const signer = lookAgain(bare, address, provider);
  const { clock, lifeOf } = signer;
  const further = onFirstUse(() => createFurtherCalls(signer));
  const form = onFirstUse(() =>
    withinProvider(provider, createFormSigner({ address, bucket: options.bucket, lifeOf })),
  );
  return {
    ...createReads(signer),
    put: (key, options) => further().put(key, options),
    delete: (key, options) => further().delete(key, options),
    get multipart() {
      return further().multipart;
    },
    list: (options) => further().list(options),
    post: (options) => form()(options),
    request: (options) => further().request(options),
    learnClock: (dateHeader) => learnFrom(clock, dateHeader),
    get clockOffsetSeconds() {
      return clock.offsetSeconds();
    },
  };
}

/** Makes it when it is asked for the first time, and keeps it. */
function onFirstUse<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}
