// A blob's file while it is written: bytes are gathered to slabs of whole chunks, and while the disk takes one and a
// thread of its own hashes it, the next one fills.
import type { FileHandle } from "node:fs/promises";
import type { DigestPool, PooledDigests, Slab } from "../digests/digest-pool.ts";
import { createDigests, type DigestName, type DigestRun, type Digests } from "../digests/digests.ts";
import { CHUNK_BYTES, chunkCrcs, writeTrailer } from "./blob-format.ts";

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
  readonly #free: Slab[] = [];
  readonly #flushes = new Set<Promise<void>>();
  #slabs = 0;
  #slab: Slab | undefined;
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

  /** Takes the bytes, and the memory if it is the chunk's alone; waits while the disk or the hashing is behind, so that memory stays flat. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let done = 0; done < chunk.length; ) {
      this.#slab ??= await this.#takeSlab();
      const count = Math.min(SLAB_BYTES - this.#filledBytes, chunk.length - done);
      new Uint8Array(this.#slab.memory).set(chunk.subarray(done, done + count), this.#filledBytes);
      this.#filledBytes += count;
      done += count;
      if (this.#filledBytes === SLAB_BYTES) this.#flush();
    }
    free(chunk);
  }

  /** After the last write: everything is at the disk, and on it when {@link sync} resolves. */
  async finish(): Promise<Digests> {
    const isOneSlab = this.#writtenBytes === 0;
    // For one slab the way to another thread is longer than the hashing.
    const digests = isOneSlab ? createDigests(this.#names) : undefined;
    if (this.#slab) this.#flush(digests);
    await this.#settleFlushes();
    await this.#writeAll(writeTrailer(this.#crcs), this.#writtenBytes);
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

  async #takeSlab(): Promise<Slab> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      const free = this.#free.pop();
      if (free) return free;
      if (this.#slabs < MAX_SLABS) return { index: this.#slabs++, memory: new SharedArrayBuffer(SLAB_BYTES) };
      await Promise.race(this.#flushes);
    }
  }

  /** `own`: hashed here and now. */
  #flush(own?: DigestRun): void {
    const slab = this.#slab!;
    const bytes = new Uint8Array(slab.memory, 0, this.#filledBytes);
    const position = this.#writtenBytes;
    this.#slab = undefined;
    this.#filledBytes = 0;
    this.#writtenBytes += bytes.length;
    const read = own ? this.#readHere(bytes, own) : this.#readElsewhere(slab, bytes.length);
    const flush = Promise.all([this.#writeAll(bytes, position), read]).then(
      () => void this.#free.push(slab),
      (failure: Error) => this.#fail(failure),
    );
    const settled = flush.finally(() => this.#flushes.delete(settled));
    this.#flushes.add(settled);
    if (this.#syncing || this.#writtenBytes - this.#syncedBytes < SYNC_EVERY_BYTES) return;
    this.#syncedBytes = this.#writtenBytes;
    this.#startSync(() => this.#file.datasync());
  }

  #readHere(bytes: Uint8Array, digests: DigestRun): void {
    digests.update(bytes);
    this.#crcs.push(...chunkCrcs(bytes));
  }

  /** Replies come in the order of the slabs, and so do the CRCs. */
  async #readElsewhere(slab: Slab, bytes: number): Promise<void> {
    this.#digests ??= this.#pool.begin(this.#names);
    this.#crcs.push(...(await this.#digests.update(slab, bytes)));
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

/**
 * Gives memory back without waiting for the collector, which would go through the whole heap every few MiB: chunks from a
 * socket are large and live a moment.
 */
function free({ buffer, length }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
