// Learn's live try: one object, two URLs, and nothing else that a stranger could ask for.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import type { DemoUrls } from "@daypass/api/schemas";
import { DEMO_TEXT } from "../src/http/routes/learn.ts";
import { startTestBucket, type TestBucket } from "./support/bucket.ts";
import { type Daypass, NO_BUCKET, PUBLIC_URL, startDaypass, Visitor } from "./support/daypass.ts";

let bucket: TestBucket;
let daypass: Daypass;
let visitor: Visitor;
const clock = { now: new Date() };

before(async () => {
  bucket = await startTestBucket({ clock: () => clock.now });
});
beforeEach(async () => {
  await daypass?.close();
  daypass = await startDaypass({ bucket: bucket.connection });
  clock.now = daypass.clock.now;
  visitor = new Visitor(daypass.server);
  bucket.requests.length = 0;
});
after(async () => {
  await daypass?.close();
  await bucket?.close();
});

const askDemo = (from = visitor): Promise<DemoUrls> => from.json("POST", "/learn/demo", 200);

test("the page is open, shows the plain URL, and asks the bucket for nothing", async () => {
  const page = await visitor.page("/learn");
  assert.equal(page.status, 200);
  assert.ok((await page.text()).includes(`href="${bucket.connection.endpoint}/daypass/learn/hello.txt"`));
  assert.deepEqual(bucket.requests, []);
});

test("the plain URL is refused by the bucket, the presigned one answered until it ends", async () => {
  const { plainUrl, presignedUrl, expiresAt, bucketFault } = await askDemo();
  assert.equal(bucketFault, null);
  assert.equal(presignedUrl.split("?")[0], plainUrl);
  assert.equal(Date.parse(expiresAt) - Math.floor(daypass.clock.now.getTime() / 1000) * 1000, 30_000);

  const refused = await fetch(plainUrl, { headers: { origin: PUBLIC_URL } });
  assert.equal(refused.status, 403);
  assert.match(await refused.text(), /<Code>AccessDenied<\/Code>/);
  assert.equal(refused.headers.get("access-control-allow-origin"), PUBLIC_URL, "so the page can read the refusal");

  const answered = await fetch(presignedUrl);
  assert.equal(answered.status, 200);
  assert.equal(await answered.text(), DEMO_TEXT);
  assert.match(answered.headers.get("content-disposition")!, /^attachment;/);

  const put = await fetch(presignedUrl, { method: "PUT", body: "mine" });
  assert.equal(put.status, 403, "it reads and does nothing else");

  clock.now = new Date(Date.parse(expiresAt) + 1000);
  const late = await fetch(presignedUrl);
  assert.equal(late.status, 403);
  assert.match(await late.text(), /<Message>Request has expired<\/Message>/);
});

test("a form is led to the presigned URL", async () => {
  const response = await visitor.form("/learn/demo");
  assert.equal(response.status, 303);
  assert.equal(await (await fetch(response.headers.get("location")!)).text(), DEMO_TEXT);
});

test("nobody chooses the object: what is sent along changes nothing", async () => {
  const { plainUrl } = await askDemo();
  const path = "/learn/demo?key=f/secret&versionId=1";
  for (const body of ["key=f%2Fsecret&objectKey=f%2Fsecret", ""]) {
    const urls: DemoUrls = await visitor.json("POST", path, 200, body === "" ? { key: "f/secret" } : body);
    assert.equal(urls.presignedUrl.split("?")[0], plainUrl);
    assert.doesNotMatch(urls.presignedUrl, /secret|versionId/);
  }
});

test("the object is stored once, and a second server on the same bucket finds it", async () => {
  await askDemo();
  await askDemo();
  const stores = () => bucket.requests.filter(({ operation }) => operation === "PutObject").map(({ status }) => status);
  assert.equal(stores().length, 1);
  const other = new Visitor(await daypass.another());
  assert.equal((await askDemo(other)).bucketFault, null);
  assert.deepEqual(stores().at(-1), 412, "it was there already");
});

describe("signing asks nobody: the URLs come, and what is wrong with the bucket is said", () => {
  for (const { says, options, kind, detail } of [
    {
      says: "a bucket that is off",
      options: () => NO_BUCKET,
      kind: "unreachable",
      detail: /did not answer PutObject/,
    },
    {
      says: "a signer without the right to store",
      options: () => ({ ...bucket.connection, signer: bucket.connection.janitor }),
      kind: "refused",
      detail: /AccessDenied/,
    },
  ])
    test(says, async () => {
      const own = await startDaypass({ bucket: options() });
      try {
        const { presignedUrl, bucketFault } = await askDemo(new Visitor(own.server));
        assert.match(presignedUrl, /X-Amz-Signature=[0-9a-f]{64}$/);
        assert.equal(bucketFault?.kind, kind);
        assert.match(bucketFault!.detail, detail);
      } finally {
        await own.close();
      }
    });
});

test("60 in ten minutes are enough for one network, and others are not shut out", async () => {
  for (let i = 0; i < 60; i++) await askDemo();
  const problem = await visitor.json("POST", "/learn/demo", 429);
  assert.equal(problem.code, "too_many_tries");
  assert.ok(problem.retryAfterSeconds > 0 && problem.retryAfterSeconds <= 600);
  assert.equal((await visitor.form("/learn/demo")).status, 429, "a form, too");
  await askDemo(new Visitor(daypass.server, "198.51.100.4"));
  daypass.clock.now = new Date(daypass.clock.now.getTime() + 600_001);
  await askDemo();
});

for (const { says, method, headers, status } of [
  { says: "reading the address makes nothing", method: "GET", headers: {}, status: 405 },
  { says: "another site's form", method: "POST", headers: { origin: "https://evil.example" }, status: 403 },
])
  test(`refused: ${says}`, async () => {
    assert.equal((await visitor.send(method, "/learn/demo", { headers })).status, status);
    assert.deepEqual(bucket.requests, []);
  });
