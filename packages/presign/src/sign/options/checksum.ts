// Checksums are signed headers, and only where they were given.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
import { PresignError, requireKnownOptions, requireString, show } from "../../errors.ts";
import { decodeBase64 } from "../../sigv4/bytes.ts";
import { addHeader, type MutableHeaders } from "../headers.ts";
import { type OptionRule, putHeader, requireWord } from "./rules.ts";

/** S3's algorithms: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Checksum.html */
export type ChecksumAlgorithm =
  | "CRC32"
  | "CRC32C"
  | "CRC64NVME"
  | "SHA1"
  | "SHA256"
  | "SHA512"
  | "MD5"
  | "XXHASH64"
  | "XXHASH3"
  | "XXHASH128";

/** Of the parts' checksums, or of the whole object. */
export type ChecksumType = "COMPOSITE" | "FULL_OBJECT";

/**
 * A digest of the body, which S3 compares:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export interface Checksum {
  /** Each provider has some of them. */
  readonly algorithm: ChecksumAlgorithm;
  /** Base64 of the digest of the body. */
  readonly value: string;
}

const MEMBERS = new Set(["algorithm", "value"]);
const DIGEST_BYTES: Record<ChecksumAlgorithm, number> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
  XXHASH64: 8,
  XXHASH3: 8,
  XXHASH128: 16,
};
export const CHECKSUM_ALGORITHMS = /* @__PURE__ */ Object.keys(DIGEST_BYTES) as readonly ChecksumAlgorithm[];
const MD5_BYTES = 16;

export function addChecksum(headers: MutableHeaders, checksum: Checksum): void {
  const { algorithm, value } = requireKnownOptions("checksum", checksum, MEMBERS);
  requireWord("checksum.algorithm", algorithm, CHECKSUM_ALGORITHMS);
  requireDigest("checksum.value", value, DIGEST_BYTES[algorithm], algorithm);
  addHeader(headers, `x-amz-checksum-${algorithm.toLowerCase()}`, value);
}

function requireDigest(argument: string, value: unknown, bytes: number, algorithm: string): asserts value is string {
  requireString(argument, value);
  if (decodeBase64(value)?.length !== bytes)
    throw new PresignError(
      "option_invalid",
      `${argument} must be the base64 of ${bytes} bytes for ${algorithm}, got ${show(value)}`,
    );
}

/** What an upload in parts can have of these alone. */
const ONLY_TYPE: ReadonlyMap<unknown, ChecksumType> = new Map([
  ["CRC64NVME", "FULL_OBJECT"],
  ["SHA1", "COMPOSITE"],
  ["SHA256", "COMPOSITE"],
]);

/** Not every pair is possible: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
export function requireChecksumPair(algorithm: unknown, type: unknown): void {
  const only = ONLY_TYPE.get(algorithm);
  if (only !== undefined && type !== only)
    throw new PresignError(
      "option_invalid",
      `checksumType must be ${show(only)} with ${String(algorithm)}, of which S3 has no other for an upload in parts, got ${show(type)}`,
    );
}

/** Of the body that is sent. */
export const CHECKSUM_RULE: OptionRule = {
  feature: "checksums",
  read(draft, value) {
    draft.headers ??= {};
    addChecksum(draft.headers, value as Checksum);
  },
};

/** Content-MD5 of the body: https://www.rfc-editor.org/rfc/rfc1864 */
export const CONTENT_MD5_RULE: OptionRule = {
  feature: "contentMd5",
  read(draft, value) {
    requireDigest("contentMd5", value, MD5_BYTES, "MD5");
    putHeader(draft, "content-md5", value);
  },
};
