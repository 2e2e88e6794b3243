import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createPresigner, type Presigner } from "@daypass/presign";
import type { Target } from "../../packages/bucket/test/signed-requests.ts";

export interface BucketProcess extends Target {
  readonly pid: number;
  presigner(): Presigner;
  /** What it said on stderr so far. */
  readonly errors: () => string;
  readonly isAlive: () => boolean;
  /** Resident memory in bytes, by the kernel. */
  readRss(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a bucket as a process, behind the words of `command` if there are any (a tracer). */
export async function startBucketProcess(
  dir: string,
  command: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): Promise<BucketProcess> {
  const script = resolve(import.meta.dirname, "bucket-child.ts");
  const [program, ...args] = [...command, process.execPath, ...nodeOptions, script, dir];
  const child: ChildProcess = spawn(program!, args, { stdio: ["pipe", "pipe", "pipe"] });
  let errors = "";
  child.stderr!.on("data", (chunk) => {
    errors += chunk;
  });
  const closed = new Promise<void>((done) => child.on("close", () => done()));
  const first = await new Promise<string>((done, fail) => {
    let output = "";
    child.stdout!.on("data", (chunk) => {
      output += chunk;
      if (output.includes("\n")) done(output);
    });
    child.on("close", () => fail(new Error(`The bucket did not start: ${errors}`)));
  });
  const target = JSON.parse(first) as Target;
  return {
    ...target,
    presigner: () => createPresigner({ ...target, bucket: "daypass" }),
    pid: child.pid!,
    errors: () => errors,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async readRss() {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024;
    },
    async stop() {
      child.stdin!.end();
      await closed;
    },
  };
}
