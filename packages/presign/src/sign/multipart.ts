// The calls of a multipart upload.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
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
  type UploadIdOptions,
} from "./options/multipart.ts";

/** An upload in parts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
export interface Multipart {
  /** CreateMultipartUpload. */
  create(key: string, options: CreateMultipartOptions): PresignedRequest;
  /** UploadPart. */
  part(key: string, options: PartOptions): PresignedRequest;
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
    complete: (key, options) => signObject("POST", COMPLETE, key, options),
    abort: (key, options) => signObject("DELETE", ABORT, key, options),
    listParts: (key, options) => signObject("GET", LIST_PARTS, key, options),
  };
}
