import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { StartError } from "@daypass/server";
import { type Daypass, PASSWORD, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";

const LOGIN = "owner@example.org";
const DAY_SECONDS = 86_400;

describe("set-up", () => {
  let daypass: Daypass;
  before(async () => {
    daypass = await startDaypass();
  });
  after(() => daypass.close());

  test("a new link ends the one before", async () => {
    const who = new Visitor(daypass.server);
    const first = (await daypass.server.createSetupPath())!;
    const second = (await daypass.server.createSetupPath())!;
    assert.equal((await who.page(first)).status, 404);
    assert.equal((await who.page(second)).status, 200);
  });

  test("before there is an owner, sign-in says so and a token cannot be made", async () => {
    assert.match(await (await new Visitor(daypass.server).page("/sign-in")).text(), /no owner yet/);
    await assert.rejects(daypass.server.createApiToken("x"), StartError);
  });

  for (const { says, fields, want } of [
    {
      says: "a short password",
      fields: { login: LOGIN, password: "fourteen chars" },
      want: /At least 15 characters: this one has 14/,
    },
    { says: "a password of one letter", fields: { login: LOGIN, password: "a".repeat(30) }, want: /Too easy to guess/ },
    {
      says: "the name as password",
      fields: { login: "owner@example.organisation", password: "owner@example.organisation" },
      want: /Too easy to guess/,
    },
    {
      says: "a password over 1024 characters",
      fields: { login: LOGIN, password: "abcdefgh".repeat(129) },
      want: /At most 1024/,
    },
    {
      says: "a password that sign-in would cut off",
      fields: { login: LOGIN, password: "\u{1f511}\u{1f512}\u{1f513}\u{1f50f}\u{1f510}".repeat(120) },
      want: /At most 1024/,
    },
    { says: "no name", fields: { login: "  ", password: PASSWORD }, want: /Choose a name/ },
    { says: "a name with hidden characters", fields: { login: "ow\u200bner", password: PASSWORD }, want: /invisible/ },
    ...["operator", "Recipient", "DAYPASS", " unknown ", "\uff4fperator"].map((login) => ({
      says: `a name by which the trail calls somebody else, ${login},`,
      fields: { login, password: PASSWORD },
      want: /trail calls somebody else by that name/,
    })),
    { says: "nothing at all", fields: {}, want: /Choose a name/ },
  ])
    test(`${says} is refused, and the link stays good`, async () => {
      const path = (await daypass.server.createSetupPath())!;
      const who = new Visitor(daypass.server);
      const response = await who.form(path, fields as Record<string, string>);
      assert.equal(response.status, 400);
      assert.match(await response.text(), want);
      assert.equal((await who.page(path)).status, 200);
    });

  test("GET shows, POST spends; of two who post at once one becomes the owner", async () => {
    const path = (await daypass.server.createSetupPath())!;
    for (let visits = 0; visits < 3; visits++) assert.equal((await new Visitor(daypass.server).page(path)).status, 200);
    const visitors = [new Visitor(daypass.server), new Visitor(daypass.server)];
    const statuses = await Promise.all(
      visitors.map(async (who, index) => (await who.form(path, { login: `owner${index}`, password: PASSWORD })).status),
    );
    assert.deepEqual(statuses.sort(), [303, 404]);
    assert.equal((await new Visitor(daypass.server).page(path)).status, 404);
    assert.equal(await daypass.server.createSetupPath(), null);
  });
});

describe("sessions", () => {
  let daypass: Daypass;
  before(async () => {
    daypass = await startDaypass();
    await setUpOwner(daypass);
  });
  after(() => daypass.close());
  const advance = (seconds: number) => {
    daypass.clock.now = new Date(daypass.clock.now.getTime() + seconds * 1000);
  };
  const signedIn = async (): Promise<Visitor> => {
    const who = new Visitor(daypass.server);
    await who.json("POST", "/api/v1/session", 201, { login: LOGIN, password: PASSWORD });
    return who;
  };

  test("the name is taken in any case; each sign-in has a new id", async () => {
    const who = new Visitor(daypass.server);
    await who.json("POST", "/api/v1/session", 201, { login: "OWNER@Example.ORG", password: PASSWORD });
    const first = who.cookies("/");
    await who.json("POST", "/api/v1/session", 201, { login: LOGIN, password: PASSWORD });
    assert.notEqual(who.cookies("/"), first);
    assert.equal((await who.json("GET", "/api/v1/session", 200)).user.login, LOGIN);
  });

  test("a wrong password and an unknown name read the same", async () => {
    const body = async (login: string) => {
      const who = new Visitor(daypass.server, "203.0.113.50");
      const { requestId: _, ...problem } = await who.json("POST", "/api/v1/session", 401, { login, password: "wrong" });
      return problem;
    };
    assert.deepEqual(await body("nobody@example.org"), await body(LOGIN));
  });

  test("five wrong tries from one network wait; the owner comes in from another", async () => {
    const guesser = new Visitor(daypass.server, "198.51.100.1");
    for (let tries = 0; tries < 5; tries++)
      await guesser.json("POST", "/api/v1/session", 401, { login: LOGIN, password: `wrong ${tries}` });
    const problem = await guesser.json("POST", "/api/v1/session", 429, { login: LOGIN, password: PASSWORD });
    assert.equal(problem.code, "too_many_tries");
    const page = await guesser.form("/sign-in", { login: LOGIN, password: PASSWORD });
    assert.deepEqual([page.status, page.headers.get("retry-after")], [429, "900"]);
    await signedIn();
    advance(901);
    await guesser.json("POST", "/api/v1/session", 201, { login: LOGIN, password: PASSWORD });
  });

  test("made-up names from one network end at fifty", async () => {
    const statuses = [];
    for (let index = 0; index < 52; index++) {
      const body = JSON.stringify({ login: `made-up-${index}`, password: "wrong" });
      const headers = { "content-type": "application/json" };
      const who = new Visitor(daypass.server, "2001:db8:9:9::1");
      statuses.push((await who.send("POST", "/api/v1/session", { headers, body })).status);
    }
    assert.deepEqual([statuses.indexOf(429), statuses.at(-1)], [50, 429]);
    const database = new DatabaseSync(daypass.file, { readOnly: true });
    const rows = () => database.prepare('select count(*) as "rows" from "limits"').get()!.rows as number;
    const before = rows();
    await new Visitor(daypass.server, "2001:db8:9:9::2").json("POST", "/api/v1/session", 429, {
      login: "one-more-name",
      password: "wrong",
    });
    assert.equal(rows(), before, "once the budget is spent, names leave no rows");
    database.close();
    await signedIn();
  });

  test("the tries that are said to be left are there, when the network's end first", async () => {
    const who = new Visitor(daypass.server, "198.51.100.77");
    const left: number[] = [];
    for (let tries = 0; tries < 50; tries++) {
      const login = `two-each-${tries % 25}`;
      left.push((await who.json("POST", "/api/v1/session", 401, { login, password: "wrong" })).triesLeft);
    }
    assert.deepEqual([left[0], left[24], ...left.slice(-5)], [4, 4, 3, 3, 2, 1, 0]);
    const login = "two-each-0";
    await who.json("POST", "/api/v1/session", 429, { login, password: "wrong" });
  });

  test("a right one forgets the wrong ones before it", async () => {
    const who = new Visitor(daypass.server, "198.51.100.2");
    for (let round = 0; round < 3; round++) {
      for (let tries = 0; tries < 4; tries++)
        await who.json("POST", "/api/v1/session", 401, { login: LOGIN, password: "wrong" });
      await who.json("POST", "/api/v1/session", 201, { login: LOGIN, password: PASSWORD });
    }
  });

  test("a session ends after 30 days without use", async () => {
    const who = await signedIn();
    for (let days = 0; days < 3; days++) {
      advance(29 * DAY_SECONDS);
      await who.json("GET", "/api/v1/session", 200);
    }
    advance(30 * DAY_SECONDS + 1);
    await who.json("GET", "/api/v1/session", 401);
  });

  test("and after 180 days in all, used or not", async () => {
    const who = await signedIn();
    for (let days = 0; days < 180; days += 20) {
      const session = await who.json("GET", "/api/v1/session", 200);
      assert.ok(Date.parse(session.expiresAt) > daypass.clock.now.getTime());
      advance(20 * DAY_SECONDS);
    }
    await who.json("GET", "/api/v1/session", 401);
  });

  test("signing out ends it on the server", async () => {
    for (const out of [
      (who: Visitor) => who.form("/sign-out"),
      (who: Visitor) => who.send("DELETE", "/api/v1/session"),
    ]) {
      const who = await signedIn();
      const cookie = who.cookies("/");
      assert.ok([204, 303].includes((await out(who)).status));
      assert.equal(who.cookies("/"), "");
      await new Visitor(daypass.server).json("GET", "/api/v1/session", 401, undefined, { cookie });
    }
  });

  for (const { says, next, want } of [
    { says: "a path of this site", next: "/links/shr_x?tab=1", want: "/links/shr_x?tab=1" },
    { says: "nothing", next: "", want: "/" },
    { says: "another site", next: "https://evil.example/", want: "/" },
    { says: "two slashes", next: "//evil.example/", want: "/" },
    { says: "a backslash", next: "/\\evil.example", want: "/" },
    { says: "a tab that browsers drop", next: "/\t/evil.example", want: "/" },
    { says: "a script", next: "javascript:alert(1)", want: "/" },
    { says: "dots before two slashes", next: "/..//evil.example", want: "/" },
  ])
    test(`after sign-in on to ${says}`, async () => {
      const who = new Visitor(daypass.server);
      const response = await who.form("/sign-in", { login: LOGIN, password: PASSWORD, next });
      assert.deepEqual([response.status, response.headers.get("location")], [303, want]);
      const again = await who.page(`/sign-in?next=${encodeURIComponent(next)}`);
      assert.equal(again.headers.get("location"), want);
    });

  test("pages of the app ask for a session, and come back", async () => {
    const who = new Visitor(daypass.server);
    for (const path of ["/files", "/links", "/links/shr_abc"])
      assert.equal((await who.page(path)).headers.get("location"), `/sign-in?next=${encodeURIComponent(path)}`);
    assert.equal((await who.page("/")).headers.get("location"), "/sign-in");
    assert.equal((await (await signedIn()).page("/links/shr_abc")).status, 200);
    assert.equal((await who.page("/learn")).status, 200);
  });
});
