import type { Context, Hono } from "hono";
import type { Env } from "./env.ts";
import type { Html } from "./pages/index.ts";
import { Refused } from "./problems.ts";

export type PageContext = Context<Env>;

/** Whether an answer should be a page: a browser asks for one, and a plain GET of a page gets what stands there. */
export function wantsPage(request: Request): boolean {
  const accept = request.headers.get("accept") ?? "";
  if (accept.includes("text/html")) return true;
  return !accept.includes("json") && (request.method === "GET" || request.method === "HEAD");
}

export const wantsJson = (request: Request): boolean => {
  const accept = request.headers.get("accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/html");
};

export async function pageResponse(html: Html, status = 200, retryAfterSeconds?: number): Promise<Response> {
  const headers = new Headers({ "content-type": "text/html; charset=utf-8" });
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  return new Response(String(await html), { status, headers });
}

/** 303: whatever was sent here, go there and read. */
export const seeOther = (location: string): Response => new Response(null, { status: 303, headers: { location } });

/** Registers a page route; a refusal becomes a problem document or a page, as the request asks. */
export function addPage(
  hono: Hono<Env>,
  method: "GET" | "POST",
  path: string,
  handle: (c: PageContext) => Promise<Response | Refused>,
): void {
  hono.on(method, path, async (c) => {
    c.set("route", path);
    const answer = await handle(c);
    return answer instanceof Refused ? c.get("answerRefused")(answer) : answer;
  });
}

export const remoteOf = (c: PageContext): string | undefined => c.get("remoteAddress");
