// One folder: the index and the bytes, opened and closed together.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BucketError } from "../errors.ts";
import { Blobs } from "./blobs.ts";
import { Database } from "./database.ts";
import { Objects } from "./objects.ts";
import { Uploads } from "./uploads.ts";

export interface Store {
  readonly blobs: Blobs;
  readonly objects: Objects;
  readonly uploads: Uploads;
  close(): void;
}

/**
 * Opens or makes the folder (mode 0700), locks it, and sweeps what a crash left: drafts, and blobs without a row.
 * Throws {@link BucketError}.
 */
export async function openStore(folder: string): Promise<Store> {
  await prepareFolder(folder);
  // SQLite makes its files with the process's mask; inside this folder nobody else reaches them.
  const database = Database.open(join(folder, "index.sqlite"));
  try {
    const objects = new Objects(database);
    const blobs = await Blobs.open(folder);
    await blobs.sweep(objects.listBlobNames());
    return { blobs, objects, uploads: new Uploads(database, objects), close: () => database.close() };
  } catch (cause) {
    database.close();
    throw new BucketError("folder_unusable", `Cannot use the folder ${folder}: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

async function prepareFolder(folder: string): Promise<void> {
  const probe = join(folder, ".writable");
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(probe, "", { mode: 0o600 });
    await rm(probe);
  } catch (cause) {
    throw new BucketError(
      "folder_unusable",
      `Cannot write to the folder ${folder}: ${(cause as Error).message}. Choose another folder, or make it writable for this user.`,
      { cause },
    );
  }
}
