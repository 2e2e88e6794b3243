// Does what the lifecycle rules of the buckets say. It holds no clock: whoever runs it says what time it is.
import type { ObjectFacts } from "./disk/objects.ts";
import type { Store } from "./disk/store.ts";
import { isDiskFull } from "./errors.ts";
import { addDays, expiresAt, hasTags, isInFilter, type LifecycleRule } from "./settings/lifecycle-rules.ts";

/** Rows that are looked at before other work gets its turn. */
const PAGE_ROWS = 500;

export interface LifecycleReport {
  readonly expiredObjects: number;
  readonly abortedUploads: number;
}

/** Looks through every bucket that has rules, once. What is written meanwhile is left to the next time. */
export async function runLifecycle(store: Store, now: Date): Promise<LifecycleReport> {
  let expiredObjects = 0;
  let abortedUploads = 0;
  for (const { name } of store.buckets.list()) {
    const rules = store.buckets.getSetting(name, "lifecycle");
    const isInForce = () => store.buckets.getSetting(name, "lifecycle") === rules;
    for (const rule of rules?.filter(({ enabled }) => enabled) ?? []) {
      const round = { bucket: name, rule, now, isInForce };
      if (rule.expiration) expiredObjects += await expireObjects(store, round);
      if (rule.abortUploadsAfterDays !== undefined) abortedUploads += await abortUploads(store, round);
    }
  }
  return { expiredObjects, abortedUploads };
}

interface Round {
  readonly bucket: string;
  readonly rule: LifecycleRule;
  readonly now: Date;
  /** Whether the bucket is still there and its rules are still these: asked before each deletion. */
  readonly isInForce: () => boolean;
}

async function expireObjects(store: Store, { bucket, rule, now, isInForce }: Round): Promise<number> {
  const { prefix } = rule.filter;
  let expired = 0;
  for (let after = ""; ; ) {
    const page = store.objects.list(bucket, { prefix, after, limit: PAGE_ROWS });
    const over = page.filter((object) => isInFilter(rule, object) && isOver(rule, object, now));
    const remove = (object: ObjectFacts) =>
      store.objects.deleteUnchanged(bucket, object, (tags) => isInForce() && hasTags(rule, tags));
    expired += await removeAll(store, over, remove);
    await store.reserve.fill();
    if (page.length < PAGE_ROWS || !isInForce()) return expired;
    after = page.at(-1)!.key;
    await giveWay();
  }
}

/** Removes the objects and what is freed of their bytes, and says how many went. */
async function removeAll(
  store: Store,
  objects: readonly ObjectFacts[],
  remove: (object: ObjectFacts) => Promise<string[] | undefined>,
): Promise<number> {
  const outcomes = await Promise.allSettled(objects.map(remove));
  const unused = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" && outcome.value) || []);
  await store.blobs.remove(unused);
  let removed = outcomes.filter((outcome) => outcome.status === "fulfilled" && outcome.value !== undefined).length;
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === "fulfilled") continue;
    if (!isDiskFull(outcome.reason)) throw outcome.reason;
    // One by one, because the reserve has room for the log of few: the bytes of each make room for the next.
    const freed = await store.reserve.spendOn(() => remove(objects[index]!));
    await store.blobs.remove(freed ?? []);
    if (freed) removed++;
  }
  return removed;
}

function isOver(rule: LifecycleRule, object: ObjectFacts, now: Date): boolean {
  const at = expiresAt(rule, object);
  return at !== undefined && now.getTime() >= at;
}

async function abortUploads(store: Store, { bucket, rule, now, isInForce }: Round): Promise<number> {
  const { prefix } = rule.filter;
  let aborted = 0;
  let place: { after: string; afterId?: string } = { after: "" };
  for (;;) {
    const page = store.uploads.list(bucket, { prefix, ...place, limit: PAGE_ROWS });
    for (const upload of page) {
      if (now.getTime() < addDays(upload.initiatedAt, rule.abortUploadsAfterDays!)) continue;
      const unused = await store.reserve.spendOn(() => store.uploads.abortIfOpen(upload, isInForce));
      await store.blobs.remove(unused ?? []);
      if (unused) aborted++;
    }
    await store.reserve.fill();
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS || !isInForce()) return aborted;
    place = { after: last.key, afterId: last.id };
    await giveWay();
  }
}

const giveWay = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** S3 looks once a day, at midnight; a small endpoint may be asleep then. */
const INTERVAL_MILLISECONDS = 60 * 60 * 1000;

/** Runs now and every hour, one round at a time, until the result is called, which waits for the round that runs. */
export function startLifecycle(store: Store, clock: () => Date): () => Promise<void> {
  let round: Promise<unknown> = Promise.resolve();
  const run = () => {
    round = round
      .then(() => runLifecycle(store, clock()))
      .catch((failure: Error) =>
        process.emitWarning(`The lifecycle rules could not be obeyed: ${failure.message}`, {
          code: "DAYPASS_LIFECYCLE_FAILED",
        }),
      );
  };
  run();
  const timer = setInterval(run, INTERVAL_MILLISECONDS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}
