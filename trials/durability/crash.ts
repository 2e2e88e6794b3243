// kill -9 of the bucket in the middle of uploads of every kind: `npm run trial -- crash [ROUNDS]`, default 200.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, startChild, uploadUntilKilled } from "../../packages/bucket/test/crash-harness.ts";
import type { Canary } from "../support/canary.ts";
import { judge, newLog, readCount } from "../support/durability.ts";
import { openLedger } from "../support/ledger.ts";

const ACKNOWLEDGED_A_ROUND = 10;
/** Then a new folder: each start reads everything back. */
const ROUNDS_A_FOLDER = 10;

export const canaries: readonly Canary[] = [
  {
    says: "a start does not sweep",
    args: ["10"],
    patch: {
      file: "bucket/src/disk/store.ts",
      from: "await blobs.sweep(objects.listBlobNames(), now);",
      to: "void now;",
    },
  },
  {
    says: "an answer does not wait for the commit",
    args: ["10"],
    patch: {
      file: "bucket/src/disk/database.ts",
      from: "if (this.#pending.length === 0) setImmediate(() => this.#commitPending());",
      to: "if (this.#pending.length === 0) setTimeout(() => this.#commitPending(), 300); resolve([] as never);",
    },
  },
];

export async function run([count]: readonly string[]): Promise<boolean> {
  const rounds = readCount("ROUNDS", count, 200);
  const ledger = openLedger("crash");
  let slowestStart = 0;
  for (let done = 0; done < rounds && !ledger.isEnough; done += ROUNDS_A_FOLDER) {
    const dir = await mkdtemp(join(tmpdir(), "daypass-crash-"));
    const log = newLog();
    let child = await startChild(dir);
    for (let round = done; round < Math.min(rounds, done + ROUNDS_A_FOLDER); round++) {
      await uploadUntilKilled(child, log, ACKNOWLEDGED_A_ROUND);
      const from = performance.now();
      child = await startChild(dir);
      slowestStart = Math.max(slowestStart, performance.now() - from);
      judge(ledger, await inspect(child, dir, log));
      ledger.count("kills");
    }
    await child.kill();
    ledger.count("objects acknowledged", log.acknowledged.size);
    await rm(dir, { recursive: true });
  }
  console.log(`crash: the slowest start after a kill, process and all, took ${(slowestStart / 1000).toFixed(1)} s`);
  return ledger.close({ kills: rounds });
}
