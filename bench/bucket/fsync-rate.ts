// What the disk gives just now, beside which every figure of a durable write has to be read.
import { open, rm } from "node:fs/promises";
import { join } from "node:path";

const SAMPLE_MILLISECONDS = 300;

/** How often a second one file gets 1 KiB more and is synced. */
export async function measureFsyncRate(folder: string): Promise<number> {
  const path = join(folder, "fsync");
  const file = await open(path, "w");
  const bytes = Buffer.alloc(1024, 1);
  const from = performance.now();
  let count = 0;
  let spent = 0;
  while (spent < SAMPLE_MILLISECONDS) {
    await file.write(bytes);
    await file.sync();
    count++;
    spent = performance.now() - from;
  }
  await file.close();
  await rm(path);
  return (count * 1000) / spent;
}
