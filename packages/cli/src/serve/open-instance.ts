import { createServer, type DaypassServer, type Log } from "@daypass/server";
import { findDataFolder, readLastStart } from "../data-folder.ts";
import { CliError } from "../exit-codes.ts";
import { loadInstanceKeys } from "../secrets.ts";
import { readVersion } from "../version.ts";
import { rethrowStartError } from "./start-errors.ts";

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * The records of an instance, for a command that runs beside `serve` or while it is stopped. It cannot sign and talks
 * to no bucket. The database must be of this version: bringing it there is for `serve`, which has the folder to itself.
 */
export async function withInstance<Result>(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  use: (server: DaypassServer, publicUrl: string) => Promise<Result>,
): Promise<Result> {
  const folder = findDataFolder(dataDir);
  const { publicUrl, bucket } = readLastStart(folder);
  const refuse = async (): Promise<never> => {
    throw new CliError("failed", "This command does not sign.");
  };
  const server = await createServer({
    version: readVersion(),
    publicUrl,
    // A `serve` of an older version may be running on it, and could not start again.
    database: { kind: "sqlite", file: folder.database, mayMigrate: false },
    bucket: { ...bucket, signer: refuse, janitor: refuse },
    instanceKeys: loadInstanceKeys(folder, env.DAYPASS_INSTANCE_KEYS),
    log: SILENT,
  }).catch(rethrowStartError);
  try {
    return await use(server, publicUrl).catch(rethrowStartError);
  } finally {
    await server.close();
  }
}
