import type { Code } from "@daypass/api/codes";
import { Problem } from "@daypass/api/schemas";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import type { DoneBy, IdempotentRequest } from "../store/index.ts";
import type { App } from "./app-context.ts";
import { MOST_OPEN_BODY_BYTES, readJson } from "./bodies.ts";
import type { Env } from "./env.ts";
import { Refused, refuse, refuseField } from "./problems.ts";
import { type Actor, doneBy, findActor } from "./sessions.ts";

export interface Call<Params, Query, Body, Who> {
  readonly request: Request;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly actor: Who;
  readonly remoteAddress: string | undefined;
  /** For the events of what this call does. */
  readonly by: DoneBy;
  /** The `Idempotency-Key`, when there is one and the route takes it. */
  readonly idempotent: IdempotentRequest | undefined;
  /** Headers of the answer. */
  readonly headers: Headers;
}

interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  readonly method: "get" | "post" | "patch" | "delete";
  /** As OpenAPI writes it: `/api/v1/files/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Takes an `Idempotency-Key`. */
  readonly idempotent?: boolean;
  readonly status: 200 | 201 | 204;
  /** Absent for 204. */
  readonly answer?: A;
  /** Beyond those that any such route can give. */
  readonly problems: readonly Code[];
}

/** Access is a required column: "open" is written, never forgotten. `person` is a user with a session, and no token. */
type UserRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = RouteSpec<
  P,
  Q,
  B,
  A
> & {
  readonly access: "user" | "person";
  handle(call: Call<z.output<P>, z.output<Q>, z.output<B>, Actor>): Promise<z.output<A> | Refused>;
};
type OpenRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = RouteSpec<
  P,
  Q,
  B,
  A
> & {
  readonly access: "open";
  handle(call: Call<z.output<P>, z.output<Q>, z.output<B>, undefined>): Promise<z.output<A> | Refused>;
};

/** A route with its types erased, for the table. `userRoute`, `personRoute` and `openRoute` checked them. */
export interface Route extends RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType> {
  readonly access: "user" | "person" | "open";
  handle(call: Call<unknown, unknown, unknown, Actor | undefined>): Promise<unknown>;
}

/** Checks a route against its schemas; the types are erased for the table. */
export const userRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  route: Omit<UserRoute<P, Q, B, A>, "access">,
): Route => ({ ...route, access: "user" }) as unknown as Route;
/** For what a program may not do, whoever gave it its token: `not_allowed`. */
export const personRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  route: Omit<UserRoute<P, Q, B, A>, "access">,
): Route => ({ ...route, access: "person" }) as unknown as Route;
export const openRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  route: Omit<OpenRoute<P, Q, B, A>, "access">,
): Route => ({ ...route, access: "open" }) as unknown as Route;

/** Each wrong field by its path, `parts.0.number`; an unknown one by its own name. */
function listErrors(error: z.ZodError): { field: string; message: string }[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ field: [...path, key].join("."), message: "is not a field of this request" }));
    return [{ field: path.join(".") || "body", message: issue.message }];
  });
}

export function refuseFields(error: z.ZodError): Refused {
  const errors = listErrors(error);
  const detail = errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
  return refuse("invalid_request", detail.length > 1000 ? `${detail.slice(0, 1000)}…` : detail, {
    errors: errors.slice(0, 100),
  });
}

function readIdempotencyKey(
  app: App,
  request: Request,
  route: Route,
  actor: Actor | undefined,
  body: unknown,
): IdempotentRequest | undefined | Refused {
  const key = request.headers.get("idempotency-key");
  if (key === null || !route.idempotent || !actor) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    return refuseField("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
  return { key, fingerprints: app.secrets.signAll("request", route.path, JSON.stringify(body)) };
}

async function answerRoute(app: App, route: Route, call: RawCall): Promise<Response | Refused> {
  const { request } = call;
  let actor: Actor | undefined;
  if (route.access !== "open") {
    actor = await findActor(app, request);
    if (!actor)
      return refuse(
        "not_signed_in",
        route.access === "person"
          ? "Sign in with a name and a password: POST /api/v1/session."
          : "Sign in, or send a token that was not revoked: Authorization: Bearer dp_…",
      );
    if (route.access === "person" && actor.kind === "token")
      return refuse("not_allowed", "An API token may not do that. Sign in with a name and a password.");
  }
  // Ids in the path name something that is not there, whatever shape they have.
  const params = route.params?.safeParse(call.params);
  if (params && !params.success) return refuse("not_found", "There is nothing at this address.");
  const query = route.query?.safeParse(call.query);
  if (query && !query.success) return refuseFields(query.error);
  let body: unknown;
  if (route.body) {
    const read = await readJson(request, route.access === "open" ? MOST_OPEN_BODY_BYTES : undefined);
    if (!("value" in read)) return read;
    const parsed = route.body.safeParse(read.value === undefined ? {} : read.value);
    if (!parsed.success) return refuseFields(parsed.error);
    body = parsed.data;
  }
  const idempotent = readIdempotencyKey(app, request, route, actor, body);
  if (idempotent instanceof Refused) return idempotent;
  const headers = new Headers();
  const result = await route.handle({
    request,
    params: params?.data,
    query: query?.data,
    body,
    actor,
    remoteAddress: call.remoteAddress,
    by: doneBy(actor, call.remoteAddress, "recipient"),
    idempotent,
    headers,
  });
  if (result instanceof Refused) return result;
  if (route.status === 204) return new Response(null, { status: 204, headers });
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(result), { status: route.status, headers });
}

interface RawCall {
  readonly request: Request;
  readonly params: Record<string, string>;
  readonly query: Record<string, string>;
  readonly remoteAddress: string | undefined;
}

/** What every route of a kind can answer besides its own. */
function commonProblems(route: Route): Code[] {
  const codes: Code[] = [...route.problems, "internal"];
  if (route.access !== "open") codes.push("not_signed_in");
  if (route.access === "person") codes.push("not_allowed");
  if (route.params) codes.push("not_found");
  if (route.query || route.body || route.idempotent) codes.push("invalid_request");
  if (route.body) codes.push("body_too_large", "unsupported_media_type");
  if (route.idempotent) codes.push("idempotency_conflict");
  if (route.method !== "get") codes.push("foreign_origin");
  return [...new Set(codes)];
}

/** How a route is asked, as OpenAPI says it. */
const SECURITY: Readonly<Record<Route["access"], Record<string, string[]>[]>> = {
  user: [{ token: [] }, { session: [] }],
  person: [{ session: [] }],
  open: [],
};

/** Registers a route twice from one description: as a handler, and in the OpenAPI document. */
export function addRoute(hono: OpenAPIHono<Env>, app: App, route: Route, statusOf: (code: Code) => number): void {
  hono.on(route.method.toUpperCase(), route.path.replace(/\{(\w+)\}/g, ":$1"), async (c) => {
    c.set("route", route.path);
    const answer = await answerRoute(app, route, {
      request: c.req.raw,
      params: c.req.param(),
      query: c.req.query(),
      remoteAddress: c.get("remoteAddress"),
    });
    return answer instanceof Refused ? c.get("answerRefused")(answer) : answer;
  });

  const problems = new Map<number, Code[]>();
  for (const code of commonProblems(route))
    problems.set(statusOf(code), [...(problems.get(statusOf(code)) ?? []), code]);
  hono.openAPIRegistry.registerPath({
    method: route.method,
    path: route.path,
    summary: route.summary,
    security: SECURITY[route.access],
    request: {
      ...(route.params ? { params: route.params as z.ZodObject } : {}),
      ...(route.query ? { query: route.query as z.ZodObject } : {}),
      ...(route.body
        ? {
            body: {
              required: !route.body.safeParse({}).success,
              content: { "application/json": { schema: route.body } },
            },
          }
        : {}),
      ...(route.idempotent ? { headers: z.object({ "idempotency-key": z.string().min(1).max(255).optional() }) } : {}),
    },
    responses: {
      [route.status]:
        route.answer && route.status !== 204
          ? { description: "Done", content: { "application/json": { schema: route.answer } } }
          : { description: "Done" },
      ...Object.fromEntries(
        [...problems].map(([status, codes]) => [
          status,
          { description: codes.join(", "), content: { "application/problem+json": { schema: Problem } } },
        ]),
      ),
    },
  });
}
