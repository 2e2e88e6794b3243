// `npm run trial -- mutants [FILE…]`: every operator, condition, block and pattern of the verifier, the
// policy and the reader of chunks is changed by Stryker, one at a time, and the tests must notice. The tests run in this
// process, each mutant with those that reach it. Stryker is installed for it.
import { readFileSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { installOnce } from "../tools/install-once.ts";
import { type Ledger, openLedger } from "./support/ledger.ts";
import type { CollectedTest } from "./support/test-shim.ts";

const INSTRUMENTER = "@stryker-mutator/instrumenter";
const BAR_PERCENT = 95;
/** A loop that a mutant has made endless is one that was noticed. */
const MAX_HITS = 100_000;
const presign = resolve(import.meta.dirname, "../packages/presign");
const SHIM = pathToFileURL(resolve(import.meta.dirname, "support/test-shim.ts")).href;
/** Each source with the tests that are about it. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  "verify/chunk-reader.ts": ["chunks"],
  "verify/chunk-signatures.ts": ["chunks"],
  "verify/chunked-payload.ts": ["chunks"],
  "verify/form.ts": ["hostile-arguments", "verify-edges", "verify-form"],
  "verify/policy.ts": ["verify-edges", "verify-form"],
  "verify/strict-json.ts": ["verify-edges", "strict-json", "verify-form"],
  "verify/header.ts": ["verify-edges", "verify-header", "chunks"],
  "verify/query.ts": ["verify-edges", "verify-query"],
  "verify/raw-request.ts": ["hostile-arguments", "verify-edges", "verify-query", "verify-header"],
  "verify/verify.ts": ["verify-edges", "verify-query", "verify-header"],
  "verify/parts.ts": ["hostile-arguments", "verify-edges", "verify-query", "verify-header", "verify-form"],
  "sigv4/signature.ts": ["verify-query", "verify-header", "verify-form"],
};
/** What compares and what ends: here nothing may go unnoticed. */
const STRICT = /isSameSignature|isSameSecret|signsChunk|expir|Expires|nowMs|MAX_SKEW_MS/i;

interface Mutant {
  readonly id: string;
  readonly mutatorName: string;
  /** `Ignored` when it is excluded, and so not in the code. */
  readonly status?: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number } };
}
interface Namespace {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

/** Where instrumented code looks for the mutant that is switched on. */
const space: Namespace = {};
(globalThis as { __stryker__?: Namespace }).__stryker__ = space;
let generation = 0;

export async function run(args: readonly string[]): Promise<boolean> {
  const chosen = args.filter((arg) => !arg.startsWith("--"));
  const installed = await installOnce({ area: "trials", packages: { [INSTRUMENTER]: "10.1.1" } });
  if (installed === undefined) {
    console.log("SKIPPED mutants: there is nothing that makes them");
    return true;
  }
  const Instrumenter = await loadInstrumenter(installed);
  // Texts of messages are for people, who are not simulated here; codes are looked at by the tests as they are.
  const options = { plugins: null, excludedMutations: ["StringLiteral"], ignorers: [] };
  const silent = { debug() {}, info() {}, isDebugEnabled: () => false };
  const instrumenter = new Instrumenter(silent);
  const sources = new Map<string, string>();
  install(sources);
  const ledger = openLedger("mutants");
  const tally: Tally = { mutants: 0, unnoticed: 0, strict: 0 };
  for (const [file, tests] of Object.entries(SOURCES)) {
    if (chosen.length > 0 && !chosen.includes(basename(file, ".ts"))) continue;
    const name = resolve(presign, "src", file);
    const content = readFileSync(name, "utf8");
    const { files, mutants } = await instrumenter.instrument([{ name, mutate: true, content }], options);
    sources.clear();
    sources.set(pathToFileURL(name).href, files[0]!.content);
    const active = mutants.filter(({ status }) => status !== "Ignored");
    await tryFile({ file, tests, mutants: active, lines: content.split("\n") }, tally, ledger);
  }
  const percent = (100 * (tally.mutants - tally.unnoticed)) / tally.mutants;
  console.log(`mutation score ${percent.toFixed(1)} %; ${tally.strict} unnoticed where something is compared or ends`);
  if (percent < BAR_PERCENT) ledger.miss(`the score is ${percent.toFixed(1)} %, ${BAR_PERCENT} are wanted`);
  if (tally.strict > 0) ledger.miss(`${tally.strict} mutants of a comparison or an end went unnoticed`);
  return ledger.close({ mutants: 1 });
}

interface Tally {
  mutants: number;
  unnoticed: number;
  strict: number;
}

type InstrumenterClass = new (
  logger: unknown,
) => {
  instrument(
    files: unknown,
    options: unknown,
  ): Promise<{ files: { name: string; content: string }[]; mutants: Mutant[] }>;
};

async function loadInstrumenter(installed: string): Promise<InstrumenterClass> {
  const entry = createRequire(resolve(installed, "package.json")).resolve(INSTRUMENTER);
  return ((await import(pathToFileURL(entry).href)) as { Instrumenter: InstrumenterClass }).Instrumenter;
}

/** From now on the package is loaded anew for each generation, with the mutants in it and the shim for node:test. */
function install(sources: ReadonlyMap<string, string>): void {
  const own = pathToFileURL(presign).href;
  registerHooks({
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
}

async function loadTests(tests: readonly string[]): Promise<CollectedTest[]> {
  generation++;
  const all: CollectedTest[] = [];
  (globalThis as { daypassTests?: CollectedTest[] }).daypassTests = all;
  for (const test of tests)
    await import(`${pathToFileURL(resolve(presign, "test", `${test}.test.ts`)).href}?g=${generation}`);
  return all;
}

async function fails({ run: work }: CollectedTest): Promise<boolean> {
  try {
    await work();
    return false;
  } catch {
    return true;
  }
}

async function tryFile(
  it: { file: string; tests: readonly string[]; mutants: readonly Mutant[]; lines: readonly string[] },
  tally: Tally,
  ledger: Ledger,
): Promise<void> {
  const startedAt = performance.now();
  space.mutantCoverage = { static: {}, perTest: {} };
  space.activeMutant = undefined;
  const tests = await loadTests(it.tests);
  for (const [i, test] of tests.entries()) {
    space.currentTestId = String(i);
    if (await fails(test)) ledger.miss(`without a mutant this test fails: ${test.name}`);
  }
  space.currentTestId = undefined;
  const { static: atLoad, perTest } = space.mutantCoverage;
  let unnoticed = 0;
  for (const { id, mutatorName, replacement, location } of it.mutants) {
    space.hitCount = 0;
    space.hitLimit = MAX_HITS;
    ledger.count("mutants");
    const reached = tests.filter((_, i) => perTest[i]?.[id]);
    const isKilled = id in atLoad ? await isNoticedAtLoad(id, it.tests) : await isNoticed(id, reached);
    space.activeMutant = undefined;
    if (isKilled) continue;
    unnoticed++;
    const line = it.lines[location.start.line]!.trim();
    const isStrict = STRICT.test(line);
    if (isStrict) tally.strict++;
    const change = replacement.slice(0, 60).replaceAll("\n", " ");
    console.log(
      `unnoticed${isStrict ? ", STRICT" : ""}: ${it.file}:${location.start.line + 1} ${mutatorName} → ${change} | ${line.slice(0, 90)}`,
    );
  }
  tally.mutants += it.mutants.length;
  tally.unnoticed += unnoticed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(
    `${it.file}: ${it.mutants.length - unnoticed} of ${it.mutants.length} noticed by ${tests.length} tests, ${seconds} s`,
  );
}

async function isNoticed(id: string, tests: readonly CollectedTest[]): Promise<boolean> {
  space.activeMutant = id;
  for (const test of tests) if (await fails(test)) return true;
  return false;
}

/** A mutant in what is worked out when a file is loaded shows only in one that is loaded with it. */
async function isNoticedAtLoad(id: string, tests: readonly string[]): Promise<boolean> {
  space.activeMutant = id;
  try {
    return await isNoticed(id, await loadTests(tests));
  } catch {
    return true;
  }
}
