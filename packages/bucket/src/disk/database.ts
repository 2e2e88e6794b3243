// The file that says what the bucket holds. One process has it, one connection, and every change waits for the disk.
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { BucketError, isDiskFull, refuse } from "../errors.ts";

/** How long to wait for another process that is just closing the file. */
const LOCK_WAIT_MILLISECONDS = 2_000;

/** Each brings the index from the version of its place in this list to the next. What was released is never changed. */
const MIGRATIONS: readonly string[] = [
  `
    CREATE TABLE buckets (name TEXT PRIMARY KEY, createdAt INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE objects (
      id INTEGER PRIMARY KEY, bucket TEXT NOT NULL REFERENCES buckets (name), key TEXT NOT NULL,
      etag TEXT NOT NULL, sizeBytes INTEGER NOT NULL, lastModifiedAt INTEGER NOT NULL,
      headers TEXT NOT NULL, metadata TEXT NOT NULL, checksum TEXT, UNIQUE (bucket, key)) STRICT;
    CREATE TABLE objectBlobs (
      objectId INTEGER NOT NULL REFERENCES objects (id) ON DELETE CASCADE, position INTEGER NOT NULL,
      blob TEXT NOT NULL, sizeBytes INTEGER NOT NULL, PRIMARY KEY (objectId, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE uploads (
      id TEXT PRIMARY KEY, bucket TEXT NOT NULL REFERENCES buckets (name), key TEXT NOT NULL, initiatedAt INTEGER NOT NULL,
      headers TEXT NOT NULL, metadata TEXT NOT NULL, checksumAlgorithm TEXT, checksumType TEXT) STRICT, WITHOUT ROWID;
    CREATE INDEX uploadsByKey ON uploads (bucket, key, id);
    CREATE TABLE parts (
      uploadId TEXT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE, number INTEGER NOT NULL, blob TEXT NOT NULL,
      sizeBytes INTEGER NOT NULL, etag TEXT NOT NULL, checksum TEXT, lastModifiedAt INTEGER NOT NULL,
      PRIMARY KEY (uploadId, number)) STRICT, WITHOUT ROWID;
  `,
  // Which folder this index belongs to.
  `
    CREATE TABLE folder (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    INSERT INTO folder VALUES (lower(hex(randomblob(16))));
  `,
  // Tags, checksums of the parts that an object was made of, and what is configured for a whole bucket.
  `
    ALTER TABLE objects ADD COLUMN tags TEXT;
    ALTER TABLE uploads ADD COLUMN tags TEXT;
    ALTER TABLE objectBlobs ADD COLUMN checksum TEXT;
    CREATE TABLE bucketSettings (
      bucket TEXT NOT NULL REFERENCES buckets (name) ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (bucket, name)) STRICT, WITHOUT ROWID;
  `,
  // Bytes of small blobs, and the CRC-32 that they are checked with.
  "CREATE TABLE smallBlobs (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;",
];
/** What this program writes. A file with a higher number belongs to a newer program and is left alone. */
export const INDEX_VERSION = MIGRATIONS.length;
/** The version that gave the index its id. */
const FIRST_VERSION_WITH_ID = 2;

type Parameter = string | number | Uint8Array | null;
export type Row = Record<string, unknown>;

interface PendingChange {
  run(): void;
  settle(failure?: unknown): void;
}

export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #pending: PendingChange[] = [];
  #changedRows = 0;
  #afterNextCommit: (() => void)[] = [];
  /** Set by a commit of which nobody knows whether it is on the disk. */
  #broken: Error | undefined;
  /** Random, of this index alone; new when this opening made it. */
  readonly identity: { readonly id: string; readonly isNew: boolean };

  private constructor(connection: DatabaseSync, isNew: boolean) {
    this.#connection = connection;
    this.identity = { id: this.get("SELECT id FROM folder")?.id as string, isNew };
  }

  /**
   * Opens or makes the file, and holds it alone until `close`. Throws {@link BucketError}. To look only: what brings an older
   * version to this one is taken back at the end, and nothing can be written.
   */
  static open(file: string, { toLook = false }: { toLook?: boolean } = {}): Database {
    let connection: DatabaseSync | undefined;
    try {
      connection = new DatabaseSync(file);
      // The exclusive mode is the lock of the whole folder: the kernel frees it however the process ends.
      connection.exec(`
        PRAGMA busy_timeout = ${LOCK_WAIT_MILLISECONDS};
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
      `);
      connection.exec("BEGIN IMMEDIATE");
      const { user_version: version } = connection.prepare("PRAGMA user_version").get() as { user_version: number };
      if (version > INDEX_VERSION)
        throw new BucketError(
          "index_newer",
          `${file} was written by a newer version (format ${version}, this program reads ${INDEX_VERSION}). Update this program, or give it another folder.`,
        );
      // Nothing is written without need: a full disk must not keep a bucket from its start.
      if (version < INDEX_VERSION)
        connection.exec(`${MIGRATIONS.slice(version).join("")}; PRAGMA user_version = ${INDEX_VERSION}`);
      // Closing takes back what was not committed.
      if (!toLook) connection.exec("COMMIT");
      return new Database(connection, version < FIRST_VERSION_WITH_ID);
    } catch (cause) {
      connection?.close();
      throw toBucketError(file, cause);
    }
  }

  all(sql: string, ...parameters: Parameter[]): Row[] {
    return this.#prepare(sql).all(...parameters) as Row[];
  }

  get(sql: string, ...parameters: Parameter[]): Row | undefined {
    return this.#prepare(sql).get(...parameters) as Row | undefined;
  }

  /** Changes rows. Only inside the function that `write` runs. Returns how many rows changed. */
  run(sql: string, ...parameters: Parameter[]): number {
    const changes = Number(this.#prepare(sql).run(...parameters).changes);
    this.#changedRows += changes;
    return changes;
  }

  /**
   * Runs a change and resolves once it is on the disk. Changes that arrive together share one commit, so that they
   * share its wait for the disk; each is alone in failing. After a commit that failed at the disk every change is refused
   * with ServiceUnavailable until the file is opened again: the kernel may have dropped the pages that it could not
   * write, so a later commit could succeed upon a hole.
   */
  write<T>(change: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: T;
      if (this.#pending.length === 0) setImmediate(() => this.#commitPending());
      this.#pending.push({
        run: () => {
          result = change();
        },
        settle: (failure) => (failure === undefined ? resolve(result) : reject(failure)),
      });
    });
  }

  /**
   * Runs the function once a later commit has succeeded: from then on a commit that failed before cannot come back.
   * Until then, recovery after a crash might still find it whole in the log.
   */
  afterNextCommit(run: () => void): void {
    this.#afterNextCommit.push(run);
  }

  /** Changes still waiting are committed first. */
  close(): void {
    this.#commitPending();
    this.#connection.close();
  }

  #commitPending(): void {
    const changes = this.#pending;
    this.#pending = [];
    if (changes.length === 0) return;
    if (this.#broken) {
      for (const change of changes) change.settle(refuse("ServiceUnavailable", undefined, undefined, this.#broken));
      return;
    }
    const failures = new Map<PendingChange, unknown>();
    this.#changedRows = 0;
    try {
      this.#connection.exec("BEGIN IMMEDIATE");
      for (const change of changes) {
        this.#connection.exec("SAVEPOINT change");
        try {
          change.run();
        } catch (failure) {
          // Some failures of the disk end the whole transaction.
          if (!this.#connection.isTransaction) throw failure;
          failures.set(change, failure ?? new Error("A change failed without saying why"));
          this.#connection.exec("ROLLBACK TO change");
        }
        this.#connection.exec("RELEASE change");
      }
      this.#connection.exec("COMMIT");
    } catch (failure) {
      this.#recover(failure as Error);
      for (const change of changes) change.settle(failures.get(change) ?? failure);
      return;
    }
    for (const change of changes) change.settle(failures.get(change));
    // A commit without changes writes nothing, so it covers nothing either.
    if (this.#changedRows > 0) for (const run of this.#afterNextCommit.splice(0)) run();
  }

  #recover(failure: Error): void {
    // A full disk is the one failure that goes away by itself: nothing was written that a later commit would build upon.
    let broken = !isDiskFull(failure);
    try {
      if (this.#connection.isTransaction) this.#connection.exec("ROLLBACK");
    } catch {
      broken = true;
    }
    if (broken)
      this.#broken = new Error(
        `The index could not be written (${failure.message}), so this endpoint only reads from now on. Look after the disk, then start it again.`,
        { cause: failure },
      );
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

const SQLITE_BUSY = 5;

function toBucketError(file: string, cause: unknown): BucketError {
  if (cause instanceof BucketError) return cause;
  const { errcode, message } = cause as { errcode?: number; message: string };
  if (errcode === SQLITE_BUSY)
    return new BucketError(
      "folder_in_use",
      `${file} is in use by another process. Stop that one, or give this one another folder.`,
      { cause },
    );
  if (isDiskFull(cause))
    return new BucketError(
      "folder_unusable",
      `The disk is full, and ${file} needs some room to be opened. Free some space and start again: nothing is wrong with the index.`,
      { cause },
    );
  return new BucketError(
    "index_unusable",
    `Cannot open the index ${file}: ${message}. Restore it from a copy of the same folder, or give this bucket an empty folder: without its index nobody knows whose the bytes in blobs/ are.`,
    { cause },
  );
}
