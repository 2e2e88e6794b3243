// What a client of the trial `clients` is, and what each of them works with.
import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { RunningBucket } from "@daypass/bucket";

/** A program that nobody here wrote, and its smoke sequence: unchanged, with its own default settings. */
export interface Client {
  readonly name: string;
  /** Where it can be had when it is missing, for example `apt-get install s3cmd`. */
  readonly install: string;
  /** The region of its bucket. Default `us-east-1`. */
  readonly region?: string;
  /** Each way in which it is here: a program, or a module. */
  find(): Promise<readonly FoundClient[]>;
}

export interface FoundClient {
  readonly version: string;
  run(bench: Bench): Promise<void>;
}

export interface Bench {
  readonly bucket: RunningBucket;
  /** A folder of this run alone, with `small.txt`, `odd é +&.txt` and `big.bin` in it. */
  readonly folder: string;
  readonly small: Buffer;
  /** Above the size from which every client sends parts. */
  readonly big: Buffer;
  /** A name that no other run has, of a bucket that is not there yet. */
  readonly newBucket: string;
  /** A home without anybody's settings, with the credentials of the endpoint. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs one step and remembers how it went. */
  step(name: string, run: () => Promise<unknown>): Promise<void>;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Rejects with what it said when it fails, or after two minutes. */
export function runProgram(
  program: string,
  args: readonly string[],
  { env, folder }: Pick<Bench, "env" | "folder">,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const options = { env, cwd: folder, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (failure, stdout, stderr) => {
      if (failure) reject(new Error(`${program} ${args.join(" ")}\n${stderr || stdout || failure.message}`));
      else resolve({ stdout, stderr });
    });
  });
}

/** Throws, in one line, when the bytes are others. */
export function expectBytes(actual: Uint8Array, wanted: Uint8Array): void {
  if (Buffer.compare(actual, wanted) === 0) return;
  const start = Buffer.from(actual.subarray(0, 300)).toString("utf8");
  throw new Error(`${actual.length} bytes that are not the ${wanted.length} expected ones: ${start}`);
}

/** Every program of this name that is installed, each once: in the path, and where Debian puts it. */
export function findPrograms(name: string): string[] {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"];
  const found = new Map<string, string>();
  for (const folder of folders) {
    const path = join(folder, name);
    // The project's own folder of programs has none of these.
    if (existsSync(path) && !path.includes("node_modules")) found.set(realpathSync(path), path);
  }
  return [...found.values()];
}

/** The first line that a program says of its version, or undefined when it does not run. */
export async function readVersion(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await runProgram(program, args, { env: process.env, folder: "/" });
    return `${(stdout || stderr).split("\n", 1)[0]!.trim()} (${program})`;
  } catch {
    return undefined;
  }
}
