import { randomBytes } from "node:crypto";
import { createAssets } from "./http/assets.ts";
import { createHttp } from "./http/create-http.ts";
import { createMetrics } from "./http/metrics.ts";
import { createPasswords } from "./http/passwords.ts";
import { createSecrets } from "./http/secrets.ts";
import { runJobs } from "./jobs/run-jobs.ts";
import { operatorOf } from "./operator.ts";
import { checkLimits, checkPublicUrls } from "./options.ts";
import { createStorage } from "./storage/index.ts";
import { createStore, DatabaseError, openSqlite } from "./store/index.ts";
import { type DaypassServer, type ServerOptions, StartError } from "./types.ts";

/**
 * Starts a Daypass server: opens the database, brings it to this version, and answers requests through `fetch`.
 * It talks to the bucket only when a request or a job needs it, so it starts while the bucket is down.
 * Throws `StartError` for what the operator can mend.
 */
export async function createServer(options: ServerOptions): Promise<DaypassServer> {
  const limits = checkLimits(options.limits);
  const publicUrl = checkPublicUrls(options);
  const clock = options.clock ?? (() => new Date());
  const now = () => clock().getTime();
  const random = (count: number): Uint8Array => randomBytes(count);
  const secrets = configure(() => createSecrets(options.instanceKeys));
  const storage = configure(() => createStorage(options.bucket, clock));
  const assets = configure(() => createAssets(options.assets, publicUrl));
  const store = createStore(await openDatabase(options.database, now()), random);
  const { kind, name, region, keyPrefix = "", postForms } = options.bucket;
  let isClosed = false;
  const app = {
    version: options.version,
    publicUrl,
    bucket: { kind, name, region, keyPrefix, postForms },
    limits,
    store,
    storage,
    secrets,
    passwords: createPasswords(),
    assets,
    metrics: createMetrics(options.version),
    log: options.log,
    random,
    now,
    isClosed: () => isClosed,
  };
  const answer = createHttp(app);
  let round: Promise<void> | undefined;

  return {
    fetch: (request, connection) => answer(request, connection?.remoteAddress),

    ...operatorOf(store, now),

    runJobs: () => {
      round ??= runJobs({ store, storage, bucketId: name, log: options.log, now }).finally(() => {
        round = undefined;
      });
      return round;
    },

    async close() {
      await round?.catch(() => {});
      isClosed = true;
      await store.close();
    },
  };
}

/** What a part of the server says of its options, as something that the operator can mend. */
function configure<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError("configuration", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function openDatabase({ file, mayMigrate }: ServerOptions["database"], now: number) {
  try {
    return await openSqlite({ file, now, mayMigrate });
  } catch (cause) {
    if (cause instanceof DatabaseError) throw new StartError(cause.code, cause.message, { cause });
    throw cause;
  }
}
