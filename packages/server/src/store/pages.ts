// Lists go by keyset: what came since the page before does not move what follows it.
import { type SelectQueryBuilder, sql } from "kysely";
import { type Cursor, type Page, writeCursor } from "../domain/cursor.ts";
import type { Tables } from "./schema.ts";

/** Tables whose rows come in the order of `createdAt` and `id`, for which each has an index. */
type Listed = Extract<keyof Tables, "apiTokens" | "files" | "shares" | "uploads">;

/** Newest first, from behind the place where the page before ended; one row too many says whether there is a next page. */
export function newestFirst<All, From extends keyof All, Row>(
  query: SelectQueryBuilder<All, From, Row>,
  table: Listed,
  { after, limit }: Page,
): SelectQueryBuilder<All, From, Row> {
  const createdAt = sql.ref(`${table}.createdAt`);
  const id = sql.ref(`${table}.id`);
  const rest = after ? query.where(sql<boolean>`(${createdAt}, ${id}) < (${after.at}, ${after.id})`) : query;
  return rest
    .orderBy(createdAt, "desc")
    .orderBy(id, "desc")
    .limit(limit + 1);
}

/** Cuts the one row too many. */
export function toPage<T>(rows: readonly T[], limit: number, place: (row: T) => Cursor) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor(place(last)) : null };
}

/** The place of a row of `newestFirst`. */
export const placeOf = ({ createdAt, id }: { readonly createdAt: number; readonly id: string }): Cursor => ({
  at: createdAt,
  id,
});
