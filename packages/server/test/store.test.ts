import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, test } from "node:test";
import { createServer, StartError } from "@daypass/server";
import { sql } from "kysely";
import { type Page, readCursor } from "../src/domain/cursor.ts";
import { createStore } from "../src/store/index.ts";
import { MIGRATIONS, type Migration } from "../src/store/migrations.ts";
import { type DatabaseError, openSqlite } from "../src/store/open-sqlite.ts";
import { newestFirst, placeOf, toPage } from "../src/store/pages.ts";
import { INSTANCE_KEY, NO_BUCKET, PUBLIC_URL } from "./support/daypass.ts";
import { createMemoryLog } from "./support/log.ts";

const folder = mkdtempSync(join(tmpdir(), "daypass-store-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => join(folder, `db-${++files}.sqlite`);
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

const next: Migration = {
  number: MIGRATIONS.length + 1,
  name: "the next",
  statements: [`create table "later" ("id" text primary key)`, `insert into "later" values ('x')`],
};

describe("migrations", () => {
  test("are numbered one after the other", () => {
    assert.deepEqual(
      MIGRATIONS.map(({ number }) => number),
      MIGRATIONS.map((_, index) => index + 1),
    );
  });

  test("a new database needs no copy, and is nobody else's to read", async () => {
    const file = newFile();
    await (await openSqlite({ file, now: 1 })).destroy();
    assert.equal(existsSync(`${file}.before-${MIGRATIONS.length}`), false);
    if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  test("an old database is copied, then brought to this version, with its rows", async () => {
    const file = newFile();
    const old = createStore(await openSqlite({ file, now: 1 }), random);
    await old.users.replaceSetupLink("kept", 1);
    await old.close();
    const db = createStore(await openSqlite({ file, now: 2, migrations: [...MIGRATIONS, next] }), random);
    assert.equal(await db.users.hasSetupLink("kept"), true);
    await db.close();
    const copy = new DatabaseSync(`${file}.before-${next.number}`, { readOnly: true });
    assert.equal(copy.prepare('select count(*) as n from "setupLinks"').get()!.n, 1);
    assert.throws(() => copy.prepare('select * from "later"'), /no such table/);
    copy.close();
    if (process.platform !== "win32") assert.equal(statSync(`${file}.before-${next.number}`).mode & 0o777, 0o600);
  });

  test("events written before they were counted keep their time's order", async () => {
    const file = newFile();
    await (await openSqlite({ file, now: 1, migrations: MIGRATIONS.slice(0, 1) })).destroy();
    const old = new DatabaseSync(file);
    const insert = old.prepare(
      `insert into "events" ("id", "at", "kind", "ownerId", "actor", "details") values (?, ?, 'file.deleted', 'usr_a', 'ada', '{}')`,
    );
    for (const [id, at] of [
      ["evt_late", 3],
      ["evt_z", 2],
      ["evt_a", 2],
    ] as const)
      insert.run(id, at);
    old.close();
    const store = createStore(await openSqlite({ file, now: 4 }), random);
    const { items } = await store.events.list({ ownerId: "usr_a" }, { limit: 9 });
    assert.deepEqual(
      items.map(({ id }) => id),
      ["evt_late", "evt_a", "evt_z"],
    );
    await store.close();
  });

  test("tokens that were made before their ending was noted work, are listed, and are revoked", async () => {
    const file = newFile();
    await (await openSqlite({ file, now: 1, migrations: MIGRATIONS.slice(0, 2) })).destroy();
    const old = new DatabaseSync(file);
    old.exec(`insert into "users" values ('usr_a', 'ada', 'ada', 'x', 'owner', 1);
      insert into "apiTokens" ("id", "tokenHash", "userId", "name", "createdAt", "usedAt", "revokedAt")
        values ('tok_old', 'hash of old', 'usr_a', 'ci', 2, 3, null), ('tok_gone', 'hash of gone', 'usr_a', 'x', 2, 3, 4)`);
    old.close();
    const { tokens, close } = createStore(await openSqlite({ file, now: 4 }), random);
    assert.deepEqual(await tokens.findUser("hash of old", 5), { tokenId: "tok_old", userId: "usr_a", login: "ada" });
    assert.equal(await tokens.findUser("hash of gone", 5), undefined);
    const { items } = await tokens.list("usr_a", { limit: 9 });
    assert.deepEqual(
      items.map((token) => ({ ...token })),
      [{ id: "tok_old", name: "ci", ending: null, createdAt: 2, usedAt: 3 }],
    );
    assert.equal(
      await tokens.revoke("tok_old", { userId: "usr_a", now: 6, by: { actor: "operator", network: null } }),
      true,
    );
    assert.equal(await tokens.findUser("hash of old", 7), undefined);
    await close();
  });

  test("who is signed in stays so, and a lost password can be set, in a database that knew no reset links", async () => {
    const file = newFile();
    await (await openSqlite({ file, now: 1, migrations: MIGRATIONS.slice(0, 3) })).destroy();
    const old = new DatabaseSync(file);
    old.exec(`insert into "users" values ('usr_a', 'ada', 'ada', 'old', 'owner', 1);
      insert into "sessions" values ('session', 'usr_a', 2, 2)`);
    old.close();
    const { users, resetLinks, close } = createStore(await openSqlite({ file, now: 3 }), random);
    assert.equal((await users.findSession("session", 4))?.login, "ada");
    const by = { actor: "operator", network: null };
    await resetLinks.replace({ tokenHash: "link", userId: "usr_a", now: 4, expiresAt: 9, by });
    const user = await resetLinks.spend({ tokenHash: "link", passwordHash: "new", now: 5, network: null });
    assert.deepEqual([user?.login, user?.passwordHash], ["ada", "new"]);
    assert.equal(await users.findSession("session", 6), undefined);
    await close();
  });

  test("events of before they named tokens are of no token", async () => {
    const file = newFile();
    await (await openSqlite({ file, now: 1, migrations: MIGRATIONS.slice(0, 4) })).destroy();
    const old = new DatabaseSync(file);
    old.exec(`insert into "events" ("id", "at", "kind", "ownerId", "actor", "details")
      values ('evt_a', 1, 'share.created', 'usr_a', 'ada', '{}')`);
    old.close();
    const { events, close } = createStore(await openSqlite({ file, now: 2 }), random);
    await events.add({ at: 3, kind: "share.revoked", ownerId: "usr_a", actor: "ada", network: null, tokenId: "tok_a" });
    const { items } = await events.list({ ownerId: "usr_a" }, { limit: 9 });
    assert.deepEqual(
      items.map(({ kind, tokenId }) => [kind, tokenId]),
      [
        ["share.revoked", "tok_a"],
        ["share.created", null],
      ],
    );
    await close();
  });

  test("one that fails changes nothing, and says which database", async () => {
    const file = newFile();
    await (await openSqlite({ file, now: 1 })).destroy();
    const broken = { ...next, statements: [...next.statements, "this is no SQL"] };
    await assert.rejects(openSqlite({ file, now: 2, migrations: [...MIGRATIONS, broken] }), (error: DatabaseError) => {
      assert.equal(error.code, "database_unusable");
      assert.match(error.message, /Cannot use the database .*syntax error/);
      return true;
    });
    const db = new DatabaseSync(file);
    assert.throws(() => db.prepare('select * from "later"'), /no such table/);
    db.close();
  });

  test("two servers that start at once migrate once", async () => {
    const file = newFile();
    const opened = await Promise.all([openSqlite({ file, now: 1 }), openSqlite({ file, now: 2 })]);
    const db = new DatabaseSync(file);
    assert.equal(db.prepare('select count(*) as n from "migrations"').get()!.n, MIGRATIONS.length);
    db.close();
    for (const each of opened) await each.destroy();
  });
});

describe("a database that cannot be used", () => {
  const start = (file: string, mayMigrate?: boolean) =>
    createServer({
      version: "0",
      publicUrl: PUBLIC_URL,
      database: { kind: "sqlite", file, mayMigrate },
      bucket: NO_BUCKET,
      instanceKeys: [INSTANCE_KEY],
      log: createMemoryLog(),
    });
  const refuses = (file: string, code: string, message: RegExp, mayMigrate?: boolean) =>
    assert.rejects(start(file, mayMigrate), (error: unknown) => {
      assert.ok(error instanceof StartError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, message);
      return true;
    });

  test("of an older Daypass is left alone by what runs beside a server, and then taken by a server", async () => {
    const file = newFile();
    const last = MIGRATIONS.length;
    await (await openSqlite({ file, now: 1, migrations: MIGRATIONS.slice(0, -1) })).destroy();
    const message = new RegExp(
      `version is ${last - 1}, this one needs ${last}\\), and was left as it is.*Stop that, start`,
    );
    await refuses(file, "database_older", message, false);
    const db = new DatabaseSync(file, { readOnly: true });
    assert.equal(db.prepare('select max("number") as n from "migrations"').get()!.n, last - 1);
    db.close();
    assert.equal(existsSync(`${file}.before-${last}`), false);
    await (await start(file)).close();
    await (await start(file, false)).close();
  });

  test("is not made by what runs beside a server", async () => {
    const file = newFile();
    await refuses(file, "database_unusable", /no database .*: start `serve` once/, false);
    assert.equal(existsSync(file), false);
  });

  test("of a newer Daypass is left alone", async () => {
    const file = newFile();
    await (await openSqlite({ file, now: 1, migrations: [...MIGRATIONS, next] })).destroy();
    await refuses(
      file,
      "database_newer",
      new RegExp(
        `newer Daypass \\(its version is ${next.number}, this one knows ${MIGRATIONS.length}\\)\\. Start that newer Daypass`,
      ),
    );
  });
  test("that is something else is left alone", async () => {
    const file = newFile();
    writeFileSync(file, "This is a letter, and no database at all. ".repeat(100));
    await refuses(file, "database_unusable", /file is not a database/);
  });
  test("in a folder that is not there is named", async () => {
    await refuses(join(folder, "missing/db.sqlite"), "database_unusable", /Cannot use the database .*missing/);
  });
  test("that is a folder is named", async () => {
    await refuses(folder, "database_unusable", /Cannot use the database/);
  });
});

describe("transactions", () => {
  test("of two servers in one process wait for each other", async () => {
    const file = newFile();
    const dbs = [await openSqlite({ file, now: 1 }), await openSqlite({ file, now: 1 })];
    const add = (index: number) =>
      dbs[index % 2]!.transaction().execute(async (tx) => {
        const { count } = await tx
          .selectFrom("limits")
          .select((eb) => eb.fn.coalesce(eb.fn.sum<number>("count"), eb.lit(0)).as("count"))
          .executeTakeFirstOrThrow();
        await new Promise(setImmediate);
        await tx.deleteFrom("limits").execute();
        await tx
          .insertInto("limits")
          .values({ name: "n", count: count + 1, endsAt: 0 })
          .execute();
      });
    await Promise.all(Array.from({ length: 60 }, (_, index) => add(index)));
    const { count } = await dbs[0]!.selectFrom("limits").select("count").executeTakeFirstOrThrow();
    assert.equal(count, 60, "each saw what the one before had written");
    for (const db of dbs) await db.destroy();
  });

  test("that throw leave nothing", async () => {
    const db = await openSqlite({ file: newFile(), now: 1 });
    await assert.rejects(
      db.transaction().execute(async (tx) => {
        await tx.insertInto("limits").values({ name: "n", count: 1, endsAt: 0 }).execute();
        throw new Error("changed my mind");
      }),
      /changed my mind/,
    );
    assert.equal((await db.selectFrom("limits").select("name").execute()).length, 0);
    await db.destroy();
  });

  test("are on disk when they are answered", async () => {
    const db = await openSqlite({ file: newFile(), now: 1 });
    const read = async (name: string) =>
      Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(db)).rows[0]!)[0];
    const FULL = 2;
    assert.deepEqual(
      [await read("journal_mode"), await read("synchronous"), await read("foreign_keys")],
      ["wal", FULL, 1],
    );
    await db.destroy();
  });
});

describe("events", () => {
  test("of one millisecond are listed in the order of the deeds, over every page", async () => {
    const store = createStore(await openSqlite({ file: newFile(), now: 1 }), random);
    const networks = Array.from({ length: 12 }, (_, nth) => `network ${nth}`);
    for (const network of networks)
      await store.events.add({ at: 5, kind: "share.password_wrong", ownerId: "usr_a", actor: "recipient", network });
    const seen: (string | null)[] = [];
    let page: Page = { limit: 5 };
    for (;;) {
      const { items, nextCursor } = await store.events.list({ ownerId: "usr_a" }, page);
      seen.push(...items.map(({ network }) => network));
      if (nextCursor === null) break;
      page = { limit: 5, after: readCursor(nextCursor) };
    }
    assert.deepEqual(seen, networks.toReversed());
    await store.close();
  });
});

describe("lists", () => {
  const created = [3, 1, 2, 2, 2, 1, 3].map((createdAt, nth) => ({ createdAt, id: `tok_${`${nth}`.repeat(26)}` }));
  const newest = created.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)).map(({ id }) => id);

  test("go from the newest, over every page, also within one millisecond, and lose none to what comes meanwhile", async () => {
    const db = await openSqlite({ file: newFile(), now: 1 });
    const add = (token: { createdAt: number; id: string }) => {
      const more = { userId: "usr_a", tokenHash: token.id, ending: null, name: "n", usedAt: null, revokedAt: null };
      return db
        .insertInto("apiTokens")
        .values({ ...token, ...more })
        .execute();
    };
    await sql`pragma foreign_keys = off`.execute(db);
    for (const token of created) await add(token);
    const seen: string[] = [];
    let page: Page = { limit: 2 };
    for (let pages = 0; pages < created.length; pages++) {
      const rows = await newestFirst(db.selectFrom("apiTokens").selectAll(), "apiTokens", page).execute();
      const { items, nextCursor } = toPage(rows, page.limit, placeOf);
      seen.push(...items.map(({ id }) => id));
      if (nextCursor === null) break;
      page = { limit: 2, after: placeOf(items.at(-1)!) };
      await add({ createdAt: 9, id: `tok_new${seen.length}` });
    }
    assert.deepEqual(seen, newest);
    await db.destroy();
  });

  test("begin each page in the index, and sort nothing", async () => {
    const db = await openSqlite({ file: newFile(), now: 1 });
    const query = db.selectFrom("shares").select("id").where("ownerId", "=", "usr_a");
    const page = newestFirst(query, "shares", { limit: 2, after: { at: 5, id: "shr_a" } });
    const plan = await page.explain<{ detail: string }>(undefined, sql`query plan`);
    assert.deepEqual(
      plan.map(({ detail }) => detail),
      ["SEARCH shares USING COVERING INDEX sharesByOwner (ownerId=? AND (createdAt,id)<(?,?))"],
    );
    await db.destroy();
  });
});

describe("limits", () => {
  test("count in one statement, end with their window, and give back", async () => {
    const store = createStore(await openSqlite({ file: newFile(), now: 1 }), random);
    const budget = { name: "n", windowMilliseconds: 1000 };
    const take = async (now: number) => ({ ...(await store.limits.take(budget, now)) });
    const counts = await Promise.all(Array.from({ length: 20 }, () => store.limits.take(budget, 5000)));
    assert.deepEqual(
      counts.map(({ count }) => count).sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    assert.deepEqual(await take(5999), { count: 21, endsAt: 6000 });
    assert.deepEqual(await take(6000), { count: 1, endsAt: 7000 });
    await store.limits.giveBack("n");
    await store.limits.giveBack("n");
    assert.deepEqual(await take(6500), { count: 1, endsAt: 7000 });
    await store.sweep(7000);
    assert.deepEqual(await take(7000), { count: 1, endsAt: 8000 });
    await store.close();
  });
});
