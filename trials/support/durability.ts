// What the trials of durability share: rounds, and what none of them may find.
import type { CrashLog, CrashReport } from "../../packages/bucket/test/crash-harness.ts";
import type { Ledger } from "./ledger.ts";

export const newLog = (): CrashLog => ({ sent: new Map(), acknowledged: new Set() });

/** The first argument of a trial as a count. Throws RangeError. */
export function readCount(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new RangeError(`${name} must be an integer in 1..999999, got ${text}`);
}

/** Nothing that was acknowledged is lost, nothing is torn, nothing is left over. */
export function judge(ledger: Ledger, report: CrashReport): void {
  for (const key of report.lost) ledger.miss(`${key} was acknowledged and is lost`);
  for (const key of report.partial) ledger.miss(`${key} is not what was sent`);
  if (report.drafts > 0) ledger.miss(`${report.drafts} drafts are left over`);
  if (report.orphans > 0) ledger.miss(`${report.orphans} files without a row are left over`);
}

/** Waits until it holds; false when it does not within the time. */
export async function holdsWithin(milliseconds: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const until = performance.now() + milliseconds;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() > until) return false;
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** So many deeds, a few of them at once. */
export async function inTurns(times: number, deed: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < times) await deed(next++);
  };
  await Promise.all(Array.from({ length: 8 }, work));
}
