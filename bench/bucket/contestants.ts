// The servers that are measured, each a process of its own on a folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createPresigner } from "@daypass/presign";
import { installOnce } from "../../tools/install-once.ts";

const S3RVER = { area: "bench", packages: { s3rver: "3.7.1" } };
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

/** The folder that s3rver is installed in; undefined where npm cannot bring it. */
export const installS3rver = (): Promise<string | undefined> => installOnce(S3RVER);

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
