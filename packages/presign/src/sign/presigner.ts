import { resolveAddress } from "../address/address.ts";
import { requireKnownOptions, show } from "../errors.ts";
import { createFormSigner } from "../post/form-signer.ts";
import type { FormOptions } from "../post/options.ts";
import type { Pair } from "../sigv4/canonical.ts";
import type { PresignedForm, PresignedRequest, PresignerOptions } from "../types.ts";
import { createBucketSigner, REQUEST_OPTIONS, SIGNING_OPTIONS } from "./bucket-signer.ts";
import {
  addCallerHeaders,
  addCallerQuery,
  addChecksum,
  addCreateOnly,
  addObjectHeaders,
  addVersion,
  type MutableHeaders,
  OBJECT_OPTIONS,
  requireBodySize,
} from "./headers.ts";
import { createMultipart, type Multipart } from "./multipart.ts";
import type { DeleteOptions, GeneralRequest, PutOptions } from "./options.ts";
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
  readonly multipart: Multipart;
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

const KNOWN = {
  createPresigner: new Set([
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
  ]),
  put: new Set([...REQUEST_OPTIONS, ...OBJECT_OPTIONS, "contentLength", "checksum", "createOnly"]),
  delete: new Set([...REQUEST_OPTIONS, "versionId"]),
  request: new Set([...REQUEST_OPTIONS, "method", "key", "contentLength"]),
};
const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"];

/** Checks what does not change between calls once, and derives the signing key once a day. */
export function createPresigner(options: PresignerOptions): Presigner {
  requireKnownOptions("createPresigner", options, KNOWN.createPresigner);
  const { bucket } = options;
  const address = resolveAddress(options);
  const signer = createBucketSigner(options, address, schemeOf(address, options));
  const { clock, lifeOf, sign, signObject } = signer;
  return {
    ...createReads(signer),
    put(key, options) {
      requireKnownOptions("put", options, KNOWN.put);
      const headers: MutableHeaders = {};
      addObjectHeaders(headers, options);
      if (options.checksum !== undefined) addChecksum(headers, options.checksum);
      addCreateOnly(headers, options.createOnly);
      return signObject("PUT", key, options, [], headers);
    },
    delete(key, options) {
      requireKnownOptions("delete", options, KNOWN.delete);
      const query: Pair[] = [];
      addVersion(query, options.versionId);
      return signObject("DELETE", key, options, query);
    },
    multipart: createMultipart(signer),
    post: createFormSigner({ address, bucket, lifeOf }),
    learnClock: (dateHeader) => clock.learn(dateHeader),
    get clockOffsetSeconds() {
      return clock.offsetSeconds();
    },
    request(options) {
      requireKnownOptions("request", options, KNOWN.request);
      const { method, key, contentLength, expiresInSeconds } = options;
      if (!METHODS.includes(method))
        throw new TypeError(`request: method must be one of ${METHODS.join(", ")}, got ${show(method)}`);
      if (key !== undefined) return signObject(method, key, options, []);
      requireBodySize(contentLength);
      const query: Pair[] = [];
      addCallerQuery(query, options);
      const headers: MutableHeaders = {};
      addCallerHeaders(headers, options.headers);
      return sign({ method, query, headers, contentLength, expiresInSeconds });
    },
  };
}
