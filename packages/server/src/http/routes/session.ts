import { Session, SignIn } from "@daypass/api/schemas";
import { z } from "zod";
import { foldText } from "../../domain/cursor.ts";
import type { UserRecord } from "../../store/index.ts";
import type { App } from "../app-context.ts";
import { time } from "../present.ts";
import { Refused, refuse } from "../problems.ts";
import { openRoute, type Route, userRoute } from "../route.ts";
import { doneBy, endSession, findActor, startSession } from "../sessions.ts";
import { takeTry } from "../tries.ts";

/** A token has no end of its own. */
const NEVER = "9999-12-31T23:59:59.999Z";

export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly remoteAddress: string | undefined;
  readonly network: string | null;
}

/** The user that this name and password belong to. An unknown name costs and answers the same as a wrong password. */
export async function checkCredentials(app: App, input: Credentials): Promise<UserRecord | Refused> {
  const { login, password, remoteAddress, network } = input;
  const allowed = await takeTry(app, { what: "sign-in", whose: foldText(login), remoteAddress });
  if (allowed instanceof Refused) return allowed;
  const user = await app.store.users.findByLogin(login);
  const isRight = await app.passwords.check(password, user?.passwordHash ?? null);
  if (user && isRight) {
    await allowed.forget();
    return user;
  }
  // Of names that nobody has, no trace: whoever makes them up would fill the database.
  if (user) {
    const event = { at: app.now(), kind: "session.refused", ownerId: user.id, actor: user.login, network } as const;
    await app.store.events.add(event);
  }
  return wrongCredentials({ triesLeft: allowed.triesLeft });
}

const wrongCredentials = (extras?: { triesLeft: number }): Refused =>
  refuse("wrong_credentials", "That name and password do not go together. Check both and try again.", extras);

export const sessionRoutes = (app: App): Route[] => [
  openRoute({
    method: "post",
    path: "/api/v1/session",
    summary: "Sign in: sets the session cookie",
    body: SignIn,
    status: 201,
    answer: Session,
    problems: ["wrong_credentials", "too_many_tries"],
    async handle({ body, remoteAddress, by, headers }) {
      const user = await checkCredentials(app, { ...body, remoteAddress, network: by.network });
      if (user instanceof Refused) return user;
      const session = await startSession(app, user, { ...by, actor: user.login });
      if (!session) return wrongCredentials();
      headers.append("set-cookie", session.cookie);
      return { user: { login: user.login }, expiresAt: time(session.endsAt) };
    },
  }),
  userRoute({
    method: "get",
    path: "/api/v1/session",
    summary: "Who is signed in, and until when",
    status: 200,
    answer: Session,
    problems: [],
    handle: async ({ actor }) => ({
      user: { login: actor.login },
      expiresAt: actor.endsAt === null ? NEVER : time(actor.endsAt),
    }),
  }),
  openRoute({
    method: "delete",
    path: "/api/v1/session",
    summary: "Sign out",
    status: 204,
    answer: z.undefined(),
    problems: [],
    async handle({ request, remoteAddress, headers }) {
      const by = doneBy(await findActor(app, request), remoteAddress, "unknown");
      headers.append("set-cookie", await endSession(app, request, by));
      return undefined;
    },
  }),
];
