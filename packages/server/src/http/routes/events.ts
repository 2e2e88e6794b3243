import { EventList, ListQuery, shareId } from "@daypass/api/schemas";
import { z } from "zod";
import type { App } from "../app-context.ts";
import { readPage } from "../lists.ts";
import { showEvent } from "../present.ts";
import { Refused, refuse } from "../problems.ts";
import { type Route, userRoute } from "../route.ts";

const query = ListQuery.omit({ search: true });

export const eventRoutes = (app: App): Route[] => [
  userRoute({
    method: "get",
    path: "/api/v1/events",
    summary: "What happened, newest first",
    query,
    status: 200,
    answer: EventList,
    problems: [],
    async handle({ query, actor }) {
      const page = readPage(query);
      if (page instanceof Refused) return page;
      const { items, nextCursor } = await app.store.events.list({ ownerId: actor.userId }, page);
      return { items: items.map(showEvent), nextCursor };
    },
  }),
  userRoute({
    method: "get",
    path: "/api/v1/shares/{id}/events",
    summary: "What happened to one link, newest first",
    params: z.object({ id: shareId }),
    query,
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
