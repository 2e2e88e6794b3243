// Pages for whoever owns this Daypass: set-up, sign-in, and the shell that the app's script fills.
import type { Hono } from "hono";
import { shortenedNetwork } from "../../domain/network.ts";
import type { App } from "../app-context.ts";
import { MOST_OPEN_BODY_BYTES, readFields } from "../bodies.ts";
import type { Env } from "../env.ts";
import { goIn } from "../go-in.ts";
import { checkNewLogin, checkNewPassword, LONGEST_LOGIN, LONGEST_PASSWORD } from "../new-account.ts";
import { ownPath } from "../origins.ts";
import { appPage, setupPage, signInPage } from "../pages/index.ts";
import { addPage, pageResponse, remoteOf, seeOther } from "../pages-context.ts";
import { Refused, refuse } from "../problems.ts";
import { hashToken } from "../secrets.ts";
import { doneBy, endSession, findActor } from "../sessions.ts";
import { checkCredentials } from "./session.ts";

function checkNewAccount(login: string, password: string): { login?: string; password?: string } {
  const [loginError, passwordError] = [checkNewLogin(login), checkNewPassword(password, login)];
  return {
    ...(loginError === undefined ? {} : { login: loginError }),
    ...(passwordError === undefined ? {} : { password: passwordError }),
  };
}

export function addOwnerPages(hono: Hono<Env>, app: App): void {
  const bucketSentence =
    app.bucket.kind === "embedded"
      ? "In the embedded bucket on this machine."
      : `In the bucket "${app.bucket.name}" in ${app.bucket.region}.`;

  const usedUp = (): Refused =>
    refuse(
      "not_found",
      "This set-up link does not work any more. Each start of Daypass prints a new one until there is an owner.",
    );

  const showSetup = (token: string, login: string, errors: { login?: string; password?: string }) =>
    pageResponse(
      setupPage(app.assets.plainFrame, { action: `/setup/${token}`, login, errors, bucketSentence }),
      Object.keys(errors).length > 0 ? 400 : 200,
    );

  // Mail scanners and previews open links: GET shows, POST spends.
  addPage(hono, "GET", "/setup/:token", async (c) => {
    const token = c.req.param("token") ?? "";
    return (await app.store.users.hasSetupLink(hashToken(token))) ? showSetup(token, "", {}) : usedUp();
  });

  addPage(hono, "POST", "/setup/:token", async (c) => {
    const token = c.req.param("token") ?? "";
    if (!(await app.store.users.hasSetupLink(hashToken(token)))) return usedUp();
    const fields = await readFields(c.req.raw, MOST_OPEN_BODY_BYTES);
    if (fields instanceof Refused) return fields;
    const login = (fields.login ?? "").trim().normalize("NFC");
    const password = fields.password ?? "";
    const errors = checkNewAccount(login, password);
    if (Object.keys(errors).length > 0) return showSetup(token, login, errors);
    const passwordHash = await app.passwords.hash(password);
    const network = shortenedNetwork(remoteOf(c));
    const setupTokenHash = hashToken(token);
    const owner = await app.store.users.createOwner({ setupTokenHash, login, passwordHash, now: app.now(), network });
    if (!owner) return usedUp();
    return goIn(app, owner, { network, location: "/" });
  });

  const needsSetup = async () => (await app.store.users.findOwner()) === undefined;

  addPage(hono, "GET", "/sign-in", async (c) => {
    const next = ownPath(c.req.query("next"), app.publicUrl);
    const actor = await findActor(app, c.req.raw);
    if (actor?.kind === "session") return seeOther(next);
    const error = c.req.query("ended") === undefined ? null : ({ kind: "ended" } as const);
    return pageResponse(signInPage(app.assets.plainFrame, { login: "", error, next, needsSetup: await needsSetup() }));
  });

  addPage(hono, "POST", "/sign-in", async (c) => {
    const fields = await readFields(c.req.raw, MOST_OPEN_BODY_BYTES);
    if (fields instanceof Refused) return fields;
    const login = (fields.login ?? "").slice(0, LONGEST_LOGIN);
    const password = (fields.password ?? "").slice(0, LONGEST_PASSWORD);
    const next = ownPath(fields.next, app.publicUrl);
    const network = shortenedNetwork(remoteOf(c));
    const user = await checkCredentials(app, { login, password, remoteAddress: remoteOf(c), network });
    if (user instanceof Refused) {
      const { retryAfterSeconds, triesLeft = 0 } = user.extras;
      const error = retryAfterSeconds === undefined ? ({ kind: "wrong", triesLeft } as const) : null;
      const view = { login, error, retryAfterSeconds, next, needsSetup: await needsSetup() } as const;
      return pageResponse(signInPage(app.assets.plainFrame, view), user.status, retryAfterSeconds);
    }
    return goIn(app, user, { network, location: next });
  });

  addPage(hono, "POST", "/sign-out", async (c) => {
    const by = doneBy(await findActor(app, c.req.raw), remoteOf(c), "unknown");
    const response = seeOther("/sign-in");
    response.headers.append("set-cookie", await endSession(app, c.req.raw, by));
    return response;
  });

  for (const path of ["/", "/files", "/links", "/links/:id"])
    addPage(hono, "GET", path, async (c) => {
      const actor = await findActor(app, c.req.raw);
      if (actor?.kind === "session") return pageResponse(appPage(app.assets.appFrame, { login: actor.login }));
      const { pathname, search } = new URL(c.req.url);
      const next = ownPath(`${pathname}${search}`, app.publicUrl);
      return seeOther(next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`);
    });
}
