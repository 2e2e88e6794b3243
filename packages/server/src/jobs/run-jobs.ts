import { BucketError, type Storage } from "../storage/index.ts";
import type { Deletion, Store } from "../store/index.ts";

export interface JobContext {
  readonly store: Store;
  readonly storage: Storage;
  /** Deletions of another bucket wait until a server of that bucket runs. */
  readonly bucketId: string;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
  };
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const BATCH = 50;
/** A round ends by itself; what is left is for the next. */
const MOST_BATCHES = 20;

/** One round of the background work. Any number of servers may run it at once. */
export async function runJobs({ store, storage, bucketId, log, now }: JobContext): Promise<void> {
  const expired = await store.uploads.expire(now(), BATCH * MOST_BATCHES);
  if (expired > 0) log.info({ count: expired }, "uploads expired");
  let failed = 0;
  for (let batch = 0; batch < MOST_BATCHES && failed === 0; batch++) {
    const due = await store.deletions.lease(bucketId, now(), BATCH);
    if (due.length === 0) break;
    for (const deletion of due) {
      const outcome = await tryDeletion({ store, storage, log }, deletion);
      if (outcome !== "done") failed++;
      // A bucket that does not answer one call will not answer the next; the round, and a stop, must not wait for each.
      if (outcome === "unreachable") break;
    }
  }
  await store.sweep(now());
}

async function tryDeletion(
  { store, storage, log }: Pick<JobContext, "store" | "storage" | "log">,
  deletion: Deletion,
): Promise<"done" | "refused" | "unreachable"> {
  const { id, objectKey, versionId, multipartId, tries } = deletion;
  try {
    if (multipartId === null) await storage.deleteObject(objectKey, versionId);
    else await storage.abortMultipart(objectKey, multipartId);
    await store.deletions.finish(id);
    return "done";
  } catch (error) {
    if (!(error instanceof BucketError)) throw error;
    log.warn(
      { deletionId: id, tries, code: error.code, reason: error.message },
      "the bucket kept an object; later again",
    );
    return error.kind;
  }
}
