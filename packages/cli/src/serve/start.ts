import type { BucketConnection } from "@daypass/server";
import { createServer, type DaypassServer, type Log } from "@daypass/server";
import { type DataFolder, lockDataFolder, openDataFolder, writeLastStart } from "../data-folder.ts";
import { loadBucketKeys, loadInstanceKeys } from "../secrets.ts";
import { readVersion } from "../version.ts";
import { findAssets } from "./assets.ts";
import type { EmbeddedBucketConfig, ServeConfig } from "./config.ts";
import { describeConnection, EMBEDDED_BUCKET, embeddedConnection, s3Connection } from "./connection.ts";
import { type EmbeddedBucket, startEmbeddedBucket } from "./embedded-bucket.ts";
import { listIdentities } from "./embedded-identities.ts";
import { type Listener, listen, reachableHost } from "./listen.ts";
import { rethrowStartError } from "./start-errors.ts";

const JOBS_EVERY_MILLISECONDS = 60_000;
const STOP_GRACE_MILLISECONDS = 5000;

export interface RunningServe {
  readonly publicUrl: string;
  /** Null when there is an owner already. */
  readonly setupUrl: string | null;
  readonly connection: BucketConnection;
  readonly dataDir: string;
  readonly hasPages: boolean;
  /** Process of the embedded bucket. */
  readonly bucketPid: number | undefined;
  /** Takes no more requests, lets those under way end for a few seconds, then ends the jobs, the database and the bucket. */
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Brings everything up in the order in which it can fail without leaving anything behind: the data folder, the port,
 * the bucket, the server. What was started is stopped again when a later step fails.
 * @throws {CliError} with what the operator can do.
 */
export async function startServe(config: ServeConfig, env: Environment, log: Log): Promise<RunningServe> {
  const undo: (() => Promise<void> | void)[] = [];
  let listener: Listener | undefined;
  // The port is taken before the bucket and the database are there, and let go before they are gone: what is under way
  // needs both to its end.
  const close = async (): Promise<void> => {
    await listener?.close(STOP_GRACE_MILLISECONDS);
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const folder = openDataFolder(config.dataDir);
    const lock = lockDataFolder(folder);
    undo.push(() => lock.release());
    const instanceKeys = loadInstanceKeys(folder, env.DAYPASS_INSTANCE_KEYS);

    listener = await listen(config);
    const publicUrl = config.publicUrl ?? `http://${reachableHost(config.host, "localhost")}:${listener.port}`;

    let connection: BucketConnection;
    let child: EmbeddedBucket | undefined;
    if (config.bucket.kind === "s3") connection = await s3Connection(config.bucket, env);
    else {
      const own = await startOwnBucket(config, config.bucket, { folder, publicUrl, log });
      ({ connection, child } = own);
      undo.push(() => own.child.stop());
    }

    const assets = findAssets();
    const database = { kind: "sqlite", file: folder.database } as const;
    const server = await createServer({
      version: readVersion(),
      publicUrl,
      database,
      bucket: connection,
      instanceKeys,
      assets,
      log,
    }).catch(rethrowStartError);
    undo.push(() => server.close());
    writeLastStart(folder, { publicUrl, bucket: describeConnection(connection) });

    listener.handle((request, peer) => server.fetch(request, peer));
    const jobs = startJobs(server, log);
    undo.push(() => clearInterval(jobs));
    const setupPath = await server.createSetupPath();
    return {
      publicUrl,
      setupUrl: setupPath === null ? null : new URL(setupPath, publicUrl).href,
      connection,
      dataDir: folder.path,
      hasPages: assets !== undefined,
      bucketPid: child?.pid(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startOwnBucket(
  { host }: ServeConfig,
  { port, publicUrl: bucketPublicUrl }: EmbeddedBucketConfig,
  { folder, publicUrl, log }: { folder: DataFolder; publicUrl: string; log: Log },
): Promise<{ connection: BucketConnection; child: EmbeddedBucket }> {
  const keys = loadBucketKeys(folder);
  const addressAt = (atPort: number): string => `http://${reachableHost(host, "127.0.0.1")}:${atPort}`;
  const publicAt = (atPort: number): string => bucketPublicUrl ?? addressAt(atPort);
  const { name, region, keyPrefix } = EMBEDDED_BUCKET;
  const child = await startEmbeddedBucket({
    dir: folder.bucket,
    host,
    port,
    bucket: name,
    region,
    identities: listIdentities(keys, name, keyPrefix),
    allowedOrigin: publicUrl,
    authority: bucketPublicUrl === undefined ? undefined : new URL(bucketPublicUrl).host,
    log,
  });
  const endpoint = addressAt(child.port);
  return { child, connection: embeddedConnection(keys, { endpoint, publicEndpoint: publicAt(child.port) }) };
}

function startJobs(server: DaypassServer, log: Log): NodeJS.Timeout {
  let isRunning = false;
  const round = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    try {
      await server.runJobs();
    } catch (error) {
      log.error({ err: error }, "the background work failed, and is tried again in a minute");
    } finally {
      isRunning = false;
    }
  };
  void round();
  return setInterval(round, JOBS_EVERY_MILLISECONDS);
}
