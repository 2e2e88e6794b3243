import { DeleteFileQuery, File, FileDownload, FileList, fileId, ListQuery } from "@daypass/api/schemas";
import { z } from "zod";
import { authorizeOwnDownload } from "../../domain/grants.ts";
import { shareState } from "../../domain/share-state.ts";
import type { App } from "../app-context.ts";
import { readPage } from "../lists.ts";
import { showFile } from "../present.ts";
import { Refused, refuse } from "../problems.ts";
import { type Route, userRoute } from "../route.ts";
import { urlsEndAt } from "../url-life.ts";

const byId = z.object({ id: fileId });
/** Links that a refusal names; its text has their number. */
const MOST_NAMED = 20;
const absent = () => refuse("not_found", "There is no such file. It may have been deleted.");

export const fileRoutes = (app: App): Route[] => [
  userRoute({
    method: "get",
    path: "/api/v1/files",
    summary: "Your files, newest first",
    query: ListQuery,
    status: 200,
    answer: FileList,
    problems: [],
    async handle({ query, actor }) {
      const page = readPage(query);
      if (page instanceof Refused) return page;
      const { items, nextCursor } = await app.store.files.list(actor.userId, app.now(), page);
      return { items: items.map(showFile), nextCursor };
    },
  }),
  userRoute({
    method: "get",
    path: "/api/v1/files/{id}",
    summary: "One file",
    params: byId,
    status: 200,
    answer: File,
    problems: [],
    async handle({ params, actor }) {
      const file = await app.store.files.find(params.id, actor.userId, app.now());
      return file ? showFile(file) : absent();
    },
  }),
  userRoute({
    method: "post",
    path: "/api/v1/files/{id}/download",
    summary: "A presigned GET of your own file: spends no download of a link",
    params: byId,
    status: 200,
    answer: FileDownload,
    problems: [],
    async handle({ params, actor, by }) {
      await app.storage.checkCredentials();
      const handed = await app.store.files.handOut(params.id, { ownerId: actor.userId, now: app.now(), by });
      if (!handed) return absent();
      const { downloadUrlSeconds } = app.limits;
      const grant = authorizeOwnDownload({ ...handed, actorId: actor.userId, downloadUrlSeconds });
      if ("denied" in grant) return absent();
      const { method, url, headers, expiresAt } = await app.storage.signDownload(grant);
      return { method, url, headers: { ...headers }, expiresAt: expiresAt.toISOString() };
    },
  }),
  userRoute({
    method: "delete",
    path: "/api/v1/files/{id}",
    summary: "Delete a file and its bytes",
    params: byId,
    query: DeleteFileQuery,
    status: 204,
    answer: z.undefined(),
    problems: ["file_is_shared"],
    async handle({ params, query, actor, by }) {
      const result = await app.store.files.delete(params.id, {
        ownerId: actor.userId,
        confirmShared: query.confirmShared === "true",
        now: app.now(),
        by,
        urlsEndAt: urlsEndAt(app),
      });
      if (result.kind === "absent") return absent();
      if (result.kind === "shared")
        return refuse(
          "file_is_shared",
          `The file is part of ${result.shares.length === 1 ? "a link" : `${result.shares.length} links`} and would be missing there. Nothing was deleted. To delete it all the same, ask with confirmShared=true.`,
          {
            shares: result.shares
              .slice(0, MOST_NAMED)
              .map((share) => ({ id: share.id, title: share.title, state: shareState(share, app.now()) })),
          },
        );
      return undefined;
    },
  }),
];
