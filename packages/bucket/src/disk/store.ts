// One folder: the index and the bytes, opened and closed together.
import { chmod, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BucketError } from "../errors.ts";
import { Blobs } from "./blobs.ts";
import { Buckets } from "./buckets.ts";
import { Database } from "./database.ts";
import { checkFolderId, checkIndexIsThere } from "./folder-id.ts";
import { makeFolder } from "./make-folder.ts";
import { Objects } from "./objects.ts";
import { Reserve } from "./reserve.ts";
import { SmallBlobs } from "./small-blobs.ts";
import { Uploads } from "./uploads.ts";

export interface Store {
  readonly blobs: Blobs;
  readonly buckets: Buckets;
  readonly objects: Objects;
  readonly uploads: Uploads;
  readonly reserve: Reserve;
  /** See {@link Database.afterNextCommit}. */
  afterNextCommit(run: () => void): void;
  close(): void;
}

/**
 * Opens or makes the folder for its owner alone, locks it, and sweeps what a crash left: drafts go, blobs without a row
 * are put aside. A folder whose bytes belong to another index is left as it is. Throws {@link BucketError}.
 */
export async function openStore(folder: string, now: Date = new Date()): Promise<Store> {
  const indexFile = join(folder, "index.sqlite");
  await prepareFolder(folder, indexFile);
  const database = Database.open(indexFile);
  try {
    await checkFolderId(folder, database.identity);
    const small = new SmallBlobs(database);
    const objects = new Objects(database, small);
    const blobs = await Blobs.open(folder, small);
    await blobs.sweep(objects.listBlobNames(), now);
    const reserve = new Reserve(folder);
    await reserve.fill();
    return {
      blobs,
      buckets: new Buckets(database, small),
      objects,
      uploads: new Uploads(database, { objects, small }),
      reserve,
      afterNextCommit: (run) => database.afterNextCommit(run),
      close: () => {
        blobs.close();
        database.close();
      },
    };
  } catch (cause) {
    database.close();
    if (cause instanceof BucketError) throw cause;
    throw new BucketError("folder_unusable", `Cannot use the folder ${folder}: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

async function prepareFolder(folder: string, indexFile: string): Promise<void> {
  const probe = join(folder, ".writable");
  try {
    await makeFolder(folder);
    await writeFile(probe, "", { mode: 0o600 });
    await rm(probe);
    await checkIndexIsThere(folder, indexFile);
    await closeToOthers(folder, indexFile);
  } catch (cause) {
    if (cause instanceof BucketError) throw cause;
    throw new BucketError(
      "folder_unusable",
      `Cannot write to the folder ${folder}: ${(cause as Error).message}. Choose another folder, or make it writable for this user.`,
      { cause },
    );
  }
}

/** Mode 0600 for the index, which SQLite then gives to its log too, and 0700 for a folder that holds nothing else. */
async function closeToOthers(folder: string, indexFile: string): Promise<void> {
  const names = await readdir(folder);
  // A folder with other things in it, like /tmp, is not ours to close.
  const isOurs = names.length === 0 || names.includes("index.sqlite");
  const { uid } = await stat(folder);
  if (isOurs && uid === process.getuid?.()) await chmod(folder, 0o700);
  // Only when it is missing: to open and close it would free the lock that this process may hold on it.
  await writeFile(indexFile, "", { flag: "wx", mode: 0o600 }).catch((failure: NodeJS.ErrnoException) => {
    if (failure.code !== "EEXIST") throw failure;
  });
  for (const path of [indexFile, `${indexFile}-wal`, `${indexFile}-shm`])
    await chmod(path, 0o600).catch((failure: NodeJS.ErrnoException) => {
      if (failure.code !== "ENOENT") throw failure;
    });
}
