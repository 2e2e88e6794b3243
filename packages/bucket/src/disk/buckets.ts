// Rows of buckets and of what is configured for each.
import { refuse } from "../errors.ts";
import type { BucketSettings } from "../settings/settings.ts";
import type { Database } from "./database.ts";
import type { SmallBlobs } from "./small-blobs.ts";

export class Buckets {
  readonly #database: Database;
  readonly #small: SmallBlobs;
  /** As committed. Few and small, and asked for with every request. */
  readonly #settings = new Map<string, Partial<BucketSettings>>();
  /** Likewise. */
  readonly #names: Set<string>;

  constructor(database: Database, small: SmallBlobs) {
    this.#database = database;
    this.#small = small;
    this.#names = new Set(database.all("SELECT name FROM buckets").map((row) => row.name as string));
    for (const row of database.all("SELECT bucket, name, value FROM bucketSettings"))
      this.#keep(row.bucket as string, row.name as keyof BucketSettings, JSON.parse(row.value as string));
  }

  list(): { name: string; createdAt: number }[] {
    return this.#database.all("SELECT name, createdAt FROM buckets ORDER BY name") as never;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Resolves with whether it is new. */
  async create(name: string, now: Date): Promise<boolean> {
    const isNew = await this.#database.write(
      () => this.#database.run("INSERT INTO buckets VALUES (?, ?) ON CONFLICT DO NOTHING", name, now.getTime()) > 0,
    );
    this.#names.add(name);
    return isNew;
  }

  /**
   * Removes an empty bucket with its settings and its open uploads. Resolves with the blobs of their parts. Refuses with
   * BucketNotEmpty while it has an object.
   */
  async delete(name: string): Promise<string[]> {
    const unused = await this.#database.write(() => {
      if (this.#database.get("SELECT 1 FROM objects WHERE bucket = ? LIMIT 1", name))
        throw refuse("BucketNotEmpty", undefined, { BucketName: name });
      const parts = this.#database.all(
        "SELECT blob FROM parts WHERE uploadId IN (SELECT id FROM uploads WHERE bucket = ?)",
        name,
      );
      this.#database.run("DELETE FROM uploads WHERE bucket = ?", name);
      if (this.#database.run("DELETE FROM buckets WHERE name = ?", name) === 0)
        throw refuse("NoSuchBucket", undefined, { BucketName: name });
      const names = parts.map((row) => row.blob as string);
      this.#small.deleteNow(names);
      return names;
    });
    this.#names.delete(name);
    this.#settings.delete(name);
    return unused;
  }

  getSetting<K extends keyof BucketSettings>(bucket: string, name: K): BucketSettings[K] | undefined {
    return this.#settings.get(bucket)?.[name];
  }

  async putSetting<K extends keyof BucketSettings>(bucket: string, name: K, value: BucketSettings[K]): Promise<void> {
    await this.#database.write(() => {
      this.#mustExist(bucket);
      this.#database.run("INSERT OR REPLACE INTO bucketSettings VALUES (?, ?, ?)", bucket, name, JSON.stringify(value));
    });
    this.#keep(bucket, name, value);
  }

  async deleteSetting(bucket: string, name: keyof BucketSettings): Promise<void> {
    await this.#database.write(() => {
      this.#mustExist(bucket);
      this.#database.run("DELETE FROM bucketSettings WHERE bucket = ? AND name = ?", bucket, name);
    });
    this.#keep(bucket, name, undefined);
  }

  #keep<K extends keyof BucketSettings>(bucket: string, name: K, value: BucketSettings[K] | undefined): void {
    const settings = this.#settings.get(bucket) ?? {};
    if (value === undefined) delete settings[name];
    else settings[name] = value;
    this.#settings.set(bucket, settings);
  }

  /** Another request may have removed the bucket meanwhile. */
  #mustExist(name: string): void {
    if (!this.#database.get("SELECT 1 FROM buckets WHERE name = ?", name))
      throw refuse("NoSuchBucket", undefined, { BucketName: name });
  }
}
