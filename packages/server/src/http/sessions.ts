import type { ActorName } from "../domain/actors.ts";
import { shortenedNetwork } from "../domain/network.ts";
import { SESSION_TOTAL_MILLISECONDS, sessionEndsAt } from "../domain/session-life.ts";
import type { DoneBy, UserRecord } from "../store/index.ts";
import type { App } from "./app-context.ts";
import { readCookie, writeCookie } from "./cookies.ts";
import { createToken, hashToken } from "./secrets.ts";

/** Who asks: a person with a session, or a program with a token. */
export interface Actor {
  readonly userId: string;
  readonly login: string;
  /** Epoch milliseconds; null for a token, which ends when it is revoked. */
  readonly endsAt: number | null;
  readonly kind: "session" | "token";
  /** Of the token; null for a session. */
  readonly tokenId: string | null;
}

const isSecure = (app: App): boolean => app.publicUrl.protocol === "https:";
/** `__Host-`: no other host and no plain http can set it. On http browsers would drop it, so there it is host-only. */
const cookieName = (app: App): string => (isSecure(app) ? "__Host-daypass" : "daypass");

const sessionCookie = (app: App, token: string, maxAgeSeconds: number): string =>
  writeCookie(cookieName(app), token, { path: "/", secure: isSecure(app), maxAgeSeconds });

/** An `Authorization` that does not hold is nobody, whatever cookie stands beside it. */
export async function findActor(app: App, request: Request): Promise<Actor | undefined> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "");
  if (bearer) {
    const token = await app.store.tokens.findUser(hashToken(bearer[1]!), app.now());
    return token && { ...token, endsAt: null, kind: "token" };
  }
  const cookie = readCookie(request, cookieName(app));
  if (cookie === undefined || !/^[\w-]{43}$/.test(cookie)) return undefined;
  const session = await app.store.users.findSession(hashToken(cookie), app.now());
  if (!session) return undefined;
  const { userId, login } = session;
  return { userId, login, endsAt: sessionEndsAt(session), kind: "session", tokenId: null };
}

/** For the events of what this actor does. A token is named: it does the same as its owner, and may be stolen. */
export const doneBy = (actor: Actor | undefined, remoteAddress: string | undefined, otherwise: ActorName): DoneBy => ({
  actor: actor?.login ?? otherwise,
  tokenId: actor?.tokenId ?? null,
  network: shortenedNetwork(remoteAddress),
});

/**
 * A new session with a new id at each sign-in; answers its cookie and its end in epoch milliseconds. Undefined when the
 * password was replaced while it was looked at.
 */
export async function startSession(
  app: App,
  user: UserRecord,
  by: DoneBy,
): Promise<{ cookie: string; endsAt: number } | undefined> {
  const token = createToken();
  const now = app.now();
  if (!(await app.store.users.startSession({ tokenHash: hashToken(token), user, now, by }))) return undefined;
  return {
    cookie: sessionCookie(app, token, SESSION_TOTAL_MILLISECONDS / 1000),
    endsAt: sessionEndsAt({ createdAt: now, seenAt: now }),
  };
}

/** Ends the request's session, if it has one; answers the cookie that takes the cookie away. */
export async function endSession(app: App, request: Request, by: DoneBy): Promise<string> {
  const cookie = readCookie(request, cookieName(app));
  if (cookie !== undefined) await app.store.users.endSession(hashToken(cookie), app.now(), by);
  return sessionCookie(app, "", 0);
}
