// Which index belongs to which bytes. An index that knows nothing of the blobs beside it would take them for left-overs.
import { open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { BucketError } from "../errors.ts";
import { listBlobNames } from "./blobs.ts";
import { FolderSync } from "./folder-sync.ts";

const FILE = "folder-id";

/** Refuses to make a new index where there was one: small objects lie in it. Throws {@link BucketError} `index_foreign`. */
export async function checkIndexIsThere(folder: string, indexFile: string): Promise<void> {
  const size = await stat(indexFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > 0 || !((await isInUse(folder)) || (await hasBlobs(folder)))) return;
  throw new BucketError(
    "index_foreign",
    `${folder} was used before (it has ${FILE} or stored bytes in blobs/), but its index ${indexFile} is missing or empty. Put the index back, with index.sqlite-wal if there was one, or choose another folder. Nothing was changed.`,
  );
}

/** Holds the id in the index against that of the folder, and writes it there where it is new. Throws as {@link compareFolderId}. */
export async function checkFolderId(folder: string, index: { id: string; isNew: boolean }): Promise<void> {
  const isKnown = await compareFolderId(folder, index);
  if (!isKnown) await writeWhole(folder, join(folder, FILE), `${index.id}\n`);
}

/** Whether the folder has the id of the index; false where it has none yet. Throws {@link BucketError} `index_foreign`. */
export async function compareFolderId(folder: string, index: { id: string; isNew: boolean }): Promise<boolean> {
  const file = join(folder, FILE);
  const known = await readFile(file, "utf8").catch((failure: NodeJS.ErrnoException) => {
    if (failure.code === "ENOENT") return undefined;
    throw failure;
  });
  if (known?.trim() === index.id) return true;
  // An index of before there were ids has just got its own, and so gets its folder.
  const isOwn = index.isNew && known === undefined;
  if (!isOwn && (await hasBlobs(folder)))
    throw new BucketError(
      "index_foreign",
      `The index in ${folder} is that of another folder: ${known === undefined ? `${file} is missing` : `its id differs from the one in ${file}`}. Put the index of these bytes (blobs/) back, or choose another folder. No bytes were changed.`,
    );
  return false;
}

const isInUse = (folder: string): Promise<boolean> =>
  stat(join(folder, FILE)).then(
    () => true,
    () => false,
  );

const hasBlobs = async (folder: string): Promise<boolean> => (await listBlobNames(join(folder, "blobs"))).length > 0;

async function writeWhole(folder: string, file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await new FolderSync(folder).sync();
}
