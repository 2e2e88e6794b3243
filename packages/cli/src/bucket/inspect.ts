// Looking into the folder of a bucket that is not running.
import { BucketError, type FolderStats, readFolderStats, type ScrubReport, scrubFolder } from "@daypass/bucket";
import { CliError } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { bucketFolderError } from "../serve/start-errors.ts";

export interface ScrubFlags {
  readonly dir: string;
  readonly sample?: string;
  readonly json?: boolean;
}

export interface StatsFlags {
  readonly dir: string;
  readonly json?: boolean;
}

/** Reads stored bytes again. Rejects with `failed` when something is damaged. */
export async function runScrub(io: Io, { dir, sample = "100%", json }: ScrubFlags): Promise<void> {
  const match = /^(\d{1,3}(?:\.\d+)?)%?$/.exec(sample);
  const samplePercent = Number(match?.[1]);
  if (!(samplePercent > 0 && samplePercent <= 100))
    throw new CliError("usage", `--sample must be above 0% and at most 100%, got "${sample}".`);
  const report = await looking(() => scrubFolder(dir, { samplePercent }));
  if (json) io.out(JSON.stringify(report));
  else for (const line of describeScrub(report)) io.out(line);
  if (report.damaged.length > 0 || report.index !== "ok")
    throw new CliError(
      "failed",
      `${dir} is damaged. Nothing of the damaged bytes is served; restore them from a copy.`,
    );
}

export async function runStats(io: Io, { dir, json }: StatsFlags): Promise<void> {
  const stats = await looking(() => readFolderStats(dir));
  if (json) io.out(JSON.stringify(stats));
  else for (const line of describeStats(stats)) io.out(line);
}

async function looking<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw error instanceof BucketError ? bucketFolderError(error) : error;
  }
}

function* describeScrub(report: ScrubReport): Generator<string> {
  for (const { bucket, key, uploadId, blob, problem } of report.damaged)
    yield `damaged: ${bucket}/${JSON.stringify(key)}${uploadId ? ` (a part of upload ${uploadId})` : ""}, blob ${blob}: ${problem}`;
  if (report.index !== "ok") yield `the index is damaged: ${report.index}`;
  yield `${report.damaged.length} damaged of ${report.checked} checked (${report.checkedBytes} bytes), ${report.blobs} stored in all`;
  if (report.withoutChecksum > 0) yield `${report.withoutChecksum} were stored without a checksum and only read`;
  if (report.unnamed > 0) yield `${report.unnamed} files belong to no object`;
}

function* describeStats(stats: FolderStats): Generator<string> {
  for (const { name, objects, bytes, uploadsOpen, uploadBytes } of stats.buckets)
    yield `${name}: ${objects} objects, ${bytes} bytes; ${uploadsOpen} uploads open, ${uploadBytes} bytes`;
  const { blobs, drafts, lost, bytes } = stats.orphans;
  yield `orphans: ${blobs} files, ${drafts} drafts, ${lost} put aside in lost/, ${bytes} bytes`;
}
