// S3's additional checksums: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
import { createHash } from "node:crypto";
import { type CrcName, createCrc, type Hasher, joinCrcs } from "./crc.ts";

export const CHECKSUM_ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];
/** Of the whole object, or of the list of its parts' checksums. */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; a composite one ends with `-` and the number of parts. */
  readonly value: string;
}

const DIGEST_BYTES: Record<ChecksumAlgorithm, number> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

export const isChecksumAlgorithm = (name: string): name is ChecksumAlgorithm => Object.hasOwn(DIGEST_BYTES, name);

/** `x-amz-checksum-crc32` and so on. */
export const checksumHeader = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** Element of S3's documents: `ChecksumCRC32` and so on. */
export const checksumElement = (algorithm: ChecksumAlgorithm): string => `Checksum${algorithm}`;

export function createChecksum(algorithm: ChecksumAlgorithm): Hasher {
  if (isCrc(algorithm)) return createCrc(algorithm);
  const hash = createHash(algorithm === "SHA1" ? "sha1" : "sha256");
  return {
    update(chunk) {
      hash.update(chunk);
    },
    digest: () => hash.digest(),
  };
}

/** Whether the text is the strict base64 of as many bytes as the algorithm gives. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, "base64");
  return bytes.length === DIGEST_BYTES[algorithm] && bytes.toString("base64") === value;
}

/** The type that S3 takes when a multipart upload names none. */
export const defaultChecksumType = (algorithm: ChecksumAlgorithm): ChecksumType =>
  algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";

/** SHA has no whole-object form over parts, and CRC-64/NVME no composite one. */
export const allowsChecksumType = (algorithm: ChecksumAlgorithm, type: ChecksumType): boolean =>
  type === "FULL_OBJECT" ? isCrc(algorithm) : algorithm !== "CRC64NVME";

/** The checksum of an object from those of its parts, in order. */
export function joinChecksums(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly { readonly value: string; readonly sizeBytes: number }[],
): Checksum {
  if (type === "COMPOSITE") {
    const hasher = createChecksum(algorithm);
    for (const part of parts) hasher.update(Buffer.from(part.value, "base64"));
    return { algorithm, type, value: `${hasher.digest().toString("base64")}-${parts.length}` };
  }
  if (!isCrc(algorithm)) throw new TypeError(`Cannot join ${algorithm} checksums to one of the whole object`);
  let joined: Buffer = createCrc(algorithm).digest();
  for (const part of parts) joined = joinCrcs(algorithm, joined, Buffer.from(part.value, "base64"), part.sizeBytes);
  return { algorithm, type, value: joined.toString("base64") };
}

function isCrc(algorithm: ChecksumAlgorithm): algorithm is CrcName {
  return algorithm.startsWith("CRC");
}
