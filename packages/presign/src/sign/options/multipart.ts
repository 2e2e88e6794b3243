// Options of uploads in parts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
import { requireInteger } from "../../errors.ts";
import {
  CHECKSUM_ALGORITHMS,
  CHECKSUM_RULE,
  type Checksum,
  type ChecksumAlgorithm,
  type ChecksumType,
  CONTENT_MD5_RULE,
  requireChecksumPair,
} from "./checksum.ts";
import { makeWriteConditionRules, type WriteConditions } from "./conditions.ts";
import { CONTENT_LENGTH_RULE } from "./content-length.ts";
import { CUSTOMER_KEY_RULE, type CustomerKey } from "./customer-key.ts";
import { makeObjectRules, type ObjectOptions } from "./object.ts";
import { MAX_PART_NUMBER } from "./read.ts";
import { makeRequestRules, type RequestOptions } from "./request.ts";
import {
  defineCall,
  integerParameterRule,
  type OptionRule,
  putHeader,
  type RulesFor,
  textParameterRule,
  wordRule,
} from "./rules.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export interface CreateMultipartOptions extends RequestOptions, ObjectOptions {
  /** Which checksum the parts will carry. */
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
  /**
   * Of the whole object, or of the parts' checksums. Needs `checksumAlgorithm`: CRC64NVME has `FULL_OBJECT` alone, SHA1 and
   * SHA256 have `COMPOSITE` alone.
   */
  readonly checksumType?: ChecksumType | undefined;
}

/** Options of a call on an upload that was created. */
export interface UploadIdOptions extends RequestOptions {
  /** What CreateMultipartUpload answered, 1..1024 characters. */
  readonly uploadId: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export interface PartOptions extends UploadIdOptions {
  /** 1..10000 */
  readonly partNumber: number;
  /** Exact size of the part in bytes, 0..5 GiB; S3 wants 5 MiB at least of each but the last. */
  readonly contentLength?: number | undefined;
  /** Of this part. Signed: another body is refused. */
  readonly checksum?: Checksum | undefined;
  /** Base64 of the MD5 of the part. */
  readonly contentMd5?: string | undefined;
  /** The one that the upload was created with. */
  readonly customerKey?: CustomerKey | undefined;
}

/** What is a part's own, where many are signed in one call. */
export type PartToSign = Omit<PartOptions, keyof UploadIdOptions>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html, many times. */
export interface PartsOptions extends UploadIdOptions {
  /** 0..10000 of them, in any order. */
  readonly parts: readonly PartToSign[];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export interface CompleteOptions extends UploadIdOptions, WriteConditions {
  /** Of the whole object, for uploads with a full-object checksum. */
  readonly checksum?: Checksum | undefined;
  /** The one that the upload was created with. */
  readonly checksumType?: ChecksumType | undefined;
  /** Size of the whole object in bytes, 0..48.8 TiB: S3 refuses when the parts make another. */
  readonly objectSize?: number | undefined;
  /** The one that the upload was created with. */
  readonly customerKey?: CustomerKey | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export interface ListPartsOptions extends UploadIdOptions {
  /** 1..1000 */
  readonly maxParts?: number | undefined;
  /** Parts after this number, 0..10000. */
  readonly partNumberMarker?: number | undefined;
  /** The one that the upload was created with. */
  readonly customerKey?: CustomerKey | undefined;
}

/** 10,000 parts of 5 GiB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_OBJECT_BYTES = 10_000 * 5 * 1024 ** 3;

const makeUploadIdRules = (): RulesFor<UploadIdOptions> => ({
  ...makeRequestRules(),
  uploadId: textParameterRule("uploadId", "uploadId"),
});

const CHECKSUM_TYPE_RULE: OptionRule = wordRule(
  "checksumType",
  ["COMPOSITE", "FULL_OBJECT"],
  (draft, word) => putHeader(draft, "x-amz-checksum-type", word),
  "checksums",
);

export const CREATE = defineCall<CreateMultipartOptions>("multipart.create", () => ({
  ...makeRequestRules(),
  ...makeObjectRules(),
  checksumAlgorithm: wordRule(
    "checksumAlgorithm",
    CHECKSUM_ALGORITHMS,
    (draft, word) => putHeader(draft, "x-amz-checksum-algorithm", word),
    "checksums",
  ),
  checksumType: {
    ...CHECKSUM_TYPE_RULE,
    read(draft, value, options) {
      CHECKSUM_TYPE_RULE.read(draft, value, options);
      if (options.checksumAlgorithm === undefined)
        throw new TypeError(
          "multipart.create: checksumType needs checksumAlgorithm, without which S3 refuses the upload",
        );
      requireChecksumPair(options.checksumAlgorithm, value);
    },
  },
}));

export const PART = defineCall<PartOptions>(
  "multipart.part",
  () => ({
    ...makeUploadIdRules(),
    partNumber: integerParameterRule("partNumber", "partNumber", { min: 1, max: MAX_PART_NUMBER }),
    contentLength: CONTENT_LENGTH_RULE,
    checksum: CHECKSUM_RULE,
    contentMd5: CONTENT_MD5_RULE,
    customerKey: CUSTOMER_KEY_RULE,
  }),
  ["uploadId", "partNumber"],
);

export const COMPLETE = defineCall<CompleteOptions>(
  "multipart.complete",
  () => ({
    ...makeUploadIdRules(),
    ...makeWriteConditionRules(),
    checksum: CHECKSUM_RULE,
    checksumType: {
      ...CHECKSUM_TYPE_RULE,
      read(draft, value, options) {
        CHECKSUM_TYPE_RULE.read(draft, value, options);
        requireChecksumPair((options.checksum as Checksum | undefined)?.algorithm, value);
      },
    },
    objectSize: {
      read(draft, value) {
        requireInteger("objectSize", value, { min: 0, max: MAX_OBJECT_BYTES });
        putHeader(draft, "x-amz-mp-object-size", String(value));
      },
    },
    customerKey: CUSTOMER_KEY_RULE,
  }),
  ["uploadId"],
);

export const ABORT = defineCall<UploadIdOptions>("multipart.abort", makeUploadIdRules, ["uploadId"]);

export const LIST_PARTS = defineCall<ListPartsOptions>(
  "multipart.listParts",
  () => ({
    ...makeUploadIdRules(),
    maxParts: integerParameterRule("maxParts", "max-parts", { min: 1, max: 1000 }),
    partNumberMarker: integerParameterRule("partNumberMarker", "part-number-marker", { min: 0, max: MAX_PART_NUMBER }),
    customerKey: CUSTOMER_KEY_RULE,
  }),
  ["uploadId"],
);
