import { createId, type RandomBytes } from "../domain/ids.ts";
import type { ClaimRecord, FileRecord, ShareRecord } from "../domain/records.ts";
import { addEvent, type DoneBy } from "./events.ts";
import { selectFiles, toFile } from "./files.ts";
import type { Db } from "./schema.ts";

/** How long a claim's token gives the same file again. */
export const CLAIM_LIFE_MILLISECONDS = 86_400_000;

export interface CountedClaim {
  /** The share as it is after counting. */
  readonly share: ShareRecord;
  readonly file: FileRecord;
  readonly claim: ClaimRecord;
}

export const claimStore = (db: Db, random: RandomBytes) => ({
  /**
   * Counts one use of a share for one file: counter, claim and event in one transaction. The limit and its counter move
   * in one statement, so that of two who want the last claim one gets it. Undefined: the share or the file is no longer
   * there, its password is no longer the one that was checked, or the token is that of an earlier claim.
   */
  count: (input: {
    shareId: string;
    passwordHash: string | null;
    fileId: string;
    tokenHash: string;
    now: number;
    by: DoneBy;
  }): Promise<CountedClaim | undefined> =>
    db.transaction().execute(async (tx) => {
      const { shareId, fileId, now } = input;
      if (await selectClaims(tx).where("tokenHash", "=", input.tokenHash).executeTakeFirst()) return undefined;
      const file = await selectFiles(tx)
        .innerJoin("shareFiles", "shareFiles.fileId", "files.id")
        .where("shareFiles.shareId", "=", shareId)
        .where("files.id", "=", fileId)
        .where("files.deletedAt", "is", null)
        .executeTakeFirst();
      if (!file) return undefined;
      const row = await tx
        .updateTable("shares")
        .set((eb) => ({ claimCount: eb("claimCount", "+", 1) }))
        .where("id", "=", shareId)
        .where("revokedAt", "is", null)
        .where("passwordHash", input.passwordHash === null ? "is" : "=", input.passwordHash)
        .where((eb) => eb.or([eb("expiresAt", "is", null), eb("expiresAt", ">", now)]))
        .where((eb) => eb.or([eb("maxClaims", "is", null), eb("claimCount", "<", eb.ref("maxClaims"))]))
        .returningAll()
        .executeTakeFirst();
      if (!row) return undefined;
      const { titleFolded: _, ...share } = row;
      const claim: ClaimRecord = {
        id: createId("clm", random),
        shareId,
        fileId,
        createdAt: now,
        expiresAt: Math.min(now + CLAIM_LIFE_MILLISECONDS, share.expiresAt ?? Number.POSITIVE_INFINITY),
      };
      await tx
        .insertInto("claims")
        .values({ ...claim, tokenHash: input.tokenHash })
        .execute();
      await addEvent(tx, random, {
        at: now,
        kind: "claim.made",
        ownerId: share.ownerId,
        shareId,
        ...input.by,
        details: { fileName: file.name, claimId: claim.id, claimCount: share.claimCount },
      });
      return { share, file: toFile(file), claim };
    }),

  /**
   * Gives what a counted claim is for once more: counts nothing, tells the owner. The share is read again in the
   * transaction, so that nothing is given after a withdrawal. Undefined: the share, the file or the claim has ended.
   */
  resume: (input: { claimId: string; now: number; by: DoneBy }): Promise<CountedClaim | undefined> =>
    db.transaction().execute(async (tx) => {
      const claim = await selectClaims(tx)
        .where("id", "=", input.claimId)
        .where("expiresAt", ">", input.now)
        .executeTakeFirst();
      if (!claim) return undefined;
      const row = await tx
        .selectFrom("shares")
        .selectAll()
        .where("id", "=", claim.shareId)
        .where("revokedAt", "is", null)
        .where((eb) => eb.or([eb("expiresAt", "is", null), eb("expiresAt", ">", input.now)]))
        .executeTakeFirst();
      const file = await selectFiles(tx)
        .where("files.id", "=", claim.fileId)
        .where("files.deletedAt", "is", null)
        .executeTakeFirst();
      if (!row || !file) return undefined;
      const { titleFolded: _, ...share } = row;
      await addEvent(tx, random, {
        at: input.now,
        kind: "claim.resumed",
        ownerId: share.ownerId,
        shareId: share.id,
        ...input.by,
        details: { fileName: file.name, claimId: claim.id },
      });
      return { share, file: toFile(file), claim };
    }),

  async find(tokenHash: string): Promise<ClaimRecord | undefined> {
    return await selectClaims(db).where("tokenHash", "=", tokenHash).executeTakeFirst();
  },
});

const selectClaims = (db: Db) => db.selectFrom("claims").select(["id", "shareId", "fileId", "createdAt", "expiresAt"]);
