// `npm run bench -- bucket [--rounds N] [--seconds N] [--full]`: the embedded bucket, which verifies every request and
// waits for the disk, against a bare pipe to and from files, and s3rver. Exits 1 when a bar of the README is missed.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Contestant, installS3rver, startDaypass, startPipe, startS3rver } from "./bucket/contestants.ts";
import { measureFsyncRate } from "./bucket/fsync-rate.ts";
import { measureIndexGrowth } from "./bucket/index-growth.ts";
import { measureStart } from "./bucket/library-start.ts";
import { readCpuMilliseconds } from "./bucket/memory.ts";
import { TRANSFERS, type Transfer } from "./bucket/transfers.ts";
import { measureUploadMemory } from "./bucket/upload-memory.ts";
import { median, printTable, shuffled } from "./measure.ts";

const MIB = 1024 * 1024;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string", default: "7" },
      seconds: { type: "string", default: "2" },
      full: { type: "boolean", default: false },
      only: { type: "string", default: "transfers,start,memory,index" },
    },
  });
  const plan = { rounds: readCount("rounds", values.rounds), seconds: readCount("seconds", values.seconds) };
  const folder = await mkdtemp(join(tmpdir(), "daypass-bench-"));
  const missed: string[] = [];
  const judge = (says: string, good: boolean) => {
    console.log(`${good ? "reached" : "MISSED "}  ${says}`);
    if (!good) missed.push(says);
  };
  try {
    const parts = values.only.split(",");
    if (parts.includes("transfers")) await compareTransfers(folder, plan, judge);
    if (parts.includes("start")) {
      const { first, later } = await measureStart();
      judge(
        `startBucket() in ${later.toFixed(0)} ms (the first of a process ${first.toFixed(0)} ms): under 100`,
        later < 100 && first < 100,
      );
    }
    if (parts.includes("memory")) {
      const uploadBytes = values.full ? 1024 * MIB : 128 * MIB;
      const grown = (await measureUploadMemory(join(folder, "memory"), uploadBytes)) / MIB;
      judge(
        `16 uploads of ${uploadBytes / MIB} MiB at once add ${grown.toFixed(0)} MiB to the process: at most 64`,
        grown <= 64,
      );
    }
    if (parts.includes("index")) {
      const counts = { few: 1_000, many: values.full ? 1_000_000 : 200_000 };
      for (const { says, ratio } of await measureIndexGrowth(join(folder, "index"), counts))
        judge(
          `${says} at ${counts.many} objects takes ${ratio.toFixed(2)} times as long as at ${counts.few}: at most 1.5`,
          ratio <= 1.5,
        );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (missed.length > 0) process.exitCode = 1;
}

type Judge = (says: string, good: boolean) => void;

async function compareTransfers(
  folder: string,
  { rounds, seconds }: { rounds: number; seconds: number },
  judge: Judge,
): Promise<void> {
  const installed = await installS3rver();
  if (installed === undefined) console.error("s3rver is SKIPPED.");
  const contestants: Contestant[] = [
    await startDaypass(join(folder, "daypass")),
    await startPipe(join(folder, "pipe")),
    ...(installed ? [await startS3rver(join(folder, "s3rver"), installed)] : []),
  ];
  try {
    const fsyncs: number[] = [];
    for (const transfer of TRANSFERS) {
      const figures = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
      const costs = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
      for (const contestant of contestants) await transfer.measure(contestant, seconds / 4);
      for (let round = 0; round < rounds; round++) {
        for (const index of shuffled(contestants.length)) {
          const contestant = contestants[index]!;
          const before = await readCpuMilliseconds(contestant.pid);
          const { figure, requests } = await transfer.measure(contestant, seconds);
          figures.get(contestant.name)!.push(figure);
          costs.get(contestant.name)!.push(((await readCpuMilliseconds(contestant.pid)) - before) / requests);
        }
        fsyncs.push(await measureFsyncRate(folder));
      }
      report(transfer, { figures, costs }, judge);
    }
    console.log(`\nThe disk meanwhile: ${median(fsyncs).toFixed(0)} fsyncs a second, of one file after the other.`);
  } finally {
    for (const contestant of contestants) await contestant.stop();
  }
}

/** The ratio is taken within a round, so that what else the machine did falls on both sides. */
function report(
  transfer: Transfer,
  { figures, costs }: Record<"figures" | "costs", ReadonlyMap<string, readonly number[]>>,
  judge: Judge,
): void {
  const own = figures.get("daypass")!;
  const ratioTo = (name: string) => median(own.map((value, i) => value / figures.get(name)![i]!));
  console.log(`\n${transfer.says}`);
  printTable(
    ["server", `median ${transfer.unit}`, "best", "daypass to it", "CPU ms a request"],
    [...figures].map(([name, values]) => [
      name,
      median(values).toFixed(0),
      Math.max(...values).toFixed(0),
      `${ratioTo(name).toFixed(2)}x`,
      median(costs.get(name)!).toFixed(2),
    ]),
  );
  for (const [name, bar] of Object.entries(transfer.bars))
    if (figures.has(name)) judge(`${ratioTo(name).toFixed(2)} of ${name}: at least ${bar}`, ratioTo(name) >= bar);
}

function readCount(name: string, value: string): number {
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new RangeError(`--${name} must be an integer in 1..9999, got ${value}`);
}
