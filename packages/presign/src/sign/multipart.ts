// The calls of a multipart upload.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
import { requireInteger, requireKnownOptions, show } from "../errors.ts";
import type { Pair } from "../sigv4/canonical.ts";
import type { PresignedRequest } from "../types.ts";
import { type BucketSigner, REQUEST_OPTIONS } from "./bucket-signer.ts";
import {
  addChecksum,
  addCreateOnly,
  addHeader,
  addObjectHeaders,
  type MutableHeaders,
  OBJECT_OPTIONS,
  requireChecksumAlgorithm,
  requireText,
} from "./headers.ts";
import type {
  CompleteOptions,
  CreateMultipartOptions,
  ListPartsOptions,
  PartOptions,
  UploadIdOptions,
} from "./options.ts";

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

const KNOWN = {
  create: new Set([...REQUEST_OPTIONS, ...OBJECT_OPTIONS, "checksumAlgorithm", "checksumType"]),
  part: new Set([...REQUEST_OPTIONS, "uploadId", "partNumber", "contentLength", "checksum"]),
  complete: new Set([...REQUEST_OPTIONS, "uploadId", "createOnly", "checksum"]),
  abort: new Set([...REQUEST_OPTIONS, "uploadId"]),
  listParts: new Set([...REQUEST_OPTIONS, "uploadId", "maxParts", "partNumberMarker"]),
};

export function createMultipart({ signObject }: BucketSigner): Multipart {
  return {
    create(key, options) {
      requireKnownOptions("multipart.create", options, KNOWN.create);
      const { checksumAlgorithm, checksumType } = options;
      const headers: MutableHeaders = {};
      addObjectHeaders(headers, options);
      if (checksumAlgorithm !== undefined) {
        requireChecksumAlgorithm("checksumAlgorithm", checksumAlgorithm);
        addHeader(headers, "x-amz-checksum-algorithm", checksumAlgorithm);
      }
      if (checksumType !== undefined) {
        if (checksumType !== "COMPOSITE" && checksumType !== "FULL_OBJECT")
          throw new TypeError(`checksumType must be "COMPOSITE" or "FULL_OBJECT", got ${show(checksumType)}`);
        addHeader(headers, "x-amz-checksum-type", checksumType);
      }
      return signObject("POST", key, options, [["uploads", ""]], headers);
    },
    part(key, options) {
      requireKnownOptions("multipart.part", options, KNOWN.part);
      requireInteger("partNumber", options.partNumber, { min: 1, max: 10_000 });
      const headers: MutableHeaders = {};
      if (options.checksum !== undefined) addChecksum(headers, options.checksum);
      return signObject("PUT", key, options, [["partNumber", String(options.partNumber)], uploadId(options)], headers);
    },
    complete(key, options) {
      requireKnownOptions("multipart.complete", options, KNOWN.complete);
      const headers: MutableHeaders = {};
      if (options.checksum !== undefined) addChecksum(headers, options.checksum);
      addCreateOnly(headers, options.createOnly);
      return signObject("POST", key, options, [uploadId(options)], headers);
    },
    abort(key, options) {
      requireKnownOptions("multipart.abort", options, KNOWN.abort);
      return signObject("DELETE", key, options, [uploadId(options)]);
    },
    listParts(key, options) {
      requireKnownOptions("multipart.listParts", options, KNOWN.listParts);
      const { maxParts, partNumberMarker } = options;
      const query: Pair[] = [uploadId(options)];
      if (maxParts !== undefined) {
        requireInteger("maxParts", maxParts, { min: 1, max: 1000 });
        query.push(["max-parts", String(maxParts)]);
      }
      if (partNumberMarker !== undefined) {
        requireInteger("partNumberMarker", partNumberMarker, { min: 0, max: 10_000 });
        query.push(["part-number-marker", String(partNumberMarker)]);
      }
      return signObject("GET", key, options, query);
    },
  };
}

function uploadId(options: UploadIdOptions): Pair {
  requireText("uploadId", options.uploadId);
  return ["uploadId", options.uploadId];
}
