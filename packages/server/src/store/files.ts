import { sql } from "kysely";
import { foldText, type Page } from "../domain/cursor.ts";
import { createId, type RandomBytes } from "../domain/ids.ts";
import type { Checksum, FileRecord, ShareRecord } from "../domain/records.ts";
import { addDeletion } from "./deletions.ts";
import { addEvent, type DoneBy } from "./events.ts";
import { newestFirst, placeOf, toPage } from "./pages.ts";
import type { Db, Tx } from "./schema.ts";

export type ListedFile = FileRecord & { readonly openShareCount: number };

/** For `like`, with `\` as the escape character. */
export const containing = (search: string): string => `%${foldText(search).replace(/[\\%_]/g, "\\$&")}%`;

/** Files joined with their objects. */
export const selectFiles = (db: Db | Tx) =>
  db
    .selectFrom("files")
    .innerJoin("objects", "objects.id", "files.objectId")
    .select([
      "files.id",
      "files.ownerId",
      "files.objectId",
      "files.name",
      "files.contentType",
      "files.createdAt",
      "files.deletedAt",
      "objects.bucketId",
      "objects.objectKey",
      "objects.versionId",
      "objects.sizeBytes",
      "objects.checksums",
    ]);

export const toFile = <Row extends { checksums: string }>(row: Row) => ({
  ...row,
  checksums: JSON.parse(row.checksums) as Checksum[],
});

/** Links that name a file and were not withdrawn: with other limits those that have ended work again. */
const livingShares = (db: Db | Tx) =>
  db
    .selectFrom("shareFiles")
    .innerJoin("shares", "shares.id", "shareFiles.shareId")
    .where("shares.revokedAt", "is", null);

/** Links that work now and name a file. */
const openShares = (db: Db | Tx, now: number) =>
  livingShares(db)
    .where((eb) => eb.or([eb("shares.expiresAt", "is", null), eb("shares.expiresAt", ">", now)]))
    .where((eb) =>
      eb.or([eb("shares.maxClaims", "is", null), eb("shares.claimCount", "<", eb.ref("shares.maxClaims"))]),
    );

const selectListed = (db: Db, now: number) =>
  selectFiles(db).select(
    openShares(db, now)
      .where("shareFiles.fileId", "=", sql.ref<string>("files.id"))
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .as("openShareCount"),
  );

const toListed = <Row extends { checksums: string; openShareCount: number | null }>(row: Row) => ({
  ...toFile(row),
  openShareCount: Number(row.openShareCount),
});

/** A link that would lose a file, with what says whether it works. */
export type LosingShare = Pick<ShareRecord, "id" | "title" | "revokedAt" | "expiresAt" | "maxClaims" | "claimCount">;

const selectOwn = (tx: Tx, id: string, ownerId: string) =>
  selectFiles(tx).where("files.id", "=", id).where("files.ownerId", "=", ownerId).where("files.deletedAt", "is", null);

export const fileStore = (db: Db, random: RandomBytes) => ({
  async find(id: string, ownerId: string, now: number): Promise<ListedFile | undefined> {
    const row = await selectListed(db, now)
      .where("files.id", "=", id)
      .where("files.ownerId", "=", ownerId)
      .where("files.deletedAt", "is", null)
      .executeTakeFirst();
    return row && toListed(row);
  },

  async list(ownerId: string, now: number, page: Page) {
    let query = selectListed(db, now).where("files.ownerId", "=", ownerId).where("files.deletedAt", "is", null);
    const { search } = page;
    if (search) query = query.where(sql<boolean>`"files"."nameFolded" like ${containing(search)} escape '\\'`);
    const rows = await newestFirst(query, "files", page).execute();
    return toPage(rows.map(toListed), page.limit, placeOf);
  },

  /**
   * An own file that is handed to its owner: told in the trail under an id of its own, and no link's download is spent.
   * Undefined when there is none.
   */
  handOut: (
    id: string,
    input: { ownerId: string; now: number; by: DoneBy },
  ): Promise<{ file: FileRecord; grantId: string } | undefined> =>
    db.transaction().execute(async (tx) => {
      const row = await selectOwn(tx, id, input.ownerId).executeTakeFirst();
      if (!row) return undefined;
      const grantId = createId("grt", random);
      await addEvent(tx, random, {
        at: input.now,
        kind: "file.handed_out",
        ownerId: input.ownerId,
        ...input.by,
        details: { fileName: row.name, sizeBytes: row.sizeBytes, fileId: id, grantId },
      });
      return { file: toFile(row), grantId };
    }),

  /**
   * Deletes the record and queues the object. Answers the links that name it when they were not agreed to: those that
   * work, and those that would work again with other limits. Each of them is told in its own trail that the file is gone.
   */
  delete: (
    id: string,
    input: { ownerId: string; confirmShared: boolean; now: number; by: DoneBy; urlsEndAt: number },
  ): Promise<{ kind: "deleted" } | { kind: "absent" } | { kind: "shared"; shares: LosingShare[] }> =>
    db.transaction().execute(async (tx) => {
      const file = await selectOwn(tx, id, input.ownerId).executeTakeFirst();
      if (!file) return { kind: "absent" };
      const shares = await livingShares(tx)
        .where("shareFiles.fileId", "=", id)
        .select([
          "shares.id",
          "shares.title",
          "shares.revokedAt",
          "shares.expiresAt",
          "shares.maxClaims",
          "shares.claimCount",
        ])
        .orderBy("shares.createdAt", "desc")
        .execute();
      if (!input.confirmShared && shares.length > 0) return { kind: "shared", shares };
      await tx.updateTable("files").set({ deletedAt: input.now }).where("id", "=", id).execute();
      await addDeletion(tx, random, {
        bucketId: file.bucketId,
        objectKey: file.objectKey,
        versionId: file.versionId,
        dueAt: [input.now, input.urlsEndAt],
      });
      await addEvent(tx, random, {
        at: input.now,
        kind: "file.deleted",
        ownerId: input.ownerId,
        ...input.by,
        details: { fileName: file.name, sizeBytes: file.sizeBytes, fileId: id },
      });
      for (const share of shares)
        await addEvent(tx, random, {
          at: input.now,
          kind: "share.file_deleted",
          ownerId: input.ownerId,
          shareId: share.id,
          ...input.by,
          details: { fileName: file.name },
        });
      return { kind: "deleted" };
    }),
});
