import { type Page, readCursor } from "../domain/cursor.ts";
import { type Refused, refuseField } from "./problems.ts";

/** A page of a list, from a query that the schema let through. */
export function readPage(query: {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly search?: string | undefined;
}): Page | Refused {
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
  if (query.cursor !== undefined && !after)
    return refuseField("cursor", "must be a nextCursor of this list; leave it out to begin at the top");
  return { limit: query.limit, after, search: query.search };
}
