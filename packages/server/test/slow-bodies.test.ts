// Requests that begin before the owner acts and end after: what counts is how things stand when they end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestBucket, type TestBucket } from "./support/bucket.ts";
import { type Daypass, PUBLIC_URL, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";
import { makeLink, storeFile } from "./support/stored-file.ts";

let bucket: TestBucket;
let daypass: Daypass;
let owner: Visitor;
let file: string;

before(async () => {
  bucket = await startTestBucket({});
  daypass = await startDaypass({ bucket: bucket.connection });
  owner = await setUpOwner(daypass);
  file = await storeFile(owner);
});
after(async () => {
  await daypass.close();
  await bucket.close();
});

/** A request whose body is held back: `finish` sends it. */
function begin(path: string, cookie = "") {
  let finish = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("{"));
      finish = () => {
        controller.enqueue(new TextEncoder().encode("}"));
        controller.close();
      };
    },
  });
  const answer = daypass.server.fetch(
    new Request(`${PUBLIC_URL}${path}`, {
      method: "POST",
      headers: {
        origin: PUBLIC_URL,
        accept: "application/json",
        "content-type": "application/json",
        ...(cookie ? { cookie } : {}),
      },
      body,
      duplex: "half",
    } as RequestInit),
    { remoteAddress: "198.51.100.20" },
  );
  return {
    async finish() {
      finish();
      const response = await answer;
      return { status: response.status, code: ((await response.json()) as { code?: string }).code };
    },
  };
}

test("a claim that was begun before the link was withdrawn gets nothing after", async () => {
  const { path, id } = await makeLink(owner, file, {});
  const first = begin(`${path}/files/${file}/claim`);
  await owner.json("DELETE", `/api/v1/shares/${id}`, 204);
  assert.deepEqual(await first.finish(), { status: 404, code: "link_not_valid" });
});

test("nor does one that was counted before and asks again", async () => {
  const { path, id } = await makeLink(owner, file, {});
  const visitor = new Visitor(daypass.server, "198.51.100.20");
  await visitor.json("POST", `${path}/files/${file}/claim`, 201, {});
  const again = begin(`${path}/files/${file}/claim`, visitor.cookies(`${path}/files/${file}/claim`));
  await owner.json("DELETE", `/api/v1/shares/${id}`, 204);
  assert.deepEqual(await again.finish(), { status: 404, code: "link_not_valid" });
});

test("a claim that was begun before the link got its password is asked for it", async () => {
  const { path, id } = await makeLink(owner, file, {});
  const slow = begin(`${path}/files/${file}/claim`);
  await owner.json("PATCH", `/api/v1/shares/${id}`, 200, { password: "open sesame" });
  assert.deepEqual(await slow.finish(), { status: 401, code: "password_required" });
});

test("strangers' bodies are small: more than a name and a password need is refused", async () => {
  const { path } = await makeLink(owner, file, {});
  const large = JSON.stringify({ password: "x".repeat(17 * 1024) });
  for (const open of [`${path}/files/${file}/claim`, `${path}/unlock`, "/api/v1/session"]) {
    const problem = await new Visitor(daypass.server).json("POST", open, 413, large, {
      "content-type": "application/json",
    });
    assert.equal(problem.code, "body_too_large", open);
  }
});

test("a body that breaks off is no failure of ours: no error is logged", async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("aborted")) });
  const response = await daypass.server.fetch(
    new Request(`${PUBLIC_URL}/api/v1/session`, {
      method: "POST",
      headers: { origin: PUBLIC_URL, "content-type": "application/json" },
      body: broken,
      duplex: "half",
    } as RequestInit),
  );
  assert.equal(response.status, 400);
  assert.deepEqual(
    daypass.log.lines.filter((line) => line.includes('"level":"error"')),
    [],
  );
});

test("a claim's token gives its file again, but not without end", async () => {
  const { path } = await makeLink(owner, file, { maxClaims: 1 });
  const { claimToken } = await new Visitor(daypass.server).json("POST", `${path}/files/${file}/claim`, 201, {});
  const renew = (status: number) =>
    new Visitor(daypass.server).json("POST", `${path}/claims/${claimToken}/url`, status, {});
  for (let times = 0; times < 60; times++) await renew(200);
  assert.equal((await renew(429)).code, "too_many_tries");
});
