// A link from the recipient's side: what it gives, what it counts, and what it keeps to itself.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { SharePage } from "@daypass/api/schemas";
import { startTestBucket, type TestBucket } from "./support/bucket.ts";
import { type Daypass, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";
import { makeLink, storeFile } from "./support/stored-file.ts";

let bucket: TestBucket;
let daypass: Daypass;
let owner: Visitor;
let file: string;
let visitors = 0;
const visitor = (): Visitor => new Visitor(daypass.server, `203.0.113.${++visitors}`);
const advance = (seconds: number) => {
  daypass.clock.now = new Date(daypass.clock.now.getTime() + seconds * 1000);
};
const claim = (who: Visitor, path: string, body: object = {}, status = 201) =>
  who.json("POST", `${path}/files/${file}/claim`, status, body);

before(async () => {
  // The bucket judges expiry by its own clock: it follows the server's.
  const clock = { read: () => new Date() };
  bucket = await startTestBucket({ clock: () => clock.read() });
  daypass = await startDaypass({ bucket: bucket.connection });
  clock.read = () => daypass.clock.now;
  owner = await setUpOwner(daypass);
  file = await storeFile(owner);
});
after(async () => {
  await daypass.close();
  await bucket.close();
});

describe("claims", () => {
  test("reading a link spends nothing, a claim spends one, and the last one closes the link", async () => {
    const { path, id } = await makeLink(owner, file, { maxClaims: 2 });
    for (const method of ["GET", "HEAD", "GET"])
      assert.equal((await visitor().send(method, path, { headers: { accept: "text/html" } })).status, 200);
    assert.equal((await owner.json("GET", `/api/v1/shares/${id}`, 200)).claimCount, 0);
    await claim(visitor(), path);
    await claim(visitor(), path);
    const problem = await claim(visitor(), path, {}, 404);
    assert.equal(problem.code, "link_not_valid");
    const share = await owner.json("GET", `/api/v1/shares/${id}`, 200);
    assert.deepEqual([share.claimCount, share.state], [2, "used_up"]);
  });

  test("a claim whose answer was lost is the same claim when it is asked again, also by the page's own form", async () => {
    const { path, id } = await makeLink(owner, file, { maxClaims: 1 });
    const page = await (await visitor().page(path)).text();
    const claimToken = /name="claimToken" value="([a-z2-7]{26})"/.exec(page)![1]!;
    // Each visitor has no cookie: the answers before were lost, and what they would have set with them.
    await claim(visitor(), path, { claimToken });
    await claim(visitor(), path, { claimToken }, 200);
    const form = await visitor().form(`${path}/files/${file}/claim`, { claimToken });
    assert.equal(form.status, 303);
    assert.equal((await owner.json("GET", `/api/v1/shares/${id}`, 200)).claimCount, 1);
    await claim(visitor(), path, { claimToken: "a".repeat(26) }, 404);
    await claim(visitor(), path, {}, 404);
    const other = await makeLink(owner, file, { maxClaims: 1 });
    const elsewhere = await claim(visitor(), other.path, { claimToken });
    assert.notEqual(elsewhere.claimToken, claimToken, "a token of another link is none here");
    await claim(visitor(), path, { claimToken: "short" }, 400);
  });

  test("the same form sent ten times at once counts once", async () => {
    const { path, id } = await makeLink(owner, file, { maxClaims: 10 });
    const claimToken = "b".repeat(26);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => visitor().form(`${path}/files/${file}/claim`, { claimToken })),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [303]);
    assert.equal((await owner.json("GET", `/api/v1/shares/${id}`, 200)).claimCount, 1);
  });

  test("a claim's token gives the same file again for 24 hours, and counts nothing", async () => {
    const { path, id } = await makeLink(owner, file, { maxClaims: 1, expiresAt: null });
    const first = await claim(visitor(), path);
    for (let again = 0; again < 3; again++) {
      const more = await visitor().json("POST", `${path}/claims/${first.claimToken}/url`, 200, {});
      assert.equal(await (await fetch(more.url)).text(), "the bytes");
    }
    assert.equal((await owner.json("GET", `/api/v1/shares/${id}`, 200)).claimCount, 1);
    advance(86_399);
    await visitor().json("POST", `${path}/claims/${first.claimToken}/url`, 200, {});
    advance(2);
    await visitor().json("POST", `${path}/claims/${first.claimToken}/url`, 404, {});
  });

  test("a claim's token is good for its own link only", async () => {
    const one = await makeLink(owner, file);
    const other = await makeLink(owner, file);
    const { claimToken } = await claim(visitor(), one.path);
    await visitor().json("POST", `${other.path}/claims/${claimToken}/url`, 404, {});
  });

  test("without JavaScript a cookie below the link keeps the claim, and the page offers it again", async () => {
    const { path, id } = await makeLink(owner, file, { maxClaims: 1 });
    const recipient = visitor();
    const first = await recipient.form(`${path}/files/${file}/claim`);
    assert.equal(first.status, 303);
    assert.match(
      first.headers.getSetCookie()[0]!,
      new RegExp(`; Path=${path}; Max-Age=86400; HttpOnly; SameSite=Lax$`),
    );
    assert.match(await (await recipient.page(path)).text(), /Download again/);
    assert.equal((await recipient.form(`${path}/files/${file}/claim`)).status, 303);
    assert.equal((await owner.json("GET", `/api/v1/shares/${id}`, 200)).claimCount, 1);
    assert.equal((await visitor().page(path)).status, 404, "a stranger sees a link that is used up");
  });

  test("the URL lives at most 60 seconds, never longer than the link, and carries its claim", async () => {
    const { path } = await makeLink(owner, file, {
      expiresAt: new Date(daypass.clock.now.getTime() + 30_500).toISOString(),
    });
    const { url } = await claim(visitor(), path);
    const query = new URL(url).searchParams;
    assert.equal(query.get("X-Amz-Expires"), "30");
    assert.match(query.get("x-daypass-grant")!, /^clm_[a-z2-7]{26}$/);
    assert.equal(query.get("response-content-type"), "application/octet-stream");
    const longer = await makeLink(owner, file);
    assert.equal(new URL((await claim(visitor(), longer.path)).url).searchParams.get("X-Amz-Expires"), "60");
  });

  test("a link with less than a second left counts nothing", async () => {
    const { path, id } = await makeLink(owner, file, {
      expiresAt: new Date(daypass.clock.now.getTime() + 900).toISOString(),
    });
    await claim(visitor(), path, {}, 404);
    assert.equal((await owner.json("GET", `/api/v1/shares/${id}`, 200)).claimCount, 0);
  });

  test("each claim is told in the link's events, with a shortened network", async () => {
    const { path, id } = await makeLink(owner, file);
    await claim(visitor(), path);
    const { items } = await owner.json("GET", `/api/v1/shares/${id}/events`, 200);
    const made = items.find((event: { kind: string }) => event.kind === "claim.made");
    assert.deepEqual([made.actor, made.network, made.details.fileName], ["recipient", "203.0.113.0/24", "report.pdf"]);
  });

  test("a form without Accept: application/json, as curl sends it, is redirected", async () => {
    const { path } = await makeLink(owner, file);
    const request = new Request(`http://localhost:3000${path}/files/${file}/claim`, {
      method: "POST",
      headers: { accept: "*/*", "content-type": "application/x-www-form-urlencoded" },
      body: "",
    });
    assert.equal((await daypass.server.fetch(request)).status, 303);
  });

  test("a program reads the link as a document", async () => {
    const { path } = await makeLink(owner, file, { maxClaims: 3, title: "For you", expiresAt: null });
    const who = visitor();
    const want = { slug: path.slice(3), title: "For you", expiresAt: null, claimsLeft: 3 };
    const { files, ...rest } = SharePage.parse(await who.json("GET", path, 200));
    assert.deepEqual([rest, files[0]?.name, files[0]?.resumable], [want, "report.pdf", false]);
    await claim(who, path);
    assert.equal((await who.json("GET", path, 200)).files[0].resumable, true);
    assert.equal((await claim(who, path, {}, 200)).method, "GET", "the same again is no second claim");
  });

  test("unknown fields and files of a claim are refused", async () => {
    const { path } = await makeLink(owner, file);
    const unknown = await claim(visitor(), path, { surplus: "1" }, 400);
    assert.equal(unknown.errors[0].field, "surplus");
    assert.equal((await claim(visitor(), path, { password: 12 }, 400)).errors[0].field, "password");
    await visitor().json("POST", `${path}/files/fil_${"a".repeat(26)}/claim`, 404, {});
  });
});

describe("links that are not valid", () => {
  test("absent, malformed, expired, withdrawn, used up and emptied answer the same bytes", async () => {
    const soon = await makeLink(owner, file, { expiresAt: new Date(daypass.clock.now.getTime() + 5000).toISOString() });
    advance(5);
    const revoked = await makeLink(owner, file, { password: "some password" });
    await owner.json("DELETE", `/api/v1/shares/${revoked.id}`, 204);
    const used = await makeLink(owner, file, { maxClaims: 1 });
    await claim(visitor(), used.path);
    const other = await storeFile(owner, "other.txt");
    const emptied = await makeLink(owner, other);
    await owner.json("DELETE", `/api/v1/files/${other}?confirmShared=true`, 204);
    const paths = [`/s/${"a".repeat(26)}`, "/s/x", soon.path, revoked.path, used.path, emptied.path];
    const answers = await Promise.all(
      paths.map(async (path) => {
        const response = await visitor().page(path);
        const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
        return JSON.stringify([response.status, headers, await response.text()]);
      }),
    );
    assert.deepEqual(
      answers.map((answer) => answer === answers[0]),
      paths.map(() => true),
    );
    assert.match(answers[0]!, /^\[404,/);
  });

  for (const end of [".", ",", ")", ").", "%29", "%2C", "/", "./", ">", "…", "%E2%80%9D"])
    test(`a link that took along what stood behind it in a text leads to itself: LINK${end}`, async () => {
      const { path } = await makeLink(owner, file);
      const answer = await visitor().page(`${path}${end}`);
      assert.deepEqual([answer.status, answer.headers.get("location")], [303, path]);
      const absent = await visitor().page(`/s/${"a".repeat(26)}${end}`);
      assert.deepEqual([absent.status, absent.headers.get("location")], [303, `/s/${"a".repeat(26)}`]);
    });

  for (const end of ["a", "-", "%2F..", "%0d%0a", "//evil.example"])
    test(`what no text puts behind a link is another address: LINK${end}`, async () => {
      const { path } = await makeLink(owner, file);
      assert.equal((await visitor().page(`${path}${end}`)).status, 404);
    });

  test("a browser whose claim is refused goes back to the link, and so does one that loads a form's address", async () => {
    const gone = await storeFile(owner, "gone.txt");
    const share = await owner.json("POST", "/api/v1/shares", 201, { fileIds: [file, gone] });
    const path = new URL(share.url).pathname;
    for (const at of [`${path}/files/${file}/claim`, `${path}/unlock`]) {
      const read = await visitor().page(at);
      assert.deepEqual([read.status, read.headers.get("location")], [303, path]);
    }
    await owner.json("DELETE", `/api/v1/files/${gone}?confirmShared=true`, 204);
    const absent = await visitor().form(`${path}/files/${gone}/claim`);
    assert.deepEqual([absent.status, absent.headers.get("location")], [303, `${path}?gone=${gone}`]);
    assert.match(await (await visitor().page(`${path}?gone=${gone}`)).text(), /no longer part of this link/);
    // Whoever passes an address on can write into its query: what is not so is not said.
    for (const untrue of ["gone", `gone=${file}`, `gone=fil_${"a".repeat(26)}`]) {
      const page = await visitor().page(`${path}?${untrue}`);
      assert.equal(page.status, 200);
      assert.doesNotMatch(await page.text(), /no longer part/);
    }
    const odd = await visitor().form(`${path}/files/%3Fx%26%0D%0Ay/claim`);
    assert.deepEqual([odd.status, odd.headers.get("location")], [303, `${path}?gone=%3Fx%26%0D%0Ay`]);
    await owner.json("DELETE", `/api/v1/shares/${share.id}`, 204);
    const refused = await visitor().form(`${path}/files/${file}/claim`);
    assert.deepEqual([refused.status, refused.headers.get("location")], [303, path]);
    const malformed = await visitor().form(`/s/x/files/${file}/claim`);
    assert.equal(malformed.status, 404);
  });

  test("withdrawing stops new URLs at once, for claims and for their tokens", async () => {
    const { path, id } = await makeLink(owner, file);
    const { claimToken } = await claim(visitor(), path);
    await owner.json("DELETE", `/api/v1/shares/${id}`, 204);
    await claim(visitor(), path, {}, 404);
    await visitor().json("POST", `${path}/claims/${claimToken}/url`, 404, {});
    await owner.json("DELETE", `/api/v1/shares/${id}`, 204);
    const problem = await owner.json("PATCH", `/api/v1/shares/${id}`, 403, { maxClaims: null });
    assert.equal(problem.code, "not_allowed");
  });
});

describe("passwords", () => {
  test("before the password a link says nothing about itself, on any route", async () => {
    const { path } = await makeLink(owner, file, { password: "open sesame", title: "Secret plans" });
    const who = visitor();
    const answers = [
      await who.page(path),
      await who.get(path, { accept: "application/json" }),
      await who.form(`${path}/files/${file}/claim`),
      await who.send("POST", `${path}/files/${file}/claim`, { headers: { accept: "application/json" } }),
      await who.form(`${path}/files/fil_${"a".repeat(26)}/claim`),
      await who.form(`${path}/unlock`, { password: "wrong" }),
      await who.form(`${path}/claims/${"a".repeat(26)}/url`),
    ];
    for (const answer of answers) {
      const text = `${await answer.text()} ${answer.headers.get("location") ?? ""}`;
      assert.doesNotMatch(text, /report\.pdf|Secret plans|X-Amz|fil_/);
      assert.ok([200, 401, 404].includes(answer.status));
    }
    assert.match(await (await visitor().page((await makeLink(owner, file)).path)).text(), /report\.pdf/, "canary");
  });

  test("the right one opens the link in this browser, until the password changes", async () => {
    const { path, id } = await makeLink(owner, file, { password: "öffne dich" });
    const who = visitor();
    assert.equal((await who.form(`${path}/unlock`, { password: "o\u0308ffne dich" })).status, 303);
    assert.match(await (await who.page(path)).text(), /report\.pdf/);
    assert.equal((await who.form(`${path}/files/${file}/claim`)).status, 303);
    await owner.json("PATCH", `/api/v1/shares/${id}`, 200, { password: "another" });
    assert.doesNotMatch(await (await who.page(path)).text(), /report\.pdf/);
    await owner.json("PATCH", `/api/v1/shares/${id}`, 200, { password: null });
    assert.match(await (await visitor().page(path)).text(), /report\.pdf/);
  });

  test("the cookie of one link opens no other", async () => {
    const one = await makeLink(owner, file, { password: "open sesame" });
    const other = await makeLink(owner, file, { password: "open sesame" });
    const who = visitor();
    await who.form(`${one.path}/unlock`, { password: "open sesame" });
    const cookie = who.cookies(one.path);
    assert.notEqual(cookie, "");
    const response = await visitor().get(other.path, { accept: "text/html", cookie });
    assert.doesNotMatch(await response.text(), /report\.pdf/);
    const own = await visitor().get(one.path, { accept: "text/html", cookie });
    assert.match(await own.text(), /report\.pdf/, "canary: there it does");
  });

  test("a claim takes the password in its body", async () => {
    const { path } = await makeLink(owner, file, { password: "open sesame" });
    assert.equal((await claim(visitor(), path, {}, 401)).code, "password_required");
    const wrong = await claim(visitor(), path, { password: "wrong" }, 401);
    assert.deepEqual([wrong.code, wrong.triesLeft], ["wrong_password", 4]);
    await claim(visitor(), path, { password: "open sesame" });
  });

  test("after five wrong ones the right one waits too, for this network and this link only", async () => {
    const { path } = await makeLink(owner, file, { password: "open sesame" });
    const other = await makeLink(owner, file, { password: "open sesame" });
    const guesser = new Visitor(daypass.server, "2001:db8:1:2::1");
    const left = [];
    for (let tries = 0; tries < 5; tries++)
      left.push((await claim(guesser, path, { password: `wrong ${tries}` }, 401)).triesLeft);
    assert.deepEqual(left, [4, 3, 2, 1, 0]);
    const limited = await claim(guesser, path, { password: "open sesame" }, 429);
    assert.deepEqual([limited.code, limited.retryAfterSeconds], ["too_many_tries", 900]);
    const neighbour = new Visitor(daypass.server, "2001:db8:1:2:ffff::9");
    await claim(neighbour, path, { password: "open sesame" }, 429);
    const page = await neighbour.form(`${path}/unlock`, { password: "open sesame" });
    assert.deepEqual([page.status, page.headers.get("retry-after")], [429, "900"]);
    await claim(new Visitor(daypass.server, "2001:db8:1:3::1"), path, { password: "open sesame" });
    await claim(guesser, other.path, { password: "open sesame" });
    advance(901);
    await claim(guesser, path, { password: "open sesame" });
  });

  test("a hundred guesses at once are five", async () => {
    const { path } = await makeLink(owner, file, { password: "open sesame" });
    const who = new Visitor(daypass.server, "198.51.100.77");
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const response = await who.send("POST", `${path}/files/${file}/claim`, {
          headers: { accept: "application/json", "content-type": "application/json" },
          body: '{"password":"wrong"}',
        });
        return response.status;
      }),
    );
    assert.deepEqual([statuses.filter((s) => s === 401).length, statuses.filter((s) => s === 429).length], [5, 95]);
  });

  test("an empty one is asked for again, and costs no try", async () => {
    const { path } = await makeLink(owner, file, { password: "open sesame" });
    const who = visitor();
    for (let tries = 0; tries < 7; tries++)
      assert.equal((await who.form(`${path}/unlock`, { password: "" })).status, 400);
    assert.equal((await who.form(`${path}/unlock`, { password: "open sesame" })).status, 303);
  });
});

describe("the owner's side", () => {
  test("a link ends after seven days unless it says otherwise", async () => {
    const { id } = await makeLink(owner, file);
    const share = await owner.json("GET", `/api/v1/shares/${id}`, 200);
    assert.equal(Date.parse(share.expiresAt) - Date.parse(share.createdAt), 7 * 86_400_000);
    const forever = await makeLink(owner, file, { expiresAt: null });
    assert.equal((await owner.json("GET", `/api/v1/shares/${forever.id}`, 200)).expiresAt, null);
  });

  for (const { says, body, field } of [
    { says: "an end that has passed", body: { expiresAt: "2020-01-01T00:00:00Z" }, field: "expiresAt" },
    { says: "the same file twice", body: { twice: true }, field: "fileIds.1" },
    { says: "a file that is not there", body: { fileIds: [`fil_${"b".repeat(26)}`] }, field: "fileIds.0" },
  ])
    test(`a link with ${says} is refused`, async () => {
      const { twice, ...rest } = body as { twice?: boolean };
      const problem = await owner.json("POST", "/api/v1/shares", 400, {
        fileIds: twice ? [file, file] : [file],
        ...rest,
      });
      assert.equal(problem.errors[0].field, field);
    });

  test("an Idempotency-Key makes one link of two requests, and refuses another request", async () => {
    const headers = { "idempotency-key": "the-same-key" };
    const body = { fileIds: [file], title: "once", password: "open sesame" };
    const first = await owner.json("POST", "/api/v1/shares", 201, body, headers);
    const second = await owner.json("POST", "/api/v1/shares", 201, body, headers);
    assert.deepEqual([second.id, second.url], [first.id, first.url]);
    const other = await owner.json("POST", "/api/v1/shares", 409, { ...body, title: "twice" }, headers);
    assert.equal(other.code, "idempotency_conflict");
  });

  test("a request that failed leaves its Idempotency-Key free", async () => {
    const headers = { "idempotency-key": "failed-first" };
    await owner.json("POST", "/api/v1/shares", 400, { fileIds: [`fil_${"b".repeat(26)}`] }, headers);
    await owner.json("POST", "/api/v1/shares", 201, { fileIds: [file] }, headers);
  });

  test("deleting a file that links name asks first, names them, and then takes it out of them", async () => {
    const shared = await storeFile(owner, "shared.txt");
    const { path, id } = await makeLink(owner, shared, { title: "For you" });
    const problem = await owner.json("DELETE", `/api/v1/files/${shared}`, 409);
    assert.deepEqual([problem.code, problem.shares], ["file_is_shared", [{ id, title: "For you", state: "open" }]]);
    assert.equal((await owner.json("GET", `/api/v1/files/${shared}`, 200)).openShareCount, 1);
    await owner.json("DELETE", `/api/v1/files/${shared}?confirmShared=true`, 204);
    await owner.json("GET", `/api/v1/files/${shared}`, 404);
    assert.equal((await visitor().page(path)).status, 404);
    await visitor().json("POST", `${path}/files/${shared}/claim`, 404, {});
  });

  test("links that have ended are named too, since other limits open them again; each tells what it lost", async () => {
    const shared = await storeFile(owner, "missed.txt");
    const both = await owner.json("POST", "/api/v1/shares", 201, { fileIds: [shared, file], maxClaims: 1 });
    await claim(visitor(), new URL(both.url).pathname);
    const end = new Date(daypass.clock.now.getTime() + 5000).toISOString();
    const expired = await makeLink(owner, shared, { expiresAt: end, title: "Short" });
    advance(6);
    const problem = await owner.json("DELETE", `/api/v1/files/${shared}`, 409);
    assert.deepEqual(
      new Set(problem.shares.map((share: { id: string; state: string }) => `${share.id} ${share.state}`)),
      new Set([`${both.id} used_up`, `${expired.id} expired`]),
    );
    await owner.json("DELETE", `/api/v1/files/${shared}?confirmShared=true`, 204);
    const share = await owner.json("GET", `/api/v1/shares/${both.id}`, 200);
    assert.deepEqual(
      share.files.map((left: { id: string }) => left.id),
      [file],
    );
    assert.deepEqual(share.deletedFiles, [
      { id: shared, name: "missed.txt", sizeBytes: 9, deletedAt: daypass.clock.now.toISOString() },
    ]);
    const { items } = await owner.json("GET", `/api/v1/shares/${both.id}/events`, 200);
    assert.deepEqual([items[0].kind, items[0].details], ["share.file_deleted", { fileName: "missed.txt" }]);
    assert.doesNotMatch(await (await visitor().page(new URL(both.url).pathname)).text(), /missed\.txt/);
  });

  test("a withdrawn link does not keep its file from being deleted", async () => {
    const shared = await storeFile(owner, "freed.txt");
    const { id } = await makeLink(owner, shared);
    await owner.json("DELETE", `/api/v1/shares/${id}`, 204);
    await owner.json("DELETE", `/api/v1/files/${shared}`, 204);
  });

  test("the owner downloads an own file, which spends nothing of its links and is told", async () => {
    const own = await storeFile(owner, "my own é.txt", "my own bytes");
    const { id } = await makeLink(owner, own, { maxClaims: 1 });
    const download = await owner.json("POST", `/api/v1/files/${own}/download`, 200);
    assert.equal(download.method, "GET");
    const answer = await fetch(download.url);
    assert.equal(await answer.text(), "my own bytes");
    assert.match(
      answer.headers.get("content-disposition")!,
      /^attachment; .*filename\*=UTF-8''my%20own%20%C3%A9\.txt$/,
    );
    const query = new URL(download.url).searchParams;
    const grantId = query.get("x-daypass-grant")!;
    assert.match(grantId, /^grt_[a-z2-7]{26}$/);
    assert.equal(query.get("X-Amz-Expires"), "60");
    const again = await owner.json("POST", `/api/v1/files/${own}/download`, 200);
    const grantIdAgain = new URL(again.url).searchParams.get("x-daypass-grant")!;
    assert.notEqual(grantIdAgain, grantId);
    assert.equal((await owner.json("GET", `/api/v1/shares/${id}`, 200)).claimCount, 0);
    const { items } = await owner.json("GET", "/api/v1/events", 200);
    for (const [index, id] of [grantIdAgain, grantId].entries())
      assert.deepEqual(
        [items[index].kind, items[index].actor, items[index].details],
        ["file.handed_out", "owner@example.org", { fileName: "my own é.txt", sizeBytes: 12, fileId: own, grantId: id }],
      );
    await visitor().json("POST", `/api/v1/files/${own}/download`, 401);
    await owner.json("DELETE", `/api/v1/files/${own}?confirmShared=true`, 204);
    await owner.json("POST", `/api/v1/files/${own}/download`, 404);
    await owner.json("POST", `/api/v1/files/fil_${"a".repeat(26)}/download`, 404);
  });

  test("lists go by pages and find by title and by file name, whatever the case", async () => {
    for (let index = 0; index < 5; index++) await makeLink(owner, file, { title: `Ähre ${index} 100%` });
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await owner.json(
        "GET",
        `/api/v1/shares?limit=2&search=${encodeURIComponent("äHRE")}${cursor && `&cursor=${cursor}`}`,
        200,
      );
      seen.push(...page.items.map((share: { id: string }) => share.id));
      cursor = page.nextCursor ?? "";
    } while (cursor);
    assert.deepEqual([seen.length, new Set(seen).size], [5, 5]);
    const byFile = await owner.json("GET", "/api/v1/shares?search=REPORT", 200);
    assert.ok(byFile.items.length > 5);
    assert.equal((await owner.json("GET", "/api/v1/shares?search=0_1", 200)).items.length, 0, "_ is no wildcard");
    assert.equal((await owner.json("GET", "/api/v1/shares?search=0%20100%25", 200)).items.length, 1, "% is itself");
  });
});
