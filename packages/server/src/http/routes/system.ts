import type { Hono } from "hono";
import type { App } from "../app-context.ts";
import type { Env } from "../env.ts";
import { faviconSvg } from "../pages/index.ts";
import { addPage } from "../pages-context.ts";
import { refuse } from "../problems.ts";

const text = (body: string, status = 200): Response =>
  new Response(body, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/** For load balancers and collectors: asked for by address, so under any Host. */
export const SYSTEM_PATHS = new Set(["/healthz", "/readyz", "/metrics"]);

export function addSystemRoutes(hono: Hono<Env>, app: App): void {
  addPage(hono, "GET", "/healthz", async () => text("ok\n"));

  // Not the bucket: signing works while it is down, and taking every server out would help nobody.
  addPage(hono, "GET", "/readyz", async () => {
    try {
      await app.store.ping();
      return text("ok\n");
    } catch (error) {
      app.log.error({ err: error }, "the database does not answer");
      return text("the database does not answer\n", 503);
    }
  });

  addPage(hono, "GET", "/metrics", async () => {
    const response = text(app.metrics.write());
    response.headers.set("content-type", "text/plain; version=0.0.4; charset=utf-8");
    return response;
  });

  addPage(hono, "GET", "/favicon.svg", async () => {
    const headers = { "content-type": "image/svg+xml", "cache-control": "public, max-age=86400" };
    return new Response(faviconSvg, { headers });
  });

  addPage(hono, "GET", "/robots.txt", async () => text("User-agent: *\nAllow: /learn$\nDisallow: /\n"));

  addPage(hono, "GET", "/assets/:name{.+}", async (c) => {
    const name = c.req.param("name") ?? "";
    return app.assets.answer(name, c.req.raw) ?? refuse("not_found", "There is nothing at this address.");
  });
}
