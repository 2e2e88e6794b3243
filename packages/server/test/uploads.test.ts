// Uploads that go wrong, and how they end: nothing acknowledged is lost, nothing else is kept.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { sendTo, startTestBucket, submitForm, type TestBucket } from "./support/bucket.ts";
import { type Daypass, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";
import { type FaultyLine, startProxy } from "./support/proxy.ts";
import { makeLink, storeFile } from "./support/stored-file.ts";

const MIB = 1024 ** 2;
const PART = 5 * MIB;
let bucket: TestBucket;
let proxy: FaultyLine;
let daypass: Daypass;
let owner: Visitor;
const advance = (seconds: number) => {
  daypass.clock.now = new Date(daypass.clock.now.getTime() + seconds * 1000);
};

before(async () => {
  const clock = { read: () => new Date() };
  proxy = await startProxy();
  bucket = await startTestBucket({ authorities: [proxy.authority], clock: () => clock.read() });
  proxy.to(bucket.connection.endpoint!);
  daypass = await startDaypass({
    // The server's own calls go through the proxy, those of senders go straight to the bucket.
    bucket: { ...bucket.connection, endpoint: proxy.endpoint, publicEndpoint: bucket.connection.endpoint },
    limits: { multipartThresholdBytes: PART, maxFileBytes: 100 * MIB },
  });
  clock.read = () => daypass.clock.now;
  owner = await setUpOwner(daypass);
});
after(async () => {
  await daypass.close();
  await bucket.close();
  await proxy.close();
});

const bytes = (count: number): Uint8Array<ArrayBuffer> => new Uint8Array(count).fill(65);
const keyOf = (url: string): string => new URL(url).pathname.replace("/daypass/", "");
const announce = (more: object = {}) =>
  owner.json("POST", "/api/v1/uploads", 201, { name: "a.bin", sizeBytes: 4, ...more });
const complete = (id: string, status = 200) => owner.json("POST", `/api/v1/uploads/${id}/complete`, status);
const stateOf = async (id: string): Promise<string> =>
  (await owner.json("GET", `/api/v1/uploads/${id}`, 200)).upload.state;

/** A multipart upload with some of its parts sent. */
async function announceParts(partCount: number, send: readonly number[]) {
  const { id } = await announce({ sizeBytes: partCount * PART });
  await sendParts(id, send);
  return id as string;
}
async function sendParts(id: string, numbers: readonly number[]): Promise<string> {
  const parts = numbers.map((number) => ({ number, sizeBytes: PART }));
  const signed = await owner.json("POST", `/api/v1/uploads/${id}/parts`, 200, { parts });
  for (const { url, headers } of signed.parts)
    assert.equal((await sendTo({ method: "PUT", url, headers }, bytes(PART))).status, 200);
  return signed.parts[0].url;
}

describe("what the bucket refuses", () => {
  for (const { says, count } of [
    { says: "more", count: 5 },
    { says: "fewer", count: 3 },
    { says: "no", count: 0 },
  ])
    test(`${says} bytes than announced`, async () => {
      const { id, plan } = await announce();
      assert.equal((await sendTo(plan.request, bytes(count))).status, 403);
      assert.equal(await bucket.has(keyOf(plan.request.url)), false);
      const form = await announce({ prefer: "post" });
      const sent = await submitForm(form.plan.form, new Blob([bytes(count)]));
      assert.equal(sent.status, 400);
      assert.match(await sent.text(), count > 4 ? /EntityTooLarge/ : /EntityTooSmall/);
      assert.equal((await complete(id, 409)).code, "upload_incomplete");
    });

  test("another type than announced", async () => {
    const { plan } = await announce({ contentType: "image/png" });
    const headers = { ...plan.request.headers, "content-type": "text/html" };
    assert.equal((await sendTo({ ...plan.request, headers }, bytes(4))).status, 403);
  });

  test("a second PUT to the same URL, before and after completion, and a later form", async () => {
    const { id, plan } = await announce();
    assert.equal((await sendTo(plan.request, bytes(4))).status, 200);
    assert.equal((await sendTo(plan.request, bytes(4).fill(66))).status, 412);
    await complete(id);
    assert.equal((await sendTo(plan.request, bytes(4).fill(66))).status, 412);
    await owner.json("POST", `/api/v1/uploads/${id}/sign`, 409);
    const form = await announce({ prefer: "post" });
    assert.equal((await submitForm(form.plan.form, new Blob([bytes(4)]))).status, 201);
    assert.equal((await submitForm(form.plan.form, new Blob([bytes(4)]))).status, 412);
  });
});

describe("what the server refuses", () => {
  test("a file over the limit, before anything is signed", async () => {
    const problem = await owner.json("POST", "/api/v1/uploads", 413, { name: "a", sizeBytes: 100 * MIB + 1 });
    assert.deepEqual([problem.code, problem.errors[0].field], ["file_too_large", "sizeBytes"]);
  });

  for (const { says, parts, field } of [
    {
      says: "a part beyond the last",
      parts: [
        { number: 1, sizeBytes: PART },
        { number: 4, sizeBytes: 1 },
      ],
      field: "parts.1.number",
    },
    { says: "a part of another size", parts: [{ number: 1, sizeBytes: PART - 1 }], field: "parts.0.sizeBytes" },
    { says: "a last part of another size", parts: [{ number: 3, sizeBytes: PART }], field: "parts.0.sizeBytes" },
  ])
    test(says, async () => {
      const { id, plan } = await announce({ sizeBytes: 2 * PART + 7 });
      assert.deepEqual(plan, { kind: "multipart", partSizeBytes: PART, partCount: 3 });
      const problem = await owner.json("POST", `/api/v1/uploads/${id}/parts`, 400, { parts });
      assert.equal(problem.errors[0].field, field);
      await owner.json("POST", `/api/v1/uploads/${id}/parts`, 200, { parts: [{ number: 3, sizeBytes: 7 }] });
    });

  test("parts of a file that goes in one piece, and one piece of a file that goes in parts", async () => {
    const whole = await announce();
    const parts = [{ number: 1, sizeBytes: 4 }];
    assert.match((await owner.json("POST", `/api/v1/uploads/${whole.id}/parts`, 400, { parts })).detail, /\/sign/);
    const inParts = await announce({ sizeBytes: 2 * PART });
    assert.match((await owner.json("POST", `/api/v1/uploads/${inParts.id}/sign`, 400)).detail, /\/parts/);
  });

  test("completing what has not arrived, naming the parts", async () => {
    const id = await announceParts(4, [1, 3]);
    const problem = await complete(id, 409);
    assert.equal(problem.code, "upload_incomplete");
    assert.match(problem.detail, /2 of 4 parts have not arrived: 2, 4\./);
    await sendParts(id, [2, 4]);
    assert.equal((await complete(id)).file.sizeBytes, 4 * PART);
  });

  test("whatever belongs to another user", async () => {
    const file = await storeFile(owner);
    const { id: share } = await makeLink(owner, file);
    const { id: upload } = await announce();
    const other = "o".repeat(43);
    const { hashToken } = await import("../src/http/secrets.ts");
    const db = new DatabaseSync(daypass.file);
    db.exec("insert into users values ('usr_other', 'other', 'other', 'x', 'member', 0)");
    const now = daypass.clock.now.getTime();
    db.prepare("insert into sessions values (?, 'usr_other', ?, ?)").run(hashToken(other), now, now);
    db.close();
    const cookie = { cookie: `daypass=${other}` };
    const stranger = new Visitor(daypass.server);
    assert.equal((await stranger.json("GET", "/api/v1/session", 200, undefined, cookie)).user.login, "other");
    for (const [method, path, body] of [
      ["GET", `/uploads/${upload}`],
      ["POST", `/uploads/${upload}/sign`],
      ["POST", `/uploads/${upload}/parts`, { parts: [{ number: 1, sizeBytes: 1 }] }],
      ["POST", `/uploads/${upload}/complete`],
      ["DELETE", `/uploads/${upload}`],
      ["GET", `/files/${file}`],
      ["DELETE", `/files/${file}?confirmShared=true`],
      ["GET", `/shares/${share}`],
      ["PATCH", `/shares/${share}`, { title: "mine" }],
      ["DELETE", `/shares/${share}`],
      ["GET", `/shares/${share}/events`],
    ] as const)
      await stranger.json(method, `/api/v1${path}`, 404, body, cookie);
    for (const list of ["uploads", "files", "shares", "events"])
      assert.deepEqual((await stranger.json("GET", `/api/v1/${list}`, 200, undefined, cookie)).items, []);
    const taken = await stranger.json("POST", "/api/v1/shares", 400, { fileIds: [file] }, cookie);
    assert.equal(taken.errors[0].field, "fileIds.0");
  });
});

describe("answers that get lost", () => {
  test("of CompleteMultipartUpload: the object is there, and the upload is a file", async () => {
    const id = await announceParts(2, [1, 2]);
    proxy.break("POST", /uploadId=/, { kind: "lose-answer" });
    const { file } = await complete(id);
    assert.equal(file.sizeBytes, 2 * PART);
    assert.equal((await complete(id)).file.id, file.id);
  });

  test("of all three tries: 502, and the next completion finds the object", async () => {
    const id = await announceParts(2, [1, 2]);
    proxy.break("POST", /uploadId=/, { kind: "lose-answer" }, 3);
    assert.equal((await complete(id, 502)).code, "bucket_unreachable");
    assert.equal(await stateOf(id), "completing");
    assert.equal((await complete(id)).file.sizeBytes, 2 * PART);
  });

  test("of HeadObject: asked again", async () => {
    const { id, plan } = await announce();
    await sendTo(plan.request, bytes(4));
    proxy.break("HEAD", /./, { kind: "lose-answer" }, 2);
    await complete(id);
  });

  test("CompleteMultipartUpload that fails inside a 200 is a failure", async () => {
    const id = await announceParts(2, [1, 2]);
    const body =
      "<?xml version='1.0'?><Error><Code>InvalidPart</Code><Message>No such part &amp; more</Message></Error>";
    proxy.break("POST", /uploadId=/, { kind: "answer", status: 200, body });
    const problem = await complete(id, 502);
    assert.equal(problem.code, "bucket_refused");
    assert.match(problem.detail, /CompleteMultipartUpload with InvalidPart: No such part & more/);
    await complete(id);
  });

  test("SlowDown is asked again, and a conflict begins the parts anew under the same upload", async () => {
    const id = await announceParts(2, [1, 2]);
    proxy.break("POST", /uploadId=/, { kind: "answer", status: 503, body: "<Error><Code>SlowDown</Code></Error>" });
    proxy.break("POST", /uploadId=/, {
      kind: "answer",
      status: 409,
      body: "<Error><Code>ConditionalRequestConflict</Code></Error>",
    });
    assert.equal((await complete(id, 409)).code, "upload_incomplete");
    assert.equal(proxy.count("POST", /uploadId=/) >= 2, true);
    await sendParts(id, [1, 2]);
    await complete(id);
  });

  test("an answer with entities or junk is refused, not expanded", async () => {
    const id = await announceParts(2, [1]);
    const body = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><ListPartsResult><Part><PartNumber>&a;</PartNumber></Part></ListPartsResult>`;
    proxy.break("GET", /uploadId=/, { kind: "answer", status: 200, body });
    const response = await owner.send("POST", `/api/v1/uploads/${id}/complete`);
    assert.ok([409, 502].includes(response.status));
    assert.doesNotMatch(await response.text(), /aaaaaaaaaa/);
    proxy.break("GET", /uploadId=/, { kind: "answer", status: 200, body: "<html>" });
    assert.equal((await complete(id, 502)).code, "bucket_refused");
  });
});

describe("at the same time", () => {
  test("two completions make one file", async () => {
    const id = await announceParts(2, [1, 2]);
    const files = await Promise.all([complete(id), complete(id), complete(id)]);
    assert.equal(new Set(files.map(({ file }) => file.id)).size, 1);
  });

  test("two requests for the first parts make one multipart upload; the other is aborted", async () => {
    const { id } = await announce({ sizeBytes: 2 * PART });
    await daypass.server.runJobs();
    const before = (await bucket.openMultipart()).length;
    const [one, two] = await Promise.all([sendParts(id, [1]), sendParts(id, [2])]);
    assert.equal(new URL(one).searchParams.get("uploadId"), new URL(two).searchParams.get("uploadId"));
    await daypass.server.runJobs();
    assert.equal((await bucket.openMultipart()).length, before + 1);
    await complete(id);
  });

  test("an Idempotency-Key makes one upload of two requests", async () => {
    const headers = { "idempotency-key": "one-upload" };
    const body = { name: "once.bin", sizeBytes: 4 };
    const [one, two] = await Promise.all([
      owner.json("POST", "/api/v1/uploads", 201, body, headers),
      owner.json("POST", "/api/v1/uploads", 201, body, headers),
    ]);
    assert.deepEqual([two.id, keyOf(two.plan.request.url)], [one.id, keyOf(one.plan.request.url)]);
    await owner.json("POST", "/api/v1/uploads", 409, { ...body, sizeBytes: 5 }, headers);
  });
});

describe("ends", () => {
  test("what lies there in another size is a mismatch, and goes from the bucket", async () => {
    const { id, plan } = await announce();
    const key = keyOf(plan.request.url);
    assert.equal((await bucket.put(key, "other bytes")).status, 200);
    const problem = await complete(id, 409);
    assert.equal(problem.code, "upload_mismatch");
    assert.match(problem.detail, /11 bytes arrived, 4 were announced/);
    assert.equal(await stateOf(id), "mismatched");
    await daypass.server.runJobs();
    assert.equal(await bucket.has(key), false);
    assert.equal((await complete(id, 409)).code, "upload_not_open");
  });

  test("parts that the bucket lost are asked for again, under the same upload", async () => {
    const { id } = await announce({ sizeBytes: 2 * PART });
    const url = await sendParts(id, [1, 2]);
    const first = new URL(url).searchParams.get("uploadId")!;
    assert.equal((await bucket.abort(keyOf(url), first)).status, 204);
    const problem = await complete(id, 409);
    assert.match(problem.detail, /no longer has the parts/);
    const again = await sendParts(id, [1, 2]);
    assert.notEqual(new URL(again).searchParams.get("uploadId"), first);
    await complete(id);
  });

  test("given up: once and again, and the bucket forgets the parts", async () => {
    const id = await announceParts(2, [1]);
    await daypass.server.runJobs();
    const open = (await bucket.openMultipart()).length;
    await owner.json("DELETE", `/api/v1/uploads/${id}`, 204);
    await owner.json("DELETE", `/api/v1/uploads/${id}`, 204);
    assert.equal(await stateOf(id), "aborted");
    await daypass.server.runJobs();
    assert.equal((await bucket.openMultipart()).length, open - 1);
    assert.equal((await complete(id, 409)).code, "upload_not_open");
    const parts = [{ number: 1, sizeBytes: PART }];
    assert.equal((await owner.json("POST", `/api/v1/uploads/${id}/parts`, 409, { parts })).code, "upload_not_open");
  });

  test("a file cannot be given up as an upload", async () => {
    const { id, plan } = await announce();
    await sendTo(plan.request, bytes(4));
    await complete(id);
    await owner.json("DELETE", `/api/v1/uploads/${id}`, 409);
    const progress = await owner.json("GET", `/api/v1/uploads/${id}`, 200);
    assert.deepEqual([progress.upload.state, progress.plan, progress.parts], ["confirmed", null, null]);
  });

  test("what a URL puts there after the upload was given up goes too, when its URLs have ended", async () => {
    const { id, plan } = await announce();
    const key = keyOf(plan.request.url);
    await owner.json("DELETE", `/api/v1/uploads/${id}`, 204);
    await daypass.server.runJobs();
    assert.equal((await sendTo(plan.request, bytes(4))).status, 200, "the URL still works");
    await daypass.server.runJobs();
    assert.equal(await bucket.has(key), true);
    advance(900 + 61);
    await daypass.server.runJobs();
    assert.equal(await bucket.has(key), false);
  });

  test("a deleted file's bytes go, and wait while the bucket does not answer", async () => {
    const { id, plan } = await announce();
    await sendTo(plan.request, bytes(4));
    const { file } = await complete(id);
    await owner.json("DELETE", `/api/v1/files/${file.id}`, 204);
    proxy.break("DELETE", /./, { kind: "answer", status: 500, body: "<Error><Code>InternalError</Code></Error>" }, 3);
    await daypass.server.runJobs();
    assert.equal(await bucket.has(keyOf(plan.request.url)), true);
    advance(120);
    await daypass.server.runJobs();
    assert.equal(await bucket.has(keyOf(plan.request.url)), false);
  });

  test("uploads are listed while they are open, and expire after a day with all that they left", async () => {
    const inParts = await announceParts(2, [1]);
    const { id, plan } = await announce({ name: "late.bin" });
    await sendTo(plan.request, bytes(4));
    const listed = await owner.json("GET", "/api/v1/uploads?limit=2", 200);
    assert.deepEqual(new Set(listed.items.map((upload: { id: string }) => upload.id)), new Set([id, inParts]));
    advance(86_400);
    assert.equal((await owner.json("POST", `/api/v1/uploads/${id}/sign`, 409)).code, "upload_not_open");
    assert.equal((await complete(id, 409)).code, "upload_not_open");
    assert.deepEqual((await owner.json("GET", "/api/v1/uploads", 200)).items, []);
    await daypass.server.runJobs();
    assert.equal(await stateOf(id), "expired");
    assert.equal(await bucket.has(keyOf(plan.request.url)), false);
    assert.deepEqual(await bucket.openMultipart(), []);
    const { items } = await owner.json("GET", "/api/v1/events?limit=200", 200);
    assert.ok(
      items.some(
        (event: { kind: string; actor: string }) => event.kind === "upload.expired" && event.actor === "daypass",
      ),
    );
  });

  test("no URL outlives its upload", async () => {
    const { id } = await announce();
    advance(86_400 - 100);
    const { plan } = await owner.json("POST", `/api/v1/uploads/${id}/sign`, 200);
    assert.equal(new URL(plan.request.url).searchParams.get("X-Amz-Expires"), "100");
  });
});
