// The servers that are measured, each a process of its own on a folder of its own.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { createPresigner } from "@daypass/presign";

const S3RVER_VERSION = "3.7.1";
const CREDENTIALS = { accessKeyId: "BENCHMARK", secretAccessKey: "only-for-this-benchmark" };
/** The longest that a URL may live: a whole run. */
const LIFETIME = { expiresInSeconds: 604_800 };

export interface Contestant {
  readonly name: "daypass" | "pipe" | "s3rver";
  readonly pid: number;
  readonly port: number;
  /** A URL that this server takes for the key; signed where it verifies. */
  url(method: "GET" | "HEAD" | "PUT", key: string): string;
  stop(): Promise<void>;
}

export async function startDaypass(dir: string): Promise<Contestant & { listUrl(after: string): string }> {
  const server = await start("serve-daypass.ts", [dir, CREDENTIALS.accessKeyId, CREDENTIALS.secretAccessKey]);
  const presigner = createPresigner({
    credentials: CREDENTIALS,
    region: "us-east-1",
    bucket: "daypass",
    endpoint: `http://127.0.0.1:${server.port}`,
  });
  return {
    ...server,
    name: "daypass",
    url: (method, key) => presigner.request({ method, key, ...LIFETIME }).url,
    listUrl: (after) =>
      presigner.request({
        method: "GET",
        query: { "list-type": "2", "max-keys": "100", "start-after": after },
        ...LIFETIME,
      }).url,
  };
}

export async function startPipe(dir: string): Promise<Contestant> {
  await mkdir(dir);
  const server = await start("serve-pipe.ts", [dir]);
  return { ...server, name: "pipe", url: (_, key) => `http://127.0.0.1:${server.port}/${key}` };
}

export async function startS3rver(dir: string, installed: string): Promise<Contestant> {
  await mkdir(dir);
  const server = await start("serve-s3rver.ts", [dir, installed]);
  return { ...server, name: "s3rver", url: (_, key) => `http://127.0.0.1:${server.port}/daypass/${key}` };
}

/** The folder that s3rver is installed in, once for this copy of the project; undefined where npm cannot bring it. */
export async function installS3rver(): Promise<string | undefined> {
  const folder = resolve(import.meta.dirname, `../../node_modules/.cache/bench/s3rver-${S3RVER_VERSION}`);
  if (existsSync(join(folder, "node_modules/s3rver/package.json"))) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{"private":true}');
  try {
    await promisify(execFile)("npm", ["install", "--ignore-scripts", "--no-audit", `s3rver@${S3RVER_VERSION}`], {
      cwd: folder,
    });
    return folder;
  } catch (failure) {
    console.error(`s3rver is SKIPPED: npm could not install it (${(failure as Error).message.split("\n")[0]}).`);
    return undefined;
  }
}

async function start(script: string, args: readonly string[]) {
  const flags = process.env.BENCH_NODE_FLAGS?.split(" ") ?? [];
  const child: ChildProcess = spawn(process.execPath, [...flags, join(import.meta.dirname, script), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const line = await Promise.race([once(createInterface({ input: child.stdout! }), "line"), exited]);
  const port = Number(line[0]);
  if (!(port > 0)) throw new Error(`${script} did not start`);
  return {
    pid: child.pid!,
    port,
    stop: async () => {
      child.kill("SIGINT");
      await exited;
    },
  };
}
