// Blobs that are being written: in memory as long as they are small, in a file from then on.
import { randomBytes } from "node:crypto";
import { link, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { DigestPool } from "../digests/digest-pool.ts";
import { createDigests, type DigestName, type Digests } from "../digests/digests.ts";
import { DraftFile } from "./draft-file.ts";
import { FolderSync } from "./folder-sync.ts";
import { isSmallBlob, SMALL_BYTES, type SmallBlobs } from "./small-blobs.ts";
import { warnOfLeftovers } from "./warn.ts";

const MAX_HELD_CHUNKS = 16;
const CANNOT_LINK = ["EMLINK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM"];

/** A blob whose bytes are all there: invisible until `publish` and the row that names it, gone after `discard`. */
export interface Draft {
  readonly name: string;
  /**
   * On the disk for good when this resolves: file synced, renamed, folder synced. A small one gets there with the row that
   * names it, in the same commit.
   */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** One that is still being written. */
export interface OpenDraft {
  /**
   * Waits while the disk is behind, so that memory stays flat. The chunk is the draft's from now on: memory that is all its
   * own is gone when it has been copied.
   */
  write(chunk: Uint8Array): Promise<void>;
  /** After the last write. Resolves with the digests that were asked for. */
  finish(): Promise<{ draft: Draft; digests: Digests }>;
  discard(): Promise<void>;
}

export class Drafts {
  readonly #drafts: string;
  readonly #blobs: string;
  readonly #small: SmallBlobs;
  readonly #blobsSync: FolderSync;
  readonly #pool = new DigestPool();

  constructor(folders: { drafts: string; blobs: string }, small: SmallBlobs) {
    this.#drafts = folders.drafts;
    this.#blobs = folders.blobs;
    this.#small = small;
    this.#blobsSync = new FolderSync(folders.blobs);
  }

  create(names: readonly DigestName[]): OpenDraft {
    let held: Uint8Array[] = [];
    let heldBytes = 0;
    let opened: { file: DraftFile; draft: Draft } | undefined;
    return {
      write: async (chunk) => {
        if (opened) return opened.file.write(chunk);
        held.push(chunk);
        heldBytes += chunk.length;
        // A byte at a time would each keep the memory that it came in.
        if (held.length === MAX_HELD_CHUNKS) held = [Buffer.concat(held)];
        if (heldBytes <= SMALL_BYTES) return;
        opened = await this.#openFile(names);
        for (const each of held) await opened.file.write(each);
        held = [];
      },
      finish: async () => {
        if (opened) return { draft: opened.draft, digests: await opened.file.finish() };
        const bytes = held.length === 1 ? held[0]! : Buffer.concat(held);
        const digests = createDigests(names);
        digests.update(bytes);
        return { draft: this.#stage(bytes), digests: digests.digest() };
      },
      discard: async () => opened?.draft.discard(),
    };
  }

  /**
   * A draft with the bytes of a blob without writing them again: a second name of the same file, which never changes.
   * Undefined for what is no file, and where the file system has no such thing, or no more of it for this file.
   */
  async link(blob: string): Promise<Draft | undefined> {
    if (isSmallBlob(blob)) return undefined;
    const { name, draftPath, blobPath } = this.#choosePlace();
    try {
      await link(join(this.#blobs, blob), draftPath);
    } catch (failure) {
      if (CANNOT_LINK.includes((failure as NodeJS.ErrnoException).code ?? "")) return undefined;
      throw failure;
    }
    return {
      name,
      publish: () => this.#publish(draftPath, blobPath),
      discard: () => removeBoth(draftPath, blobPath),
    };
  }

  close(): void {
    this.#pool.close();
  }

  async #openFile(names: readonly DigestName[]): Promise<{ file: DraftFile; draft: Draft }> {
    const { name, draftPath, blobPath } = this.#choosePlace();
    const file = new DraftFile(await open(draftPath, "wx", 0o600), { pool: this.#pool, names });
    const draft: Draft = {
      name,
      publish: async () => {
        await file.sync();
        await file.close();
        await this.#publish(draftPath, blobPath);
      },
      // Runs while a failure is on its way, which must not be hidden by another.
      discard: async () => {
        await file.close().catch(warnOfLeftovers);
        await removeBoth(draftPath, blobPath);
      },
    };
    return { file, draft };
  }

  #stage(bytes: Uint8Array): Draft {
    const name = this.#small.stage(bytes);
    return { name, publish: async () => {}, discard: async () => this.#small.unstage(name) };
  }

  #choosePlace(): { name: string; draftPath: string; blobPath: string } {
    const name = randomBytes(16).toString("hex");
    return { name, draftPath: join(this.#drafts, name), blobPath: join(this.#blobs, name) };
  }

  async #publish(draftPath: string, blobPath: string): Promise<void> {
    await rename(draftPath, blobPath);
    await this.#blobsSync.sync();
  }
}

async function removeBoth(...paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true }).catch(warnOfLeftovers);
}
