import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Identity, type RequestLine, type RunningBucket, startBucket } from "@daypass/bucket";
import { CliError } from "../exit-codes.ts";
import { tell } from "../fold.ts";
import type { Io } from "../io.ts";
import { createAccessKey } from "../secrets.ts";
import { bucketStartError } from "../serve/start-errors.ts";
import { endNow, waitForStop } from "../wait-for-stop.ts";
import { parseIdentities } from "./identities.ts";
import { describeFailure, describeRequest, toPlainLine } from "./request-log.ts";

/** The flags of `daypass bucket` as Commander gives them. */
export interface BucketFlags {
  readonly dir?: string;
  readonly host: string;
  readonly port: string;
  readonly region: string;
  readonly bucket?: readonly string[];
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly identities?: string;
  readonly allowedOrigin?: readonly string[];
  readonly authority?: readonly string[];
  readonly behindTls?: boolean;
  readonly untilStdinCloses?: boolean;
  readonly logRequests?: boolean;
  readonly json?: boolean;
}

/** Starts the endpoint and keeps it until a signal, or the end of whoever started it. */
export async function runBucket(io: Io, flags: BucketFlags): Promise<void> {
  const port = /^\d{1,5}$/.test(flags.port) ? Number(flags.port) : Number.NaN;
  if (!(port <= 65_535)) throw new CliError("usage", `--port must be a port, 0 to 65535, got "${flags.port}".`);
  const buckets = flags.bucket ?? ["daypass"];
  const identities = await readIdentities(io, flags);
  const stop = waitForStop(io, { untilStdinCloses: flags.untilStdinCloses === true });
  const start = startBucket({
    dir: flags.dir,
    host: flags.host,
    port,
    region: flags.region,
    buckets,
    identities,
    allowedOrigins: flags.allowedOrigin,
    authorities: flags.authority,
    behindTls: flags.behindTls,
    onRequest: (line) => logRequest(io, flags, line),
  }).catch((error) => {
    stop.dispose();
    throw bucketStartError(error, { host: flags.host, port, portFlag: "--port" });
  });
  const bucket = await Promise.race([start, stop.reason.then(() => endWithin(start))]);
  printStarted(io, flags, bucket, buckets);
  await stop.reason;
  await bucket.close();
  stop.dispose();
}

/** How long a start that nobody wants any more may take to its end, so that it can tidy up after itself. */
const START_GRACE_MILLISECONDS = 1_000;

/** Ends the process when the start takes longer, say on a disk that does not answer: a crash costs nothing either. */
async function endWithin(start: Promise<RunningBucket>): Promise<RunningBucket> {
  const timer = setTimeout(endNow, START_GRACE_MILLISECONDS);
  try {
    return await start;
  } finally {
    clearTimeout(timer);
  }
}

/** A failure of ours is told always, everything else when it was asked for. */
function logRequest(io: Io, { json, logRequests }: BucketFlags, line: RequestLine): void {
  if (json) {
    if (logRequests || line.error) io.err(JSON.stringify(toPlainLine(line)));
    return;
  }
  if (logRequests) io.err(describeRequest(line));
  if (line.error) io.err(describeFailure(line, line.error));
}

async function readIdentities(io: Io, flags: BucketFlags): Promise<readonly Identity[]> {
  if (flags.identities !== undefined) {
    if (flags.accessKey ?? flags.secretKey)
      throw new CliError(
        "usage",
        "--identities and --access-key/--secret-key both say who may come in: give one of them.",
      );
    return parseIdentities(await readIdentitiesText(io, flags.identities), flags.identities);
  }
  const accessKeyId = flags.accessKey ?? io.env.DAYPASS_BUCKET_ACCESS_KEY;
  const secretAccessKey = flags.secretKey ?? io.env.DAYPASS_BUCKET_SECRET_KEY;
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    throw new CliError("usage", "An access key has two halves: give --access-key and --secret-key, or none of them.");
  if (flags.secretKey !== undefined)
    tell(
      io,
      "warning: everybody on this machine can read --secret-key in the list of processes: DAYPASS_BUCKET_SECRET_KEY is not seen there.",
    );
  const key = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : createAccessKey();
  return [{ ...key, policy: [{ actions: ["s3:*"], bucket: "*", keyPrefix: "" }] }];
}

async function readIdentitiesText(io: Io, source: string): Promise<string> {
  if (source !== "-") {
    try {
      return readFileSync(source, "utf8");
    } catch (cause) {
      throw new CliError("usage", `--identities cannot be read: ${(cause as Error).message}.`, { cause });
    }
  }
  // One line, so that stdin may stay open behind it.
  const lines = createInterface({ input: io.stdin });
  try {
    for await (const line of lines) return line;
  } finally {
    lines.close();
    io.stdin.resume();
  }
  throw new CliError("usage", "--identities - found nothing on stdin: write the identities as one line of JSON.");
}

function printStarted(io: Io, flags: BucketFlags, bucket: RunningBucket, buckets: readonly string[]): void {
  const { endpoint, region, credentials } = bucket;
  // Keys that came by file are the caller's own and are not shown again.
  const shown = flags.identities === undefined ? credentials : undefined;
  if (flags.json) {
    io.out(JSON.stringify({ endpoint, region, buckets, ...shown }));
    return;
  }
  io.out(`Bucket ${buckets.join(", ")} at ${endpoint}, region ${region}`);
  if (shown) {
    io.out(`  export AWS_ACCESS_KEY_ID=${shown.accessKeyId}`);
    io.out(`  export AWS_SECRET_ACCESS_KEY=${shown.secretAccessKey}`);
    io.out(`  export AWS_ENDPOINT_URL_S3=${endpoint} AWS_REGION=${region}`);
  }
  tell(
    io,
    flags.dir === undefined
      ? "Objects are kept in a temporary folder, which is removed at the end."
      : `Objects are kept in ${flags.dir}.`,
  );
  io.err("Press Ctrl-C to stop.");
}
