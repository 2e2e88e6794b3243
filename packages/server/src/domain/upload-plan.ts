import type { UploadKind } from "./records.ts";

const MIB = 1024 ** 2;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const MIN_PART_SIZE_BYTES = 5 * MIB;
export const MAX_PARTS = 10_000;
export const MAX_PUT_SIZE_BYTES = 5 * 1024 * MIB;
export const MAX_FILE_SIZE_BYTES = MAX_PARTS * MAX_PUT_SIZE_BYTES;

export interface UploadPlanInput {
  readonly sizeBytes: number;
  readonly multipartThresholdBytes: number;
  readonly prefer?: "put" | "post" | undefined;
  /** Whether the bucket refuses to replace an object through a form. */
  readonly postForms: boolean;
}

export interface UploadPlan {
  readonly kind: UploadKind;
  /** Size of every part but the last; null unless multipart. */
  readonly partSizeBytes: number | null;
  /** 1..10,000; null unless multipart. */
  readonly partCount: number | null;
}

/** How a file of this size goes to the bucket: in one request, or in the fewest parts that S3's limits allow. */
export function planUpload({ sizeBytes, multipartThresholdBytes, prefer, postForms }: UploadPlanInput): UploadPlan {
  const fitsOnePut = sizeBytes <= MAX_PUT_SIZE_BYTES;
  if (prefer === "post" && postForms && fitsOnePut) return { kind: "post", partSizeBytes: null, partCount: null };
  if (fitsOnePut && (sizeBytes <= multipartThresholdBytes || prefer !== undefined))
    return { kind: "put", partSizeBytes: null, partCount: null };
  const smallestPartBytes = Math.ceil(sizeBytes / MAX_PARTS / MIB) * MIB;
  const partSizeBytes = Math.max(multipartThresholdBytes, MIN_PART_SIZE_BYTES, smallestPartBytes);
  return { kind: "multipart", partSizeBytes, partCount: Math.ceil(sizeBytes / partSizeBytes) };
}

/** Exact size of one part of a planned upload; undefined when there is no such part. */
export function partSizeOf(
  upload: { readonly sizeBytes: number; readonly partSizeBytes: number | null; readonly partCount: number | null },
  partNumber: number,
): number | undefined {
  if (upload.partSizeBytes === null || upload.partCount === null) return undefined;
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > upload.partCount) return undefined;
  if (partNumber < upload.partCount) return upload.partSizeBytes;
  return upload.sizeBytes - upload.partSizeBytes * (upload.partCount - 1);
}
