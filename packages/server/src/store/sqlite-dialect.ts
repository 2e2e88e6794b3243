import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";

/** How long a query waits for another process, or another server in this one, to end its transaction. */
const BUSY_TIMEOUT_MILLISECONDS = 10_000;
const MOST_CACHED_STATEMENTS = 200;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && ((error.errcode as number) & 0xff) === 5;

/**
 * Kysely over `node:sqlite`. Kysely hands out the one connection to one transaction or query at a time.
 * Waiting for a lock is done here, between tries, and not inside SQLite: its own wait would stop the whole process,
 * and with it the transaction that is waited for when that one runs in the same process.
 */
export function createSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => createDriver(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

function createDriver(database: DatabaseSync): Driver {
  const connection = createConnection(database);
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    // IMMEDIATE: the write lock is taken before the first read, so that no transaction has to be lost at its first write.
    beginTransaction: async () => void (await connection.executeQuery(CompiledQuery.raw("begin immediate"))),
    commitTransaction: async () => void (await connection.executeQuery(CompiledQuery.raw("commit"))),
    rollbackTransaction: async () => {
      if (database.isTransaction) await connection.executeQuery(CompiledQuery.raw("rollback"));
    },
    releaseConnection: async () => {},
    destroy: async () => database.close(),
  };
}

function createConnection(database: DatabaseSync): DatabaseConnection {
  const statements = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    const known = statements.get(text);
    if (known) return known;
    if (statements.size >= MOST_CACHED_STATEMENTS) statements.clear();
    const statement = database.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  const run = <R>(query: CompiledQuery): QueryResult<R> => {
    const statement = prepare(query.sql);
    const parameters = query.parameters as readonly SQLInputValue[];
    if (statement.columns().length > 0) return { rows: statement.all(...parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  };
  return {
    executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      const endAt = performance.now() + BUSY_TIMEOUT_MILLISECONDS;
      for (let tries = 0; ; tries++)
        try {
          return run<R>(query);
        } catch (error) {
          if (!isBusy(error) || performance.now() > endAt) throw error;
          await sleep(Math.min(1 + tries, 20));
        }
    },
    // biome-ignore lint/correctness/useYield: the interface asks for an iterator, and nothing here streams
    streamQuery: async function* () {
      throw new Error("Cannot stream rows: node:sqlite answers whole results");
    },
  };
}
