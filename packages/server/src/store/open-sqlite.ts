import { closeSync, existsSync, fsyncSync, openSync } from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { MIGRATIONS, type Migration, runMigration } from "./migrations.ts";
import type { Db, Tables } from "./schema.ts";
import { createSqliteDialect } from "./sqlite-dialect.ts";

/** Why the database cannot be used, in words for the operator. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly code: "database_newer" | "database_older" | "database_unusable";
  constructor(code: DatabaseError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface OpenOptions {
  /** Path of the database file; created when missing, mode 0600. */
  readonly file: string;
  /** Epoch milliseconds, written beside each migration. */
  readonly now: number;
  /** Default: all of them. Tests give shorter or longer lists. */
  readonly migrations?: readonly Migration[] | undefined;
  /** Default true. False for whoever works beside a server that may be of an older Daypass: the file is taken as it is. */
  readonly mayMigrate?: boolean | undefined;
}

/**
 * Opens the database and brings it to this version. An existing file is copied to `FILE.before-N` first.
 * Throws `DatabaseError` when the file is of a newer Daypass, is not a database, or cannot be written; without
 * `mayMigrate` also when it is of an older one, or not there.
 */
export async function openSqlite({ file, now, migrations = MIGRATIONS, mayMigrate = true }: OpenOptions): Promise<Db> {
  const isNew = !existsSync(file);
  if (isNew && !mayMigrate)
    throw new DatabaseError("database_unusable", `There is no database ${file}: start \`serve\` once, it makes one.`);
  let database: DatabaseSync | undefined;
  try {
    // Made here and not by SQLite, so that it is never readable by others; SQLite gives its side files the same mode.
    if (isNew) closeSync(openSync(file, "a", 0o600));
    database = new DatabaseSync(file, { timeout: 0 });
    // Before anything else: switching to WAL can meet another server that starts on the same file.
    database.exec("pragma busy_timeout = 5000");
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
    database.exec(
      'create table if not exists "migrations" ("number" bigint primary key, "name" text not null, "appliedAt" bigint not null)',
    );
    database.exec("pragma busy_timeout = 0");
    await migrate(database, file, { isNew, now, migrations, mayMigrate });
    return new Kysely<Tables>({ dialect: createSqliteDialect(database) });
  } catch (cause) {
    database?.close();
    if (cause instanceof DatabaseError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError("database_unusable", `Cannot use the database ${file}: ${reason}`, { cause });
  }
}

const readVersion = (database: DatabaseSync): number =>
  Number(database.prepare('select coalesce(max("number"), 0) as "version" from "migrations"').get()!.version);

interface Migrating {
  readonly isNew: boolean;
  readonly now: number;
  readonly migrations: readonly Migration[];
  readonly mayMigrate: boolean;
}

async function migrate(
  database: DatabaseSync,
  file: string,
  { isNew, now, migrations, mayMigrate }: Migrating,
): Promise<void> {
  const version = readVersion(database);
  const newest = migrations.at(-1)?.number ?? 0;
  if (version > newest)
    throw new DatabaseError(
      "database_newer",
      `The database ${file} is of a newer Daypass (its version is ${version}, this one knows ${newest}). ` +
        `Start that newer Daypass, or put back the copy that was made before it changed the database (${file}.before-…).`,
    );
  if (version === newest) return;
  if (!mayMigrate)
    throw new DatabaseError(
      "database_older",
      `The database ${file} is of an older Daypass (its version is ${version}, this one needs ${newest}), and was left as it is: ` +
        "a `serve` of the older one may be running on it. Stop that, start `serve` once with this version, then ask again.",
    );
  if (!isNew && version > 0) await copyBefore(database, file, newest);
  // No `destroy`: the handle goes on to be the server's.
  const db = new Kysely<Tables>({ dialect: createSqliteDialect(database) });
  for (const migration of migrations)
    await db.transaction().execute(async (tx) => {
      // Asked again inside: another server may have been faster.
      const { rows } = await sql`select 1 from "migrations" where "number" = ${migration.number}`.execute(tx);
      if (rows.length === 0) await runMigration(tx, migration, now);
    });
}

async function copyBefore(database: DatabaseSync, file: string, number: number): Promise<void> {
  const copy = `${file}.before-${number}`;
  if (existsSync(copy)) return;
  closeSync(openSync(copy, "ax", 0o600));
  await backup(database, copy);
  const handle = openSync(copy, "r+");
  fsyncSync(handle);
  closeSync(handle);
}
