// Reads a blob, each chunk checked before a byte of it is handed on.
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { crc32 } from "node:zlib";
import type { ByteRange } from "../range.ts";
import { CHUNK_BYTES, DamagedBlob, readTrailer, trailerBytes } from "./blob-format.ts";

/** Bytes in order, for one reader. */
export interface ByteSource {
  /**
   * The next bytes, which may lie in `buffer` (of at least {@link CHUNK_BYTES}) or elsewhere; undefined at the end.
   * Rejects with {@link DamagedBlob} in place of bytes that are not those that were stored.
   */
  read(buffer: Buffer): Promise<Buffer | undefined>;
  /** May be called again, and while a read is on its way. */
  close(): Promise<void>;
}

/** Bytes that are in memory already. */
export function sourceOf(bytes: Buffer): ByteSource {
  let rest: Buffer | undefined = bytes;
  return {
    async read() {
      const next = rest;
      rest = undefined;
      return next;
    },
    close: async () => {},
  };
}

/** All of it, each chunk in memory of its own. */
export async function* readAll(source: ByteSource): AsyncGenerator<Buffer, void, void> {
  try {
    for (;;) {
      const chunk = await source.read(Buffer.allocUnsafeSlow(CHUNK_BYTES));
      if (!chunk) return;
      yield chunk;
    }
  } finally {
    await source.close();
  }
}

export class BlobReader implements ByteSource {
  readonly #file: FileHandle;
  readonly #name: string;
  readonly #sizeBytes: number;
  /** Undefined for a blob of before there were trailers. */
  readonly #crcs: Uint32Array | undefined;
  readonly #range: ByteRange;
  #position: number;
  #reading: Promise<unknown> = Promise.resolve();
  #first: Buffer | undefined;
  #closed: Promise<void> | undefined;

  private constructor(
    file: FileHandle,
    blob: { name: string; sizeBytes: number; crcs: Uint32Array | undefined },
    range: ByteRange,
  ) {
    this.#file = file;
    this.#name = blob.name;
    this.#sizeBytes = blob.sizeBytes;
    this.#crcs = blob.crcs;
    this.#range = range;
    this.#position = range.start;
  }

  /**
   * Bytes `range.start` to `range.end`, both inclusive, of a blob of this size. The first chunk is read and checked now:
   * what is damaged there, missing or of another size is then known before an answer begins.
   */
  static async open(path: string, sizeBytes: number, range: ByteRange): Promise<BlobReader> {
    const name = basename(path);
    const file = await open(path, "r");
    try {
      const crcs = await readCrcs(file, { name, sizeBytes });
      const reader = new BlobReader(file, { name, sizeBytes, crcs }, range);
      reader.#first = await reader.#readChunk(Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, sizeBytes)));
      return reader;
    } catch (failure) {
      await file.close().catch(() => {});
      throw failure;
    }
  }

  get hasChecksums(): boolean {
    return this.#crcs !== undefined;
  }

  read(buffer: Buffer): Promise<Buffer | undefined> {
    const first = this.#first;
    this.#first = undefined;
    if (first) return Promise.resolve(first);
    const reading = this.#readChunk(buffer);
    this.#reading = reading;
    return reading;
  }

  close(): Promise<void> {
    // A handle must not be closed, and its number be given to another file, while a read is on its way.
    this.#closed ??= this.#reading.then(
      () => this.#file.close(),
      () => this.#file.close(),
    );
    return this.#closed;
  }

  /** The whole chunk is read and checked although only a piece of it may be wanted. */
  async #readChunk(buffer: Buffer): Promise<Buffer | undefined> {
    if (this.#position > this.#range.end) return undefined;
    const index = Math.floor(this.#position / CHUNK_BYTES);
    const from = index * CHUNK_BYTES;
    const length = Math.min(CHUNK_BYTES, this.#sizeBytes - from);
    const chunk = await readFully(this.#file, buffer, { length, position: from });
    if (chunk.length < length) throw new DamagedBlob(this.#name, "it is cut short");
    if (this.#crcs && crc32(chunk) !== this.#crcs[index])
      throw new DamagedBlob(this.#name, `the bytes from ${from} are not those that were stored`);
    const wanted = chunk.subarray(this.#position - from, this.#range.end - from + 1);
    this.#position = from + length;
    return wanted;
  }
}

/** Throws {@link DamagedBlob} when the file is not one of a blob of this size, or its trailer is not what was written. */
async function readCrcs(
  file: FileHandle,
  { name, sizeBytes }: { name: string; sizeBytes: number },
): Promise<Uint32Array | undefined> {
  const { size } = await file.stat();
  if (size === sizeBytes) return undefined;
  const length = trailerBytes(sizeBytes);
  if (size !== sizeBytes + length)
    throw new DamagedBlob(name, `its file has ${size} bytes, where ${sizeBytes + length} belong`);
  const crcs = readTrailer(await readFully(file, Buffer.allocUnsafe(length), { length, position: sizeBytes }));
  if (!crcs) throw new DamagedBlob(name, "its checksums are not those that were stored");
  return crcs;
}

/** Shorter than asked for only at the end of the file. */
async function readFully(
  file: FileHandle,
  buffer: Buffer,
  { length, position }: { length: number; position: number },
): Promise<Buffer> {
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
