import { createId, type RandomBytes } from "../domain/ids.ts";
import type { Db, Tx } from "./schema.ts";

export interface Deletion {
  readonly id: string;
  readonly bucketId: string;
  readonly objectKey: string;
  readonly versionId: string | null;
  /** Set when a multipart upload is to be aborted, and not an object to be deleted. */
  readonly multipartId: string | null;
  readonly tries: number;
}

export interface NewDeletion {
  readonly bucketId: string;
  readonly objectKey: string;
  readonly versionId?: string | null;
  readonly multipartId?: string | null;
  /** Times at which to do it. More than one where a signed URL may still put something there after the first. */
  readonly dueAt: readonly number[];
}

/** In the transaction that lets go of the object: what is to go from the bucket cannot be forgotten. */
export async function addDeletion(tx: Tx, random: RandomBytes, deletion: NewDeletion): Promise<void> {
  const { dueAt, versionId = null, multipartId = null, ...rest } = deletion;
  await tx
    .insertInto("deletions")
    .values(dueAt.map((at) => ({ id: createId("del", random), ...rest, versionId, multipartId, dueAt: at, tries: 0 })))
    .execute();
}

const LEASE_MILLISECONDS = 60_000;

export const deletionStore = (db: Db, random: RandomBytes) => ({
  add: (deletion: NewDeletion): Promise<void> => db.transaction().execute((tx) => addDeletion(tx, random, deletion)),

  /** Takes some that are due, and keeps other servers from them for a minute. One that fails comes back later and later. */
  lease: (bucketId: string, now: number, most: number): Promise<Deletion[]> =>
    db
      .updateTable("deletions")
      .set((eb) => ({
        tries: eb("tries", "+", 1),
        dueAt: eb(eb.val(now), "+", eb(eb.val(LEASE_MILLISECONDS), "*", eb("tries", "+", 1))),
      }))
      .where((eb) =>
        eb(
          "id",
          "in",
          eb
            .selectFrom("deletions")
            .select("id")
            .where("bucketId", "=", bucketId)
            .where("dueAt", "<=", now)
            .orderBy("dueAt")
            .limit(most),
        ),
      )
      .returning(["id", "bucketId", "objectKey", "versionId", "multipartId", "tries"])
      .execute(),

  async finish(id: string): Promise<void> {
    await db.deleteFrom("deletions").where("id", "=", id).execute();
  },
});
