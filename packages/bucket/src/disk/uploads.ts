// Rows of multipart uploads and their parts.
import { randomBytes } from "node:crypto";
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "../checksums.ts";
import { refuse } from "../errors.ts";
import type { Tags } from "../settings/tags.ts";
import type { Database, Row } from "./database.ts";
import { endOfPrefix } from "./key-order.ts";
import {
  type Blob,
  type Objects,
  readTagsColumn,
  type StoredObject,
  toTagsColumn,
  type WriteCondition,
} from "./objects.ts";
import type { SmallBlobs } from "./small-blobs.ts";

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiatedAt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
  readonly checksumType?: ChecksumType | undefined;
}

export interface Part {
  readonly number: number;
  readonly blob: Blob;
  readonly etag: string;
  readonly checksum?: Checksum | undefined;
  readonly lastModifiedAt: number;
}

export class Uploads {
  readonly #database: Database;
  readonly #objects: Objects;
  readonly #small: SmallBlobs;

  constructor(database: Database, { objects, small }: { objects: Objects; small: SmallBlobs }) {
    this.#database = database;
    this.#objects = objects;
    this.#small = small;
  }

  create(upload: Omit<Upload, "id">): Promise<string> {
    const id = randomBytes(24).toString("base64url");
    return this.#database.write(() => {
      this.#database.run(
        `INSERT INTO uploads (id, bucket, key, initiatedAt, headers, metadata, checksumAlgorithm, checksumType, tags)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        id,
        upload.bucket,
        upload.key,
        upload.initiatedAt,
        JSON.stringify(upload.headers),
        JSON.stringify(upload.metadata),
        upload.checksumAlgorithm ?? null,
        upload.checksumType ?? null,
        toTagsColumn(upload.tags),
      );
      return id;
    });
  }

  /** The upload of this id, when it is for this key. */
  find(bucket: string, key: string, id: string): Upload | undefined {
    const row = this.#database.get("SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?", id, bucket, key);
    return row && toUpload(row);
  }

  /** At most `limit` uploads under `prefix` after this key, or after this upload of the key; by key, then by id. */
  list(bucket: string, range: { prefix: string; after: string; afterId?: string; limit: number }): Upload[] {
    const rows = this.#database.all(
      `SELECT * FROM uploads WHERE bucket = ? AND (key, id) > (?, ?) AND key >= ? AND key <= ? ORDER BY key, id LIMIT ?`,
      bucket,
      range.after,
      // No id is above this, so without one the whole key is passed over.
      range.afterId ?? endOfPrefix(""),
      range.prefix,
      endOfPrefix(range.prefix),
      range.limit,
    );
    return rows.map(toUpload);
  }

  /** Stores a part, in place of one with its number. Resolves with the blobs replaced; refuses when the upload is gone. */
  putPart(upload: Upload, part: Part): Promise<string[]> {
    return this.#database.write(() => {
      this.#mustExist(upload);
      const replaced = this.#database.all(
        "SELECT blob FROM parts WHERE uploadId = ? AND number = ?",
        upload.id,
        part.number,
      );
      this.#database.run(
        "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?)",
        upload.id,
        part.number,
        part.blob.name,
        part.blob.sizeBytes,
        part.etag,
        part.checksum ? JSON.stringify(part.checksum) : null,
        part.lastModifiedAt,
      );
      const names = replaced.map((row) => row.blob as string);
      this.#small.insertNow(part.blob.name);
      this.#small.deleteNow(names);
      return names;
    });
  }

  listParts(upload: Upload, range: { after: number; limit: number }): Part[] {
    const rows = this.#database.all(
      "SELECT * FROM parts WHERE uploadId = ? AND number > ? ORDER BY number LIMIT ?",
      upload.id,
      range.after,
      range.limit,
    );
    return rows.map((row) => ({
      number: row.number as number,
      blob: { name: row.blob as string, sizeBytes: row.sizeBytes as number },
      etag: row.etag as string,
      checksum: row.checksum === null ? undefined : JSON.parse(row.checksum as string),
      lastModifiedAt: row.lastModifiedAt as number,
    }));
  }

  /**
   * Makes the object of its parts and ends the upload, in one change. `assemble` gets the parts as they are in that
   * moment and may refuse. Resolves with the blobs that nothing names any more.
   */
  complete(
    upload: Upload,
    condition: WriteCondition,
    assemble: (parts: Part[]) => StoredObject,
  ): Promise<{ object: StoredObject; unused: string[] }> {
    return this.#database.write(() => {
      this.#mustExist(upload);
      const parts = this.listParts(upload, { after: 0, limit: -1 });
      const object = assemble(parts);
      const replaced = this.#objects.putNow(upload.bucket, object, condition);
      this.#database.run("DELETE FROM uploads WHERE id = ?", upload.id);
      const used = new Set(object.blobs.map((blob) => blob.name));
      const leftOver = parts.map((part) => part.blob.name).filter((name) => !used.has(name));
      this.#small.deleteNow(leftOver);
      return { object, unused: [...replaced, ...leftOver] };
    });
  }

  /** Ends the upload. Resolves with the blobs of its parts. */
  abort(upload: Upload): Promise<string[]> {
    return this.#database.write(() => {
      this.#mustExist(upload);
      return this.#abortNow(upload);
    });
  }

  /** The same, but resolves with undefined when the upload has ended meanwhile. */
  abortIfOpen(upload: Upload, isMeant: () => boolean): Promise<string[] | undefined> {
    return this.#database.write(() =>
      isMeant() && this.find(upload.bucket, upload.key, upload.id) ? this.#abortNow(upload) : undefined,
    );
  }

  #abortNow(upload: Upload): string[] {
    const parts = this.listParts(upload, { after: 0, limit: -1 });
    this.#database.run("DELETE FROM uploads WHERE id = ?", upload.id);
    const names = parts.map((part) => part.blob.name);
    this.#small.deleteNow(names);
    return names;
  }

  #mustExist(upload: Upload): void {
    if (!this.find(upload.bucket, upload.key, upload.id)) throw refuse("NoSuchUpload");
  }
}

function toUpload(row: Row): Upload {
  return {
    id: row.id as string,
    bucket: row.bucket as string,
    key: row.key as string,
    initiatedAt: row.initiatedAt as number,
    headers: JSON.parse(row.headers as string),
    metadata: JSON.parse(row.metadata as string),
    tags: readTagsColumn(row),
    checksumAlgorithm: (row.checksumAlgorithm as ChecksumAlgorithm | null) ?? undefined,
    checksumType: (row.checksumType as ChecksumType | null) ?? undefined,
  };
}
