import type { RandomBytes } from "../domain/ids.ts";
import { addEvent, type DoneBy } from "./events.ts";
import type { Db } from "./schema.ts";
import type { UserRecord } from "./users.ts";

/** Links by which somebody who lost the password sets a new one. */
export const resetLinkStore = (db: Db, random: RandomBytes) => ({
  /** The one link of this user that works from now on. */
  replace: (input: { tokenHash: string; userId: string; now: number; expiresAt: number; by: DoneBy }): Promise<void> =>
    db.transaction().execute(async (tx) => {
      const { tokenHash, userId, now, expiresAt } = input;
      await tx.deleteFrom("resetLinks").where("userId", "=", userId).execute();
      await tx.insertInto("resetLinks").values({ tokenHash, userId, createdAt: now, expiresAt }).execute();
      await addEvent(tx, random, { at: now, kind: "reset_link.created", ownerId: userId, ...input.by });
    }),

  /** Whose password the link sets, while it is good. */
  findUser: (tokenHash: string, now: number): Promise<UserRecord | undefined> =>
    db
      .selectFrom("resetLinks")
      .innerJoin("users", "users.id", "resetLinks.userId")
      .selectAll("users")
      .where("resetLinks.tokenHash", "=", tokenHash)
      .where("resetLinks.expiresAt", ">", now)
      .executeTakeFirst(),

  /**
   * Spends the link, sets the password and ends every session of the user, in one transaction; undefined when the link
   * is no longer good.
   */
  spend: (input: {
    tokenHash: string;
    passwordHash: string;
    now: number;
    network: string | null;
  }): Promise<UserRecord | undefined> =>
    db.transaction().execute(async (tx) => {
      const link = await tx
        .deleteFrom("resetLinks")
        .where("tokenHash", "=", input.tokenHash)
        .where("expiresAt", ">", input.now)
        .returning("userId")
        .executeTakeFirst();
      if (!link) return undefined;
      const user = await tx
        .updateTable("users")
        .set({ passwordHash: input.passwordHash })
        .where("id", "=", link.userId)
        .returningAll()
        .executeTakeFirstOrThrow();
      const ended = await tx.deleteFrom("sessions").where("userId", "=", user.id).returning("userId").execute();
      await addEvent(tx, random, {
        at: input.now,
        kind: "password.reset",
        ownerId: user.id,
        actor: user.login,
        network: input.network,
        details: { endedSessions: ended.length },
      });
      return user;
    }),
});
