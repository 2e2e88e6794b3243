// A fresh `node` that runs a file which imports the built package and signs one URL, against one that runs an empty module
// file; after `npm run build`. What is judged is the time from spawning to the end, which is what somebody waits for.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { median, printTable, shuffled } from "./measure.ts";
import { printTargets } from "./targets.ts";

const root = resolve(import.meta.dirname, "..");
const built = resolve(root, "packages/presign/dist");
const CREDENTIALS = `{ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }`;
const SIGN = `.get("a/b.jpg", { expiresInSeconds: 900 }).url.length > 300 || process.exit(1);`;

const BARE = "an empty file";
const WHOLE = "@daypass/presign and the first URL";
const SMALL = "@daypass/presign/get and the first URL";
const PROGRAMS: Readonly<Record<string, string>> = {
  [BARE]: "",
  [WHOLE]: `import { createPresigner } from "@daypass/presign";
createPresigner({ credentials: ${CREDENTIALS}, region: "eu-central-1", bucket: "photos" })${SIGN}`,
  [SMALL]: `import { createGetPresigner } from "@daypass/presign/get";
createGetPresigner({ credentials: ${CREDENTIALS}, region: "eu-central-1", bucketUrl: "https://photos.s3.eu-central-1.amazonaws.com" })${SIGN}`,
  "node:crypto and one hash": `import { hash } from "node:crypto";
hash("sha256", "a").length === 64 || process.exit(1);`,
  "@aws-sdk/s3-request-presigner and the first URL": `import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
await getSignedUrl(new S3Client({ region: "eu-central-1", credentials: ${CREDENTIALS} }), new GetObjectCommand({ Bucket: "photos", Key: "a" }));`,
};
/** Loaded before a program whose processor time is wanted: user and system, in milliseconds. */
const REPORT = `const { writeSync } = require("node:fs");
const sum = ({ user, system }) => (user + system) / 1000;
process.on("exit", () => writeSync(1, JSON.stringify([sum(process.threadCpuUsage()), sum(process.cpuUsage())])));`;

/** Milliseconds, one figure a round. */
interface Times {
  readonly wall: number[];
  /** Processor time of the main thread: near to what it takes where nothing else runs, also on a busy machine. */
  readonly mainThread: number[];
  readonly allThreads: number[];
}

/** A folder with one file for each program, and the packages as npm would have installed them. */
function layOut(folder: string): string[] {
  mkdirSync(join(folder, "node_modules/@daypass"), { recursive: true });
  cpSync(built, join(folder, "node_modules/@daypass/presign"), { recursive: true });
  symlinkSync(resolve(root, "node_modules/@aws-sdk"), join(folder, "node_modules/@aws-sdk"), "junction");
  writeFileSync(join(folder, "report.cjs"), REPORT);
  return Object.values(PROGRAMS).map((program, i) => {
    const file = join(folder, `program-${i}.mjs`);
    writeFileSync(file, program);
    return file;
  });
}

function execute(args: readonly string[], cwd: string): { milliseconds: number; output: string } {
  const from = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  const milliseconds = performance.now() - from;
  if (status !== 0) throw new Error(`${args.at(-1)} ended with ${status}: ${stderr}`);
  return { milliseconds, output: stdout };
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rounds: { type: "string", default: "25" } } });
  const rounds = Number(values.rounds);
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new RangeError("--rounds must be a positive integer");
  if (!existsSync(join(built, "package.json"))) throw new Error("no built package: run `npm run build` first");
  const folder = mkdtempSync(join(tmpdir(), "daypass-cold-"));
  try {
    const files = layOut(folder);
    const names = Object.keys(PROGRAMS);
    const times = names.map((): Times => ({ wall: [], mainThread: [], allThreads: [] }));
    for (const file of files) execute([file], folder); // once for the file system's sake
    for (let round = 0; round < rounds; round++)
      for (const index of shuffled(files.length)) {
        const file = files[index]!;
        const { wall, mainThread, allThreads } = times[index]!;
        wall.push(execute([file], folder).milliseconds);
        const { output } = execute(["--require", "./report.cjs", file], folder);
        const [main, all] = JSON.parse(output) as [number, number];
        mainThread.push(main);
        allThreads.push(all);
      }
    report(names, times);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(names: readonly string[], times: readonly Times[]): void {
  const [bare] = times;
  const over = (name: string, kind: keyof Times): number =>
    median(times[names.indexOf(name)]![kind].map((time, round) => time - bare![kind][round]!));
  printTable(
    ["a fresh process", "median ms", "best ms", "over the empty file, ms", "of its main thread", "of all its threads"],
    names.map((name, i) => [
      name,
      median(times[i]!.wall).toFixed(1),
      Math.min(...times[i]!.wall).toFixed(1),
      over(name, "wall").toFixed(1),
      over(name, "mainThread").toFixed(1),
      over(name, "allThreads").toFixed(1),
    ]),
  );
  printTargets(
    [WHOLE, SMALL].map((name) => ({
      what: `${name}, over an empty file`,
      measured: over(name, "wall"),
      unit: " ms",
      bound: { atMost: 10 },
    })),
  );
}
