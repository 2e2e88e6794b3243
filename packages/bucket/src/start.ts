import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkOptions } from "./check-options.ts";
import { openStore } from "./disk/store.ts";
import { BucketError } from "./errors.ts";
import { defaultCorsRules } from "./http/cors.ts";
import { createHttpServer, HTTP_LIMITS, type HttpLimits } from "./http/server.ts";
import { startLifecycle } from "./lifecycle-job.ts";
import type { BucketOptions, Identity, RunningBucket } from "./types.ts";

/** How long `close` waits for requests that run. */
const GRACE_MILLISECONDS = 5_000;
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];
const ANY_ADDRESS = ["0.0.0.0", "::"];

/**
 * Starts the embedded S3 endpoint: opens its folder, sweeps what a crash left, listens.
 *
 * @throws {BucketError} what the operator can mend: see `BUCKET_ERROR_CODES`. The promise rejects.
 * @throws {TypeError} an option of the wrong type, and {RangeError} one out of its bounds.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 * @example
 * ```ts
 * import { startBucket } from "@daypass/bucket";
 * import { createPresigner } from "@daypass/presign";
 *
 * const bucket = await startBucket(); // in a folder of its own, which is gone when it is closed
 * const { credentials, region, endpoint } = bucket;
 * const presigner = createPresigner({ credentials, region, endpoint, bucket: "daypass" });
 * const put = presigner.put("a.txt", { expiresInSeconds: 60, createOnly: true });
 *
 * const upload = () => fetch(put.url, { method: put.method, headers: put.headers, body: "hello" });
 * console.log((await upload()).status, (await upload()).status); // → 200 412
 * console.log(await (await fetch(presigner.get("a.txt", { expiresInSeconds: 60 }).url)).text()); // → hello
 * await bucket.close();
 * ```
 */
export function startBucket(options: BucketOptions = {}): Promise<RunningBucket> {
  return startBucketWith(options, HTTP_LIMITS);
}

/** The same with other limits, for tests of what happens at them. */
export async function startBucketWith(options: BucketOptions, limits: HttpLimits): Promise<RunningBucket> {
  checkOptions(options);
  const identities = options.identities ?? [createIdentity()];
  const region = options.region ?? "us-east-1";
  const host = options.host ?? "127.0.0.1";
  const clock = options.clock ?? (() => new Date());
  const folder = options.dir === undefined ? await mkdtemp(join(tmpdir(), "daypass-bucket-")) : resolve(options.dir);
  const removeFolder = async () => {
    if (options.dir === undefined) await rm(folder, { recursive: true, force: true });
  };
  const store = await openStore(folder, clock()).catch(async (failure) => {
    await removeFolder();
    throw failure;
  });
  const authorities: string[] = [];
  const { server, close } = createHttpServer(
    {
      store,
      region,
      identities: new Map(identities.map((identity) => [identity.accessKeyId, identity])),
      authorities: { names: authorities, orAny: ANY_ADDRESS.includes(host) && options.authorities === undefined },
      cors: defaultCorsRules(options.allowedOrigins ?? ["*"]),
      isBehindTls: options.behindTls === true,
      clock,
    },
    { limits, onRequest: options.onRequest },
  );
  const closeStore = async () => {
    store.close();
    await removeFolder();
  };
  try {
    for (const bucket of options.buckets ?? ["daypass"]) await store.buckets.create(bucket, clock());
    await listen(server, host, options.port ?? 0);
  } catch (failure) {
    await closeStore();
    throw failure;
  }
  const stopLifecycle = startLifecycle(store, clock);
  const { port } = server.address() as AddressInfo;
  const name = nameOf(host);
  authorities.push(
    ...listAuthorities([name, ...LOOPBACK], port),
    ...(options.authorities ?? []).map((a) => a.toLowerCase()),
  );
  const { accessKeyId, secretAccessKey } = identities[0]!;
  let closing: Promise<void> | undefined;
  return {
    endpoint: `http://${name}:${port}`,
    region,
    credentials: { accessKeyId, secretAccessKey },
    close: () => {
      closing ??= Promise.all([close(GRACE_MILLISECONDS), stopLifecycle()]).then(closeStore);
      return closing;
    },
  };
}

/** The host as it stands in a URL. */
function nameOf(host: string): string {
  if (ANY_ADDRESS.includes(host)) return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host.toLowerCase();
}

/** Clients leave the port out of Host when it is the scheme's own. */
const listAuthorities = (names: readonly string[], port: number): string[] =>
  names.flatMap((name) => (port === 80 ? [name, `${name}:${port}`] : [`${name}:${port}`]));

const createIdentity = (): Identity => ({
  accessKeyId: `DAYPASS${randomBytes(8).toString("hex").toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString("base64url"),
  policy: [{ actions: ["s3:*"], bucket: "*", keyPrefix: "" }],
});

function listen(server: ReturnType<typeof createHttpServer>["server"], host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (cause: NodeJS.ErrnoException) => fail(toBucketError(cause, host, port)));
    server.listen({ host, port }, done);
  });
}

function toBucketError(cause: NodeJS.ErrnoException, host: string, port: number): BucketError {
  if (cause.code === "EADDRINUSE")
    return new BucketError(
      "port_in_use",
      `Port ${port} of ${host} is in use. Stop the program that uses it, or choose another port.`,
      { cause },
    );
  if (cause.code === "EACCES")
    return new BucketError("address_unusable", `This user may not listen on port ${port}. Choose one from 1024 up.`, {
      cause,
    });
  return new BucketError(
    "address_unusable",
    `Cannot listen on ${host}, port ${port}: ${cause.message}. Choose an address of this machine.`,
    { cause },
  );
}
