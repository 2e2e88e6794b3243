import type { Page } from "../domain/cursor.ts";
import { createId, type RandomBytes } from "../domain/ids.ts";
import type { ApiTokenRecord } from "../domain/records.ts";
import { addEvent, type DoneBy } from "./events.ts";
import { newestFirst, placeOf, toPage } from "./pages.ts";
import type { Db } from "./schema.ts";
import { TOUCH_MILLISECONDS } from "./touch.ts";

const COLUMNS = ["id", "name", "ending", "createdAt", "usedAt"] as const;

export interface TokenUser {
  readonly tokenId: string;
  readonly userId: string;
  readonly login: string;
}

export const tokenStore = (db: Db, random: RandomBytes) => ({
  create: (input: {
    tokenHash: string;
    /** The last characters, by which a person tells one from another. */
    ending: string;
    userId: string;
    name: string;
    now: number;
    by: DoneBy;
  }): Promise<ApiTokenRecord> =>
    db.transaction().execute(async (tx) => {
      const token = await tx
        .insertInto("apiTokens")
        .values({
          id: createId("tok", random),
          tokenHash: input.tokenHash,
          ending: input.ending,
          userId: input.userId,
          name: input.name,
          createdAt: input.now,
          usedAt: null,
          revokedAt: null,
        })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
      await addEvent(tx, random, {
        at: input.now,
        kind: "token.created",
        ownerId: input.userId,
        ...input.by,
        details: { tokenId: token.id, name: token.name },
      });
      return token;
    }),

  /** Whose token this is, if it was not revoked: asked anew for each request, so that a revocation holds from the next. */
  async findUser(tokenHash: string, now: number): Promise<TokenUser | undefined> {
    const token = await db
      .selectFrom("apiTokens")
      .innerJoin("users", "users.id", "apiTokens.userId")
      .select(["apiTokens.id", "apiTokens.userId", "users.login", "apiTokens.usedAt"])
      .where("tokenHash", "=", tokenHash)
      .where("revokedAt", "is", null)
      .executeTakeFirst();
    if (token && now - (token.usedAt ?? 0) >= TOUCH_MILLISECONDS)
      await db.updateTable("apiTokens").set({ usedAt: now }).where("tokenHash", "=", tokenHash).execute();
    return token && { tokenId: token.id, userId: token.userId, login: token.login };
  },

  /** Those that work, newest first. */
  async list(userId: string, page: Page) {
    const query = db
      .selectFrom("apiTokens")
      .select(COLUMNS)
      .where("userId", "=", userId)
      .where("revokedAt", "is", null);
    return toPage<ApiTokenRecord>(await newestFirst(query, "apiTokens", page).execute(), page.limit, placeOf);
  },

  /** From the moment this commits the token is nobody. Asked again, changes nothing; false when this user has no such token. */
  revoke: (id: string, input: { userId: string; now: number; by: DoneBy }): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const revoked = await tx
        .updateTable("apiTokens")
        .set({ revokedAt: input.now })
        .where("id", "=", id)
        .where("userId", "=", input.userId)
        .where("revokedAt", "is", null)
        .returning("name")
        .executeTakeFirst();
      if (revoked) {
        await addEvent(tx, random, {
          at: input.now,
          kind: "token.revoked",
          ownerId: input.userId,
          ...input.by,
          details: { tokenId: id, name: revoked.name },
        });
        return true;
      }
      const known = await tx
        .selectFrom("apiTokens")
        .select("id")
        .where("id", "=", id)
        .where("userId", "=", input.userId)
        .executeTakeFirst();
      return known !== undefined;
    }),
});
