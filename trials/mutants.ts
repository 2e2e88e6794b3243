// `npm run trial -- mutants [FILE…] [--without TEST]`: every operator, condition, block and pattern of what verifies, judges
// policies and reads chunks is changed by Stryker, one at a time, and the tests must notice. The tests run without a
// process of their own, each mutant with those that reach it. `--without` leaves one test file out.
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { SOURCES, type Source } from "./mutants/sources.ts";
import { findMutantMaker } from "./mutants/stryker.ts";
import type { Score } from "./mutants/try-source.ts";
import type { Message, Task } from "./mutants/worker.ts";
import type { Canary } from "./support/canary.ts";
import { type Ledger, openLedger } from "./support/ledger.ts";

/** Of each file and of the whole. */
const BAR_PERCENT = 95;

export const canaries: readonly Canary[] = [
  { says: "the rows of forms are left out", args: ["policy", "--without", "verify-form"] },
  { says: "the rows of the Authorization header are left out", args: ["header", "--without", "verify-header"] },
];

export async function run(args: readonly string[]): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { without: { type: "string" } },
    allowPositionals: true,
  });
  const chosen = choose(positionals, values.without);
  if ((await findMutantMaker()) === undefined) {
    console.log("SKIPPED mutants: there is nothing that makes them");
    return true;
  }
  const ledger = openLedger("mutants");
  const scores = new Map<string, Score>();
  for (const source of chosen) {
    const startedAt = performance.now();
    const score = await tryAll(source, ledger);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.log(`${source.file}: ${score.mutants - score.unnoticed} of ${score.mutants} noticed, ${seconds} s`);
    scores.set(source.file, score);
  }
  judge(scores, ledger);
  return ledger.close({ mutants: 1 });
}

/** One thread after the other, until the last mutant. */
async function tryAll(source: Source, ledger: Ledger): Promise<Score> {
  const parts = [await tryApart({ source, from: 0 }, ledger)];
  for (let { next } = parts[0]!; next !== undefined; ) {
    const part = await tryApart({ source, from: next }, ledger);
    parts.push(part);
    next = part.next;
  }
  return addUp(parts);
}

const addUp = (scores: readonly Score[]): Score =>
  scores.reduce((sum, score) => ({
    mutants: sum.mutants + score.mutants,
    unnoticed: sum.unnoticed + score.unnoticed,
    equal: sum.equal + score.equal,
  }));

async function tryApart(task: Task, ledger: Ledger): Promise<Score> {
  const worker = new Worker(new URL("./mutants/worker.ts", import.meta.url), { workerData: task });
  try {
    return await new Promise((resolve, reject) => {
      worker.on("error", reject);
      worker.on("message", (message: Message) => {
        if ("line" in message) console.log(message.line);
        else if ("miss" in message) ledger.miss(message.miss);
        else if ("score" in message) resolve(message.score);
        else reject(new Error(message.accident));
      });
    });
  } finally {
    await worker.terminate();
  }
}

function choose(names: readonly string[], without: string | undefined): Source[] {
  const chosen = SOURCES.filter(({ file }) => names.length === 0 || names.includes(basename(file, ".ts")));
  for (const name of names)
    if (!chosen.some(({ file }) => basename(file, ".ts") === name)) throw new RangeError(`No source is named ${name}`);
  if (without === undefined) return chosen;
  const isLeftOut = (test: string) => basename(test, ".test.ts") === without;
  if (!chosen.some(({ tests }) => tests.some(isLeftOut))) throw new RangeError(`No test file is named ${without}`);
  return chosen.map(({ file, tests }) => ({ file, tests: tests.filter((test) => !isLeftOut(test)) }));
}

function judge(scores: ReadonlyMap<string, Score>, ledger: Ledger): void {
  const whole = addUp([...scores.values()]);
  ledger.count("mutants", whole.mutants);
  for (const [file, { mutants, unnoticed, equal }] of [...scores, ["the whole", whole] as const]) {
    const percent = (100 * (mutants - unnoticed)) / mutants;
    const percentOfOthers = (100 * (mutants - unnoticed)) / (mutants - equal);
    console.log(
      `${percent.toFixed(1)} % of ${mutants} mutants of ${file}; ${percentOfOthers.toFixed(1)} % without the ${equal} equal ones`,
    );
    if (percent < BAR_PERCENT)
      ledger.miss(`the score of ${file} is ${percent.toFixed(1)} %, ${BAR_PERCENT} are wanted`);
  }
}
