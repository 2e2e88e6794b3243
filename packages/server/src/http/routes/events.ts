import { EventList, ListEventsQuery, ListQuery, shareId } from "@daypass/api/schemas";
import { z } from "zod";
import type { EventKind } from "../../domain/records.ts";
import type { App } from "../app-context.ts";
import { readPage } from "../lists.ts";
import { showEvent } from "../present.ts";
import { Refused, refuse } from "../problems.ts";
import { type Route, userRoute } from "../route.ts";

/** They have the names of all tokens, which one that was stolen must not learn. */
const OF_TOKENS: readonly EventKind[] = ["token.created", "token.revoked"];

export const eventRoutes = (app: App): Route[] => [
  userRoute({
    method: "get",
    path: "/api/v1/events",
    summary: "What happened, newest first. A token is not told of tokens that were made or revoked",
    query: ListEventsQuery,
    status: 200,
    answer: EventList,
    problems: [],
    async handle({ query, actor }) {
      const page = readPage(query);
      if (page instanceof Refused) return page;
      const without = actor.kind === "token" ? OF_TOKENS : [];
      const of = { ownerId: actor.userId, tokenId: query.tokenId, without };
      const { items, nextCursor } = await app.store.events.list(of, page);
      return { items: items.map(showEvent), nextCursor };
    },
  }),
  userRoute({
    method: "get",
    path: "/api/v1/shares/{id}/events",
    summary: "What happened to one link, newest first",
    params: z.object({ id: shareId }),
    query: ListQuery.omit({ search: true }),
    status: 200,
    answer: EventList,
    problems: [],
    async handle({ params, query, actor }) {
      const page = readPage(query);
      if (page instanceof Refused) return page;
      if (!(await app.store.shares.find(params.id, actor.userId))) return refuse("not_found", "There is no such link.");
      const of = { ownerId: actor.userId, shareId: params.id };
      const { items, nextCursor } = await app.store.events.list(of, page);
      return { items: items.map(showEvent), nextCursor };
    },
  }),
];
