import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CliError } from "./exit-codes.ts";
import type { ConnectionFacts } from "./serve/connection.ts";

/** Where an instance keeps everything that is its own. */
export interface DataFolder {
  readonly path: string;
  readonly database: string;
  readonly bucket: string;
  readonly instanceKeys: string;
  readonly bucketIdentities: string;
  /** What the last start was told, for the commands that run beside it. No secret. */
  readonly lastStart: string;
  readonly lock: string;
}

const name = (path: string): DataFolder => ({
  path,
  database: join(path, "daypass.sqlite"),
  bucket: join(path, "bucket"),
  instanceKeys: join(path, "instance-keys.json"),
  bucketIdentities: join(path, "bucket-identities.json"),
  lastStart: join(path, "last-start.json"),
  lock: join(path, "lock"),
});

/** Where an instance is when nothing says otherwise. */
export const dataDirOf = (flag: string | undefined, env: Readonly<Record<string, string | undefined>>): string =>
  flag ?? (env.DAYPASS_DATA_DIR || join(homedir(), ".daypass"));

/** Creates the folder (mode 0700) when it is missing, and refuses one that cannot be used. */
export function openDataFolder(dir: string): DataFolder {
  const path = resolve(dir);
  if (existsSync(path)) checkFolder(path);
  else {
    try {
      makeFolder(dirname(path));
      mkdirSync(path, { mode: 0o700 });
    } catch (cause) {
      throw unusable(path, `cannot be created (${codeOf(cause)})`, cause);
    }
  }
  // Others on this machine have no business with the files or the keys, whatever the umask says.
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o700);
  return name(path);
}

/** One after the other: where the kernel says no with ENOENT (as in /proc), a recursive mkdir of Node never returns. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** The folder of an instance that has started before. */
export function findDataFolder(dir: string): DataFolder {
  const path = resolve(dir);
  if (!existsSync(path))
    throw new CliError(
      "data_folder",
      `There is no data folder ${path}: start \`daypass serve --data-dir ${path}\` first, or name another with --data-dir.`,
    );
  checkFolder(path);
  const folder = name(path);
  if (!existsSync(folder.lastStart) || !existsSync(folder.instanceKeys))
    throw new CliError(
      "data_folder",
      `${path} is no data folder of Daypass: start \`daypass serve --data-dir ${path}\` first, or name another with --data-dir.`,
    );
  return folder;
}

/**
 * Keeps a second `serve` out of the folder until `release` or the end of the process, however it ends: the lock is one
 * of SQLite's, which the system takes back, unlike a file with a number in it.
 */
export function lockDataFolder(folder: DataFolder): { release(): void } {
  writeFileSync(folder.lock, "", { flag: "a", mode: 0o600 });
  const lock = new DatabaseSync(folder.lock, { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    const code = (cause as { errcode?: number }).errcode;
    // 5 is SQLITE_BUSY.
    if (code === 5)
      throw unusable(
        folder.path,
        "is in use by another `daypass serve`: stop that one, or give this one its own --data-dir",
        cause,
      );
    throw unusable(folder.path, `cannot be locked (${cause instanceof Error ? cause.message : cause})`, cause);
  }
  return { release: () => lock.close() };
}

/** What the last `serve` was, as far as the commands beside it need to know. */
export interface LastStart {
  readonly publicUrl: string;
  readonly bucket: ConnectionFacts;
}

export const writeLastStart = (folder: DataFolder, facts: LastStart): void =>
  writeFileSync(folder.lastStart, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
export const readLastStart = (folder: DataFolder): LastStart => JSON.parse(readFileSync(folder.lastStart, "utf8"));

function checkFolder(path: string): void {
  if (!statSync(path).isDirectory()) throw unusable(path, "is a file, not a folder");
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    // Root may write anywhere except where the file system itself says no, so this asks by doing.
    const probe = join(path, `.probe-${process.pid}`);
    mkdirSync(probe);
    rmdirSync(probe);
  } catch (cause) {
    throw unusable(path, `cannot be written (${codeOf(cause)})`, cause);
  }
}

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? String(cause);

const unusable = (path: string, what: string, cause?: unknown): CliError =>
  new CliError(
    "data_folder",
    `The data folder ${path} ${what}${what.includes(":") ? "" : ": mend that, or name another folder with --data-dir"}.`,
    { cause },
  );
