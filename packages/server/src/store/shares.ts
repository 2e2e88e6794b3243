import { sql } from "kysely";
import { foldText, type Page } from "../domain/cursor.ts";
import type { RandomBytes } from "../domain/ids.ts";
import type { EventDetails, FileRecord, ShareRecord } from "../domain/records.ts";
import { addEvent, type DoneBy } from "./events.ts";
import { containing, selectFiles, toFile } from "./files.ts";
import { type IdempotentRequest, noteRequest } from "./idempotency.ts";
import { newestFirst, placeOf, toPage } from "./pages.ts";
import type { Db, Tx } from "./schema.ts";

export type ShareWithFiles = ShareRecord & {
  /** Those that can be had. */
  readonly files: readonly FileRecord[];
  /** Those that were deleted since the share was made: it gives them no more. */
  readonly deletedFiles: readonly FileRecord[];
};

export interface SharePatch {
  readonly title?: string | null;
  readonly passwordHash?: string | null;
  readonly expiresAt?: number | null;
  readonly maxClaims?: number | null;
}

const COLUMNS = [
  "shares.id",
  "shares.ownerId",
  "shares.slugHash",
  "shares.sealedSlug",
  "shares.title",
  "shares.passwordHash",
  "shares.expiresAt",
  "shares.maxClaims",
  "shares.claimCount",
  "shares.createdAt",
  "shares.revokedAt",
] as const;

type Files = Pick<ShareWithFiles, "files" | "deletedFiles">;

/** The files of these shares, in the sender's order. */
async function readFiles(db: Db | Tx, shareIds: readonly string[]): Promise<Map<string, Files>> {
  const files = new Map(
    shareIds.map((id) => [id, { files: [] as FileRecord[], deletedFiles: [] as FileRecord[] }] as const),
  );
  if (shareIds.length === 0) return files;
  const rows = await selectFiles(db)
    .innerJoin("shareFiles", "shareFiles.fileId", "files.id")
    .select("shareFiles.shareId")
    .where("shareFiles.shareId", "in", shareIds)
    .orderBy("shareFiles.position")
    .execute();
  for (const { shareId, ...row } of rows)
    files.get(shareId)![row.deletedAt === null ? "files" : "deletedFiles"].push(toFile(row));
  return files;
}

async function withFiles(db: Db | Tx, share: ShareRecord): Promise<ShareWithFiles> {
  return { ...share, ...(await readFiles(db, [share.id])).get(share.id)! };
}

export const shareStore = (db: Db, random: RandomBytes) => ({
  /** Answers the positions of ids that are no file of this owner, and creates nothing then. */
  create: (
    share: ShareRecord,
    input: {
      fileIds: readonly string[];
      by: DoneBy;
      request?: IdempotentRequest | undefined;
    },
  ): Promise<ShareWithFiles | { absent: number[] } | "conflict"> =>
    db.transaction().execute(async (tx) => {
      const replay = await noteRequest(tx, input.request, {
        ownerId: share.ownerId,
        resourceId: share.id,
        now: share.createdAt,
      });
      if (replay.kind === "conflict") return "conflict";
      if (replay.kind === "again")
        return withFiles(
          tx,
          await tx.selectFrom("shares").select(COLUMNS).where("id", "=", replay.resourceId).executeTakeFirstOrThrow(),
        );
      const known = await tx
        .selectFrom("files")
        .select("id")
        .where("id", "in", input.fileIds)
        .where("ownerId", "=", share.ownerId)
        .where("deletedAt", "is", null)
        .execute();
      const ids = new Set(known.map((row) => row.id));
      const absent = input.fileIds.flatMap((id, index) => (ids.has(id) ? [] : [index]));
      if (absent.length > 0) {
        if (input.request)
          await tx
            .deleteFrom("idempotencyKeys")
            .where("ownerId", "=", share.ownerId)
            .where("key", "=", input.request.key)
            .execute();
        return { absent };
      }
      await tx
        .insertInto("shares")
        .values({ ...share, titleFolded: share.title === null ? null : foldText(share.title) })
        .execute();
      await tx
        .insertInto("shareFiles")
        .values(input.fileIds.map((fileId, position) => ({ shareId: share.id, fileId, position })))
        .execute();
      await addEvent(tx, random, {
        at: share.createdAt,
        kind: "share.created",
        ownerId: share.ownerId,
        shareId: share.id,
        ...input.by,
        details: { title: share.title, fileCount: input.fileIds.length },
      });
      return withFiles(tx, share);
    }),

  async find(id: string, ownerId: string): Promise<ShareWithFiles | undefined> {
    const share = await db
      .selectFrom("shares")
      .select(COLUMNS)
      .where("id", "=", id)
      .where("ownerId", "=", ownerId)
      .executeTakeFirst();
    return share && (await withFiles(db, share));
  },

  async findBySlug(slugHash: string): Promise<ShareWithFiles | undefined> {
    const share = await db.selectFrom("shares").select(COLUMNS).where("slugHash", "=", slugHash).executeTakeFirst();
    return share && (await withFiles(db, share));
  },

  async list(ownerId: string, page: Page) {
    let query = db.selectFrom("shares").select(COLUMNS).where("ownerId", "=", ownerId);
    const { search } = page;
    if (search) {
      const pattern = containing(search);
      query = query.where((eb) =>
        eb.or([
          sql<boolean>`"shares"."titleFolded" like ${pattern} escape '\\'`,
          eb.exists(
            eb
              .selectFrom("shareFiles")
              .innerJoin("files", "files.id", "shareFiles.fileId")
              .select("files.id")
              .whereRef("shareFiles.shareId", "=", "shares.id")
              .where(sql<boolean>`"files"."nameFolded" like ${pattern} escape '\\'`),
          ),
        ]),
      );
    }
    const shares = await newestFirst(query, "shares", page).execute();
    const files = await readFiles(
      db,
      shares.map((share) => share.id),
    );
    const items = shares.map((share) => ({ ...share, ...files.get(share.id)! }));
    return toPage(items, page.limit, placeOf);
  },

  /** Changes a link that was not withdrawn; undefined when there is none. */
  patch: (
    id: string,
    input: { ownerId: string; patch: SharePatch; changed: EventDetails; now: number; by: DoneBy },
  ): Promise<ShareWithFiles | undefined> =>
    db.transaction().execute(async (tx) => {
      const { title } = input.patch;
      const share = await tx
        .updateTable("shares")
        .set({
          ...input.patch,
          ...(title === undefined ? {} : { titleFolded: title === null ? null : foldText(title) }),
          id,
        })
        .where("id", "=", id)
        .where("ownerId", "=", input.ownerId)
        .where("revokedAt", "is", null)
        .returning(COLUMNS)
        .executeTakeFirst();
      if (!share) return undefined;
      await addEvent(tx, random, {
        at: input.now,
        kind: "share.changed",
        ownerId: input.ownerId,
        shareId: id,
        ...input.by,
        details: input.changed,
      });
      return withFiles(tx, share);
    }),

  /** From the moment this commits no new URL is made. Asked again, changes nothing. */
  revoke: (id: string, input: { ownerId: string; now: number; by: DoneBy }): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const revoked = await tx
        .updateTable("shares")
        .set({ revokedAt: input.now })
        .where("id", "=", id)
        .where("ownerId", "=", input.ownerId)
        .where("revokedAt", "is", null)
        .returning("title")
        .executeTakeFirst();
      if (revoked) {
        await addEvent(tx, random, {
          at: input.now,
          kind: "share.revoked",
          ownerId: input.ownerId,
          shareId: id,
          ...input.by,
          details: { title: revoked.title },
        });
        return true;
      }
      const known = await tx
        .selectFrom("shares")
        .select("id")
        .where("id", "=", id)
        .where("ownerId", "=", input.ownerId)
        .executeTakeFirst();
      return known !== undefined;
    }),
});
