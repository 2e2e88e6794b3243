// Somebody who lost the password: a link that the operator makes, a new password, and the end of every old session.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createStore } from "../src/store/index.ts";
import { openSqlite } from "../src/store/open-sqlite.ts";
import { type Daypass, PASSWORD, PUBLIC_URL, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";

const LOGIN = "owner@example.org";
const NEW_PASSWORD = "staple battery horse correct";
const HOUR_SECONDS = 3600;

let daypass: Daypass;
let owner: Visitor;
beforeEach(async () => {
  daypass = await startDaypass();
  owner = await setUpOwner(daypass);
});
afterEach(() => daypass.close());

const makeLink = async (): Promise<string> => (await daypass.server.createResetLink())!.path;
const advance = (seconds: number) => {
  daypass.clock.now = new Date(daypass.clock.now.getTime() + seconds * 1000);
};
let visitors = 0;
const visitor = (): Visitor => new Visitor(daypass.server, `198.51.100.${++visitors}`);
const signIn = (password: string, status: number) =>
  visitor().json("POST", "/api/v1/session", status, { login: LOGIN, password });
const reset = (path: string, who = visitor(), password = NEW_PASSWORD) => who.form(path, { password });

describe("the link", () => {
  test("is for the owner, and for an hour", async () => {
    const link = (await daypass.server.createResetLink())!;
    assert.match(link.path, /^\/reset\/[\w-]{43}$/);
    assert.deepEqual(
      [link.login, link.expiresAt.getTime()],
      [LOGIN, daypass.clock.now.getTime() + HOUR_SECONDS * 1000],
    );
  });

  test("shows whose password it sets, and showing spends nothing", async () => {
    const path = await makeLink();
    for (let visits = 0; visits < 3; visits++) {
      const response = await visitor().page(path);
      assert.equal(response.status, 200);
      assert.match(await response.text(), new RegExp(`value="${LOGIN}" readonly`));
    }
    await signIn(PASSWORD, 201);
  });

  test("works once; of two who post at once one sets the password", async () => {
    const path = await makeLink();
    const passwords = [`${NEW_PASSWORD} one`, `${NEW_PASSWORD} two`];
    const statuses = await Promise.all(
      passwords.map(async (password) => (await reset(path, visitor(), password)).status),
    );
    assert.deepEqual(statuses.toSorted(), [303, 404]);
    assert.equal((await visitor().page(path)).status, 404);
    assert.equal((await reset(path)).status, 404);
    await signIn(passwords[statuses.indexOf(303)]!, 201);
    await signIn(passwords[statuses.indexOf(404)]!, 401);
  });

  for (const { says, spoil } of [
    { says: "after its hour", spoil: async () => advance(HOUR_SECONDS) },
    { says: "once a newer one was made", spoil: async () => void (await makeLink()) },
  ])
    test(`does not work ${says}`, async () => {
      const path = await makeLink();
      await spoil();
      assert.equal((await visitor().page(path)).status, 404);
      const response = await reset(path);
      assert.equal(response.status, 404);
      assert.match(await response.text(), /user reset-link/);
      await signIn(PASSWORD, 201);
    });

  test("does not work when its hour ends while the password is typed, and one that ended leaves no row", async () => {
    const path = await makeLink();
    advance(HOUR_SECONDS - 1);
    assert.equal((await visitor().page(path)).status, 200);
    advance(1);
    const db = await openSqlite({ file: daypass.file, now: 1 });
    const store = createStore(db, (count) => crypto.getRandomValues(new Uint8Array(count)));
    const { tokenHash } = await db.selectFrom("resetLinks").selectAll().executeTakeFirstOrThrow();
    const spent = { tokenHash, passwordHash: "x", now: daypass.clock.now.getTime(), network: null };
    assert.equal(await store.resetLinks.spend(spent), undefined);
    await daypass.server.runJobs();
    assert.deepEqual(await db.selectFrom("resetLinks").selectAll().execute(), []);
    await store.close();
  });

  test("that was made up is nothing, whatever is sent to it", async () => {
    for (const path of ["/reset/x", `/reset/${"A".repeat(43)}`, "/reset/%00"]) {
      assert.equal((await visitor().page(path)).status, 404);
      assert.equal((await reset(path)).status, 404);
    }
  });

  test("is no link while there is no owner", async () => {
    const empty = await startDaypass();
    try {
      assert.equal(await empty.server.createResetLink(), null);
    } finally {
      await empty.close();
    }
  });

  test("is no set-up link, and the other way round", async () => {
    const token = (await makeLink()).slice("/reset/".length);
    assert.equal((await visitor().page(`/setup/${token}`)).status, 404);
    const fresh = await startDaypass();
    try {
      const path = (await fresh.server.createSetupPath())!;
      assert.equal((await new Visitor(fresh.server).page(path.replace("setup", "reset"))).status, 404);
    } finally {
      await fresh.close();
    }
  });

  test("a foreign page cannot post to it", async () => {
    const path = await makeLink();
    const response = await visitor().send("POST", path, {
      headers: { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ password: NEW_PASSWORD }).toString(),
    });
    assert.equal(response.status, 403);
    assert.equal((await visitor().page(path)).status, 200);
  });
});

describe("the new password", () => {
  for (const { says, fields, want } of [
    { says: "a short one", fields: { password: "fourteen chars" }, want: /At least 15 characters: this one has 14/ },
    { says: "one of one letter", fields: { password: "a".repeat(30) }, want: /Too easy to guess/ },
    { says: "the name", fields: { password: LOGIN.toUpperCase() }, want: /Too easy to guess/ },
    { says: "nothing at all", fields: {}, want: /At least 15 characters/ },
  ])
    test(`${says} is refused, and the link stays good`, async () => {
      const path = await makeLink();
      const response = await visitor().form(path, fields as Record<string, string>);
      assert.equal(response.status, 400);
      assert.match(await response.text(), want);
      assert.equal((await visitor().page(path)).status, 200);
      await signIn(PASSWORD, 201);
    });

  test("opens, the old one does not, and whoever set it is signed in", async () => {
    const who = visitor();
    const response = await reset(await makeLink(), who);
    assert.deepEqual([response.status, response.headers.get("location")], [303, "/"]);
    assert.equal((await who.json("GET", "/api/v1/session", 200)).user.login, LOGIN);
    await signIn(PASSWORD, 401);
    await signIn(NEW_PASSWORD, 201);
  });

  test("ends every session that was open, at the next request, on every server", async () => {
    const another = await daypass.another();
    const cookies = [owner.cookies("/")];
    for (let more = 0; more < 2; more++) {
      const who = visitor();
      await who.json("POST", "/api/v1/session", 201, { login: LOGIN, password: PASSWORD });
      cookies.push(who.cookies("/"));
    }
    const statusesOn = (server = daypass.server) =>
      Promise.all(
        cookies.map(
          async (cookie) =>
            (await server.fetch(new Request(`${PUBLIC_URL}/api/v1/session`, { headers: { cookie } }))).status,
        ),
      );
    const path = await makeLink();
    assert.deepEqual(await statusesOn(), [200, 200, 200], "a link that nobody used ends nothing");
    await reset(path);
    for (const server of [daypass.server, another]) assert.deepEqual(await statusesOn(server), [401, 401, 401]);
  });

  test("leaves the sessions of others and the API tokens alone", async () => {
    const token = await daypass.server.createApiToken("ci");
    const db = new DatabaseSync(daypass.file);
    db.exec(`insert into "users" values ('usr_b', 'bob', 'bob', 'x', 'member', 1);
      insert into "sessions" values ('h', 'usr_b', 1, 1)`);
    await reset(await makeLink());
    const rows = db.prepare(`select "tokenHash" from "sessions" where "userId" = 'usr_b'`).all();
    assert.equal(rows.length, 1);
    assert.equal(db.prepare(`select "passwordHash" from "users" where "id" = 'usr_b'`).get()!.passwordHash, "x");
    db.close();
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await daypass.server.fetch(new Request(`${PUBLIC_URL}/api/v1/files`, { headers }))).status, 200);
  });

  test("a sign-in that gave the old password just before begins no session after", async () => {
    const db = await openSqlite({ file: daypass.file, now: 1 });
    const store = createStore(db, (count) => crypto.getRandomValues(new Uint8Array(count)));
    const checked = (await store.users.findByLogin(LOGIN))!;
    const by = { actor: LOGIN, network: null };
    const start = (tokenHash: string, user = checked) =>
      store.users.startSession({ tokenHash, user, now: daypass.clock.now.getTime(), by });
    assert.equal(await start("before"), true);
    await reset(await makeLink());
    assert.equal(await start("late"), false);
    assert.equal(await store.users.findSession("late", daypass.clock.now.getTime()), undefined);
    assert.equal(await start("new", (await store.users.findByLogin(LOGIN))!), true);
    await store.close();
  });

  test("and its answer is a refusal, to a program and to the page", async () => {
    const db = new DatabaseSync(daypass.file);
    // The wrong tries of a network are forgotten between the check of the password and the start of the session.
    db.exec(`create trigger "reset in between" after delete on "limits"
      begin update "users" set "passwordHash" = 'of a new password'; end`);
    const { passwordHash } = db.prepare('select "passwordHash" from "users"').get()!;
    const who = visitor();
    const problem = await who.json("POST", "/api/v1/session", 401, { login: LOGIN, password: PASSWORD });
    assert.equal(problem.code, "wrong_credentials");
    db.prepare('update "users" set "passwordHash" = ?').run(passwordHash!);
    const response = await who.form("/sign-in", { login: LOGIN, password: PASSWORD, next: "/files" });
    assert.deepEqual([response.status, response.headers.get("location")], [303, "/sign-in?ended"]);
    assert.equal(who.cookies("/"), "");
    db.close();
  });

  test("is told in the trail: who made the link, who used it, how many sessions ended", async () => {
    const who = visitor();
    await reset(await makeLink(), who);
    const { items } = await who.json("GET", "/api/v1/events?limit=3", 200);
    assert.deepEqual(
      items.map(({ kind, actor, details }: { kind: string; actor: string; details: object }) => [kind, actor, details]),
      [
        ["session.created", LOGIN, {}],
        ["password.reset", LOGIN, { endedSessions: 1 }],
        ["reset_link.created", "operator", {}],
      ],
    );
  });
});
