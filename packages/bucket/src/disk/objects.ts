// Rows of objects.
import type { Checksum } from "../checksums.ts";
import { refuse } from "../errors.ts";
import type { Tags } from "../settings/tags.ts";
import type { Database, Row } from "./database.ts";
import { endOfPrefix } from "./key-order.ts";
import type { SmallBlobs } from "./small-blobs.ts";

/** Bytes that an object, or a part, consists of: a file, or small and in the index. */
export interface Blob {
  readonly name: string;
  readonly sizeBytes: number;
  /** Of the part that it was uploaded as, in base64, by the algorithm of its object. */
  readonly checksum?: string | undefined;
}

export interface ObjectFacts {
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly lastModifiedAt: number;
  readonly checksum?: Checksum | undefined;
}

export interface StoredObject extends ObjectFacts {
  /** Of `content-type` and the like, names in lower case, values as they came over the wire. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names in lower case without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly blobs: readonly Blob[];
}

/** What must hold of the object that the key has now, checked in the transaction that replaces it. */
export interface WriteCondition {
  readonly createOnly?: boolean | undefined;
  /** Value of an If-Match header. */
  readonly ifMatch?: string | undefined;
}

export class Objects {
  readonly #database: Database;
  readonly #small: SmallBlobs;

  constructor(database: Database, small: SmallBlobs) {
    this.#database = database;
    this.#small = small;
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const row = this.#database.get("SELECT * FROM objects WHERE bucket = ? AND key = ?", bucket, key);
    if (!row) return undefined;
    return {
      ...toFacts(row),
      headers: JSON.parse(row.headers as string),
      metadata: JSON.parse(row.metadata as string),
      tags: readTagsColumn(row),
      blobs: this.#blobsOf(row.id as number),
    };
  }

  /** Stores the object in place of the one that the key has. Resolves with the names of the blobs that it replaced. */
  put(bucket: string, object: StoredObject, condition: WriteCondition): Promise<string[]> {
    return this.#database.write(() => this.putNow(bucket, object, condition));
  }

  /** The same, inside a change that runs already. */
  putNow(bucket: string, object: StoredObject, condition: WriteCondition): string[] {
    checkWriteCondition(this.#etagOf(bucket, object.key), condition);
    // The bucket may have been removed while the bytes came.
    if (!this.#database.get("SELECT 1 FROM buckets WHERE name = ?", bucket))
      throw refuse("NoSuchBucket", undefined, { BucketName: bucket });
    const replaced = this.deleteNow(bucket, object.key);
    const { id } = this.#database.get(
      `INSERT INTO objects (bucket, key, etag, sizeBytes, lastModifiedAt, headers, metadata, checksum, tags)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      bucket,
      object.key,
      object.etag,
      object.sizeBytes,
      object.lastModifiedAt,
      JSON.stringify(object.headers),
      JSON.stringify(object.metadata),
      object.checksum ? JSON.stringify(object.checksum) : null,
      toTagsColumn(object.tags),
    ) as { id: number };
    this.#insertBlobs(id, object.blobs);
    return replaced;
  }

  /** In one statement: ten thousand of them one after the other would keep everybody waiting. */
  #insertBlobs(objectId: number, blobs: readonly Blob[]): void {
    const [only, ...others] = blobs;
    if (only && others.length === 0)
      this.#database.run(
        "INSERT INTO objectBlobs (objectId, position, blob, sizeBytes, checksum) VALUES (?, 0, ?, ?, ?)",
        objectId,
        only.name,
        only.sizeBytes,
        only.checksum ?? null,
      );
    else if (only)
      this.#database.run(
        `INSERT INTO objectBlobs (objectId, position, blob, sizeBytes, checksum)
         SELECT ?, key, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`,
        objectId,
        JSON.stringify(blobs.map(({ name, sizeBytes, checksum = null }) => [name, sizeBytes, checksum])),
      );
    for (const { name } of blobs) this.#small.insertNow(name);
  }

  /** Removes the object, if there is one. Resolves with the names of its blobs, whose bytes nobody names any more. */
  delete(bucket: string, key: string, condition: WriteCondition): Promise<string[]> {
    return this.#database.write(() => {
      checkWriteCondition(this.#etagOf(bucket, key), condition);
      return this.deleteNow(bucket, key);
    });
  }

  /**
   * Removes the object if it is the one that these facts are of and has tags that the caller means. Resolves with its
   * blobs, or with undefined when it stays.
   */
  async deleteUnchanged(
    bucket: string,
    facts: ObjectFacts,
    isMeant: (tags: Tags) => boolean,
  ): Promise<string[] | undefined> {
    const isSame = () => {
      const row = this.#database.get(
        "SELECT etag, lastModifiedAt, tags FROM objects WHERE bucket = ? AND key = ?",
        bucket,
        facts.key,
      );
      return row?.etag === facts.etag && row.lastModifiedAt === facts.lastModifiedAt && isMeant(readTagsColumn(row));
    };
    // Asked before as well, so that what stays costs no transaction.
    if (!isSame()) return undefined;
    return this.#database.write(() => (isSame() ? this.deleteNow(bucket, facts.key) : undefined));
  }

  deleteNow(bucket: string, key: string): string[] {
    const row = this.#database.get("SELECT id FROM objects WHERE bucket = ? AND key = ?", bucket, key);
    if (!row) return [];
    const names = this.#blobsOf(row.id as number).map((blob) => blob.name);
    this.#database.run("DELETE FROM objects WHERE id = ?", row.id as number);
    this.#small.deleteNow(names);
    return names;
  }

  /** Replaces the tags. Resolves with whether the object was there. */
  putTags(bucket: string, key: string, tags: Tags): Promise<boolean> {
    return this.#database.write(
      () =>
        this.#database.run(
          "UPDATE objects SET tags = ? WHERE bucket = ? AND key = ?",
          toTagsColumn(tags),
          bucket,
          key,
        ) > 0,
    );
  }

  /** At most `limit` objects whose keys begin with `prefix` and come after `after`, in the order of their UTF-8 bytes. */
  list(bucket: string, range: { prefix: string; after: string; limit: number }): ObjectFacts[] {
    const rows = this.#database.all(
      `SELECT key, etag, sizeBytes, lastModifiedAt, checksum FROM objects
       WHERE bucket = ? AND key > ? AND key >= ? AND key <= ? ORDER BY key LIMIT ?`,
      bucket,
      range.after,
      range.prefix,
      endOfPrefix(range.prefix),
      range.limit,
    );
    return rows.map(toFacts);
  }

  /** Every blob that a row names, of objects and of parts. */
  listBlobNames(): Set<string> {
    const rows = this.#database.all("SELECT blob FROM objectBlobs UNION ALL SELECT blob FROM parts");
    return new Set(rows.map((row) => row.blob as string));
  }

  #etagOf(bucket: string, key: string): string | undefined {
    return this.#database.get("SELECT etag FROM objects WHERE bucket = ? AND key = ?", bucket, key)?.etag as
      | string
      | undefined;
  }

  #blobsOf(objectId: number): Blob[] {
    const rows = this.#database.all(
      "SELECT blob, sizeBytes, checksum FROM objectBlobs WHERE objectId = ? ORDER BY position",
      objectId,
    );
    return rows.map((row) => ({
      name: row.blob as string,
      sizeBytes: row.sizeBytes as number,
      checksum: (row.checksum as string | null) ?? undefined,
    }));
  }
}

function toFacts(row: Row): ObjectFacts {
  return {
    key: row.key as string,
    etag: row.etag as string,
    sizeBytes: row.sizeBytes as number,
    lastModifiedAt: row.lastModifiedAt as number,
    checksum: row.checksum === null ? undefined : JSON.parse(row.checksum as string),
  };
}

export const readTagsColumn = ({ tags }: Row): Tags => (tags === null ? [] : JSON.parse(tags as string));

/** No tags are no column: most objects have none. */
export const toTagsColumn = (tags: Tags): string | null => (tags.length === 0 ? null : JSON.stringify(tags));

/** Whether an If-Match or If-None-Match value names this ETag (without quotes). */
export const matchesEtag = (header: string, etag: string): boolean =>
  header.split(",").some((candidate) => {
    const value = candidate.trim();
    return value === "*" || value.replace(/^W\//, "").replace(/^"(.*)"$/, "$1") === etag;
  });

/** Throws the refusal of a write whose condition does not hold for the object that is there, if any. */
export function checkWriteCondition(etag: string | undefined, { createOnly, ifMatch }: WriteCondition): void {
  if (createOnly && etag !== undefined) throw refuse("PreconditionFailed", undefined, { Condition: "If-None-Match" });
  if (ifMatch === undefined) return;
  if (etag === undefined) throw refuse("NoSuchKey");
  if (!matchesEtag(ifMatch, etag)) throw refuse("PreconditionFailed", undefined, { Condition: "If-Match" });
}
