// The calls of a multipart upload.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
import { ownOf, PresignError, requireKnownOptions, requirePlain, show } from "../errors.ts";
import type { PresignedRequest } from "../types.ts";
import type { BucketSigner } from "./bucket-signer.ts";
import {
  ABORT,
  COMPLETE,
  type CompleteOptions,
  CREATE,
  type CreateMultipartOptions,
  LIST_PARTS,
  type ListPartsOptions,
  PART,
  type PartOptions,
  type PartsOptions,
  type PartToSign,
  type UploadIdOptions,
} from "./options/multipart.ts";
import { MAX_PART_NUMBER } from "./options/read.ts";

/** An upload in parts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
export interface Multipart {
  /** CreateMultipartUpload. */
  create(key: string, options: CreateMultipartOptions): PresignedRequest;
  /** UploadPart. */
  part(key: string, options: PartOptions): PresignedRequest;
  /**
   * UploadPart for many parts at once, in the order given: all 10,000 take some 50 ms. Sign what is sent soon, because
   * every URL ends.
   */
  parts(key: string, options: PartsOptions): readonly PresignedRequest[];
  /** CompleteMultipartUpload. Its body lists the parts and is not signed; send it without a Content-Type, and read its answer: S3 reports failures with status 200. */
  complete(key: string, options: CompleteOptions): PresignedRequest;
  /** AbortMultipartUpload. */
  abort(key: string, options: UploadIdOptions): PresignedRequest;
  /** ListParts. */
  listParts(key: string, options: ListPartsOptions): PresignedRequest;
}

export function createMultipart({ signObject }: BucketSigner): Multipart {
  return {
    create: (key, options) => signObject("POST", CREATE, key, options, ["uploads", ""]),
    part: (key, options) => signObject("PUT", PART, key, options),
    parts(key, options) {
      if (typeof options !== "object" || options === null)
        throw new TypeError(`multipart.parts: options must be an object, got ${show(options)}`);
      requirePlain("multipart.parts: options", options);
      const { parts, ...shared } = ownOf(options);
      if (!Array.isArray(parts)) throw new TypeError(`parts must be a list of parts, got ${show(parts)}`);
      if (parts.length > MAX_PART_NUMBER)
        throw new PresignError("option_invalid", `parts must be at most ${MAX_PART_NUMBER}, got ${parts.length}`);
      // A part cannot have an upload of its own, or another life.
      const ofOnePart = new Set([...PART.rules.keys()].filter((name) => !ABORT.rules.has(name)));
      return parts.map((part: unknown, index) => {
        const own = requireKnownOptions(`parts[${index}]`, part, ofOnePart);
        return signObject("PUT", PART, key, { ...shared, ...(own as PartToSign) });
      });
    },
    complete: (key, options) => signObject("POST", COMPLETE, key, options),
    abort: (key, options) => signObject("DELETE", ABORT, key, options),
    listParts: (key, options) => signObject("GET", LIST_PARTS, key, options),
  };
}
