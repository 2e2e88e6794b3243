import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Identity } from "@daypass/bucket";
import type { Log } from "@daypass/server";
import { CliError, EXIT_CODES, type Failure } from "../exit-codes.ts";
import { logBucketLine } from "./bucket-lines.ts";
import { listenError } from "./start-errors.ts";

export interface EmbeddedBucketOptions {
  readonly dir: string;
  readonly host: string;
  readonly port: number;
  readonly bucket: string;
  readonly region: string;
  readonly identities: readonly Identity[];
  readonly allowedOrigin: string;
  /** `host[:port]` of its public address, when that is not where it listens. */
  readonly authority?: string | undefined;
  readonly log: Log;
}

export interface EmbeddedBucket {
  readonly port: number;
  readonly pid: () => number | undefined;
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("../../bin/daypass.js", import.meta.url));
const FIRST_BACKOFF_MILLISECONDS = 250;
const MAX_BACKOFF_MILLISECONDS = 30_000;
/** A bucket that lived this long has started well; the next death begins with the first backoff again. */
const HEALTHY_AFTER_MILLISECONDS = 60_000;
/** The child of a server that was killed needs a moment to let go of its port. */
const PORT_TRIES = 5;
const PORT_RETRY_MILLISECONDS = 200;
const STOP_GRACE_MILLISECONDS = 10_000;

/**
 * Starts `daypass bucket` as a process of its own, so that file bytes never pass through the server's, and starts it
 * again when it dies. It ends with this process in every case: it waits for the end of its stdin.
 * @throws {CliError} when the first start fails.
 */
export async function startEmbeddedBucket(options: EmbeddedBucketOptions): Promise<EmbeddedBucket> {
  const { log } = options;
  let isStopping = false;
  let current = await startFirst(options);
  const { port } = current;

  const keepAlive = async (): Promise<void> => {
    let backoff = FIRST_BACKOFF_MILLISECONDS;
    while (true) {
      const startedAt = performance.now();
      const how = await current.ended;
      if (isStopping) return;
      if (performance.now() - startedAt > HEALTHY_AFTER_MILLISECONDS) backoff = FIRST_BACKOFF_MILLISECONDS;
      log.error({ how, restartInMilliseconds: backoff }, "the embedded bucket has died and is started again");
      while (!isStopping) {
        await sleep(backoff, undefined, { ref: false });
        backoff = Math.min(backoff * 2, MAX_BACKOFF_MILLISECONDS);
        if (isStopping) return;
        try {
          current = await startOnce(options, port);
          if (isStopping) await endChild(current);
          log.warn({ pid: current.child.pid }, "the embedded bucket runs again");
          break;
        } catch (error) {
          log.error(
            { reason: (error as Error).message, retryInMilliseconds: backoff },
            "the embedded bucket does not start",
          );
        }
      }
      if (isStopping) return;
    }
  };
  const keeping = keepAlive();
  return {
    port,
    pid: () => current.child.pid,
    stop: async () => {
      isStopping = true;
      await endChild(current);
      await Promise.race([keeping, sleep(STOP_GRACE_MILLISECONDS, undefined, { ref: false })]);
    },
  };
}

interface RunningChild {
  readonly child: ChildProcess;
  readonly port: number;
  readonly ended: Promise<string>;
}

async function startFirst(options: EmbeddedBucketOptions): Promise<RunningChild> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options, options.port);
    } catch (error) {
      const isBusy = error instanceof CliError && error.failure === "port_in_use";
      if (!isBusy || attempt >= PORT_TRIES) throw error;
      await sleep(PORT_RETRY_MILLISECONDS);
    }
  }
}

async function startOnce(options: EmbeddedBucketOptions, port: number): Promise<RunningChild> {
  const { log, identities } = options;
  const child = spawn(process.execPath, [PROGRAM, ...listArguments(options, port)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: withoutSecrets(process.env),
    // Ctrl-C in a terminal goes to a whole group: the server stops first and tells the bucket itself.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  // A child that dies before it reads gives EPIPE here; `ended` tells the story.
  child.stdin.on("error", () => {});
  child.stdin.write(`${JSON.stringify(identities)}\n`);

  const said: string[] = [];
  let isReady = false;
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (isReady) logBucketLine(log, line);
    else said.push(line);
  });
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once("line", resolve);
  });
  const line = await Promise.race([ready, ended.then(() => undefined)]);
  if (line === undefined) throw toStartError(said, await ended, { ...options, port });
  isReady = true;
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  return { child, port: Number(new URL(endpoint).port || 80), ended };
}

function listArguments(options: EmbeddedBucketOptions, port: number): string[] {
  const { dir, host, bucket, region, allowedOrigin, authority } = options;
  const wanted: Record<string, string> = {
    dir,
    host,
    port: String(port),
    bucket,
    region,
    identities: "-",
    "allowed-origin": allowedOrigin,
    ...(authority !== undefined && { authority }),
  };
  return [
    "bucket",
    "--json",
    "--until-stdin-closes",
    ...Object.entries(wanted).map(([name, value]) => `--${name}=${value}`),
  ];
}

/** The child knows its own keys and nothing else: no AWS credentials, no instance keys. */
const withoutSecrets = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|DAYPASS_)/.test(name)));

function toStartError(said: readonly string[], how: string, { host, port }: EmbeddedBucketOptions): Error {
  const attempt = { host, port, portFlag: "--bucket-port" };
  for (const line of said) {
    const error = parseError(line);
    if (error?.code === "port_in_use") return listenError({ code: "EADDRINUSE" }, attempt) as CliError;
    if (error !== undefined) return new CliError(error.code, `The embedded bucket does not start: ${error.message}`);
  }
  return new CliError("failed", `The embedded bucket does not start (${how}):\n${said.join("\n")}`);
}

function parseError(line: string): { code: Failure; message: string } | undefined {
  if (!line.startsWith("{")) return undefined;
  const { error } = JSON.parse(line) as { error?: { code: Failure; message: string } };
  return error !== undefined && error.code in EXIT_CODES ? error : undefined;
}

async function endChild({ child, ended }: RunningChild): Promise<void> {
  child.stdin?.end();
  const kill = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MILLISECONDS);
  await ended;
  clearTimeout(kill);
}
