// Loads tests together with the sources that they are about, as often as it is asked to, and runs them in this thread.
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { mock } from "node:test";
import { pathToFileURL } from "node:url";
import type { CollectedTest, Collection } from "./test-shim.ts";

/** Below it everything is loaded anew. */
export const PACKAGES = resolve(import.meta.dirname, "../../packages");
const SHIM = pathToFileURL(resolve(import.meta.dirname, "test-shim.ts")).href;
/** A test that waits for so long waits for what a mutant took away. */
const PATIENCE_MILLISECONDS = 5_000;

let generation = 0;
let waiting = 0;
/** What was thrown where nobody waited for it. */
let loose: unknown;

/** From now on each of them is another file in each generation, and the one at `url` has this source. */
export function loadAnew(url: string, source: string): void {
  const own = pathToFileURL(PACKAGES).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === "node:test" && context.parentURL?.startsWith(own)) return { url: SHIM, shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      return resolved.url.startsWith(own) && !resolved.url.includes("?")
        ? { ...resolved, url: `${resolved.url}?g=${generation}` }
        : resolved;
    },
    load: (asked, context, nextLoad) =>
      asked.split("?")[0] === url
        ? { format: "module-typescript", source, shortCircuit: true }
        : nextLoad(asked, context),
  });
  process.on("uncaughtException", (error) => {
    loose = error;
  });
}

export interface LoadedTests {
  readonly tests: readonly CollectedTest[];
  /** Ends what the tests have opened. */
  close(): Promise<void>;
}

export async function loadTests(files: readonly string[]): Promise<LoadedTests> {
  generation++;
  const collection: Collection = { tests: [], suites: [], endings: [] };
  (globalThis as { daypassTests?: Collection }).daypassTests = collection;
  for (const file of files) await import(`${pathToFileURL(resolve(PACKAGES, file)).href}?g=${generation}`);
  // A suite may open another one.
  for (const suite of collection.suites) await suite;
  return {
    tests: collection.tests,
    async close() {
      for (const end of collection.endings.reverse()) await end();
    },
  };
}

/** Whether a test was given up that still waits. What it does when it goes on may disturb another. */
export const isSomeoneWaiting = (): boolean => waiting > 0;

/** What a test fails with, if it does. */
export async function findFailure({ run }: CollectedTest): Promise<unknown> {
  // What one that still waits has put in the place of something is not for the next.
  mock.reset();
  mock.timers.reset();
  loose = undefined;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => {
      waiting++;
      reject(new Error("it waits"));
    }, PATIENCE_MILLISECONDS);
  });
  try {
    await Promise.race([run(), tooLong]);
    return loose;
  } catch (failure) {
    return failure ?? "nothing was thrown";
  } finally {
    clearTimeout(timer);
  }
}

export const fails = async (test: CollectedTest): Promise<boolean> => (await findFailure(test)) !== undefined;
