import { CreateShare, ListQuery, PatchShare, Share, ShareList, shareId } from "@daypass/api/schemas";
import { z } from "zod";
import { createId, createSecretText } from "../../domain/ids.ts";
import type { ShareRecord } from "../../domain/records.ts";
import type { SharePatch } from "../../store/index.ts";
import type { App } from "../app-context.ts";
import { readPage } from "../lists.ts";
import { sealContext, showShare } from "../present.ts";
import { Refused, refuse, refuseField } from "../problems.ts";
import { type Route, userRoute } from "../route.ts";
import { hashToken } from "../secrets.ts";

const DEFAULT_LIFE_MILLISECONDS = 7 * 86_400_000;
const byId = z.object({ id: shareId });
const absent = () => refuse("not_found", "There is no such link.");
const conflict = () =>
  refuse(
    "idempotency_conflict",
    "This Idempotency-Key was sent before with another request. Use a new key for a new request.",
  );

/** Epoch milliseconds of an end that lies ahead; null for never. */
function readEnd(app: App, expiresAt: string | null): number | null | Refused {
  if (expiresAt === null) return null;
  const at = Date.parse(expiresAt);
  return at > app.now() ? at : refuseField("expiresAt", `must lie ahead, and ${expiresAt} has passed`);
}

export const shareRoutes = (app: App): Route[] => [
  userRoute({
    method: "post",
    path: "/api/v1/shares",
    summary: "Make a link to some of your files",
    body: CreateShare,
    idempotent: true,
    status: 201,
    answer: Share,
    problems: [],
    async handle({ body, actor, by, idempotent }) {
      const twice = body.fileIds.findIndex((id, index) => body.fileIds.indexOf(id) !== index);
      if (twice >= 0) return refuseField(`fileIds.${twice}`, "names a file that the list has already");
      const now = app.now();
      const expiresAt = body.expiresAt === undefined ? now + DEFAULT_LIFE_MILLISECONDS : readEnd(app, body.expiresAt);
      if (expiresAt instanceof Refused) return expiresAt;
      const id = createId("shr", app.random);
      const slug = createSecretText(app.random);
      const share: ShareRecord = {
        id,
        ownerId: actor.userId,
        slugHash: hashToken(slug),
        sealedSlug: app.secrets.seal(slug, sealContext(id)),
        title: body.title || null,
        passwordHash: body.password === undefined ? null : await app.passwords.hash(body.password),
        expiresAt,
        maxClaims: body.maxClaims ?? null,
        claimCount: 0,
        createdAt: now,
        revokedAt: null,
      };
      const created = await app.store.shares.create(share, { fileIds: body.fileIds, by, request: idempotent });
      if (created === "conflict") return conflict();
      if ("absent" in created) {
        const errors = created.absent.map((index) => ({ field: `fileIds.${index}`, message: "is no file of yours" }));
        return refuse("invalid_request", errors.map((e) => `${e.field}: ${e.message}`).join("; "), { errors });
      }
      return showShare(app, created);
    },
  }),
  userRoute({
    method: "get",
    path: "/api/v1/shares",
    summary: "Your links, newest first",
    query: ListQuery,
    status: 200,
    answer: ShareList,
    problems: [],
    async handle({ query, actor }) {
      const page = readPage(query);
      if (page instanceof Refused) return page;
      const { items, nextCursor } = await app.store.shares.list(actor.userId, page);
      return { items: items.map((share) => showShare(app, share)), nextCursor };
    },
  }),
  userRoute({
    method: "get",
    path: "/api/v1/shares/{id}",
    summary: "One link",
    params: byId,
    status: 200,
    answer: Share,
    problems: [],
    async handle({ params, actor }) {
      const share = await app.store.shares.find(params.id, actor.userId);
      return share ? showShare(app, share) : absent();
    },
  }),
  userRoute({
    method: "patch",
    path: "/api/v1/shares/{id}",
    summary: "Change a link: what is absent stays, null clears",
    params: byId,
    body: PatchShare,
    status: 200,
    answer: Share,
    problems: ["not_allowed"],
    async handle({ params, body, actor, by }) {
      const expiresAt = body.expiresAt === undefined ? undefined : readEnd(app, body.expiresAt);
      if (expiresAt instanceof Refused) return expiresAt;
      const known = await app.store.shares.find(params.id, actor.userId);
      if (!known) return absent();
      const patch: SharePatch = {
        ...(body.title === undefined ? {} : { title: body.title || null }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
        ...(body.maxClaims === undefined ? {} : { maxClaims: body.maxClaims }),
        ...(body.password === undefined
          ? {}
          : { passwordHash: body.password === null ? null : await app.passwords.hash(body.password) }),
      };
      const share = await app.store.shares.patch(params.id, {
        ownerId: actor.userId,
        patch,
        changed: { fields: Object.keys(body).sort().join(", ") },
        now: app.now(),
        by,
      });
      return share
        ? showShare(app, share)
        : refuse("not_allowed", "The link was withdrawn, and a withdrawn link stays so. Make a new one.");
    },
  }),
  userRoute({
    method: "delete",
    path: "/api/v1/shares/{id}",
    summary: "Withdraw a link: from now on it gives no URL",
    params: byId,
    status: 204,
    answer: z.undefined(),
    problems: [],
    async handle({ params, actor, by }) {
      const known = await app.store.shares.revoke(params.id, { ownerId: actor.userId, now: app.now(), by });
      return known ? undefined : absent();
    },
  }),
];
