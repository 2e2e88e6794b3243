// The power goes in the middle of uploads: `npm run trial -- power-cut [ROUNDS]`, default 200. The bucket's folder is on a
// file system in a file; the process is stopped, the file is copied as it is, and the copy is mounted, as a disk would be
// after the cut: what was never forced out of the kernel's memory is not in it.
import { randomBytes, randomInt } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type CrashLog,
  inspect,
  type RunningChild,
  sha256,
  startChild,
  uploadWhile,
} from "../../packages/bucket/test/crash-harness.ts";
import type { Canary } from "../support/canary.ts";
import { holdsWithin, judge, newLog, readCount } from "../support/durability.ts";
import { type Ledger, openLedger } from "../support/ledger.ts";
import { copyImage, findObstacle, makeImage, mountImage, unmount } from "../support/mounts.ts";

const IMAGE_BYTES = 96 * 1024 * 1024;
/** Memory, so that a round takes a second; the file system in the file neither knows nor cares. */
const SCRATCH = "/dev/shm";
const MOST_ACKNOWLEDGED = 40;

export const canaries: readonly Canary[] = [
  {
    says: "a file is not synced",
    args: ["30"],
    patch: {
      file: "bucket/src/disk/draft-file.ts",
      from: "this.#startSync(() => this.#file.sync());",
      to: "",
    },
  },
  {
    says: "a folder is not synced",
    args: ["30"],
    patch: { file: "bucket/src/disk/folder-sync.ts", from: "await handle.sync();", to: "" },
  },
  {
    says: "SQLite runs with synchronous=NORMAL",
    args: ["30"],
    patch: {
      file: "bucket/src/disk/database.ts",
      from: "PRAGMA synchronous = FULL;",
      to: "PRAGMA synchronous = NORMAL;",
    },
  },
];

export async function run([count]: readonly string[]): Promise<boolean> {
  const rounds = readCount("ROUNDS", count, 200);
  const obstacle = findObstacle(["mkfs.ext4", "mount"]);
  if (obstacle !== undefined) {
    console.log(`SKIPPED power-cut: ${obstacle}. This run says nothing of power cuts.`);
    return true;
  }
  const ledger = openLedger("power-cut");
  const scratch = mkdtempSync(join(SCRATCH, "daypass-power-"));
  try {
    const template = { image: join(scratch, "template.img"), log: newLog() };
    await prepare(template, join(scratch, "template"));
    for (let round = 0; round < rounds && !ledger.isEnough; round++) await cutOnce(scratch, template, ledger);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return ledger.close({ cuts: rounds });
}

interface Template {
  readonly image: string;
  readonly log: CrashLog;
}

/**
 * A folder whose index's log has been written to its end once. From then on SQLite writes over it, so that the sync of the
 * log forces nothing else out, and a sync that is missing elsewhere can show.
 */
async function prepare({ image, log }: Template, at: string): Promise<void> {
  await makeImage(image, IMAGE_BYTES);
  await mountImage(image, at);
  try {
    const child = await startChild(join(at, "bucket"));
    const bodies = Array.from({ length: 4 }, (_, i) => [`first/${i}`, randomBytes(12_000)] as const);
    for (let i = 0; i < 100; i++) await Promise.all(bodies.map(([key, body]) => put(child, key, body)));
    for (const [key, body] of bodies) {
      log.sent.set(key, sha256(body));
      log.acknowledged.add(key);
    }
    await child.kill();
  } finally {
    await unmount(at);
  }
}

async function put(child: RunningChild, key: string, body: Buffer<ArrayBuffer>): Promise<void> {
  const { url } = child.presigner.put(key, { expiresInSeconds: 60 });
  const answer = await fetch(url, { method: "PUT", body });
  if (!answer.ok) throw new Error(`The preparation was answered ${answer.status}`);
}

async function cutOnce(scratch: string, template: Template, ledger: Ledger): Promise<void> {
  const [image, cut] = [join(scratch, "running.img"), join(scratch, "cut.img")];
  const [before, after] = [join(scratch, "running"), join(scratch, "cut")];
  const log: CrashLog = { sent: new Map(template.log.sent), acknowledged: new Set(template.log.acknowledged) };
  await copyImage(template.image, image);
  await mountImage(image, before);
  try {
    const child = await startChild(join(before, "bucket"));
    const target = log.acknowledged.size + randomInt(1, MOST_ACKNOWLEDGED);
    let isCut = false;
    const uploads = uploadWhile(child, log, () => !isCut);
    await holdsWithin(60_000, () => log.acknowledged.size >= target);
    process.kill(child.pid, "SIGSTOP");
    isCut = true;
    await holdsWithin(10_000, () => isStopped(child.pid));
    await copyImage(image, cut);
    await child.kill();
    await uploads;
  } finally {
    await unmount(before);
  }
  ledger.count("cuts");
  ledger.count("objects acknowledged", log.acknowledged.size - template.log.acknowledged.size);
  await mountImage(cut, after);
  try {
    const child = await startChild(join(after, "bucket"));
    judge(ledger, await inspect(child, join(after, "bucket"), log));
    await child.kill();
  } catch (failure) {
    ledger.miss(`the start after a cut failed: ${(failure as Error).message}`);
  } finally {
    await unmount(after);
  }
}

/** Each thread: one may still be in a call to the kernel. */
async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`);
  const states = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, "utf8")));
  return states.every((stat) => stat.slice(stat.lastIndexOf(")") + 2).startsWith("T"));
}
