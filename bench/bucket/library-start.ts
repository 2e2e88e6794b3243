// How long other people's tests wait for a bucket of their own.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { startBucket } from "@daypass/bucket";
import { median } from "../measure.ts";

const SAMPLES = 15;

/** Milliseconds of one `startBucket()` without a folder: the first of a new process, and the median of later ones. */
export async function measureStart(): Promise<{ first: number; later: number }> {
  const later: number[] = [];
  for (let i = 0; i < SAMPLES; i++) later.push(await startOnce());
  const script = join(import.meta.dirname, "start-once.ts");
  const first: number[] = [];
  for (let i = 0; i < 5; i++) first.push(Number((await promisify(execFile)(process.execPath, [script])).stdout));
  return { first: median(first), later: median(later) };
}

export async function startOnce(): Promise<number> {
  const from = performance.now();
  const bucket = await startBucket({ buckets: ["test"] });
  const milliseconds = performance.now() - from;
  await bucket.close();
  return milliseconds;
}
