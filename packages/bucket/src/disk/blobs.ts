// The bytes. Each blob is a file with a random name, written once and never changed; the index says what it means.
import { randomBytes } from "node:crypto";
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { FolderSync } from "./folder-sync.ts";

const READ_CHUNK_BYTES = 256 * 1024;
const BLOB_NAME = /^[0-9a-f]{32}$/;
const CANNOT_LINK = ["EMLINK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM"];
/** How long bytes that no row names are kept, for the day when it was the index that was wrong. */
const LOST_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

/** A blob that is being written: invisible until `publish`, gone after `discard`. */
export interface Draft {
  readonly name: string;
  /** Waits for the write before, so that at most one chunk is on its way and memory stays flat. */
  write(chunk: Uint8Array): Promise<void>;
  /** On the disk for good when this resolves: file synced, renamed, folder synced. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

export class Blobs {
  readonly #drafts: string;
  readonly #blobs: string;
  readonly #lost: string;
  readonly #blobsSync: FolderSync;
  readonly #readers = new Map<string, number>();
  readonly #condemned = new Set<string>();

  private constructor(folder: string) {
    this.#drafts = join(folder, "tmp");
    this.#blobs = join(folder, "blobs");
    this.#lost = join(folder, "lost");
    this.#blobsSync = new FolderSync(this.#blobs);
  }

  static async open(folder: string): Promise<Blobs> {
    const blobs = new Blobs(folder);
    for (const each of [blobs.#drafts, blobs.#blobs, blobs.#lost]) await mkdir(each, { recursive: true, mode: 0o700 });
    await new FolderSync(folder).sync();
    return blobs;
  }

  async createDraft(): Promise<Draft> {
    const name = randomBytes(16).toString("hex");
    const draftPath = join(this.#drafts, name);
    const blobPath = join(this.#blobs, name);
    const file = await open(draftPath, "wx", 0o600);
    let writing: Promise<void> = Promise.resolve();
    let closed = false;
    const close = async () => {
      if (closed) return;
      closed = true;
      await writing.catch(() => {});
      await file.close();
    };
    return {
      name,
      write: async (chunk) => {
        await writing;
        writing = writeAll(file, chunk);
        // The failure is seen by whoever waits next; until then it must not count as unhandled.
        writing.catch(() => {});
      },
      publish: async () => {
        await writing;
        await file.sync();
        await close();
        await rename(draftPath, blobPath);
        await this.#blobsSync.sync();
      },
      // Runs while a failure is on its way, which must not be hidden by another.
      discard: async () => {
        await close().catch(warn);
        for (const path of [draftPath, blobPath]) await rm(path, { force: true }).catch(warn);
      },
    };
  }

  /**
   * A draft with the bytes of a blob without writing them again: a second name of the same file, which never changes.
   * Undefined where the file system has no such thing, or no more of it for this file.
   */
  async linkDraft(blob: string): Promise<Draft | undefined> {
    const name = randomBytes(16).toString("hex");
    const draftPath = join(this.#drafts, name);
    const blobPath = join(this.#blobs, name);
    try {
      await link(join(this.#blobs, blob), draftPath);
    } catch (failure) {
      if (CANNOT_LINK.includes((failure as NodeJS.ErrnoException).code ?? "")) return undefined;
      throw failure;
    }
    return {
      name,
      write: () => Promise.reject(new TypeError("A linked draft has its bytes already")),
      publish: async () => {
        await rename(draftPath, blobPath);
        await this.#blobsSync.sync();
      },
      discard: async () => {
        for (const path of [draftPath, blobPath]) await rm(path, { force: true }).catch(warn);
      },
    };
  }

  /**
   * Bytes `start` to `end`, both inclusive. Rejects when the file cannot be opened or is too short, so that
   * it is known before an answer begins. The caller pins the blob before and frees it after.
   */
  async read(name: string, start: number, end: number): Promise<Readable> {
    const file = await open(join(this.#blobs, name), "r");
    try {
      const { size } = await file.stat();
      if (size <= end) throw new Error(`Blob ${name} holds ${size} bytes, but its row says at least ${end + 1}`);
    } catch (failure) {
      await file.close().catch(warn);
      throw failure;
    }
    return file.createReadStream({ start, end, highWaterMark: READ_CHUNK_BYTES });
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
   * next start takes what is left, after a crash too.
   */
  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.#readers.has(name)) this.#condemned.add(name);
      else await rm(join(this.#blobs, name), { force: true }).catch(warn);
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
    await this.#blobsSync.sync();
  }
}

/** Names of the blobs in the folder; none when there is no folder. */
export async function listBlobNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((failure: NodeJS.ErrnoException) => {
    if (failure.code === "ENOENT") return [];
    throw failure;
  });
  return names.filter((name) => BLOB_NAME.test(name));
}

/** Tells the operator of bytes that could not be tidied away; nobody who asked for something has to wait for that. */
function warn(failure: Error): void {
  process.emitWarning(`Bytes are left over: ${failure.message}`, { code: "DAYPASS_BYTES_LEFT" });
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done);
    done += bytesWritten;
  }
}
