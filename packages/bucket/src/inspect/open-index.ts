// A folder that no endpoint has open, to be looked at: nothing in it is tidied up, moved or removed.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Database } from "../disk/database.ts";
import { compareFolderId } from "../disk/folder-id.ts";
import { BucketError } from "../errors.ts";

export interface OpenFolder {
  readonly folder: string;
  readonly database: Database;
}

/**
 * Runs `look` with the folder's index, which it has alone meanwhile. Nothing is changed: an index of an
 * older version is brought to this one for as long as it is looked at.
 * Rejects with {@link BucketError}: `folder_unusable`, `folder_in_use`, `index_foreign`, `index_newer`, `index_unusable`.
 */
export async function withFolder<T>(dir: string, look: (open: OpenFolder) => Promise<T>): Promise<T> {
  const folder = resolve(dir);
  const indexFile = join(folder, "index.sqlite");
  if (!existsSync(indexFile))
    throw new BucketError(
      "folder_unusable",
      `${folder} is no folder of a bucket: it has no index.sqlite. Name the one that the bucket was started with (--dir).`,
    );
  const database = Database.open(indexFile, { toLook: true });
  try {
    await compareFolderId(folder, database.identity);
    return await look({ folder, database });
  } finally {
    database.close();
  }
}
