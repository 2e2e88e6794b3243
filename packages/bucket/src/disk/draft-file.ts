// A blob's file while it is written: bytes are gathered to slabs of whole chunks, and while the disk takes one and a
// thread of its own hashes it, the next one fills.
import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { DigestPool, PooledDigests } from "../digests/digest-pool.ts";
import { createDigests, type DigestName, type Digests } from "../digests/digests.ts";
import { CHUNK_BYTES, writeTrailer } from "./blob-format.ts";

/** What the disk and the hashing thread are given at once: to wake them up is not free. */
const SLAB_BYTES = 2 * CHUNK_BYTES;
/** With {@link SLAB_BYTES} what one upload takes in memory. */
const MAX_SLABS = 3;
/** How much may be written before the disk is set to work on it, so that little is left to wait for at the end. */
const SYNC_EVERY_BYTES = 16 * 1024 * 1024;

export class DraftFile {
  readonly #file: FileHandle;
  readonly #pool: DigestPool;
  readonly #names: readonly DigestName[];
  readonly #crcs: number[] = [];
  readonly #free: SharedArrayBuffer[] = [];
  readonly #flushes = new Set<Promise<void>>();
  #slabs = 0;
  #slab: SharedArrayBuffer | undefined;
  #filledBytes = 0;
  #writtenBytes = 0;
  #digests: PooledDigests | undefined;
  #syncedBytes = 0;
  #syncing: Promise<void> | undefined;
  #failure: Error | undefined;
  #closed: Promise<void> | undefined;

  constructor(file: FileHandle, digests: { pool: DigestPool; names: readonly DigestName[] }) {
    this.#file = file;
    this.#pool = digests.pool;
    this.#names = digests.names;
  }

  /** Takes the bytes; waits while the disk or the hashing is behind, so that memory stays flat. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let done = 0; done < chunk.length; ) {
      this.#slab ??= await this.#takeSlab();
      const count = Math.min(SLAB_BYTES - this.#filledBytes, chunk.length - done);
      new Uint8Array(this.#slab).set(chunk.subarray(done, done + count), this.#filledBytes);
      this.#filledBytes += count;
      done += count;
      if (this.#filledBytes === SLAB_BYTES) this.#flush();
    }
  }

  /** After the last write: everything is at the disk, and on it when {@link sync} resolves. */
  async finish(): Promise<Digests> {
    const isOneSlab = this.#writtenBytes === 0;
    const last = this.#slab && new Uint8Array(this.#slab, 0, this.#filledBytes);
    // For one slab the way to another thread is longer than the hashing.
    const digests = isOneSlab ? createDigests(this.#names) : undefined;
    if (last && digests) digests.update(last);
    if (last) this.#flush({ hash: !isOneSlab });
    await this.#settleFlushes();
    await this.#writeAll(writeTrailer(this.#crcs), this.#writtenBytes);
    // The disk works while the rest is hashed.
    this.#startSync(() => this.#file.sync());
    return digests ? digests.digest() : await this.#digests!.finish();
  }

  /** Resolves when the file is on the disk for good. Rejects also for what an earlier, silent sync met. */
  async sync(): Promise<void> {
    await this.#syncing;
    if (this.#failure) throw this.#failure;
  }

  /** May be called again, and at any time. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#digests?.abandon();
    await Promise.allSettled([...this.#flushes, this.#syncing]);
    await this.#file.close();
  }

  async #takeSlab(): Promise<SharedArrayBuffer> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      const free = this.#free.pop();
      if (free) return free;
      if (this.#slabs < MAX_SLABS) {
        this.#slabs++;
        return new SharedArrayBuffer(SLAB_BYTES);
      }
      await Promise.race(this.#flushes);
    }
  }

  #flush({ hash = true } = {}): void {
    const slab = this.#slab!;
    const bytes = new Uint8Array(slab, 0, this.#filledBytes);
    const position = this.#writtenBytes;
    this.#slab = undefined;
    this.#filledBytes = 0;
    this.#writtenBytes += bytes.length;
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) this.#crcs.push(crc32(bytes.subarray(at, at + CHUNK_BYTES)));
    if (hash) this.#digests ??= this.#pool.begin(this.#names);
    const hashed = hash ? this.#digests!.update(slab, bytes.length) : undefined;
    const flush = Promise.all([this.#writeAll(bytes, position), hashed]).then(
      () => void this.#free.push(slab),
      (failure: Error) => this.#fail(failure),
    );
    const settled = flush.finally(() => this.#flushes.delete(settled));
    this.#flushes.add(settled);
    if (this.#syncing || this.#writtenBytes - this.#syncedBytes < SYNC_EVERY_BYTES) return;
    this.#syncedBytes = this.#writtenBytes;
    this.#startSync(() => this.#file.datasync());
  }

  /** After the one that runs. What fails is kept: the kernel reports a lost page once. */
  #startSync(sync: () => Promise<void>): void {
    const syncing = (this.#syncing ?? Promise.resolve()).then(sync).then(
      () => {
        if (this.#syncing === syncing) this.#syncing = undefined;
      },
      (failure: Error) => this.#fail(failure),
    );
    this.#syncing = syncing;
  }

  async #settleFlushes(): Promise<void> {
    while (this.#flushes.size > 0) await Promise.all(this.#flushes);
    if (this.#failure) throw this.#failure;
  }

  #fail(failure: Error): void {
    this.#failure ??= failure;
  }

  async #writeAll(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }
}
