// The tests of one source, and whether they notice a mutant of it.
import { switchOff, switchOn, watchReach } from "./stryker.ts";
import { fails, findFailure, type LoadedTests, loadTests } from "./tests-in-process.ts";

export interface Bench {
  notices(id: string): Promise<boolean>;
  /** Ends what the tests have opened. */
  close(): Promise<void>;
}

/**
 * Loads the tests, once for all mutants but those that show only in a file that is loaded with them. `miss` is told of what
 * fails without a mutant.
 */
export async function openBench(files: readonly string[], miss: (says: string) => void): Promise<Bench> {
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
    const failure = await findFailure(test);
    if (failure !== undefined) miss(`without a mutant this test fails: ${test.name}: ${failure}`);
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
    if (witness !== -1 && !(await fails(tests[witness]!))) return true;
    // Either a test fails without the mutant too, because some mutant left something behind, or none fails, perhaps because
    // an answer is remembered from before. So it is judged from a clean slate.
    tests = await load();
    const again = await findWitness(id);
    switchOff();
    tests = await load();
    if (again === -1) return false;
    // What the mutant left waiting may disturb it once.
    let failure: unknown;
    for (let i = 0; i < 3; i++) {
      failure = await findFailure(tests[again]!);
      if (failure === undefined) return true;
    }
    miss(`from a clean slate this test fails: ${tests[again]!.name}: ${failure}`);
    return false;
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
    async close() {
      await loaded?.close();
    },
  };
}
