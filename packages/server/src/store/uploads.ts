import type { Selectable } from "kysely";
import { foldText, type Page } from "../domain/cursor.ts";
import { createId, type RandomBytes } from "../domain/ids.ts";
import { type Checksum, OPEN_UPLOAD_STATES, type UploadRecord } from "../domain/records.ts";
import { addDeletion } from "./deletions.ts";
import { addEvent, type DoneBy } from "./events.ts";
import { type IdempotentRequest, noteRequest } from "./idempotency.ts";
import { newestFirst, placeOf, toPage } from "./pages.ts";
import type { Db, Tables, Tx } from "./schema.ts";

export interface ObjectFacts {
  readonly versionId: string | null;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly checksums: readonly Checksum[];
}

/** Life of an upload URL plus the slack of two clocks: from then on none of an upload's URLs works. */
export interface UrlLife {
  readonly urlsEndAt: number;
}

const toUpload = (row: Selectable<Tables["uploads"]>): UploadRecord => row;

/** Ends an open upload and queues what the bucket may hold of it. */
async function endUpload(
  tx: Tx,
  random: RandomBytes,
  upload: UploadRecord,
  input: { state: "aborted" | "expired" | "mismatched"; now: number; by: DoneBy; dueAt: readonly number[] },
): Promise<boolean> {
  const ended = await tx
    .updateTable("uploads")
    .set({ state: input.state })
    .where("id", "=", upload.id)
    .where("state", "in", OPEN_UPLOAD_STATES)
    .returning("multipartId")
    .executeTakeFirst();
  if (!ended) return false;
  const { bucketId, objectKey } = upload;
  await addDeletion(tx, random, { bucketId, objectKey, dueAt: input.dueAt });
  if (ended.multipartId !== null)
    await addDeletion(tx, random, { bucketId, objectKey, multipartId: ended.multipartId, dueAt: input.dueAt });
  await addEvent(tx, random, {
    at: input.now,
    kind: `upload.${input.state}`,
    ownerId: upload.ownerId,
    ...input.by,
    details: { fileName: upload.name, sizeBytes: upload.sizeBytes },
  });
  return true;
}

export const uploadStore = (db: Db, random: RandomBytes) => ({
  create: (
    upload: UploadRecord,
    { by, request }: { by: DoneBy; request?: IdempotentRequest | undefined },
  ): Promise<UploadRecord | "conflict"> =>
    db.transaction().execute(async (tx) => {
      const replay = await noteRequest(tx, request, {
        ownerId: upload.ownerId,
        resourceId: upload.id,
        now: upload.createdAt,
      });
      if (replay.kind === "conflict") return "conflict";
      if (replay.kind === "again")
        return await tx
          .selectFrom("uploads")
          .selectAll()
          .where("id", "=", replay.resourceId)
          .executeTakeFirstOrThrow()
          .then(toUpload);
      await tx.insertInto("uploads").values(upload).execute();
      await addEvent(tx, random, {
        at: upload.createdAt,
        kind: "upload.created",
        ownerId: upload.ownerId,
        ...by,
        details: { fileName: upload.name, sizeBytes: upload.sizeBytes },
      });
      return upload;
    }),

  find: (id: string, ownerId: string): Promise<UploadRecord | undefined> =>
    db.selectFrom("uploads").selectAll().where("id", "=", id).where("ownerId", "=", ownerId).executeTakeFirst(),

  async listOpen(ownerId: string, now: number, page: Page) {
    const query = db
      .selectFrom("uploads")
      .selectAll()
      .where("ownerId", "=", ownerId)
      .where("state", "in", OPEN_UPLOAD_STATES)
      .where("expiresAt", ">", now);
    return toPage(await newestFirst(query, "uploads", page).execute(), page.limit, placeOf);
  },

  /** Keeps the multipart upload that the bucket made, unless another request was faster: then answers that one's. */
  keepMultipart: (id: string, multipartId: string): Promise<UploadRecord | undefined> =>
    db.transaction().execute(async (tx) => {
      await tx
        .updateTable("uploads")
        .set({ multipartId, state: "uploading" })
        .where("id", "=", id)
        .where("multipartId", "is", null)
        .where("state", "in", ["planned", "uploading"])
        .execute();
      return await tx.selectFrom("uploads").selectAll().where("id", "=", id).executeTakeFirst();
    }),

  /** This multipart upload came to nothing: the next request for parts makes another, and the bucket forgets this one. */
  forgetMultipart: (upload: UploadRecord, multipartId: string, now: number): Promise<void> =>
    db.transaction().execute(async (tx) => {
      await tx
        .updateTable("uploads")
        .set({ multipartId: null, state: "planned" })
        .where("id", "=", upload.id)
        .where("multipartId", "=", multipartId)
        .where("state", "in", OPEN_UPLOAD_STATES)
        .execute();
      const { bucketId, objectKey } = upload;
      await addDeletion(tx, random, { bucketId, objectKey, multipartId, dueAt: [now] });
    }),

  async markCompleting(id: string): Promise<void> {
    await db
      .updateTable("uploads")
      .set({ state: "completing" })
      .where("id", "=", id)
      .where("state", "in", ["planned", "uploading"])
      .execute();
  },

  /** Completing came to nothing, the bytes are not all there: the sender goes on. */
  async markUploading(id: string): Promise<void> {
    await db
      .updateTable("uploads")
      .set({ state: "uploading" })
      .where("id", "=", id)
      .where("state", "=", "completing")
      .execute();
  },

  /** The upload becomes a file, once, from the bucket's facts. Asked again, answers the same file's id. */
  confirm: (
    upload: UploadRecord,
    facts: ObjectFacts,
    input: { now: number; by: DoneBy },
  ): Promise<string | undefined> =>
    db.transaction().execute(async (tx) => {
      const fileId = createId("fil", random);
      const confirmed = await tx
        .updateTable("uploads")
        .set({ state: "confirmed", fileId })
        .where("id", "=", upload.id)
        .where("state", "in", OPEN_UPLOAD_STATES)
        .returning("id")
        .executeTakeFirst();
      if (!confirmed) {
        const known = await tx.selectFrom("uploads").select("fileId").where("id", "=", upload.id).executeTakeFirst();
        return known?.fileId ?? undefined;
      }
      const objectId = createId("obj", random);
      await tx
        .insertInto("objects")
        .values({
          id: objectId,
          bucketId: upload.bucketId,
          objectKey: upload.objectKey,
          versionId: facts.versionId,
          etag: facts.etag,
          sizeBytes: facts.sizeBytes,
          checksums: JSON.stringify(facts.checksums),
          createdAt: input.now,
        })
        .execute();
      await tx
        .insertInto("files")
        .values({
          id: fileId,
          ownerId: upload.ownerId,
          objectId,
          name: upload.name,
          nameFolded: foldText(upload.name),
          contentType: upload.contentType,
          createdAt: input.now,
          deletedAt: null,
        })
        .execute();
      await addEvent(tx, random, {
        at: input.now,
        kind: "file.created",
        ownerId: upload.ownerId,
        ...input.by,
        details: { fileName: upload.name, sizeBytes: facts.sizeBytes, fileId },
      });
      return fileId;
    }),

  end: (
    upload: UploadRecord,
    input: { state: "aborted" | "mismatched"; now: number; by: DoneBy } & UrlLife,
  ): Promise<boolean> =>
    db.transaction().execute((tx) => endUpload(tx, random, upload, { ...input, dueAt: [input.now, input.urlsEndAt] })),

  /** Ends what was not confirmed in time; answers how many. Their URLs ended with them. */
  async expire(now: number, most: number): Promise<number> {
    const due = await db
      .selectFrom("uploads")
      .selectAll()
      .where("state", "in", OPEN_UPLOAD_STATES)
      .where("expiresAt", "<=", now)
      .orderBy("expiresAt")
      .limit(most)
      .execute();
    let count = 0;
    const by: DoneBy = { actor: "daypass", network: null };
    for (const upload of due)
      if (
        await db
          .transaction()
          .execute((tx) => endUpload(tx, random, upload, { state: "expired", now, by, dueAt: [now] }))
      )
        count++;
    return count;
  },
});
