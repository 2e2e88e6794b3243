// kill -9 of the embedded bucket during uploads, as often as one likes: `npm run trial -- crash [ROUNDS]`, default 50.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CrashLog, inspect, startChild, uploadUntilKilled } from "../packages/bucket/test/crash-harness.ts";

export async function run([rounds = "50"]: readonly string[]): Promise<boolean> {
  if (!/^[1-9]\d{0,5}$/.test(rounds)) throw new RangeError(`ROUNDS must be an integer in 1..999999, got ${rounds}`);
  const dir = await mkdtemp(join(tmpdir(), "daypass-crash-"));
  const log: CrashLog = { sent: new Map(), acknowledged: new Set() };
  let good = true;
  for (let round = 1; round <= Number(rounds) && good; round++) {
    await uploadUntilKilled(await startChild(dir), log, 40);
    const child = await startChild(dir);
    const report = await inspect(child, dir, log);
    await child.kill();
    good = report.lost.length + report.partial.length + report.drafts + report.orphans === 0;
    console.log(`round ${round}: ${log.acknowledged.size} acknowledged, ${JSON.stringify(report)}`);
  }
  // What went wrong is kept to be looked at.
  if (good) await rm(dir, { recursive: true });
  else console.log(`kept: ${dir}`);
  return good;
}
