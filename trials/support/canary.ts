// Known-bad variants. A trial that lets one of them pass proves nothing, so each is run, and must fail for its reason.
import { spawn } from "node:child_process";
import { resolve } from "node:path";

export interface Canary {
  /** What is broken. */
  readonly says: string;
  /** Text of one source file, which must be there exactly once, and what stands there in the variant. */
  readonly patch?: { readonly file: string; readonly from: string; readonly to: string };
  /** Arguments of the trial that choose a variant which it has itself. */
  readonly args?: readonly string[];
}

export interface Trial {
  /** Prints its figures; false when something came through. */
  run(args: readonly string[]): Promise<boolean>;
  readonly canaries?: readonly Canary[];
}

/** A trial ends with this when it looked and found something; an accident ends with another. */
export const FOUND_OUT = 1;

export async function catchCanaries(name: string, trial: Trial): Promise<boolean> {
  const canaries = trial.canaries ?? [];
  let caught = 0;
  for (const canary of canaries) {
    const { exitCode, output } = await runVariant(name, canary);
    const isCaught = exitCode === FOUND_OUT && /^MISS /m.test(output);
    if (isCaught) caught++;
    else console.log(output);
    console.log(`${isCaught ? "caught" : "NOT CAUGHT"}: ${name}, where ${canary.says}`);
  }
  console.log(`${name}: ${caught} of ${canaries.length} canaries caught`);
  return canaries.length > 0 && caught === canaries.length;
}

function runVariant(name: string, { patch, args = [] }: Canary): Promise<{ exitCode: number | null; output: string }> {
  const hook = `--import=${new URL("./patch.ts", import.meta.url).href}`;
  const env = patch === undefined ? {} : { NODE_OPTIONS: hook, DAYPASS_TRIAL_PATCH: JSON.stringify(patch) };
  const child = spawn(process.execPath, [resolve(import.meta.dirname, "../run.ts"), name, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  return new Promise((done) => child.on("close", (exitCode) => done({ exitCode, output })));
}
