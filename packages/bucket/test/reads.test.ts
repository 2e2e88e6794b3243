// Reads through fetch: ranges, conditions, overrides, and what browsers do when they resume.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import aws4 from "aws4";
import { toErrorAnswer } from "../src/http/answer.ts";
import { codeOf, elementsOf, long, openLab, until } from "./support.ts";

describe("reads", async () => {
  const lab = await openLab();
  const put = await lab.put("k", "0123456789", { "content-type": "text/plain" });
  const etag = put.headers.get("etag")!;
  await lab.put("empty", "");

  for (const { range, status, body, contentRange } of [
    { range: "bytes=0-0", status: 206, body: "0", contentRange: "bytes 0-0/10" },
    { range: "bytes=7-", status: 206, body: "789", contentRange: "bytes 7-9/10" },
    { range: "bytes=-2", status: 206, body: "89", contentRange: "bytes 8-9/10" },
    { range: "bytes=0-1,4-5", status: 200, body: "0123456789", contentRange: null },
    { range: "pages=1", status: 200, body: "0123456789", contentRange: null },
  ])
    test(`Range: ${range} gives ${status} with ${body.length} bytes`, async () => {
      const got = await lab.get("k", { range });
      assert.deepEqual(
        [got.status, await got.text(), got.headers.get("content-range"), got.headers.get("content-length")],
        [status, body, contentRange, String(body.length)],
      );
    });

  test("a range beyond the end: 416 with the real size", async () => {
    const got = await lab.get("k", { range: "bytes=10-" });
    assert.deepEqual([got.status, got.headers.get("content-range")], [416, "bytes */10"]);
    assert.match(await got.text(), /<Code>InvalidRange<.*<RangeRequested>bytes=10-<.*<ActualObjectSize>10</);
    assert.equal((await lab.get("empty", { range: "bytes=0-" })).status, 416);
    assert.equal((await lab.get("empty")).status, 200);
  });

  test("If-Range resumes the same object and restarts another", async () => {
    assert.equal((await lab.get("k", { range: "bytes=5-", "if-range": etag })).status, 206);
    const other = await lab.get("k", { range: "bytes=5-", "if-range": '"other"' });
    assert.deepEqual([other.status, await other.text()], [200, "0123456789"]);
  });

  test("304 and 412", async () => {
    const same = await lab.get("k", { "if-none-match": etag });
    assert.deepEqual([same.status, await same.text(), same.headers.get("etag")], [304, "", etag]);
    const other = await lab.get("k", { "if-match": '"other"' });
    assert.deepEqual([other.status, await codeOf(other)], [412, "PreconditionFailed"]);
  });

  test("response-* overrides what is stored; a line end in one is refused", async () => {
    const ask = (response: Record<string, string>) =>
      fetch(lab.presigner().request({ method: "GET", key: "k", query: response, expiresInSeconds: 60 }).url);
    const got = await ask({
      "response-content-type": "application/x-test",
      "response-cache-control": "no-store",
      "response-content-language": "en",
      "response-expires": "Thu, 01 Jan 2099 00:00:00 GMT",
      "response-content-encoding": "identity",
      "response-content-disposition": 'attachment; filename="ü.txt"',
    });
    assert.equal(got.headers.get("content-type"), "application/x-test");
    assert.equal(got.headers.get("cache-control"), "no-store");
    assert.equal(got.headers.get("content-language"), "en");
    assert.equal(got.headers.get("expires"), "Thu, 01 Jan 2099 00:00:00 GMT");
    const disposition = Buffer.from(got.headers.get("content-disposition")!, "latin1").toString("utf8");
    assert.equal(disposition, 'attachment; filename="ü.txt"');
    const split = await ask({ "response-content-type": "a/b\r\nset-cookie: a=b" });
    assert.deepEqual(
      [split.status, await codeOf(split), split.headers.get("set-cookie")],
      [400, "InvalidArgument", null],
    );
  });

  test("a version that is not there", async () => {
    const ask = (versionId: string) => fetch(lab.presigner().get("k", { expiresInSeconds: 60, versionId }).url);
    assert.equal((await ask("null")).status, 200);
    const other = await ask("abc");
    assert.deepEqual([other.status, await codeOf(other)], [404, "NoSuchVersion"]);
  });

  test("a blob that is gone from the disk is an InternalError whose cause only the operator sees", async () => {
    await lab.put("lost", long("bytes"));
    const before = new Set((await lab.listFiles()).blobs);
    await lab.put("lost2", long("bytes"));
    const blob = (await lab.listFiles()).blobs.find((name) => !before.has(name))!;
    await rm(join(lab.dir, "blobs", blob));
    const got = await lab.get("lost2");
    const text = await got.text();
    assert.equal(got.status, 500);
    assert.match(text, /<Code>InternalError</);
    assert.ok(!text.includes(lab.dir) && !text.includes(blob));
    await until(() =>
      lab.lines.some(({ code, error }) => code === "InternalError" && /ENOENT/.test(error?.message ?? "")),
    );
  });

  for (const failure of [{ code: "ENOSPC" }, { code: "EDQUOT" }, { code: "ERR_SQLITE_ERROR", errcode: 13 }])
    test(`a full disk has a name of its own [${JSON.stringify(failure)}]`, () => {
      const answer = toErrorAnswer(Object.assign(new Error("write"), failure), "/daypass/k", {
        requestId: "1",
        hostId: "2",
      });
      assert.deepEqual([answer.status, answer.code], [507, "InsufficientStorage"]);
    });

  test("a path that names no bucket is refused", async () => {
    const { host } = new URL(lab.endpoint);
    const { path, headers } = aws4.sign(
      { host, path: "//k", method: "GET", service: "s3", region: lab.region },
      lab.credentials,
    );
    const got = await fetch(lab.endpoint + path, { headers: headers as Record<string, string> });
    assert.deepEqual([got.status, await codeOf(got)], [400, "InvalidBucketName"]);
  });

  test("hostile keys are kept apart, come back as they were, and name no file", async () => {
    const keys = [
      "a//b",
      "/",
      "a/",
      "%2e%2e/x",
      "a%00",
      "C:x",
      "~",
      "a b+c&d=e?f#g",
      "\u{1f600}",
      "é",
      "e\u0301",
      "A".repeat(1024),
      "a",
    ];
    for (const key of keys) assert.equal((await lab.put(key, `bytes of ${key}`)).status, 200, key);
    for (const key of keys) assert.equal(await (await lab.get(key)).text(), `bytes of ${key}`, key);
    for (const name of (await lab.listFiles()).blobs) assert.match(name, /^[0-9a-f]{32}$/);
    const listed = elementsOf(await lab.list({ "encoding-type": "url" }), "Key").map(decodeURIComponent);
    assert.deepEqual(
      keys.filter((key) => !listed.includes(key)),
      [],
    );
  });
});
