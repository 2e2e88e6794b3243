import { CODES } from "@daypass/api/codes";
import { OpenAPIHono } from "@hono/zod-openapi";
import { createSecretText } from "../domain/ids.ts";
import { BucketError } from "../storage/index.ts";
import type { App } from "./app-context.ts";
import type { Env } from "./env.ts";
import { securityHeaders } from "./headers.ts";
import { checkOrigin, isOwnHost } from "./origins.ts";
import { errorPage, notValidPage } from "./pages/index.ts";
import { pageResponse, wantsPage } from "./pages-context.ts";
import { problemResponse, type Refused, refuse, toProblem } from "./problems.ts";
import { addRoute } from "./route.ts";
import { eventRoutes } from "./routes/events.ts";
import { fileRoutes } from "./routes/files.ts";
import { instanceRoutes } from "./routes/instance.ts";
import { addLearnPages } from "./routes/learn.ts";
import { addOwnerPages } from "./routes/owner-pages.ts";
import { addRecipientPages } from "./routes/recipient.ts";
import { addResetPage } from "./routes/reset-page.ts";
import { sessionRoutes } from "./routes/session.ts";
import { shareRoutes } from "./routes/shares.ts";
import { addSystemRoutes, SYSTEM_PATHS } from "./routes/system.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { uploadRoutes } from "./routes/uploads.ts";

export type Fetch = (request: Request, remoteAddress: string | undefined) => Promise<Response>;

/** What an unexpected error becomes: the bucket's own word when it was the bucket, and nothing of the inside otherwise. */
function refusalOf(error: unknown): Refused {
  if (error instanceof BucketError)
    return error.kind === "unreachable"
      ? refuse("bucket_unreachable", `${error.message}. Nothing was lost; try again.`)
      : refuse("bucket_refused", `${error.message}.`);
  return refuse(
    "internal",
    "Nothing is known about it here. Try again; if it stays, tell the operator the request id.",
  );
}

/** The whole server as one function from request to response. */
export function createHttp(app: App): Fetch {
  const hono = new OpenAPIHono<Env>();
  const headers = securityHeaders(app);

  const answerRefused = async (request: Request, requestId: string, refused: Refused): Promise<Response> => {
    const isApi = new URL(request.url).pathname.startsWith("/api/");
    if (isApi || !wantsPage(request)) return problemResponse(refused, requestId);
    // The same bytes for every stranger, whatever became of the link: so without the request's id.
    if (refused.code === "link_not_valid") return pageResponse(notValidPage(app.assets.plainFrame), refused.status);
    const { title, code, detail, status } = toProblem(refused, requestId);
    return pageResponse(errorPage(app.assets.plainFrame, { status, title, detail, code, requestId }), status);
  };

  hono.use(async (c, next) => {
    const startedAt = performance.now();
    const requestId = `req_${createSecretText(app.random)}`;
    c.set("requestId", requestId);
    c.set("remoteAddress", c.env?.remoteAddress);
    c.set("route", "(none)");
    c.set("answerRefused", (refused) => answerRefused(c.req.raw, requestId, refused));
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    c.res.headers.set("x-request-id", requestId);
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
    const { status } = c.res;
    const route = c.get("route");
    app.metrics.countRequest(c.req.method, route, status);
    // The route's pattern and not the path: paths hold links and tokens.
    const durationMilliseconds = Math.round(performance.now() - startedAt);
    app.log.info({ requestId, method: c.req.method, route, status, durationMilliseconds }, "request");
  });

  hono.use(async (c, next) => {
    const request = c.req.raw;
    const { pathname, search } = new URL(request.url);
    if (!SYSTEM_PATHS.has(pathname) && !isOwnHost(request, app.publicUrl)) {
      const isRead = request.method === "GET" || request.method === "HEAD";
      if (isRead && !pathname.startsWith("/api/"))
        return new Response(null, {
          status: 307,
          headers: { location: `${app.publicUrl.origin}${pathname}${search}` },
        });
      const detail = `This Daypass answers at ${app.publicUrl.origin}; send the request there.`;
      return c.get("answerRefused")(refuse("foreign_origin", detail));
    }
    const refused = checkOrigin(request, app.publicUrl);
    return refused ? c.get("answerRefused")(refused) : next();
  });

  const routes = [
    sessionRoutes,
    tokenRoutes,
    instanceRoutes,
    uploadRoutes,
    fileRoutes,
    shareRoutes,
    eventRoutes,
  ].flatMap((make) => make(app));
  for (const route of routes) addRoute(hono, app, route, (code) => CODES[code].status);
  addDocument(hono, app);
  addRecipientPages(hono, app);
  addOwnerPages(hono, app);
  addResetPage(hono, app);
  addLearnPages(hono, app);
  addSystemRoutes(hono, app);

  // A known address with another method. What is registered first answers first, so this stands last.
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of hono.routes)
    if (path !== "/*" && method !== "ALL") methods.set(path, (methods.get(path) ?? new Set()).add(method));
  for (const [path, known] of methods)
    hono.all(path, async (c) => {
      c.set("route", path);
      if (known.has("GET")) known.add("HEAD");
      const allow = [...known].sort().join(", ");
      const detail = `This address takes ${allow}, not ${c.req.method}.`;
      const response = await c.get("answerRefused")(refuse("method_not_allowed", detail));
      response.headers.set("allow", allow);
      return response;
    });

  hono.notFound((c) => c.get("answerRefused")(refuse("not_found", "There is nothing at this address.")));
  hono.onError((error, c) => {
    const refused = refusalOf(error);
    const where = { requestId: c.get("requestId"), route: c.get("route"), code: refused.code };
    const facts = { ...where, err: error };
    // Nobody waits for it any more, and its error is the end of the database: no stack that looks like a fault.
    if (app.isClosed()) app.log.warn(where, "request was cut off: the server was closed");
    else if (refused.code === "internal") app.log.error(facts, "request failed");
    else app.log.warn(facts, "the bucket did not do its part");
    return c.get("answerRefused")(refused);
  });

  return async (request, remoteAddress) => await hono.fetch(request, { remoteAddress });
}

function addDocument(hono: OpenAPIHono<Env>, app: App): void {
  const registry = hono.openAPIRegistry;
  registry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: app.publicUrl.protocol === "https:" ? "__Host-daypass" : "daypass",
  });
  const document = hono.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Daypass", version: app.version, license: { name: "Apache-2.0" } },
    servers: [{ url: app.publicUrl.origin }],
  });
  hono.get("/api/v1/openapi.json", (c) => {
    c.set("route", "/api/v1/openapi.json");
    return c.json(document);
  });
}
