// Nothing that opens anything is in the log or in the database. Planted secrets are looked for in both, as bytes.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createSecrets } from "../src/http/secrets.ts";
import { JANITOR, SIGNER, startTestBucket, type TestBucket } from "./support/bucket.ts";
import { type Daypass, PASSWORD, PUBLIC_URL, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";
import { makeLink, storeFile } from "./support/stored-file.ts";

describe("planted secrets", () => {
  let bucket: TestBucket;
  let daypass: Daypass;
  const planted = new Map<string, string>();

  before(async () => {
    bucket = await startTestBucket();
    daypass = await startDaypass({ bucket: bucket.connection });
    const plant = (what: string, text: string) => planted.set(what, text);
    plant("secret access key of the signer", SIGNER.secretAccessKey);
    plant("secret access key of the janitor", JANITOR.secretAccessKey);
    plant("a set-up link that was replaced", (await daypass.server.createSetupPath())!.slice(7));
    const owner = await setUpOwner(daypass);
    plant("the owner's password", PASSWORD);
    const resetPath = (await daypass.server.createResetLink())!.path;
    plant("a reset link", resetPath.slice("/reset/".length));
    await owner.page(resetPath);
    plant("a new password that was too short", "planted-short");
    await owner.form(resetPath, { password: "planted-short" });
    plant("a new password", "planted-new-password-of-words");
    await owner.form(resetPath, { password: "planted-new-password-of-words" });
    plant("a session", owner.cookies("/").split("=")[1]!);
    plant("an API token", await daypass.server.createApiToken("tests"));
    const file = await storeFile(owner);
    const sharePassword = "planted-share-password";
    plant("a share's password", sharePassword);
    const headers = { "idempotency-key": "k" };
    await owner.json("POST", "/api/v1/shares", 201, { fileIds: [file], password: sharePassword }, headers);
    const { path } = await makeLink(owner, file, { password: sharePassword });
    plant("a link", path.slice(3));
    const recipient = new Visitor(daypass.server);
    plant("a wrong password", "planted-wrong-password");
    await recipient.form(`${path}/unlock`, { password: "planted-wrong-password" });
    await recipient.json("POST", `/api/v1/session`, 401, { login: "x", password: "planted-wrong-password" });
    await recipient.form(`${path}/unlock`, { password: sharePassword });
    plant("an unlock cookie", recipient.cookies(path).split(".")[1]!);
    const claimed = await recipient.json("POST", `${path}/files/${file}/claim`, 201, {});
    plant("a claim's token", claimed.claimToken);
    plant("a signature", new URL(claimed.url).searchParams.get("X-Amz-Signature")!);
    await recipient.json("POST", `${path}/claims/${claimed.claimToken}/url`, 200, {});
    plant("an unknown path", "planted-in-an-unknown-path");
    await recipient.page("/planted-in-an-unknown-path?planted-in-a-query=1");
    plant("a query", "planted-in-a-query");
    plant("a header", "planted-in-a-header");
    await recipient.get("/api/v1/files", { authorization: "Bearer planted-in-a-header" });
    plant("the address of a client", "192.0.2.7");
    // Failures are where things leak: the bucket goes away in the middle.
    const { id } = await owner.json("POST", "/api/v1/uploads", 201, { name: "a", sizeBytes: 40 * 1024 ** 2 });
    await bucket.close();
    await owner.json("POST", `/api/v1/uploads/${id}/parts`, 502, { parts: [{ number: 1, sizeBytes: 16 * 1024 ** 2 }] });
  });
  after(() => daypass.close());

  test("are in no line of the log", () => {
    const log = daypass.log.lines.join("\n");
    assert.ok(daypass.log.lines.length > 10);
    assert.match(log, /the bucket did not do its part/, "the failure was logged");
    for (const [what, text] of planted) assert.ok(!log.includes(text), `${what} is in the log`);
    assert.doesNotMatch(log, /X-Amz-Signature/i);
  });

  test("are nowhere in the database's files", () => {
    const bytes = Buffer.concat(readdirSync(daypass.folder).map((name) => readFileSync(join(daypass.folder, name))));
    for (const [what, text] of planted) assert.equal(bytes.includes(text), false, `${what} is in the database`);
    assert.equal(bytes.includes("owner@example.org"), true, "canary: what is no secret is found this way");
    assert.equal(bytes.includes("report.pdf"), true, "canary");
  });

  test("are many", () => assert.ok(planted.size >= 15 && [...planted.values()].every((text) => text.length >= 8)));
});

describe("the ring of instance keys", () => {
  const old = { id: "old", key: new Uint8Array(32).fill(1) };
  const fresh = { id: "fresh", key: new Uint8Array(32).fill(2) };

  test("the newest seals, all open, and what is sealed for one row opens for no other", () => {
    const before = createSecrets([old]);
    const after = createSecrets([fresh, old]);
    const sealed = before.seal("slug", "share:1");
    assert.equal(after.open(sealed, "share:1"), "slug");
    assert.match(after.seal("slug", "share:1"), /^fresh\./);
    assert.equal(after.open(sealed, "share:2"), undefined);
    assert.equal(createSecrets([fresh]).open(sealed, "share:1"), undefined);
    assert.notEqual(before.seal("slug", "share:1"), sealed, "never the same twice");
  });

  test("a changed seal does not open", () => {
    const secrets = createSecrets([old]);
    const sealed = secrets.seal("slug", "share:1");
    for (let index = 4; index < sealed.length; index++) {
      const changed = sealed.slice(0, index) + (sealed[index] === "A" ? "Q" : "A") + sealed.slice(index + 1);
      // The last character holds two bits that mean nothing.
      if (index < sealed.length - 1) assert.equal(secrets.open(changed, "share:1"), undefined, `at ${index}`);
    }
    for (const junk of ["", ".", "old.", "old.AAAA", "none.AAAA", sealed.slice(0, -4)])
      assert.equal(secrets.open(junk, "share:1"), undefined);
  });

  test("what an old key signed is good while it is in the ring; parts do not run together", () => {
    const signature = createSecrets([old]).sign("unlock", "a", "bc");
    assert.equal(createSecrets([fresh, old]).check(signature, "unlock", "a", "bc"), true);
    assert.equal(createSecrets([fresh]).check(signature, "unlock", "a", "bc"), false);
    assert.equal(createSecrets([old]).check(signature, "unlock", "ab", "c"), false);
    assert.equal(createSecrets([old]).check("", "unlock", "a", "bc"), false);
  });

  test("a link made under an old key works, and is shown, under a new one", async () => {
    const first = await startDaypass({ instanceKeys: [old] });
    try {
      const owner = await setUpOwner(first);
      const { createServer } = await import("@daypass/server");
      const { NO_BUCKET } = await import("./support/daypass.ts");
      const { createMemoryLog } = await import("./support/log.ts");
      const { DatabaseSync } = await import("node:sqlite");
      const db = new DatabaseSync(first.file);
      const user = (db.prepare("select id from users").get() as { id: string }).id;
      const fileId = `fil_${"f".repeat(26)}`;
      db.exec(`insert into objects values ('obj_x', 'daypass', 'f/x', null, '"e"', 5, '[]', 0)`);
      db.prepare("insert into files values (?, ?, 'obj_x', 'a', 'a', 'text/plain', 0, null)").run(fileId, user);
      db.close();
      const { path, id } = await makeLink(owner, fileId);
      const second = await createServer({
        version: "0",
        publicUrl: PUBLIC_URL,
        database: { kind: "sqlite", file: first.file },
        bucket: NO_BUCKET,
        instanceKeys: [fresh, old],
        log: createMemoryLog(),
      });
      const again = new Visitor(second);
      await again.json("POST", "/api/v1/session", 201, { login: "owner@example.org", password: PASSWORD });
      assert.equal((await again.json("GET", `/api/v1/shares/${id}`, 200)).url, `${PUBLIC_URL}${path}`);
      assert.equal((await again.page(path)).status, 200);
      await second.close();
    } finally {
      await first.close();
    }
  });
});
