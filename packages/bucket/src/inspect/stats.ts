// What a folder holds, in numbers.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { listBlobNames, listNames } from "../disk/blobs.ts";
import { readNamedBlobs } from "./named-blobs.ts";
import { type OpenFolder, withFolder } from "./open-index.ts";

/** What a bucket's folder holds. */
export interface FolderStats {
  /** The same for each bucket, in the order of their names. */
  readonly buckets: readonly {
    readonly name: string;
    readonly objects: number;
    readonly bytes: number;
    /** Multipart uploads that are neither completed nor aborted, and what their parts take. */
    readonly uploadsOpen: number;
    readonly uploadBytes: number;
  }[];
  /** Objects of all buckets. */
  readonly objects: number;
  /** Their bytes. */
  readonly bytes: number;
  /** Multipart uploads that are neither completed nor aborted. */
  readonly uploadsOpen: number;
  /** What their parts take. */
  readonly uploadBytes: number;
  /** What no row names: files that the next start puts aside, drafts that it removes, what it has put aside before. */
  readonly orphans: { readonly blobs: number; readonly drafts: number; readonly lost: number; readonly bytes: number };
}

/**
 * Counts what is in the folder of a bucket that is not running, and changes nothing in it.
 *
 * @throws {BucketError} a folder that cannot be opened: the promise rejects.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 * @example
 * ```ts
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { readFolderStats, startBucket } from "@daypass/bucket";
 *
 * const dir = await mkdtemp(join(tmpdir(), "bucket-"));
 * const bucket = await startBucket({ dir, buckets: ["reports"] });
 * await bucket.close();
 * const { buckets, objects } = await readFolderStats(dir);
 * console.log(buckets[0]?.name, objects); // → reports 0
 * await rm(dir, { recursive: true });
 * ```
 */
export const readFolderStats = (dir: string): Promise<FolderStats> => withFolder(dir, readStats);

async function readStats({ folder, database }: OpenFolder): Promise<FolderStats> {
  const rows = database.all(`
    SELECT name,
      (SELECT count(*) FROM objects WHERE bucket = name) AS objects,
      (SELECT coalesce(sum(sizeBytes), 0) FROM objects WHERE bucket = name) AS bytes,
      (SELECT count(*) FROM uploads WHERE bucket = name) AS uploadsOpen,
      (SELECT coalesce(sum(sizeBytes), 0) FROM parts JOIN uploads ON id = uploadId WHERE bucket = name) AS uploadBytes
    FROM buckets ORDER BY name`);
  const buckets = rows.map((row) => ({
    name: row.name as string,
    objects: row.objects as number,
    bytes: row.bytes as number,
    uploadsOpen: row.uploadsOpen as number,
    uploadBytes: row.uploadBytes as number,
  }));
  const sum = (of: (bucket: (typeof buckets)[number]) => number) =>
    buckets.reduce((total, each) => total + of(each), 0);
  return {
    buckets,
    objects: sum(({ objects }) => objects),
    bytes: sum(({ bytes }) => bytes),
    uploadsOpen: sum(({ uploadsOpen }) => uploadsOpen),
    uploadBytes: sum(({ uploadBytes }) => uploadBytes),
    orphans: await readOrphans({ folder, database }),
  };
}

async function readOrphans({ folder, database }: OpenFolder): Promise<FolderStats["orphans"]> {
  const named = new Set<string>();
  for (const { name } of readNamedBlobs(database)) named.add(name);
  const blobs = (await listBlobNames(join(folder, "blobs"))).filter((name) => !named.has(name));
  const drafts = await listNames(join(folder, "tmp"));
  const lost = await listBlobNames(join(folder, "lost"));
  const paths = [
    ...blobs.map((name) => join(folder, "blobs", name)),
    ...drafts.map((name) => join(folder, "tmp", name)),
    ...lost.map((name) => join(folder, "lost", name)),
  ];
  let bytes = 0;
  for (const path of paths) bytes += (await stat(path)).size;
  return { blobs: blobs.length, drafts: drafts.length, lost: lost.length, bytes };
}
