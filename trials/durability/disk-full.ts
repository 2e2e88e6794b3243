// The disk fills up in the middle of uploads, and has room again: `npm run trial -- disk-full [ROUNDS]`, default 20. The
// bucket's folder is on a small file system in memory, filled to a random rest beforehand.
import { randomBytes, randomInt } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { readdir, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, type RunningChild, sha256, startChild } from "../../packages/bucket/test/crash-harness.ts";
import type { Canary } from "../support/canary.ts";
import { holdsWithin, judge, newLog, readCount } from "../support/durability.ts";
import { type Ledger, openLedger } from "../support/ledger.ts";
import { findObstacle, mountMemory, unmount } from "../support/mounts.ts";

const MIB = 1024 * 1024;
const UPLOADS_A_ROUND = 50;
const SENDERS = 4;
/** From the moment that there is room again. */
const RECOVERY_MILLISECONDS = 5_000;

export const canaries: readonly Canary[] = [
  {
    says: "a write that fails is taken for done",
    args: ["5"],
    patch: {
      file: "bucket/src/disk/draft-file.ts",
      from: "const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);",
      to: "const bytesWritten = bytes.length; await this.#file.write(bytes, done, bytes.length - done, position + done).catch(() => {});",
    },
  },
  {
    says: "what was written of an upload that failed is kept",
    args: ["5"],
    patch: {
      file: "bucket/src/disk/drafts.ts",
      from: "for (const path of paths) await rm(path, { force: true }).catch(warnOfLeftovers);",
      to: "void [paths, rm, warnOfLeftovers];",
    },
  },
];

export async function run([count]: readonly string[]): Promise<boolean> {
  const rounds = readCount("ROUNDS", count, 20);
  const obstacle = findObstacle(["mount"]);
  if (obstacle !== undefined) {
    console.log(`SKIPPED disk-full: ${obstacle}. This run says nothing of full disks.`);
    return true;
  }
  const ledger = openLedger("disk-full");
  const at = mkdtempSync(join(tmpdir(), "daypass-full-"));
  let slowest = 0;
  try {
    for (let round = 0; round < rounds && !ledger.isEnough; round++) {
      await mountMemory(at, randomInt(20, 48) * MIB);
      try {
        slowest = Math.max(slowest, await fillOnce(at, ledger));
      } finally {
        await unmount(at);
      }
    }
  } finally {
    await rm(at, { recursive: true });
  }
  console.log(`disk-full: writes worked again at most ${(slowest / 1000).toFixed(1)} s after there was room`);
  return ledger.close({ rounds, "refused for want of room": rounds });
}

/** Resolves with how many milliseconds after there was room again the first upload was taken. */
async function fillOnce(at: string, ledger: Ledger): Promise<number> {
  const dir = join(at, "bucket");
  const log = newLog();
  const child = await startChild(dir);
  // The index's log gets its whole length first: a commit then needs no room, and does not refuse what has lost its bytes.
  const first = randomBytes(12_000);
  for (let i = 0; i < 300; i++) await put(child, "first", first);
  log.sent.set("first", sha256(first));
  log.acknowledged.add("first");
  // Leaves room for some of the uploads, and not for all.
  const { bavail, bsize } = await statfs(at);
  await writeFile(join(at, "ballast"), Buffer.alloc(Math.max(0, bavail * bsize - randomInt(200_000, 4 * MIB)), 1));
  const tasks = Array.from({ length: UPLOADS_A_ROUND }, (_, i) => `f/${i}`);
  const send = async () => {
    for (let key = tasks.pop(); key !== undefined; key = tasks.pop()) {
      const body = randomBytes(randomInt(1, 600_000));
      log.sent.set(key, sha256(body));
      const status = await put(child, key, body);
      ledger.count("uploads");
      if (status === 200) log.acknowledged.add(key);
      else if (status === 507) ledger.count("refused for want of room");
      else ledger.miss(`${key} was answered ${status} on a full disk, where 507 belongs`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
  // Before there is room again, so that nothing of the refused ones may hide in it.
  if ((await readdir(join(dir, "tmp"))).length > 0) ledger.miss("drafts are left on the full disk");
  await rm(join(at, "ballast"));
  const from = performance.now();
  const works = await holdsWithin(RECOVERY_MILLISECONDS, async () => {
    const body = randomBytes(100_000);
    log.sent.set("f/again", sha256(body));
    const isTaken = (await put(child, "f/again", body)) === 200;
    if (isTaken) log.acknowledged.add("f/again");
    return isTaken;
  });
  const took = performance.now() - from;
  if (!works) ledger.miss(`no upload was taken within ${RECOVERY_MILLISECONDS} ms after there was room again`);
  judge(ledger, await inspect(child, dir, log));
  await child.kill();
  const again = await startChild(dir);
  judge(ledger, await inspect(again, dir, log));
  await again.kill();
  ledger.count("rounds");
  return took;
}

async function put(child: RunningChild, key: string, body: Buffer<ArrayBuffer>): Promise<number> {
  const { url } = child.presigner.put(key, { expiresInSeconds: 60 });
  return (await fetch(url, { method: "PUT", body })).status;
}
