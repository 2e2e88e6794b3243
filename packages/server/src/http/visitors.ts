// What a visitor of a link carries in cookies below the link's path: that the password was given, and own claims.
import type { ClaimRecord } from "../domain/records.ts";
import type { ShareWithFiles } from "../store/index.ts";
import type { App } from "./app-context.ts";
import { readCookie, writeCookie } from "./cookies.ts";
import { hashToken } from "./secrets.ts";

const UNLOCK_SECONDS = 12 * 3600;
const CLAIM_SECONDS = 86_400;
/** A cookie of 4 KB holds more, but a header of all cookies must stay small. */
const MOST_CLAIMS = 30;

const isSecure = (app: App): boolean => app.publicUrl.protocol === "https:";
const nameOf = (app: App, what: string): string => `${isSecure(app) ? "__Secure-" : ""}daypass-${what}`;
const optionsOf = (app: App, slug: string, maxAgeSeconds: number) => ({
  path: `/s/${slug}`,
  secure: isSecure(app),
  maxAgeSeconds,
});

/** Says that this browser gave the share's password, until then; a new password ends it. */
export function unlockCookie(app: App, slug: string, share: ShareWithFiles): string {
  const until = String(Math.floor(app.now() / 1000) + UNLOCK_SECONDS);
  const value = `${until}.${app.secrets.sign("unlock", share.id, share.passwordHash ?? "", until)}`;
  return writeCookie(nameOf(app, "unlock"), value, optionsOf(app, slug, UNLOCK_SECONDS));
}

export function isUnlocked(app: App, request: Request, share: ShareWithFiles): boolean {
  if (share.passwordHash === null) return true;
  const [until, signature] = (readCookie(request, nameOf(app, "unlock")) ?? "").split(".");
  if (!until || !signature || !/^\d{1,12}$/.test(until) || Number(until) * 1000 <= app.now()) return false;
  return app.secrets.check(signature, "unlock", share.id, share.passwordHash, until);
}

const readTokens = (app: App, request: Request): string[] =>
  (readCookie(request, nameOf(app, "claims")) ?? "")
    .split(".")
    .filter((token) => /^[a-z2-7]{26}$/.test(token))
    .slice(0, MOST_CLAIMS);

export const claimsCookie = (app: App, slug: string, request: Request, token: string): string =>
  writeCookie(
    nameOf(app, "claims"),
    [token, ...readTokens(app, request).filter((known) => known !== token)].slice(0, MOST_CLAIMS).join("."),
    optionsOf(app, slug, CLAIM_SECONDS),
  );

export interface OwnClaim {
  readonly claim: ClaimRecord;
  readonly token: string;
}

/** This visitor's claims that still give their file again, by file; `sent` is a token that came with the request itself. */
export async function findOwnClaims(
  app: App,
  request: Request,
  share: ShareWithFiles,
  sent?: string | undefined,
): Promise<ReadonlyMap<string, OwnClaim>> {
  const own = new Map<string, OwnClaim>();
  for (const token of [...(sent === undefined ? [] : [sent]), ...readTokens(app, request)]) {
    const claim = await app.store.claims.find(hashToken(token));
    if (claim && claim.shareId === share.id && app.now() < claim.expiresAt && !own.has(claim.fileId))
      own.set(claim.fileId, { claim, token });
  }
  return own;
}
