// Starts the product the way `npm start` does, as a process of its own on free ports and a new data folder.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const DAYPASS = resolve(import.meta.dirname, "../../packages/cli/bin/daypass.js");

export interface Product {
  /** The app's origin. */
  readonly url: string;
  /** One-time link for the owner's account; undefined when there is an owner. */
  readonly setupUrl: string | undefined;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything it printed so far, both streams. */
  output(): string;
  /** Ends it and waits until it is gone; the data folder stays until `remove`. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  remove(): Promise<void>;
}

export interface StartOptions {
  readonly dataDir?: string | undefined;
  /** Instead of those that put the embedded bucket on a free port. */
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Runs the command and waits until it serves. Rejects with what it printed when it ends before. */
export async function startProduct(options: StartOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "daypass-test-")));
  const args = ["serve", "--data-dir", dataDir, "--port", "0", ...(options.args ?? ["--bucket-port", "0"])];
  const child = spawn(process.execPath, [DAYPASS, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  });
  let printed = "";
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  const url = await new Promise<string>((ready, failed) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      const found = /Daypass is at (http:\/\/\S+)/.exec(printed);
      if (found && printed.includes("Ctrl-C")) ready(found[1]!);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    // A test that dies must not leave a server behind.
    process.once("exit", () => child.kill("SIGKILL"));
    child.once("exit", (code) => failed(new Error(`daypass serve ended with ${code} before it served:\n${printed}`)));
  });
  return {
    url,
    setupUrl: /http:\/\/\S+\/setup\/\S+/.exec(printed)?.[0],
    dataDir,
    process: child,
    output: () => printed,
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await gone;
    },
    async remove() {
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
