// The kernel refuses a sync, a write, a rename or an open in the middle of uploads: `npm run trial -- io-faults [RUNS]`,
// default 200. `strace` makes one such call fail, a later one in each run. Whoever was answered 200 must find their object,
// also after a kill, and a failure that hit an upload must have been heard by somebody.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  inspect,
  type RunningChild,
  readNamedBlobs,
  sha256,
  startChild,
} from "../../packages/bucket/test/crash-harness.ts";
import type { Canary } from "../support/canary.ts";
import { holdsWithin, inTurns, judge, newLog, readCount } from "../support/durability.ts";
import { type Ledger, openLedger } from "../support/ledger.ts";
import { isInstalled } from "../support/mounts.ts";

interface Fault {
  readonly calls: string;
  readonly error: string;
  /** Only what is done to this folder itself. */
  readonly at?: string;
  /** Not on the thread that has the index, whose failure would refuse everything that comes after. */
  readonly besideIndex?: boolean;
}

const FAULTS: readonly Fault[] = [
  { calls: "fsync,fdatasync", error: "EIO" },
  { calls: "fsync", error: "EIO", at: "blobs" },
  { calls: "fsync", error: "EIO", besideIndex: true },
  { calls: "pwrite64", error: "ENOSPC" },
  { calls: "pwrite64", error: "EIO" },
  { calls: "rename", error: "EIO" },
  { calls: "openat", error: "EMFILE" },
];
const UPLOADS_A_RUN = 24;

export const canaries: readonly Canary[] = [
  {
    says: "a sync of a file that fails is taken for done",
    args: ["18"],
    patch: {
      file: "bucket/src/disk/draft-file.ts",
      from: "this.#startSync(() => this.#file.sync());",
      to: "this.#startSync(() => this.#file.sync().catch(() => {}));",
    },
  },
  {
    says: "a sync of a folder that fails is taken for done",
    args: ["18"],
    patch: {
      file: "bucket/src/disk/folder-sync.ts",
      from: "await handle.sync();",
      to: "await handle.sync().catch(() => {});",
    },
  },
];

export async function run([count]: readonly string[]): Promise<boolean> {
  const runs = readCount("RUNS", count, 200);
  if (process.platform !== "linux" || !isInstalled("strace")) {
    console.log(
      "SKIPPED io-faults: strace is not installed (apt-get install strace). This run says nothing of faults.",
    );
    return true;
  }
  const ledger = openLedger("io-faults");
  for (let i = 0; i < runs && !ledger.isEnough; i++) {
    const fault = FAULTS[i % FAULTS.length]!;
    await failOnce(fault, 1 + Math.floor(i / FAULTS.length), ledger);
  }
  // One that comes too late for its run hits nothing.
  return ledger.close({ runs, "faults that hit": Math.ceil(runs / 2) });
}

async function failOnce(fault: Fault, nth: number, ledger: Ledger): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "daypass-fault-"));
  const log = newLog();
  let refused = 0;
  try {
    const child = await startChild(dir);
    const trace = join(dir, "trace");
    const tracer = await attach(
      child,
      trace,
      fault.at ? { ...fault, at: join(dir, fault.at), nth: ((nth - 1) % 3) + 1 } : { ...fault, nth },
    );
    await inTurns(UPLOADS_A_RUN, async (i) => {
      const body = randomBytes(i % 3 === 0 ? randomInt(1, 10_000) : randomInt(20_000, 400_000));
      const key = `f/${i}`;
      log.sent.set(key, sha256(body));
      const { url } = child.presigner.put(key, { expiresInSeconds: 60 });
      const status = await fetch(url, { method: "PUT", body }).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) log.acknowledged.add(key);
      else refused++;
    });
    tracer.kill("SIGINT");
    await once(tracer, "exit");
    await child.kill();
    const hits = (await readFile(trace, "utf8")).split("\n").filter((line) => line.includes("(INJECTED)"));
    ledger.count("runs");
    ledger.count("uploads acknowledged", log.acknowledged.size);
    ledger.count("faults that hit", hits.length);
    // What hit elsewhere was of the runtime. A checkpoint copies what the log holds safely already; SQLite tries it again.
    const serious = hits.filter((line) => line.includes(`${dir}/`) && !/\/index\.sqlite(-shm)?>/.test(line));
    if (serious.length > 0 && refused === 0)
      ledger.miss(`every upload was answered 200 although this failed: ${serious[0]}`);
    const again = await startChild(dir);
    // Bytes that the kernel said it had lost must not be those of an object.
    const named = await readNamedBlobs(dir);
    for (const line of hits.filter((each) => /sync\(/.test(each))) {
      const blob = /\/(?:tmp|blobs)\/([0-9a-f]{32})/.exec(line)?.[1];
      if (blob && named.has(blob)) ledger.miss(`${blob} is an object although this failed: ${line}`);
    }
    judge(ledger, await inspect(again, dir, log));
    await again.kill();
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function attach(
  child: RunningChild,
  trace: string,
  { calls, error, at, besideIndex, nth }: Fault & { nth: number },
): Promise<ChildProcess> {
  const names = calls.split(",");
  const injections = names.flatMap((call) => ["-e", `inject=${call}:error=${error}:when=${nth}`]);
  const threads = await readdir(`/proc/${child.pid}/task`);
  const traced = besideIndex ? threads.filter((thread) => thread !== String(child.pid)) : [String(child.pid)];
  const args = [
    ...(besideIndex ? [] : ["-f"]),
    ...["-y", "-qq", "-o", trace, "-e", `trace=${calls}`],
    ...(at ? ["-P", at] : []),
    ...injections,
    ...traced.flatMap((thread) => ["-p", thread]),
  ];
  const tracer = spawn("strace", args, { stdio: "inherit" });
  const isTraced = async () =>
    !/TracerPid:\s+0\n/.test(await readFile(`/proc/${child.pid}/task/${traced.at(-1)}/status`, "utf8"));
  if (!(await holdsWithin(10_000, isTraced))) throw new Error("strace did not attach");
  return tracer;
}
