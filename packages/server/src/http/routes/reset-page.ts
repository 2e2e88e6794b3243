// A new password for somebody who lost it, by a link that the operator made on the machine.
import type { Hono } from "hono";
import { shortenedNetwork } from "../../domain/network.ts";
import type { App } from "../app-context.ts";
import { MOST_OPEN_BODY_BYTES, readFields } from "../bodies.ts";
import type { Env } from "../env.ts";
import { goIn } from "../go-in.ts";
import { checkNewPassword } from "../new-account.ts";
import { resetPage } from "../pages/index.ts";
import { addPage, pageResponse, remoteOf } from "../pages-context.ts";
import { Refused, refuse } from "../problems.ts";
import { hashToken } from "../secrets.ts";

const notGood = (): Refused =>
  refuse(
    "not_found",
    "This link does not work any more: it was used, its hour is over, or a newer one took its place. In the folder of this Daypass, “npm run daypass -- user reset-link” makes another.",
  );

export function addResetPage(hono: Hono<Env>, app: App): void {
  const show = (token: string, login: string, error: string | null) =>
    pageResponse(
      resetPage(app.assets.plainFrame, { action: `/reset/${token}`, login, error }),
      error === null ? 200 : 400,
    );

  // Mail scanners and previews open links: GET shows, POST spends.
  addPage(hono, "GET", "/reset/:token", async (c) => {
    const token = c.req.param("token") ?? "";
    const user = await app.store.resetLinks.findUser(hashToken(token), app.now());
    return user ? show(token, user.login, null) : notGood();
  });

  addPage(hono, "POST", "/reset/:token", async (c) => {
    const token = c.req.param("token") ?? "";
    const tokenHash = hashToken(token);
    // Looked up before anything is hashed: a stranger with a made-up link must not keep the machine busy.
    const asked = await app.store.resetLinks.findUser(tokenHash, app.now());
    if (!asked) return notGood();
    const fields = await readFields(c.req.raw, MOST_OPEN_BODY_BYTES);
    if (fields instanceof Refused) return fields;
    const password = fields.password ?? "";
    const error = checkNewPassword(password, asked.login);
    if (error !== undefined) return show(token, asked.login, error);
    const passwordHash = await app.passwords.hash(password);
    const network = shortenedNetwork(remoteOf(c));
    const user = await app.store.resetLinks.spend({ tokenHash, passwordHash, now: app.now(), network });
    return user ? goIn(app, user, { network, location: "/" }) : notGood();
  });
}
