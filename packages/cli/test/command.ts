import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Writable } from "node:stream";
import { after } from "node:test";
import type { Io } from "../src/io.ts";
import { runCommand } from "../src/main.ts";

export const ROOT = resolve(import.meta.dirname, "../../..");
export const DAYPASS = join(ROOT, "packages/cli/bin/daypass.js");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "daypass-cli-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Nothing of the machine's own AWS set-up: no variables, no files, no metadata service. */
export const CLEAN_ENV = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  AWS_CONFIG_FILE: "/nonexistent/config",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
  AWS_EC2_METADATA_DISABLED: "true",
} as const;

// What runs in this process reads the AWS files too: a developer's own must not change a result.
for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
for (const [name, value] of Object.entries(CLEAN_ENV)) if (name.startsWith("AWS_")) process.env[name] = value;

export const KEY_ENV = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
} as const;

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  /** Instead of `daypass`. */
  readonly program?: string;
}

/** Runs a command to its end. */
export function daypass(
  args: readonly string[],
  { env = {}, stdin = "", program = DAYPASS }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { env: { ...CLEAN_ENV, ...env }, cwd: ROOT });
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  return collect(child);
}

/** The same without a process of its own, for refusals: quick, and as exact. */
export async function daypassHere(args: readonly string[], env: RunOptions["env"] = {}): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const sink = (add: (text: string) => void): NodeJS.WriteStream => {
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        add(String(chunk));
        done();
      },
    });
    return Object.assign(stream, { isTTY: false }) as unknown as NodeJS.WriteStream;
  };
  const io: Io = {
    env: { ...CLEAN_ENV, ...env },
    stdin: { isTTY: false } as never,
    stdout: sink((text) => {
      stdout += text;
    }),
    stderr: sink((text) => {
      stderr += text;
    }),
    isInteractive: false,
    out: (line) => {
      stdout += `${line}\n`;
    },
    err: (line) => {
      stderr += `${line}\n`;
    },
  };
  return { code: await runCommand(args, io), stdout, stderr };
}

export function collect(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((done) => child.once("close", (code) => done({ code, stdout, stderr })));
}

export interface Running {
  readonly child: ChildProcess;
  /** What was printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  /** Waits for a line of stdout that has the pattern; fails when the command ends before. */
  waitFor(pattern: RegExp): Promise<string>;
  /** Ends it with a signal, by default SIGTERM, and waits. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Starts a command that goes on; it is killed after the test file when it still runs. */
export function startDaypass(args: readonly string[], { env = {} }: RunOptions = {}): Running {
  const child = spawn(process.execPath, [DAYPASS, ...args], { env: { ...CLEAN_ENV, ...env }, cwd: ROOT });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((done) => child.once("close", (code) => done({ code, stdout, stderr })));
  after(() => child.kill("SIGKILL"));
  const waitFor = (pattern: RegExp): Promise<string> =>
    new Promise((found, fail) => {
      const look = (): void => {
        const line = stdout.split("\n").find((candidate) => pattern.test(candidate));
        if (line !== undefined) found(line);
      };
      child.stdout.on("data", look);
      void ended.then(({ code }) => fail(new Error(`ended with ${code} before ${pattern}:\n${stdout}${stderr}`)));
      look();
    });
  const stop = (signal: NodeJS.Signals = "SIGTERM"): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  return { child, stdout: () => stdout, stderr: () => stderr, ended, waitFor, stop };
}

/** Waits until something is so. The limit is for a broken machine, not a measure. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const GIVE_UP_MILLISECONDS = 30_000;
  const startedAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedAt > GIVE_UP_MILLISECONDS) throw new Error(`waited in vain for: ${what}`);
    await new Promise((again) => setTimeout(again, 20));
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
