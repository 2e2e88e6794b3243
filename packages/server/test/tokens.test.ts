// API tokens: what they open, how they are told apart, and how they end.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { ApiTokenList } from "@daypass/api/schemas";
import { type Daypass, PUBLIC_URL, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly ending: string | null;
  readonly usedAt: string | null;
}

let daypass: Daypass;
let owner: Visitor;
before(async () => {
  daypass = await startDaypass();
  owner = await setUpOwner(daypass);
});
after(() => daypass.close());

const advance = (seconds: number) => {
  daypass.clock.now = new Date(daypass.clock.now.getTime() + seconds * 1000);
};
/** A request as a program sends it: no cookie, no origin. */
const send = (token: string, path = "/api/v1/session", method = "GET", server = daypass.server): Promise<Response> =>
  server.fetch(new Request(`${PUBLIC_URL}${path}`, { method, headers: { authorization: `Bearer ${token}` } }));
const statusOf = async (...request: Parameters<typeof send>): Promise<number> => (await send(...request)).status;
const list = async (query = ""): Promise<Listed[]> => (await owner.json("GET", `/api/v1/tokens${query}`, 200)).items;
const find = async (name: string): Promise<Listed> => (await list()).find((token) => token.name === name)!;
const eventsOf = async (kind: string): Promise<{ actor: string; details: { name: string; tokenId: string } }[]> =>
  (await owner.json("GET", "/api/v1/events?limit=200", 200)).items.filter(
    (event: { kind: string }) => event.kind === kind,
  );

/** Somebody else's token, in a database that has one owner: as it will be when there are members. */
function plantOthersToken(): string {
  const id = `tok_${"z".repeat(26)}`;
  const db = new DatabaseSync(daypass.file);
  db.exec(`insert into "users" values ('usr_b', 'bob', 'bob', 'x', 'member', 1)`);
  db.prepare(
    `insert into "apiTokens" ("id", "tokenHash", "ending", "userId", "name", "createdAt") values (?, 'h', 'abcd', 'usr_b', 'of bob', 1)`,
  ).run(id);
  db.close();
  return id;
}

test("a token works without cookie or origin, and a wrong one is nobody even beside a session", async () => {
  const token = await daypass.server.createApiToken("deploy");
  assert.match(token, /^dp_[\w-]{43}$/);
  assert.equal(await statusOf(token), 200);
  await owner.json("GET", "/api/v1/files", 401, undefined, { authorization: `Bearer ${token}x` });
  for (const name of ["", "x".repeat(101), "two\nlines"])
    await assert.rejects(daypass.server.createApiToken(name), RangeError);
});

describe("the list", () => {
  test("tells tokens apart and never shows one", async () => {
    const token = await daypass.server.createApiToken("backup");
    const answer = await owner.json("GET", "/api/v1/tokens", 200);
    assert.deepEqual(ApiTokenList.strict().parse(answer), answer);
    const { id: _, ...listed } = await find("backup");
    assert.deepEqual(listed, {
      name: "backup",
      ending: token.slice(-4),
      createdAt: daypass.clock.now.toISOString(),
      usedAt: null,
    });
    assert.doesNotMatch(JSON.stringify(answer), new RegExp(token));
    assert.doesNotMatch(JSON.stringify(answer), /hash/i);
  });

  test("says when one was last used, noted once an hour", async () => {
    const token = await daypass.server.createApiToken("cron");
    advance(60);
    const first = daypass.clock.now.toISOString();
    await send(token);
    assert.equal((await find("cron")).usedAt, first);
    advance(3599);
    await send(token);
    assert.equal((await find("cron")).usedAt, first);
    advance(1);
    await send(token);
    assert.equal((await find("cron")).usedAt, daypass.clock.now.toISOString());
  });

  test("goes on over pages, newest first, and the operator's is the same", async () => {
    for (const name of ["page 1", "page 2", "page 3"]) {
      advance(1);
      await daypass.server.createApiToken(name);
    }
    const seen: string[] = [];
    let cursor = "";
    for (;;) {
      const page = await owner.json("GET", `/api/v1/tokens?limit=2${cursor}`, 200);
      seen.push(...page.items.map(({ name }: Listed) => name));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    assert.deepEqual(seen.slice(0, 3), ["page 3", "page 2", "page 1"]);
    assert.deepEqual(
      (await daypass.server.listApiTokens()).map(({ name }) => name),
      seen,
    );
  });
});

describe("a revoked token", () => {
  for (const { says, revoke, actor } of [
    {
      says: "by the owner",
      revoke: (id: string) => owner.json("DELETE", `/api/v1/tokens/${id}`, 204),
      actor: "owner@example.org",
    },
    {
      says: "by the operator",
      revoke: async (id: string) => assert.equal(await daypass.server.revokeApiToken(id), true),
      actor: "operator",
    },
  ])
    test(`${says} is refused at the very next request, on every server, and leaves the list`, async () => {
      const another = await daypass.another();
      const token = await daypass.server.createApiToken(`ends ${says}`);
      const kept = await daypass.server.createApiToken(`stays ${says}`);
      const { id } = await find(`ends ${says}`);
      for (const server of [daypass.server, another])
        assert.equal(await statusOf(token, "/api/v1/files", "GET", server), 200);
      await revoke(id);
      for (const server of [daypass.server, another])
        assert.equal(await statusOf(token, "/api/v1/files", "GET", server), 401);
      assert.equal(await statusOf(kept), 200);
      assert.equal(await find(`ends ${says}`), undefined);
      const ended = (await eventsOf("token.revoked")).filter(({ details }) => details.tokenId === id);
      assert.deepEqual(
        ended.map((event) => [event.actor, event.details.name]),
        [[actor, `ends ${says}`]],
      );
    });

  test("may be revoked again, which changes nothing and is told once", async () => {
    await daypass.server.createApiToken("twice");
    const { id } = await find("twice");
    for (let times = 0; times < 3; times++) await owner.json("DELETE", `/api/v1/tokens/${id}`, 204);
    assert.equal((await eventsOf("token.revoked")).filter(({ details }) => details.tokenId === id).length, 1);
  });
});

describe("what is not theirs", () => {
  test("somebody else's token is not listed, and revoking it is 404 like one that never was", async () => {
    const id = plantOthersToken();
    assert.ok(!(await list()).some((token) => token.id === id));
    const { requestId: _, ...others } = await owner.json("DELETE", `/api/v1/tokens/${id}`, 404);
    const { requestId: __, ...nobodys } = await owner.json("DELETE", `/api/v1/tokens/tok_${"y".repeat(26)}`, 404);
    assert.deepEqual(others, nobodys);
    assert.equal(await daypass.server.revokeApiToken(id), false);
    const db = new DatabaseSync(daypass.file, { readOnly: true });
    assert.equal(db.prepare('select "revokedAt" from "apiTokens" where "id" = ?').get(id)!.revokedAt, null);
    db.close();
  });

  test("a token neither lists tokens nor revokes one, itself neither", async () => {
    const token = await daypass.server.createApiToken("curious");
    const { id } = await find("curious");
    for (const [method, path] of [
      ["GET", "/api/v1/tokens"],
      ["DELETE", `/api/v1/tokens/${id}`],
    ] as const) {
      const response = await send(token, path, method);
      assert.equal(response.status, 403);
      assert.equal(((await response.json()) as { code: string }).code, "not_allowed");
    }
    assert.equal(await statusOf(token), 200);
    // The token counts, whatever cookie stands beside it.
    await owner.json("GET", "/api/v1/tokens", 403, undefined, { authorization: `Bearer ${token}` });
  });

  test("a stranger is told to sign in, and a foreign page is refused", async () => {
    const { id } = await find("curious");
    const stranger = new Visitor(daypass.server);
    await stranger.json("GET", "/api/v1/tokens", 401);
    await stranger.json("DELETE", `/api/v1/tokens/${id}`, 401);
    await owner.json("DELETE", `/api/v1/tokens/${id}`, 403, undefined, { origin: "https://evil.example" });
    assert.ok(await find("curious"));
  });

  test("the OpenAPI document says so: a session, and no token", async () => {
    const { paths } = await owner.json("GET", "/api/v1/openapi.json", 200);
    for (const operation of [paths["/api/v1/tokens"].get, paths["/api/v1/tokens/{id}"].delete]) {
      assert.deepEqual(operation.security, [{ session: [] }]);
      assert.match(operation.responses["403"].description, /not_allowed/);
    }
    assert.deepEqual(paths["/api/v1/files"].get.security, [{ token: [] }, { session: [] }]);
  });
});

test("the operator's list has them all, however many", async () => {
  const full = await startDaypass();
  try {
    await setUpOwner(full);
    const db = new DatabaseSync(full.file);
    db.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 450)
      insert into "apiTokens" ("id", "tokenHash", "userId", "name", "createdAt")
        select 'tok_' || i, i, (select "id" from "users"), i, i / 3 from n`);
    db.close();
    const names = (await full.server.listApiTokens()).map(({ name }) => name);
    assert.equal(new Set(names).size, 450);
  } finally {
    await full.close();
  }
});

test("before there is an owner there is no token to list or to revoke", async () => {
  const empty = await startDaypass();
  try {
    assert.deepEqual(await empty.server.listApiTokens(), []);
    assert.equal(await empty.server.revokeApiToken(`tok_${"a".repeat(26)}`), false);
  } finally {
    await empty.close();
  }
});
