// Every field of every route of the OpenAPI document: missing, of the wrong type, too long, unknown.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Daypass, PASSWORD, setUpOwner, startDaypass, type Visitor } from "./support/daypass.ts";

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly maxItems?: number;
}
interface Operation {
  readonly parameters?: readonly { in: string; name: string; required?: boolean; schema: Schema }[];
  readonly requestBody?: { content: { "application/json": { schema: Schema } } };
}

let daypass: Daypass;
let owner: Visitor;
const operations: { route: string; method: string; path: string; operation: Operation }[] = [];
/** A right request for each route that takes something. A route that is missing here fails the test. */
let right: Record<string, { path: string; body?: Record<string, unknown> }>;

before(async () => {
  daypass = await startDaypass();
  owner = await setUpOwner(daypass);
  const document = await owner.json("GET", "/api/v1/openapi.json", 200);
  for (const [path, methods] of Object.entries<Record<string, Operation>>(document.paths))
    for (const [method, operation] of Object.entries(methods))
      operations.push({ route: `${method} ${path}`, method: method.toUpperCase(), path, operation });
  const small = { name: "a.txt", sizeBytes: 3 };
  const { id } = await owner.json("POST", "/api/v1/uploads", 201, small);
  const large = { name: "b.bin", sizeBytes: 40 * 1024 ** 2 };
  const { id: inParts } = await owner.json("POST", "/api/v1/uploads", 201, large);
  right = {
    "post /api/v1/session": { path: "/api/v1/session", body: { login: "owner@example.org", password: PASSWORD } },
    "post /api/v1/uploads": {
      path: "/api/v1/uploads",
      body: { ...small, contentType: "text/plain", sha256: `${"A".repeat(43)}=`, prefer: "put" },
    },
    "get /api/v1/uploads": { path: "/api/v1/uploads" },
    "post /api/v1/uploads/{id}/sign": { path: `/api/v1/uploads/${id}/sign`, body: {} },
    "post /api/v1/uploads/{id}/parts": {
      path: `/api/v1/uploads/${inParts}/parts`,
      body: { parts: [{ number: 1, sizeBytes: 16 * 1024 ** 2 }] },
    },
    "post /api/v1/uploads/{id}/complete": { path: `/api/v1/uploads/${id}/complete`, body: {} },
    "get /api/v1/files": { path: "/api/v1/files" },
    "delete /api/v1/files/{id}": { path: `/api/v1/files/fil_${"a".repeat(26)}` },
    "post /api/v1/shares": {
      path: "/api/v1/shares",
      body: {
        fileIds: [`fil_${"a".repeat(26)}`],
        title: "Photos",
        password: "a password",
        expiresAt: "2099-01-01T00:00:00Z",
        maxClaims: 3,
      },
    },
    "get /api/v1/shares": { path: "/api/v1/shares" },
    "patch /api/v1/shares/{id}": {
      path: `/api/v1/shares/shr_${"a".repeat(26)}`,
      body: { title: "Photos", password: "a password", expiresAt: "2099-01-01T00:00:00Z", maxClaims: 3 },
    },
    "get /api/v1/tokens": { path: "/api/v1/tokens" },
    "delete /api/v1/tokens/{id}": { path: `/api/v1/tokens/tok_${"a".repeat(26)}` },
    "get /api/v1/events": { path: "/api/v1/events" },
    "get /api/v1/shares/{id}/events": { path: `/api/v1/shares/shr_${"a".repeat(26)}/events` },
  };
});
after(() => daypass.close());

const typesOf = (schema: Schema): string[] => [
  ...(typeof schema.type === "string" ? [schema.type] : (schema.type ?? [])),
  ...(schema.anyOf ?? []).flatMap(typesOf),
];

interface Mutation {
  readonly says: string;
  readonly field: string;
  readonly body: unknown;
}

const change = (body: unknown, path: readonly (string | number)[], value: unknown): unknown => {
  const copy = structuredClone(body) as Record<string | number, unknown>;
  let at = copy;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  if (value === undefined) delete at[path.at(-1)!];
  else at[path.at(-1)!] = value;
  return copy;
};

/** All that can be wrong with a body, from its schema. */
function mutate(schema: Schema, body: unknown, path: readonly (string | number)[] = []): Mutation[] {
  const mutations: Mutation[] = [];
  const add = (says: string, at: readonly (string | number)[], value: unknown) =>
    mutations.push({ says, field: at.join("."), body: change(body, at, value) });
  add("unknown", [...path, "surplus"], 1);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const at = [...path, name];
    const types = typesOf(property);
    if (schema.required?.includes(name)) add("missing", at, undefined);
    add("of the wrong type", at, types.includes("string") ? 12 : "twelve");
    add("of the wrong type", at, { an: "object" });
    if (!types.includes("null")) add("of the wrong type", at, null);
    if (types.includes("string")) add("too long", at, "x".repeat(5000));
    if (types.includes("integer") || types.includes("number"))
      for (const number of [-1, 1.5, 10 ** 18]) add("out of bounds", at, number);
    if (types.includes("array")) {
      add("empty", at, []);
      add("of the wrong type", [...at, 0], 12);
      const first = (body as Record<string, unknown[]>)[name]![0];
      mutations.push({
        says: "too long",
        field: at.join("."),
        body: change(body, at, Array(property.maxItems! + 1).fill(first)),
      });
      if (property.items?.properties) mutations.push(...mutate(property.items, body, [...at, 0]));
    }
  }
  return mutations;
}

const fieldsOf = (problem: { errors?: { field: string }[] }): string[] =>
  (problem.errors ?? []).map(({ field }) => field);

describe("a body", () => {
  test("names each field that is wrong", async () => {
    let count = 0;
    for (const { route, method, operation } of operations) {
      const schema = operation.requestBody?.content["application/json"].schema;
      if (!schema) continue;
      const { path, body } = right[route]!;
      assert.ok(body, `${route} takes a body: add a right one`);
      for (const { says, field, body: wrong } of mutate(schema, body)) {
        const problem = await owner.json(method, path, 400, wrong);
        assert.equal(problem.code, "invalid_request");
        const named = fieldsOf(problem).some((each) => each === field || each.startsWith(`${field}.`));
        assert.ok(named, `${route}, ${field} ${says}: names ${fieldsOf(problem)}`);
        count++;
      }
    }
    assert.ok(count > 80, `the schemas gave ${count} wrong bodies`);
  });

  test("that is right is not refused as wrong", async () => {
    for (const { route, method, operation } of operations) {
      if (!operation.requestBody) continue;
      const { path, body } = right[route]!;
      const response = await owner.send(method, path, {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const problem = (await response.json()) as { code?: string; errors?: { field: string }[] };
      if (response.status === 400) assert.deepEqual(fieldsOf(problem), ["fileIds.0"], route);
    }
  });

  for (const { says, headers, body, status, code } of [
    {
      says: "of another type",
      headers: { "content-type": "text/plain" },
      body: "{}",
      status: 415,
      code: "unsupported_media_type",
    },
    {
      says: "as a form",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "name=a",
      status: 415,
      code: "unsupported_media_type",
    },
    {
      says: "over 1 MiB",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "x".repeat(1024 ** 2) }),
      status: 413,
      code: "body_too_large",
    },
    {
      says: "that is no JSON",
      headers: { "content-type": "application/json" },
      body: "{",
      status: 400,
      code: "invalid_request",
    },
    {
      says: "that is null",
      headers: { "content-type": "application/json" },
      body: "null",
      status: 400,
      code: "invalid_request",
    },
    {
      says: "that is a list",
      headers: { "content-type": "application/json" },
      body: "[]",
      status: 400,
      code: "invalid_request",
    },
    {
      says: "with __proto__",
      headers: { "content-type": "application/json" },
      body: '{"__proto__": {"name": "a"}}',
      status: 400,
      code: "invalid_request",
    },
    {
      says: "that is missing",
      headers: { "content-type": "application/json" },
      body: "",
      status: 400,
      code: "invalid_request",
    },
  ])
    test(`${says} is refused with ${status}`, async () => {
      for (const { route, method, operation } of operations) {
        const required = operation.requestBody?.content["application/json"].schema.required;
        if (!required?.length) continue;
        const response = await owner.send(method, right[route]!.path, { headers, body });
        assert.equal(response.status, status, route);
        assert.equal(response.headers.get("content-type"), "application/problem+json");
        const problem = (await response.json()) as { code: string; requestId: string };
        assert.equal(problem.code, code);
        assert.equal(problem.requestId, response.headers.get("x-request-id"));
      }
    });
});

describe("a query", () => {
  test("names each parameter that is wrong", async () => {
    const wrong: Record<string, string[]> = {
      limit: ["0", "201", "-1", "1.5", "many", ""],
      cursor: ["x".repeat(513), "nonsense", "zz.fil_short"],
      search: ["x".repeat(201)],
      confirmShared: ["yes", "x".repeat(5000)],
      tokenId: ["tok_short", "fil_aaaaaaaaaaaaaaaaaaaaaaaaaa", ""],
    };
    let count = 0;
    for (const { route, method, operation } of operations)
      for (const { name, in: where } of operation.parameters ?? []) {
        if (where !== "query") continue;
        for (const value of wrong[name]!) {
          const problem = await owner.json(method, `${right[route]!.path}?${name}=${encodeURIComponent(value)}`, 400);
          assert.deepEqual(fieldsOf(problem), [name], `${route} ${name}=${value.slice(0, 20)}`);
          count++;
        }
      }
    assert.ok(count > 30, `the document gave ${count} wrong queries`);
  });

  test("with parameters that nobody knows is answered: mail and chat programs add them", async () => {
    await owner.json("GET", "/api/v1/files?utm_source=mail", 200);
  });
});

test("an id in a path that is none is nothing that is there", async () => {
  let count = 0;
  for (const { method, path, route } of operations) {
    if (!path.includes("{id}")) continue;
    for (const id of ["x", "fil_short", "%00", "upl_AAAAAAAAAAAAAAAAAAAAAAAAAA", "..%2f..", "x".repeat(2000)]) {
      const body = right[route]?.body;
      const problem = await owner.json(method, path.replace("{id}", id), 404, body);
      assert.equal(problem.code, "not_found");
      count++;
    }
  }
  assert.ok(count >= 60);
});

test("an Idempotency-Key must be short and visible", async () => {
  for (const key of ["x".repeat(256), "with space"])
    for (const route of ["post /api/v1/uploads", "post /api/v1/shares"]) {
      const { path, body } = right[route]!;
      const problem = await owner.json("POST", path, 400, body, { "idempotency-key": key });
      assert.deepEqual(fieldsOf(problem), ["Idempotency-Key"]);
    }
});

for (const { says, name } of [
  { says: "a slash", name: "a/b" },
  { says: "a backslash", name: "a\\b" },
  { says: "a line break", name: "a\r\nX: y" },
  { says: "NUL", name: "a\0b" },
  { says: "a right-to-left override", name: "gpj\u202e.exe" },
  { says: "only dots", name: ".." },
  { says: "256 bytes", name: "ä".repeat(128) },
])
  test(`a file's name with ${says} is refused`, async () => {
    const problem = await owner.json("POST", "/api/v1/uploads", 400, { name, sizeBytes: 1 });
    assert.deepEqual(fieldsOf(problem), ["name"]);
  });

test("a lone surrogate in a name is refused, and not stored as something else", async () => {
  const problem = await owner.json("POST", "/api/v1/uploads", 400, '{"name":"a\\ud800","sizeBytes":1}');
  assert.deepEqual(fieldsOf(problem), ["name"]);
});

test("every route but sign-in, sign-out and the document asks who you are", async () => {
  const stranger = new (await import("./support/daypass.ts")).Visitor(daypass.server);
  const open = ["post /api/v1/session", "delete /api/v1/session"];
  for (const { route, method, path } of operations) {
    if (open.includes(route)) continue;
    const asked = right[route]?.path ?? path.replace("{id}", "x");
    for (const authorization of [undefined, "Bearer dp_wrong", "Basic b3duZXI6eA=="]) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const problem = await stranger.json(method, asked, 401, right[route]?.body, headers);
      assert.equal(problem.code, "not_signed_in", route);
    }
  }
});
