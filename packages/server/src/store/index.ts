import { sql } from "kysely";
import type { RandomBytes } from "../domain/ids.ts";
import { SESSION_IDLE_MILLISECONDS, SESSION_TOTAL_MILLISECONDS } from "../domain/session-life.ts";
import { claimStore } from "./claims.ts";
import { deletionStore } from "./deletions.ts";
import { eventStore } from "./events.ts";
import { fileStore } from "./files.ts";
import { limitStore } from "./limits.ts";
import { resetLinkStore } from "./reset-links.ts";
import type { Db } from "./schema.ts";
import { shareStore } from "./shares.ts";
import { tokenStore } from "./tokens.ts";
import { uploadStore } from "./uploads.ts";
import { userStore } from "./users.ts";

export type { CountedClaim } from "./claims.ts";
export type { Deletion } from "./deletions.ts";
export type { DoneBy } from "./events.ts";
export type { ListedFile } from "./files.ts";
export type { IdempotentRequest } from "./idempotency.ts";
export { DatabaseError, openSqlite } from "./open-sqlite.ts";
export type { SharePatch, ShareWithFiles } from "./shares.ts";
export type { ObjectFacts } from "./uploads.ts";
export type { SessionRecord, UserRecord } from "./users.ts";

const DAY_MILLISECONDS = 86_400_000;

/** All records, by what they are about. Nobody else sees the handle. */
export const createStore = (db: Db, random: RandomBytes) => ({
  users: userStore(db, random),
  tokens: tokenStore(db, random),
  resetLinks: resetLinkStore(db, random),
  uploads: uploadStore(db, random),
  files: fileStore(db, random),
  shares: shareStore(db, random),
  claims: claimStore(db, random),
  events: eventStore(db, random),
  limits: limitStore(db),
  deletions: deletionStore(db, random),

  /** Throws when the database does not answer. */
  ping: async (): Promise<void> => {
    await sql`select 1`.execute(db);
  },

  /** Rows whose time is over: sessions, reset links, limits, Idempotency-Keys. */
  async sweep(now: number): Promise<void> {
    await db
      .deleteFrom("sessions")
      .where((eb) =>
        eb.or([
          eb("seenAt", "<=", now - SESSION_IDLE_MILLISECONDS),
          eb("createdAt", "<=", now - SESSION_TOTAL_MILLISECONDS),
        ]),
      )
      .execute();
    await db.deleteFrom("resetLinks").where("expiresAt", "<=", now).execute();
    await db.deleteFrom("limits").where("endsAt", "<=", now).execute();
    await db
      .deleteFrom("idempotencyKeys")
      .where("createdAt", "<=", now - DAY_MILLISECONDS)
      .execute();
  },

  close: (): Promise<void> => db.destroy(),
});

export type Store = ReturnType<typeof createStore>;
