import type { Selectable } from "kysely";
import { foldText } from "../domain/cursor.ts";
import { createId, type RandomBytes } from "../domain/ids.ts";
import { SESSION_IDLE_MILLISECONDS, SESSION_TOTAL_MILLISECONDS } from "../domain/session-life.ts";
import { addEvent, type DoneBy } from "./events.ts";
import type { Db, Tables } from "./schema.ts";
import { TOUCH_MILLISECONDS } from "./touch.ts";

export type UserRecord = Selectable<Tables["users"]>;
export type SessionRecord = Selectable<Tables["sessions"]> & { readonly login: string };

export const userStore = (db: Db, random: RandomBytes) => ({
  findByLogin: (login: string): Promise<UserRecord | undefined> =>
    db.selectFrom("users").selectAll().where("loginFolded", "=", foldText(login)).executeTakeFirst(),

  findOwner: (): Promise<UserRecord | undefined> =>
    db.selectFrom("users").selectAll().where("role", "=", "owner").executeTakeFirst(),

  /** The one set-up link that works from now on; false when there is an owner, who needs none. */
  replaceSetupLink: (tokenHash: string, now: number): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      await tx.deleteFrom("setupLinks").execute();
      const owner = await tx.selectFrom("users").select("id").where("role", "=", "owner").executeTakeFirst();
      if (owner) return false;
      await tx.insertInto("setupLinks").values({ tokenHash, createdAt: now }).execute();
      return true;
    }),

  async hasSetupLink(tokenHash: string): Promise<boolean> {
    return (
      (await db.selectFrom("setupLinks").select("tokenHash").where("tokenHash", "=", tokenHash).executeTakeFirst()) !==
      undefined
    );
  },

  /** Spends the set-up link and makes the owner, in one transaction; undefined when the link is no longer good. */
  createOwner: (input: {
    setupTokenHash: string;
    login: string;
    passwordHash: string;
    now: number;
    network: string | null;
  }): Promise<UserRecord | undefined> =>
    db.transaction().execute(async (tx) => {
      const spent = await tx
        .deleteFrom("setupLinks")
        .where("tokenHash", "=", input.setupTokenHash)
        .returning("tokenHash")
        .executeTakeFirst();
      if (!spent) return undefined;
      await tx.deleteFrom("setupLinks").execute();
      const user = await tx
        .insertInto("users")
        .values({
          id: createId("usr", random),
          login: input.login,
          loginFolded: foldText(input.login),
          passwordHash: input.passwordHash,
          role: "owner",
          createdAt: input.now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await addEvent(tx, random, {
        at: input.now,
        kind: "owner.created",
        ownerId: user.id,
        actor: user.login,
        network: input.network,
      });
      return user;
    }),

  /**
   * A session for whoever gave the password of `user`; false when that password was replaced since it was checked, or
   * the session that it opens would outlive the reset that ends all others.
   */
  startSession: (input: { tokenHash: string; user: UserRecord; now: number; by: DoneBy }): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const same = await tx
        .selectFrom("users")
        .select("id")
        .where("id", "=", input.user.id)
        .where("passwordHash", "=", input.user.passwordHash)
        .executeTakeFirst();
      if (!same) return false;
      await tx
        .insertInto("sessions")
        .values({ tokenHash: input.tokenHash, userId: input.user.id, createdAt: input.now, seenAt: input.now })
        .execute();
      await addEvent(tx, random, { at: input.now, kind: "session.created", ownerId: input.user.id, ...input.by });
      return true;
    }),

  /** The session of this token, if it is not over. */
  async findSession(tokenHash: string, now: number): Promise<SessionRecord | undefined> {
    const session = await db
      .selectFrom("sessions")
      .innerJoin("users", "users.id", "sessions.userId")
      .selectAll("sessions")
      .select("users.login")
      .where("tokenHash", "=", tokenHash)
      .where("sessions.seenAt", ">", now - SESSION_IDLE_MILLISECONDS)
      .where("sessions.createdAt", ">", now - SESSION_TOTAL_MILLISECONDS)
      .executeTakeFirst();
    if (!session || now - session.seenAt < TOUCH_MILLISECONDS) return session;
    await db.updateTable("sessions").set({ seenAt: now }).where("tokenHash", "=", tokenHash).execute();
    return { ...session, seenAt: now };
  },

  endSession: (tokenHash: string, now: number, by: DoneBy): Promise<void> =>
    db.transaction().execute(async (tx) => {
      const ended = await tx
        .deleteFrom("sessions")
        .where("tokenHash", "=", tokenHash)
        .returning("userId")
        .executeTakeFirst();
      if (ended) await addEvent(tx, random, { at: now, kind: "session.ended", ownerId: ended.userId, ...by });
    }),
});
