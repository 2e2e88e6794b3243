import { sql } from "kysely";
import type { Db } from "./schema.ts";

export interface Budget {
  /** Whose and what for, already hashed: no address stands in the table. */
  readonly name: string;
  readonly windowMilliseconds: number;
}

export const limitStore = (db: Db) => ({
  /** Counts one try and says how many there were, in one statement: racing tries each get their own number. */
  async take({ name, windowMilliseconds }: Budget, now: number): Promise<{ count: number; endsAt: number }> {
    const { rows } = await sql<{ count: number; endsAt: number }>`
      insert into "limits" ("name", "count", "endsAt") values (${name}, 1, ${now + windowMilliseconds})
      on conflict ("name") do update set
        "count" = case when "limits"."endsAt" <= ${now} then 1 else "limits"."count" + 1 end,
        "endsAt" = case when "limits"."endsAt" <= ${now} then excluded."endsAt" else "limits"."endsAt" end
      returning "count", "endsAt"`.execute(db);
    return rows[0]!;
  },

  /** A right answer costs nothing. */
  async giveBack(name: string): Promise<void> {
    await db
      .updateTable("limits")
      .set((eb) => ({ count: eb("count", "-", 1) }))
      .where("name", "=", name)
      .where("count", ">", 0)
      .execute();
  },

  async forget(name: string): Promise<void> {
    await db.deleteFrom("limits").where("name", "=", name).execute();
  },
});
