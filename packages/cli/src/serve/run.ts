import { homedir } from "node:os";
import { findEndpointUrl, findHostVariants, findRegion, readAwsProfile } from "../aws/profile.ts";
import { CliError } from "../exit-codes.ts";
import { tell } from "../fold.ts";
import { type Io, paint } from "../io.ts";
import { waitForStop } from "../wait-for-stop.ts";
import { isLoopbackHost, listLanAddresses } from "./addresses.ts";
import { checkBucket } from "./check-bucket.ts";
import { LOOPBACK, mergeSettings, resolveServeConfig, type ServeConfig, type ServeSettings } from "./config.ts";
import { createLog } from "./log.ts";
import { type RunningServe, startServe } from "./start.ts";

/** Starts the server, says where it is, and keeps it until a signal. */
export async function runServe(io: Io, flags: ServeSettings, json: boolean): Promise<void> {
  const config = await readConfig(io, mergeSettings(flags, io.env));
  const log = createLog(config.logLevel, (line) => void io.stderr.write(line));
  const stop = waitForStop(io);
  // A signal during the start ends the process by itself; the bucket follows, because its stdin closes.
  const start = startServe(config, io.env, log).catch((error) => {
    stop.dispose();
    throw error;
  });
  const running = await Promise.race([start, stop.reason.then(() => undefined)]);
  if (running === undefined) process.exit(0);
  printStarted(io, running, json);
  const { host } = config;
  if (host !== LOOPBACK && host !== "localhost" && host !== "::1" && running.publicUrl.startsWith("http:"))
    tell(
      io,
      paint(
        io.stderr,
        "yellow",
        "warning: this address is plain http: whoever is on the network can read along. Put a proxy with https before it to be private.",
      ),
    );
  // Said by address and not by flag: a public URL of this machine leads others nowhere, too.
  if (isLoopbackHost(new URL(running.publicUrl).hostname))
    tell(
      io,
      "note: links work on this machine only. To send them to others, start with --lan (your network) or --public-url and --bucket-public-url.",
    );
  if (config.publicUrl !== undefined && config.trustedProxies.length === 0)
    tell(
      io,
      "note: if a proxy stands in front, name it with --trusted-proxy: without it every visitor counts as one, and one who guesses passwords shuts all out.",
    );
  if (!running.hasPages)
    tell(io, "warning: the pages are not built, so they have no style and no script: run `npm run build`.");
  if (running.connection.kind === "s3") void reportBucket(io, running);

  const reason = await stop.reason;
  log.info({ reason }, "stopping");
  await running.close();
  stop.dispose();
}

/** Everything that is missing, in one message: nobody likes to mend one thing only to be told the next. */
async function readConfig(io: Io, settings: ServeSettings): Promise<ServeConfig> {
  const profile = settings.bucket === undefined ? undefined : await readAwsProfile(io.env, settings.signerProfile);
  const resolved = resolveServeConfig(settings, {
    home: homedir(),
    lanAddresses: listLanAddresses(),
    aws: {
      region: findRegion(undefined, io.env, profile)?.value,
      endpointUrl: profile && findEndpointUrl(undefined, io.env, profile)?.value,
      findHostVariants: () => findHostVariants(io.env, profile),
    },
  });
  if (resolved.ok) return resolved.config;
  const { problems } = resolved;
  const list =
    problems.length === 1 ? ` ${problems[0]}.` : `\n${problems.map((problem) => `  - ${problem}.`).join("\n")}`;
  throw new CliError("configuration", `Cannot start:${list}`);
}

function printStarted(io: Io, running: RunningServe, json: boolean): void {
  const { publicUrl, setupUrl, connection, dataDir, bucketPid } = running;
  const bucketUrl = connection.publicEndpoint ?? connection.endpoint ?? `S3 in ${connection.region}`;
  if (json) {
    io.out(
      JSON.stringify({
        publicUrl,
        setupUrl,
        bucket: { kind: connection.kind, name: connection.name, publicUrl: bucketUrl },
        dataDir,
        bucketPid,
      }),
    );
    return;
  }
  io.out(`Daypass is at ${paint(io.stdout, "bold", publicUrl)}`);
  if (setupUrl !== null) io.out(`Set up your account (this link works once): ${paint(io.stdout, "bold", setupUrl)}`);
  tell(
    io,
    connection.kind === "embedded"
      ? `Files go to the embedded bucket at ${bucketUrl}; everything is kept in ${dataDir}.`
      : `Files go to s3://${connection.name}/${connection.keyPrefix ?? ""} (${bucketUrl}); records are kept in ${dataDir}.`,
  );
  io.err("Press Ctrl-C to stop.");
}

async function reportBucket(io: Io, { connection, publicUrl }: RunningServe): Promise<void> {
  try {
    for (const { what, mend } of await checkBucket(connection, publicUrl))
      tell(io, `${paint(io.stderr, "yellow", "warning:")} ${what}: ${mend}.`);
  } catch (error) {
    tell(io, `${paint(io.stderr, "yellow", "warning:")} the bucket could not be checked: ${(error as Error).message}`);
  }
}
