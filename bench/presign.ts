// How long it takes to presign and to verify, against every npm library that people use for it.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Measurement, measure, median, pairedRatio, printTable, type Result } from "./measure.ts";
import { FLOOR, type Group, OURS, SDK, SDK_POST } from "./presign/common.ts";
import { GET, PORTABLE, RICH_GET } from "./presign/get.ts";
import { MULTI_REGION } from "./presign/multi-region.ts";
import { POST } from "./presign/post.ts";
import { PART, PUT, requireTenThousandParts, signTenThousandParts } from "./presign/put.ts";
import { VERIFY, VERIFY_GET } from "./presign/verify.ts";
import { printTargets, type Target } from "./targets.ts";

const GROUPS = {
  get: GET,
  "rich-get": RICH_GET,
  put: PUT,
  post: POST,
  part: PART,
  "multi-region": MULTI_REGION,
  verify: VERIFY,
};
type GroupName = keyof typeof GROUPS;

/** Everything is judged before a clock runs, for more than one unit: a contestant that keeps an answer would fail. */
async function check({ contestants, check: requireRight }: Group): Promise<void> {
  for (const i of [7, 8, 4242]) for (const { name, work } of contestants) requireRight(name, await work(i), i);
}

async function race(group: Group, plan: Measurement): Promise<(name: string) => Result> {
  const results = await measure(group.contestants, plan);
  const find = (name: string): Result => {
    const found = results.find((result) => result.name === name);
    if (found === undefined) throw new Error(`no contestant ${name}`);
    return found;
  };
  const first = find(group.contestants[0]!.name);
  const rows = results
    .toSorted((a, b) => median(a.rounds) - median(b.rounds))
    .map((result) => {
      const micros = median(result.rounds);
      return [
        result.name,
        micros.toFixed(micros < 10 ? 2 : 1),
        Math.min(...result.rounds).toFixed(2),
        Math.round(1e6 / micros).toLocaleString("en"),
        `${pairedRatio(result, first).toFixed(2)}x`,
        `${pairedRatio(find(group.rival), result).toFixed(1)}x`,
      ];
    });
  console.log(`\n${group.title}:\n`);
  printTable(["", "median µs", "best µs", "per second", `time of ${first.name}`, `faster than ${group.rival}`], rows);
  return find;
}

/** Milliseconds of processor time of one call, the median of some. */
function timeTenThousandParts(rounds: number): number {
  requireTenThousandParts(signTenThousandParts());
  const times = Array.from({ length: rounds }, () => {
    const from = process.cpuUsage();
    signTenThousandParts();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  });
  return median(times);
}

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rounds: { type: "string", default: "21" }, turn: { type: "string", default: "60" } },
  });
  const plan = { rounds: Number(values.rounds), millisecondsPerTurn: Number(values.turn) };
  if (!(Number.isInteger(plan.rounds) && plan.rounds > 0 && plan.millisecondsPerTurn > 0))
    throw new RangeError("--rounds must be a positive integer and --turn a number of milliseconds above 0");
  const names = Object.keys(GROUPS) as GroupName[];
  const chosen = positionals.length > 0 ? (positionals as GroupName[]) : names;
  if (!chosen.every((name) => names.includes(name)))
    throw new RangeError(`groups are ${names.join(", ")}, got ${positionals.join(", ")}`);

  if (chosen.length > 1) return runApart(chosen, plan);
  await runGroup(chosen[0]!, plan);
}

/**
 * Each group in a process of its own: what V8 makes of a signer depends on all that it was asked for before, and the next
 * group is not to be measured with what the one before has left.
 */
function runApart(names: readonly GroupName[], { rounds, millisecondsPerTurn }: Measurement): void {
  const script = resolve(import.meta.dirname, "run.ts");
  const options = ["--rounds", String(rounds), "--turn", String(millisecondsPerTurn)];
  const missed = names.filter(
    (name) => spawnSync(process.execPath, [script, "presign", name, ...options], { stdio: "inherit" }).status !== 0,
  );
  console.log(missed.length === 0 ? "\nEvery target is reached." : `\nNot reached in: ${missed.join(", ")}.`);
  if (missed.length > 0) process.exitCode = 1;
}

async function runGroup(name: GroupName, plan: Measurement): Promise<void> {
  await check(GROUPS[name]);
  console.log(
    `\nNode ${process.version}, ${cpus()[0]?.model ?? "unknown CPU"}; ${plan.rounds} rounds of ${plan.millisecondsPerTurn} ms each, interleaved.`,
  );
  console.log("Every URL and form was verified first, by code that shares nothing with the contestants.");
  const find = await race(GROUPS[name], plan);
  const targets = targetsOf(name, find, plan);
  if (targets.length > 0) printTargets(targets);
}

function targetsOf(name: GroupName, find: (name: string) => Result, plan: Measurement): Target[] {
  const ratio = (slow: string, fast: string) => pairedRatio(find(slow), find(fast));
  if (name === "get")
    return [
      { what: "GET, in the floor's time", measured: ratio(OURS, FLOOR), unit: "x", bound: { atMost: 1.3 } },
      { what: `GET, faster than ${SDK}`, measured: ratio(SDK, OURS), unit: "x", bound: { atLeast: 100 } },
      { what: "GET, faster than aws4", measured: ratio("aws4", OURS), unit: "x", bound: { atLeast: 8 } },
      { what: "GET, plain TypeScript hash", measured: ratio(PORTABLE, OURS), unit: "x", bound: { atMost: 4 } },
    ];
  if (name === "post")
    return [
      { what: `POST, faster than ${SDK_POST}`, measured: ratio(SDK_POST, OURS), unit: "x", bound: { atLeast: 12 } },
    ];
  if (name === "verify") {
    const measured = 1e6 / median(find(VERIFY_GET).rounds);
    return [{ what: "verify of a GET, a second and core", measured, unit: "", bound: { atLeast: 100_000 } }];
  }
  if (name !== "part") return [];
  const milliseconds = timeTenThousandParts(plan.rounds);
  console.log(`\n10,000 part URLs in one synchronous call: ${milliseconds.toFixed(1)} ms of processor time.`);
  return [{ what: "10,000 part URLs in one call", measured: milliseconds, unit: " ms", bound: { atMost: 100 } }];
}
