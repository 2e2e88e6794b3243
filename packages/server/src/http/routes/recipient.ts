// A link, as strangers see it. Absent, expired, withdrawn and used up are one answer, and before the password a link
// says nothing about itself. Reading spends nothing: a claim is a POST.
import { Claim, type ClaimedDownload, type SharePage } from "@daypass/api/schemas";
import type { Hono } from "hono";
import { authorizeClaim, authorizeDownload, type DownloadGrant } from "../../domain/grants.ts";
import { createSecretText } from "../../domain/ids.ts";
import { claimsLeft, shareState } from "../../domain/share-state.ts";
import type { DoneBy, ShareWithFiles } from "../../store/index.ts";
import type { App } from "../app-context.ts";
import { bodyType, MOST_OPEN_BODY_BYTES, readFields } from "../bodies.ts";
import type { Env } from "../env.ts";
import { recipientPage, unlockPage } from "../pages/index.ts";
import { addPage, type PageContext, pageResponse, remoteOf, seeOther, wantsJson, wantsPage } from "../pages-context.ts";
import { timeOrNull } from "../present.ts";
import { Refused, refuse, refuseField } from "../problems.ts";
import { refuseFields } from "../route.ts";
import { hashToken } from "../secrets.ts";
import { doneBy } from "../sessions.ts";
import { takeResume, takeTry } from "../tries.ts";
import { claimsCookie, findOwnClaims, isUnlocked, type OwnClaim, unlockCookie } from "../visitors.ts";

/** Query of a link's page: the id of a file that was asked for in vain. Anybody can write it, so it is believed of deleted files only. */
const FILE_GONE = "gone";

const notValid = (): Refused =>
  refuse(
    "link_not_valid",
    "It may have expired, been withdrawn or been used up, or the address is not complete. Ask the sender for a new one.",
  );

const isSlug = (slug: string): boolean => /^[a-z2-7]{26}$/.test(slug);

/** The slug of a link that took along what stood behind it in a text: `LINK.`, `(LINK)`, `<LINK>`. Says nothing of whether it works. */
const slugBeforeMarks = (text: string): string | undefined => /^([a-z2-7]{26})[.,;:!?)\]}>"'*_…»”’]+$/.exec(text)?.[1];

/** A browser that submitted a form, or somebody who opens an address of one; programs take anything. */
const isBrowser = (request: Request): boolean => (request.headers.get("accept") ?? "").includes("text/html");

export function addRecipientPages(hono: Hono<Env>, app: App): void {
  const slugOf = (c: PageContext): string => c.req.param("slug") ?? "";
  const byOf = (c: PageContext): DoneBy => doneBy(undefined, remoteOf(c), "recipient");

  /** A share that a visitor may know of: open, or used up with a claim of theirs that still counts. */
  async function findShare(c: PageContext, sentToken?: string | undefined) {
    const slug = slugOf(c);
    const share = isSlug(slug) ? await app.store.shares.findBySlug(hashToken(slug)) : undefined;
    if (!share || share.files.length === 0) return undefined;
    const own = await findOwnClaims(app, c.req.raw, share, sentToken);
    const state = shareState(share, app.now());
    return state === "open" || (state === "used_up" && own.size > 0) ? { slug, share, own } : undefined;
  }

  const showUnlock = (slug: string, refused: Refused): Promise<Response> =>
    pageResponse(
      unlockPage(app.assets.plainFrame, {
        slug,
        error:
          refused.code === "wrong_password"
            ? { kind: "wrong", triesLeft: refused.extras.triesLeft ?? 0 }
            : refused.code === "invalid_request"
              ? { kind: "empty" }
              : null,
        retryAfterSeconds: refused.extras.retryAfterSeconds,
      }),
      refused.status,
      refused.extras.retryAfterSeconds,
    );

  /** A limited client is not told even that it is right: else the limit would limit nothing. */
  async function checkPassword(c: PageContext, share: ShareWithFiles, password: string): Promise<Refused | undefined> {
    const allowed = await takeTry(app, { what: "share", whose: share.id, remoteAddress: remoteOf(c) });
    if (allowed instanceof Refused) return allowed;
    if (await app.passwords.check(password, share.passwordHash)) {
      await allowed.giveBack();
      return undefined;
    }
    await app.store.events.add({
      at: app.now(),
      kind: "share.password_wrong",
      ownerId: share.ownerId,
      shareId: share.id,
      ...byOf(c),
      details: { triesLeft: allowed.triesLeft },
    });
    return refuse("wrong_password", "That is not the password of this link.", { triesLeft: allowed.triesLeft });
  }

  addPage(hono, "GET", "/s/:slug", async (c) => {
    const plain = slugBeforeMarks(slugOf(c));
    if (plain !== undefined) return seeOther(`/s/${plain}`);
    const found = await findShare(c);
    if (!found) return notValid();
    const { slug, share, own } = found;
    if (!isUnlocked(app, c.req.raw, share)) {
      if (wantsJson(c.req.raw)) return refuse("password_required", "This link has a password. Send it with the claim.");
      return pageResponse(unlockPage(app.assets.plainFrame, { slug, error: null }));
    }
    const { title, expiresAt } = share;
    const files = share.files.map(({ id, name, sizeBytes, contentType }) => ({
      id,
      name,
      sizeBytes,
      contentType,
      resumable: own.has(id),
    }));
    const facts = { slug, title, claimsLeft: claimsLeft(share) };
    if (wantsJson(c.req.raw)) {
      const document: SharePage = { ...facts, files, expiresAt: timeOrNull(expiresAt) };
      return Response.json(document);
    }
    return pageResponse(
      recipientPage(app.assets.recipientFrame, {
        ...facts,
        files: files.map((file) => ({ ...file, claimToken: createSecretText(app.random) })),
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
        now: new Date(app.now()),
        fileGone: share.deletedFiles.some(({ id }) => id === c.req.query(FILE_GONE)),
      }),
    );
  });

  addPage(hono, "GET", "/s/:slug/", async (c) => {
    const slug = slugBeforeMarks(slugOf(c)) ?? slugOf(c);
    return isSlug(slug) ? seeOther(`/s/${slug}`) : notValid();
  });

  // Where a form leads, a browser may stay and load the page again: the link itself is what stands there to read.
  for (const path of ["/s/:slug/unlock", "/s/:slug/files/:id/claim"])
    hono.use(path, async (c, next) => {
      if (c.req.method !== "GET" || !isBrowser(c.req.raw) || !isSlug(slugOf(c))) return next();
      c.set("route", path);
      return seeOther(`/s/${slugOf(c)}`);
    });

  addPage(hono, "POST", "/s/:slug/unlock", async (c) => {
    const fields = await readFields(c.req.raw, MOST_OPEN_BODY_BYTES);
    if (fields instanceof Refused) return fields;
    const found = await findShare(c);
    if (!found) return notValid();
    const { slug, share } = found;
    const answer = (refused: Refused) => (wantsPage(c.req.raw) ? showUnlock(slug, refused) : refused);
    if (share.passwordHash !== null) {
      const password = fields.password ?? "";
      if (password === "") return answer(refuseField("password", "must not be empty"));
      if (password.length > 256) return answer(refuseField("password", "must have at most 256 characters"));
      const refused = await checkPassword(c, share, password);
      if (refused) return answer(refused);
    }
    const response = wantsJson(c.req.raw) ? new Response(null, { status: 204 }) : seeOther(`/s/${slug}`);
    if (share.passwordHash !== null) response.headers.append("set-cookie", unlockCookie(app, slug, share));
    return response;
  });

  /** The claim's way out: a redirect for a form, a document for a program. The cookie gives the same again. */
  async function answerDownload(
    c: PageContext,
    slug: string,
    grant: DownloadGrant,
    { token, status }: { token: string; status: 200 | 201 },
  ): Promise<Response> {
    const request = await app.storage.signDownload(grant);
    const download: ClaimedDownload = {
      method: request.method,
      url: request.url,
      headers: { ...request.headers },
      expiresAt: request.expiresAt.toISOString(),
      claimToken: token,
    };
    const response = wantsJson(c.req.raw) ? Response.json(download, { status }) : seeOther(request.url);
    response.headers.append("set-cookie", claimsCookie(app, slug, c.req.raw, token));
    return response;
  }

  /** The same file again for a claim that was counted before. Nothing is counted, but it is told. */
  async function resume(c: PageContext, slug: string, { claim, token }: OwnClaim): Promise<Response | Refused> {
    const now = app.now();
    const { downloadUrlSeconds } = app.limits;
    const refused = await takeResume(app, claim.id);
    if (refused) return refused;
    const resumed = await app.store.claims.resume({ claimId: claim.id, now, by: byOf(c) });
    if (!resumed) return notValid();
    // Whoever holds the token passed the password, if there was one, when the claim was counted.
    const grant = authorizeDownload({ ...resumed, unlocked: true, now, downloadUrlSeconds });
    return "denied" in grant ? notValid() : answerDownload(c, slug, grant, { token, status: 200 });
  }

  addPage(hono, "POST", "/s/:slug/files/:id/claim", async (c) => {
    const answer = await answerClaim(c);
    // A browser goes back to the link, which tells the same and can be loaded again.
    if (!(answer instanceof Refused) || !isBrowser(c.req.raw) || !isSlug(slugOf(c))) return answer;
    if (answer.code === "link_not_valid") return seeOther(`/s/${slugOf(c)}`);
    if (answer.code !== "not_found") return answer;
    return seeOther(`/s/${slugOf(c)}?${FILE_GONE}=${encodeURIComponent(c.req.param("id") ?? "")}`);
  });

  async function answerClaim(c: PageContext): Promise<Response | Refused> {
    // The body comes first: whoever sends it slowly must not be judged by what the share was when they began.
    const fields = await readFields(c.req.raw, MOST_OPEN_BODY_BYTES);
    if (fields instanceof Refused) return fields;
    // A form may carry what its page put there; a program's JSON is held to its schema.
    const { password, claimToken } = fields;
    const isJson = bodyType(c.req.raw) === "application/json";
    const parsed = Claim.safeParse(
      isJson ? fields : { ...(password ? { password } : {}), ...(claimToken ? { claimToken } : {}) },
    );
    if (!parsed.success) return refuseFields(parsed.error);
    const found = await findShare(c, parsed.data.claimToken);
    if (!found) return notValid();
    const { slug, share, own } = found;
    let unlocked = isUnlocked(app, c.req.raw, share);
    if (!unlocked) {
      const refused =
        parsed.data.password === undefined
          ? refuse("password_required", "This link has a password. Send it with the claim.")
          : await checkPassword(c, share, parsed.data.password);
      if (refused) return wantsPage(c.req.raw) ? showUnlock(slug, refused) : refused;
      unlocked = true;
    }
    const file = share.files.find(({ id }) => id === c.req.param("id"));
    if (!file) return refuse("not_found", "There is no such file in this link.");
    const mine = own.get(file.id);
    if (mine) return resume(c, slug, mine);

    const now = app.now();
    if ("denied" in authorizeClaim(share, unlocked, now)) return notValid();
    await app.storage.checkCredentials();
    // A page that stood open for longer than a claim lives sends a token that is spent: it gets a new one.
    const sent = parsed.data.claimToken;
    const isNew = sent !== undefined && (await app.store.claims.find(hashToken(sent))) === undefined;
    const token = isNew ? sent : createSecretText(app.random);
    const { id: shareId, passwordHash } = share;
    const input = { shareId, passwordHash, fileId: file.id, tokenHash: hashToken(token), now, by: byOf(c) };
    const counted = await app.store.claims.count(input);
    if (!counted) {
      // The same form, sent twice at once: the other one was counted meanwhile.
      const other = await app.store.claims.find(hashToken(token));
      return other?.shareId === shareId && other.fileId === file.id
        ? resume(c, slug, { claim: other, token })
        : notValid();
    }
    const grant = authorizeDownload({ ...counted, unlocked, now, downloadUrlSeconds: app.limits.downloadUrlSeconds });
    if ("denied" in grant) return notValid();
    return answerDownload(c, slug, grant, { token, status: 201 });
  }

  addPage(hono, "POST", "/s/:slug/claims/:claimToken/url", async (c) => {
    const slug = slugOf(c);
    const token = c.req.param("claimToken") ?? "";
    if (!isSlug(slug) || !isSlug(token)) return notValid();
    const share = await app.store.shares.findBySlug(hashToken(slug));
    const claim = await app.store.claims.find(hashToken(token));
    if (!share || !claim || claim.shareId !== share.id) return notValid();
    return resume(c, slug, { claim, token });
  });
}
