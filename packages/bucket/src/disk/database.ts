// The file that says what the bucket holds. One process has it, one connection, and every change waits for the disk.
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { BucketError } from "../errors.ts";

/** What this program writes. A file with a higher number belongs to a newer program and is left alone. */
export const INDEX_VERSION = 1;
/** How long to wait for another process that is just closing the file. */
const LOCK_WAIT_MILLISECONDS = 2_000;

const SCHEMA = `
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
`;

type Parameter = string | number | null;
export type Row = Record<string, unknown>;

interface PendingChange {
  run(): void;
  settle(failure?: unknown): void;
}

export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #pending: PendingChange[] = [];

  private constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  /** Opens or makes the file, and holds it alone until `close`. Throws {@link BucketError}. */
  static open(file: string): Database {
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
      if (version === 0) connection.exec(`${SCHEMA} PRAGMA user_version = ${INDEX_VERSION};`);
      connection.exec("COMMIT");
      return new Database(connection);
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
    return Number(this.#prepare(sql).run(...parameters).changes);
  }

  /**
   * Runs a change and resolves once it is on the disk. Changes that arrive together share one commit, so that they
   * share its wait for the disk; each is alone in failing.
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

  /** Changes still waiting are committed first. */
  close(): void {
    this.#commitPending();
    this.#connection.close();
  }

  #commitPending(): void {
    const changes = this.#pending;
    this.#pending = [];
    if (changes.length === 0) return;
    const failures = new Map<PendingChange, unknown>();
    try {
      this.#connection.exec("BEGIN IMMEDIATE");
      for (const change of changes) {
        this.#connection.exec("SAVEPOINT change");
        try {
          change.run();
        } catch (failure) {
          failures.set(change, failure ?? new Error("A change failed without saying why"));
          this.#connection.exec("ROLLBACK TO change");
        }
        this.#connection.exec("RELEASE change");
      }
      this.#connection.exec("COMMIT");
    } catch (failure) {
      if (this.#connection.isTransaction) this.#connection.exec("ROLLBACK");
      for (const change of changes) change.settle(failures.get(change) ?? failure);
      return;
    }
    for (const change of changes) change.settle(failures.get(change));
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
  return new BucketError(
    "index_unusable",
    `Cannot open the index ${file}: ${message}. Restore it from a copy, or move it away.`,
    {
      cause,
    },
  );
}
