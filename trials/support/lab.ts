// A bucket of a trial's own, in a folder that goes with it.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPresigner, type Presigner, type PresignerOptions } from "@daypass/presign";
import { HTTP_LIMITS } from "../../packages/bucket/src/http/server.ts";
import type { BucketOptions, RequestLine, RunningBucket } from "../../packages/bucket/src/index.ts";
import { startBucketWith } from "../../packages/bucket/src/start.ts";

export const BUCKET = "daypass";

export interface Lab extends RunningBucket {
  readonly dir: string;
  /** A line of each request that was answered. */
  readonly lines: RequestLine[];
  presigner(options?: Partial<PresignerOptions>): Presigner;
  /** Names of all files that hold bytes of objects, and of those that are being written. */
  listFiles(): Promise<{ blobs: string[]; drafts: string[] }>;
}

export async function withLab<T>(options: BucketOptions, work: (lab: Lab) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "daypass-trial-"));
  const lines: RequestLine[] = [];
  const bucket = await startBucketWith({ ...options, dir, onRequest: (line) => lines.push(line) }, HTTP_LIMITS);
  try {
    return await work({
      ...bucket,
      dir,
      lines,
      presigner: (more = {}) =>
        createPresigner({
          credentials: bucket.credentials,
          region: bucket.region,
          bucket: BUCKET,
          endpoint: bucket.endpoint,
          clock: options.clock,
          ...more,
        }),
      listFiles: async () => ({ blobs: await readdir(join(dir, "blobs")), drafts: await readdir(join(dir, "tmp")) }),
    });
  } finally {
    await bucket.close();
    await rm(dir, { recursive: true, force: true });
  }
}
