// The bytes. Each blob is a file with a random name, written once and never changed; the index says what it means.
import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { FolderSync } from "./folder-sync.ts";

const READ_CHUNK_BYTES = 256 * 1024;
const BLOB_NAME = /^[0-9a-f]{32}$/;

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
  readonly #blobsSync: FolderSync;
  readonly #readers = new Map<string, number>();
  readonly #condemned = new Set<string>();

  private constructor(folder: string) {
    this.#drafts = join(folder, "tmp");
    this.#blobs = join(folder, "blobs");
    this.#blobsSync = new FolderSync(this.#blobs);
  }

  static async open(folder: string): Promise<Blobs> {
    const blobs = new Blobs(folder);
    await mkdir(blobs.#drafts, { recursive: true, mode: 0o700 });
    await mkdir(blobs.#blobs, { recursive: true, mode: 0o700 });
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
      discard: async () => {
        await close();
        await Promise.all([rm(draftPath, { force: true }), rm(blobPath, { force: true })]);
      },
    };
  }

  /**
   * Bytes `start` to `end`, both inclusive. Rejects when the file cannot be opened or is too short, so that
   * it is known before an answer begins. The caller pins the blob before and frees it after.
   */
  async read(name: string, start: number, end: number): Promise<Readable> {
    const file = await open(join(this.#blobs, name), "r");
    const { size } = await file.stat();
    if (size <= end) {
      await file.close();
      throw new Error(`Blob ${name} holds ${size} bytes, but its row says at least ${end + 1}`);
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
   * Removes bytes whose rows are gone. Never rejects: what it was about is done already, and the sweep of the next start
   * takes what is left, after a crash too.
   */
  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.#readers.has(name)) this.#condemned.add(name);
      else await rm(join(this.#blobs, name), { force: true }).catch(() => {});
    }
  }

  /** Removes drafts of an earlier run, and blobs that no row names. Only before the first request. */
  async sweep(known: ReadonlySet<string>): Promise<{ drafts: number; blobs: number }> {
    const drafts = await readdir(this.#drafts);
    for (const name of drafts) await rm(join(this.#drafts, name), { force: true });
    const orphans = (await readdir(this.#blobs)).filter((name) => BLOB_NAME.test(name) && !known.has(name));
    for (const name of orphans) await rm(join(this.#blobs, name), { force: true });
    return { drafts: drafts.length, blobs: orphans.length };
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done);
    done += bytesWritten;
  }
}
