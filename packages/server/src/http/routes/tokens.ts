// Only for a person who is signed in: a token that was stolen must not end, or even name, the owner's others.
import { ApiTokenList, ListQuery, tokenId } from "@daypass/api/schemas";
import { z } from "zod";
import type { App } from "../app-context.ts";
import { readPage } from "../lists.ts";
import { showToken } from "../present.ts";
import { Refused, refuse } from "../problems.ts";
import { personRoute, type Route } from "../route.ts";

export const tokenRoutes = (app: App): Route[] => [
  personRoute({
    method: "get",
    path: "/api/v1/tokens",
    summary: "Your API tokens that work, newest first",
    query: ListQuery.omit({ search: true }),
    status: 200,
    answer: ApiTokenList,
    problems: [],
    async handle({ query, actor }) {
      const page = readPage(query);
      if (page instanceof Refused) return page;
      const { items, nextCursor } = await app.store.tokens.list(actor.userId, page);
      return { items: items.map(showToken), nextCursor };
    },
  }),
  personRoute({
    method: "delete",
    path: "/api/v1/tokens/{id}",
    summary: "Revoke an API token: the next request with it is refused",
    params: z.object({ id: tokenId }),
    status: 204,
    answer: z.undefined(),
    problems: [],
    async handle({ params, actor, by }) {
      const known = await app.store.tokens.revoke(params.id, { userId: actor.userId, now: app.now(), by });
      return known ? undefined : refuse("not_found", "There is no such token.");
    },
  }),
];
