import type { Selectable } from "kysely";
import type { Page } from "../domain/cursor.ts";
import { createId, type RandomBytes } from "../domain/ids.ts";
import type { EventDetails, EventKind, EventRecord } from "../domain/records.ts";
import { toPage } from "./pages.ts";
import type { Db, Tables, Tx } from "./schema.ts";

/** Who did a deed, and from where: written into the deed's event. */
export interface DoneBy {
  /** A login, or one of `ACTORS`. */
  readonly actor: string;
  /** Id of the API token with which it was done; absent or null without one. */
  readonly tokenId?: string | null | undefined;
  /** Shortened network of the client, if there was one. */
  readonly network: string | null;
}

export interface NewEvent extends DoneBy {
  readonly at: number;
  readonly kind: EventKind;
  readonly ownerId: string | null;
  readonly shareId?: string | undefined;
  readonly details?: EventDetails | undefined;
}

/** In the transaction of the deed: no deed without its event, no event without its deed. */
export async function addEvent(tx: Tx, random: RandomBytes, event: NewEvent): Promise<void> {
  await tx
    .insertInto("events")
    .values({
      id: createId("evt", random),
      at: event.at,
      kind: event.kind,
      ownerId: event.ownerId,
      actor: event.actor,
      tokenId: event.tokenId ?? null,
      network: event.network,
      shareId: event.shareId ?? null,
      details: JSON.stringify(event.details ?? {}),
      chainSeq: null,
      hash: null,
    })
    .execute();
}

const toEvent = ({ seq: _, chainSeq: __, hash: ___, ...row }: Selectable<Tables["events"]>): EventRecord => ({
  ...row,
  details: JSON.parse(row.details) as EventDetails,
});

export interface EventFilter {
  readonly ownerId: string;
  readonly shareId?: string | undefined;
  /** Of deeds that were done with this API token. */
  readonly tokenId?: string | undefined;
  /** Kinds that are left out. */
  readonly without?: readonly EventKind[] | undefined;
}

export const eventStore = (db: Db, random: RandomBytes) => ({
  /** For what is no deed on a record, such as a wrong password. */
  add: (event: NewEvent): Promise<void> => db.transaction().execute((tx) => addEvent(tx, random, event)),

  /** The last that was written first: what happened within one millisecond keeps its order. */
  async list({ ownerId, shareId, tokenId, without = [] }: EventFilter, page: Page) {
    let query = db.selectFrom("events").selectAll().where("ownerId", "=", ownerId);
    if (shareId !== undefined) query = query.where("shareId", "=", shareId);
    if (tokenId !== undefined) query = query.where("tokenId", "=", tokenId);
    if (without.length > 0) query = query.where("kind", "not in", without);
    const { after } = page;
    if (after)
      query = query.where("seq", "<", (eb) =>
        eb.selectFrom("events as last").select("last.seq").where("last.id", "=", after.id),
      );
    const rows = await query
      .orderBy("seq", "desc")
      .limit(page.limit + 1)
      .execute();
    return toPage(rows.map(toEvent), page.limit, (event) => ({ at: event.at, id: event.id }));
  },
});
