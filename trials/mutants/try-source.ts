// All mutants of one source, each with the tests that reach it.
import type { Ledger } from "../support/ledger.ts";
import { EQUAL_MUTANTS, type EqualMutant } from "./equal-mutants.ts";
import { type Source, STRICT } from "./sources.ts";
import { type Mutant, switchOff, switchOn, watchReach } from "./stryker.ts";
import { fails, type LoadedTests, loadTests } from "./tests-in-process.ts";

export interface Score {
  readonly file: string;
  readonly mutants: number;
  readonly unnoticed: number;
  /** Of the unnoticed, those that are known to be the same program. */
  readonly equal: number;
}

/** `lines`: of the source. What must not be is told to the ledger. */
export async function trySource(
  { file, tests }: Source,
  { mutants, lines }: { readonly mutants: readonly Mutant[]; readonly lines: readonly string[] },
  ledger: Ledger,
): Promise<Score> {
  const startedAt = performance.now();
  const bench = await openBench(tests, ledger);
  const known = EQUAL_MUTANTS.filter((each) => each.file === file);
  const met = new Set<EqualMutant>();
  let unnoticed = 0;
  for (const mutant of mutants) {
    ledger.count("mutants");
    const { line, change } = describe(mutant, lines);
    const twin = known.find((each) => each.line === line && each.change === change);
    if (twin) met.add(twin);
    if (await bench.notices(mutant.id)) {
      if (twin) ledger.miss(`a mutant of ${file} is noticed that is listed as equal: ${change} | ${line}`);
      continue;
    }
    unnoticed++;
    if (!twin && STRICT.test(line)) ledger.miss(`unnoticed where something is compared or ends: ${change} | ${line}`);
    console.log(`${twin ? "equal" : "unnoticed"}: ${file}:${mutant.location.start.line + 1}: ${change} | ${line}`);
  }
  for (const twin of known) if (!met.has(twin)) ledger.miss(`no mutant of ${file} is ${twin.change} | ${twin.line}`);
  await bench.close();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`${file}: ${mutants.length - unnoticed} of ${mutants.length} noticed, ${seconds} s`);
  return { file, mutants: mutants.length, unnoticed, equal: met.size };
}

/** The line that it is in, and what it makes of which part. */
function describe({ replacement, location: { start, end } }: Mutant, lines: readonly string[]) {
  const first = lines[start.line]!;
  const part = end.line === start.line ? first.slice(start.column, end.column) : `${first.slice(start.column)} …`;
  return { line: first.trim(), change: `${shorten(part)} → ${shorten(replacement)}` };
}

function shorten(text: string): string {
  const squeezed = text.replace(/\s+/g, " ").trim();
  return squeezed.length <= 80 ? squeezed : `${squeezed.slice(0, 80)}…`;
}

/** The tests, loaded once for all mutants but those that show only in a file that is loaded with them. */
async function openBench(files: readonly string[], ledger: Ledger) {
  let loaded: LoadedTests | undefined;
  const load = async () => {
    await loaded?.close();
    loaded = undefined;
    loaded = await loadTests(files);
    return loaded.tests;
  };
  const milliseconds: number[] = [];
  const reach = await watchReach(load, async (test) => {
    const startedAt = performance.now();
    if (await fails(test)) ledger.miss(`without a mutant this test fails: ${test.name}`);
    milliseconds.push(performance.now() - startedAt);
  });
  let tests = loaded!.tests;
  const quickestFirst = [...tests.keys()].sort((a, b) => milliseconds[a]! - milliseconds[b]!);

  /** The first test that fails with the mutant switched on. */
  async function findWitness(id: string): Promise<number> {
    for (const i of quickestFirst) {
      const usualHits = reach.byTest[i]!.get(id) ?? 0;
      if (usualHits === 0 && !reach.atLoad.has(id)) continue;
      switchOn(id, usualHits);
      if (await fails(tests[i]!)) return i;
    }
    return -1;
  }

  async function notices(id: string): Promise<boolean> {
    const witness = await findWitness(id);
    switchOff();
    if (witness === -1) return false;
    if (!(await fails(tests[witness]!))) return true;
    // It fails without the mutant too: some mutant left something behind. So this one is judged from a clean slate.
    tests = await load();
    const again = await findWitness(id);
    switchOff();
    tests = await load();
    return again !== -1;
  }

  async function noticesAtLoad(id: string): Promise<boolean> {
    switchOn(id, reach.atLoad.get(id)!);
    try {
      tests = await load();
      return (await findWitness(id)) !== -1;
    } catch {
      return true;
    } finally {
      switchOff();
    }
  }

  return {
    async notices(id: string): Promise<boolean> {
      if (!reach.atLoad.has(id)) return notices(id);
      const isNoticed = await noticesAtLoad(id);
      tests = await load();
      return isNoticed;
    },
    close: async () => loaded?.close(),
  };
}
