// The bytes. Each blob is a file with a random name, written once and never changed, or small and in the index; the rows
// say what it means.
import { readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DigestName } from "../digests/digests.ts";
import { BucketError, isDiskFull } from "../errors.ts";
import type { ByteRange } from "../range.ts";
import { BlobReader, type ByteSource, sourceOf } from "./blob-reader.ts";
import { type Draft, Drafts, type OpenDraft } from "./drafts.ts";
import { FolderSync } from "./folder-sync.ts";
import { makeFolder } from "./make-folder.ts";
import type { Blob } from "./objects.ts";
import { isSmallBlob, type SmallBlobs } from "./small-blobs.ts";
import { warnOfLeftovers } from "./warn.ts";

const BLOB_NAME = /^[0-9a-f]{32}$/;
const PROBE = ".probe";
/** How long bytes that no row names are kept, for the day when it was the index that was wrong. */
const LOST_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

export class Blobs {
  readonly #small: SmallBlobs;
  readonly #drafting: Drafts;
  readonly #drafts: string;
  readonly #blobs: string;
  readonly #lost: string;
  readonly #readers = new Map<string, number>();
  readonly #condemned = new Set<string>();

  private constructor(folder: string, small: SmallBlobs) {
    this.#small = small;
    this.#drafts = join(folder, "tmp");
    this.#blobs = join(folder, "blobs");
    this.#lost = join(folder, "lost");
    this.#drafting = new Drafts({ drafts: this.#drafts, blobs: this.#blobs }, small);
  }

  static async open(folder: string, small: SmallBlobs): Promise<Blobs> {
    const blobs = new Blobs(folder, small);
    const folders = [blobs.#drafts, blobs.#blobs, blobs.#lost] as const;
    for (const each of folders) await makeFolder(each);
    await checkOneDisk(folders);
    await new FolderSync(folder).sync();
    return blobs;
  }

  close(): void {
    this.#drafting.close();
  }

  /** The digests that `finish` gives. */
  createDraft(digests: readonly DigestName[]): OpenDraft {
    return this.#drafting.create(digests);
  }

  /** See {@link Drafts.link}. */
  linkDraft(blob: string): Promise<Draft | undefined> {
    return this.#drafting.link(blob);
  }

  /**
   * A piece of a blob. What is missing, cut short or damaged at its beginning is known now, before an answer begins; what is
   * damaged further on ends the reading there. The caller pins the blob before and frees it after.
   */
  async open(blob: Pick<Blob, "name" | "sizeBytes">, range: ByteRange): Promise<ByteSource> {
    const small = this.readSmall(blob, range);
    return small ? sourceOf(small) : BlobReader.open(join(this.#blobs, blob.name), blob.sizeBytes, range);
  }

  /** The same at once, of a blob that lies in the index; undefined of others. It needs no pin. */
  readSmall(blob: Pick<Blob, "name" | "sizeBytes">, range: ByteRange): Buffer | undefined {
    return isSmallBlob(blob.name) ? this.#small.read(blob).subarray(range.start, range.end + 1) : undefined;
  }

  /** Keeps blobs readable although they are removed meanwhile: a download that runs goes on. Call the result once. */
  pin(names: readonly string[]): () => Promise<void> {
    for (const name of names) this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
    return async () => {
      const free: string[] = [];
      for (const name of names) {
        const left = (this.#readers.get(name) ?? 1) - 1;
        if (left > 0) this.#readers.set(name, left);
        else {
          this.#readers.delete(name);
          if (this.#condemned.delete(name)) free.push(name);
        }
      }
      await this.remove(free);
    };
  }

  /**
   * Removes bytes whose rows are gone. Never rejects but warns: what it was about is done already, and the sweep of the
   * next start takes what is left, after a crash too. Small ones went with their rows.
   */
  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (isSmallBlob(name)) continue;
      if (this.#readers.has(name)) this.#condemned.add(name);
      else await rm(join(this.#blobs, name), { force: true }).catch(warnOfLeftovers);
    }
  }

  /**
   * Removes drafts of an earlier run. Blobs that no row names are put aside for seven days and not removed: an index
   * that was restored from an old copy knows less than the folder holds. What the index names is taken back from
   * there. Only before the first request.
   */
  async sweep(known: ReadonlySet<string>, now: Date): Promise<void> {
    for (const name of await readdir(this.#drafts)) await rm(join(this.#drafts, name), { force: true });
    const present = await listBlobNames(this.#blobs);
    for (const name of present) {
      if (known.has(name)) continue;
      // From now on its time says since when it is lost.
      await utimes(join(this.#blobs, name), now, now);
      await rename(join(this.#blobs, name), join(this.#lost, name));
    }
    for (const name of await listBlobNames(this.#lost)) {
      const path = join(this.#lost, name);
      if (known.has(name)) await rename(path, join(this.#blobs, name));
      else if (now.getTime() - (await stat(path)).mtimeMs > LOST_MILLISECONDS) await rm(path);
    }
    await new FolderSync(this.#blobs).sync();
  }
}

/**
 * A file becomes a blob by a new name, which does not reach from one disk to another, nor from one mount to another of the
 * same disk: so it is tried, and not asked for. Throws {@link BucketError} `folder_unusable`.
 */
async function checkOneDisk([first, ...others]: readonly [string, ...string[]]): Promise<void> {
  let probe = join(first, PROBE);
  try {
    await writeFile(probe, "", { mode: 0o600 });
    for (const folder of others) {
      const next = join(folder, PROBE);
      await rename(probe, next).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== "EXDEV") throw cause;
        throw new BucketError(
          "folder_unusable",
          `${folder} is on another disk or mount than ${first}, so no upload could get there. Move the whole folder to that disk, not a part of it.`,
          { cause },
        );
      });
      probe = next;
    }
  } catch (failure) {
    // A full disk is a reason to start: only so can somebody make room.
    if (!isDiskFull(failure)) throw failure;
  } finally {
    await rm(probe, { force: true });
  }
}

/** Names of the blobs in the folder; none when there is no folder. */
export const listBlobNames = async (folder: string): Promise<string[]> =>
  (await listNames(folder)).filter((name) => BLOB_NAME.test(name));

/** What is in the folder; nothing when there is none: copies that were made without empty folders lack some. */
export async function listNames(folder: string): Promise<string[]> {
  return readdir(folder).catch((failure: NodeJS.ErrnoException) => {
    if (failure.code === "ENOENT") return [];
    throw failure;
  });
}
