// Loads tests together with the sources that they are about, as often as it is asked to, and runs them in this process.
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { CollectedTest, Collection } from "./test-shim.ts";

/** Below it everything is loaded anew. */
export const PACKAGES = resolve(import.meta.dirname, "../../packages");
const SHIM = pathToFileURL(resolve(import.meta.dirname, "test-shim.ts")).href;
/** A test that waits for so long waits for what a mutant took away. */
const PATIENCE_MILLISECONDS = 10_000;

let generation = 0;
/** What was thrown where nobody waited for it. */
let loose: unknown;

/**
 * From now on, until the function is called that it gives. `sources` is what stands in a file instead of its text, by URL.
 */
export function loadAnew(sources: ReadonlyMap<string, string>): () => void {
  const own = pathToFileURL(PACKAGES).href;
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === "node:test" && context.parentURL?.startsWith(own)) return { url: SHIM, shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      return resolved.url.startsWith(own) && !resolved.url.includes("?")
        ? { ...resolved, url: `${resolved.url}?g=${generation}` }
        : resolved;
    },
    load(url, context, nextLoad) {
      const source = sources.get(url.split("?")[0]!);
      return source === undefined
        ? nextLoad(url, context)
        : { format: "module-typescript", source, shortCircuit: true };
    },
  });
  const note = (error: unknown) => {
    loose = error;
  };
  process.on("uncaughtException", note);
  return () => {
    process.off("uncaughtException", note);
    hooks.deregister();
  };
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

export async function fails({ run }: CollectedTest): Promise<boolean> {
  loose = undefined;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("it waits")), PATIENCE_MILLISECONDS);
  });
  try {
    await Promise.race([run(), tooLong]);
    return loose !== undefined;
  } catch {
    return true;
  } finally {
    clearTimeout(timer);
  }
}
