// Reads stored bytes again and holds them against what they were stored with.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { CHUNK_BYTES, DamagedBlob } from "../disk/blob-format.ts";
import { BlobReader } from "../disk/blob-reader.ts";
import { listBlobNames } from "../disk/blobs.ts";
import { isSmallBlob, SmallBlobs } from "../disk/small-blobs.ts";
import { type NamedBlob, readNamedBlobs } from "./named-blobs.ts";
import { type OpenFolder, withFolder } from "./open-index.ts";

/** How much `scrubFolder` reads. */
export interface ScrubOptions {
  /** Each blob is read with this chance: above 0, at most 100. Default 100. */
  readonly samplePercent?: number | undefined;
}

/** Stored bytes that are not those that were stored. */
export interface Damage {
  /** The bucket of the object or upload. */
  readonly bucket: string;
  /** Its key. */
  readonly key: string;
  /** Set for a part of an upload that is not completed. */
  readonly uploadId?: string | undefined;
  /** Of the file in `blobs/`, or of the row in the index. */
  readonly blob: string;
  /** What is wrong with the bytes, in words. */
  readonly problem: string;
}

/** What `scrubFolder` found. */
export interface ScrubReport {
  /** `ok`, or what SQLite finds wrong with the index. */
  readonly index: string;
  /** Blobs that objects and parts consist of. */
  readonly blobs: number;
  /** Blobs that were read. */
  readonly checked: number;
  /** Their bytes. */
  readonly checkedBytes: number;
  /** Read whole, but stored by a version that kept no checksum of them. */
  readonly withoutChecksum: number;
  /** Empty when all is well. */
  readonly damaged: readonly Damage[];
  /** Files that no row names: the next start puts them into `lost/`. */
  readonly unnamed: number;
}

/**
 * Reads the stored bytes of a bucket that is not running again, and changes nothing in its folder.
 *
 * @throws {RangeError} an option out of its bounds, and {BucketError} a folder that cannot be opened: the promise rejects.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 * @example
 * ```ts
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { scrubFolder, startBucket } from "@daypass/bucket";
 *
 * const dir = await mkdtemp(join(tmpdir(), "bucket-"));
 * const bucket = await startBucket({ dir, buckets: ["reports"] });
 * await bucket.close();
 * const { index, damaged } = await scrubFolder(dir);
 * console.log(index, damaged); // → ok []
 * await rm(dir, { recursive: true });
 * ```
 */
export async function scrubFolder(dir: string, options: ScrubOptions = {}): Promise<ScrubReport> {
  const { samplePercent = 100 } = options;
  if (!(samplePercent > 0 && samplePercent <= 100))
    throw new RangeError(`samplePercent must be above 0 and at most 100, got ${samplePercent}`);
  return withFolder(dir, (open) => scrub(open, samplePercent));
}

async function scrub({ folder, database }: OpenFolder, samplePercent: number): Promise<ScrubReport> {
  const small = new SmallBlobs(database);
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const damaged: Damage[] = [];
  const names = new Set<string>();
  let blobs = 0;
  let checked = 0;
  let checkedBytes = 0;
  let withoutChecksum = 0;
  for (const blob of readNamedBlobs(database)) {
    blobs++;
    if (!isSmallBlob(blob.name)) names.add(blob.name);
    if (Math.random() * 100 >= samplePercent) continue;
    try {
      const isProven = isSmallBlob(blob.name)
        ? small.read(blob).length === blob.sizeBytes
        : await checkFile(join(folder, "blobs", blob.name), blob, buffer);
      if (!isProven) withoutChecksum++;
    } catch (failure) {
      const { bucket, key, uploadId, name } = blob;
      damaged.push({ bucket, key, ...(uploadId && { uploadId }), blob: name, problem: describe(failure) });
    }
    checked++;
    checkedBytes += blob.sizeBytes;
  }
  const files = await listBlobNames(join(folder, "blobs"));
  return {
    index: checkIndex(database),
    blobs,
    checked,
    checkedBytes,
    withoutChecksum,
    damaged,
    unnamed: files.filter((name) => !names.has(name)).length,
  };
}

/** Whether the bytes were held against something. Rejects when they are not those that were stored. */
async function checkFile(path: string, blob: NamedBlob, buffer: Buffer): Promise<boolean> {
  const reader = await BlobReader.open(path, blob.sizeBytes, { start: 0, end: blob.sizeBytes - 1 });
  const md5 = reader.hasChecksums || blob.md5Hex === undefined ? undefined : createHash("md5");
  try {
    for (;;) {
      const chunk = await reader.read(buffer);
      if (!chunk) break;
      md5?.update(chunk);
    }
  } finally {
    await reader.close();
  }
  if (md5 && md5.digest("hex") !== blob.md5Hex) throw new DamagedBlob(blob.name, "its MD5 is not that of its ETag");
  return reader.hasChecksums || md5 !== undefined;
}

function describe(failure: unknown): string {
  const { code, message } = failure as NodeJS.ErrnoException;
  if (failure instanceof DamagedBlob) return failure.problem;
  return code === "ENOENT" ? "its file is missing" : `it cannot be read: ${message}`;
}

function checkIndex(database: OpenFolder["database"]): string {
  const problems = database.all("PRAGMA integrity_check(10)").map((row) => row.integrity_check as string);
  return problems.join("; ");
}
