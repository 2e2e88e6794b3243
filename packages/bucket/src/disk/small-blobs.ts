// Bytes of a few KiB lie in the index itself: one commit, shared with others, brings them and their row to the disk,
// where a file of their own would wait for three. They come and go in the very change that names them.
import { crc32 } from "node:zlib";
import { DamagedBlob } from "./blob-format.ts";
import type { Database } from "./database.ts";

/** Above this the bytes are a file. */
export const SMALL_BYTES = 16 * 1024;
const PREFIX = "s";

export const isSmallBlob = (name: string): boolean => name.startsWith(PREFIX);
const idOf = (name: string): number => Number(name.slice(PREFIX.length));

export class SmallBlobs {
  readonly #database: Database;
  /** Bytes whose row is not written yet. */
  readonly #staged = new Map<string, Uint8Array>();
  #nextId: number;

  constructor(database: Database) {
    this.#database = database;
    this.#nextId = ((database.get("SELECT max(id) AS id FROM smallBlobs")?.id as number | null) ?? 0) + 1;
  }

  /** Holds the bytes until a change names them, or until `unstage`. Returns their name. */
  stage(bytes: Uint8Array): string {
    const name = `${PREFIX}${this.#nextId++}`;
    this.#staged.set(name, bytes);
    return name;
  }

  unstage(name: string): void {
    this.#staged.delete(name);
  }

  /** Writes the bytes if they are held. Only inside a change, that of the row which names them. */
  insertNow(name: string): void {
    const bytes = this.#staged.get(name);
    if (!bytes) return;
    this.#database.run("INSERT INTO smallBlobs VALUES (?, ?, ?)", idOf(name), bytes, crc32(bytes));
    this.#staged.delete(name);
  }

  /** Only inside a change, that of the row which named them. Names of files are passed over. */
  deleteNow(names: readonly string[]): void {
    for (const name of names)
      if (isSmallBlob(name)) this.#database.run("DELETE FROM smallBlobs WHERE id = ?", idOf(name));
  }

  /** Throws {@link DamagedBlob} when they are not what was stored. */
  read(blob: { readonly name: string; readonly sizeBytes: number }): Buffer {
    const row = this.#database.get("SELECT bytes, crc FROM smallBlobs WHERE id = ?", idOf(blob.name));
    if (!row) throw new DamagedBlob(blob.name, "it is missing from the index");
    const { buffer, byteOffset, byteLength } = row.bytes as Uint8Array<ArrayBuffer>;
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    if (byteLength !== blob.sizeBytes || crc32(bytes) !== row.crc)
      throw new DamagedBlob(blob.name, "its bytes in the index are not those that were stored");
    return bytes;
  }
}
