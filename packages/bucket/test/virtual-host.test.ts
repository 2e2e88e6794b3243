// Buckets by the name of the host: which hosts are ours, what they mean, and that nobody is fooled by another.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { describe, test } from "node:test";
import { createPresigner } from "@daypass/presign";
import { findAddress, locate } from "../src/http/address.ts";
import { BUCKET, openLab, sendRaw } from "./support.ts";

const expiresInSeconds = 60;

describe("a URL in virtual-hosted style", async () => {
  const lab = await openLab({ buckets: [BUCKET, "dotted.name"], authorities: ["s3.example.test"] });
  const { port } = new URL(lab.endpoint);
  const presignerFor = (bucket: string, host = `localhost:${port}`) =>
    createPresigner({
      credentials: lab.credentials,
      region: lab.region,
      bucket,
      endpoint: `http://${host}`,
      addressing: "virtual-hosted",
    });
  /** Sends to this endpoint whatever host the URL names. */
  const ask = (method: string, url: string, body?: string | Buffer, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
      const { host, pathname, search } = new URL(url);
      const request = httpRequest(
        { host: "127.0.0.1", port, method, path: pathname + search, headers: { ...headers, host } },
        async (response) => {
          let text = "";
          for await (const chunk of response) text += chunk;
          resolve({ status: response.statusCode!, headers: response.headers, text });
        },
      );
      request.on("error", reject);
      request.end(body);
    });

  for (const { bucket, host } of [
    { bucket: BUCKET, host: undefined },
    { bucket: "dotted.name", host: undefined },
    { bucket: BUCKET, host: "s3.example.test" },
  ])
    test(`puts and gets [${bucket}.${host ?? "localhost"}]`, async () => {
      const presigner = presignerFor(bucket, host);
      const put = presigner.put("a/é b", { expiresInSeconds });
      assert.equal(new URL(put.url).hostname, `${bucket}.${host ?? "localhost"}`);
      assert.equal((await ask("PUT", put.url, bucket, put.headers)).status, 200);
      assert.equal((await ask("GET", presigner.get("a/é b", { expiresInSeconds }).url)).text, bucket);
      const list = presigner.request({ method: "GET", query: { "list-type": "2" }, expiresInSeconds });
      assert.match((await ask("GET", list.url)).text, /<Key>a\/é b<\/Key>/);
    });

  test("a key that begins like a bucket is a key", async () => {
    const presigner = presignerFor(BUCKET);
    const key = "dotted.name/k";
    await ask("PUT", presigner.put(key, { expiresInSeconds }).url, "in daypass");
    assert.equal((await ask("GET", presigner.get(key, { expiresInSeconds }).url)).text, "in daypass");
    assert.equal((await ask("GET", presignerFor("dotted.name").get("k", { expiresInSeconds }).url)).status, 404);
  });

  test("the signature is about the host: another bucket's name does not get its object", async () => {
    const { url } = presignerFor(BUCKET).get("a/é b", { expiresInSeconds });
    const moved = await ask("GET", url.replace(`//${BUCKET}.`, "//dotted.name."));
    assert.deepEqual([moved.status, /<Code>(.*?)</.exec(moved.text)![1]], [403, "SignatureDoesNotMatch"]);
  });

  test("a key of 1,025 bytes is too long here too", async () => {
    const { url } = presignerFor(BUCKET).get("k", { expiresInSeconds });
    const long = url.replace("/k?", `/${"k".repeat(1_020)}/kkkk?`);
    // Too long, or not what was signed: never an object.
    assert.ok([400, 403].includes((await ask("GET", long)).status));
    assert.throws(() => locate({ host: "b.localhost", bucket: "b" }, `/${"k".repeat(1_025)}`), {
      code: "KeyTooLongError",
    });
  });

  test("a form is posted to the bucket's own root", async () => {
    const { url, fields } = presignerFor(BUCKET).post({
      key: "form",
      expiresInSeconds,
      contentLengthRange: { min: 0, max: 9 },
    });
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", new Blob(["x"]));
    const encoded = new Response(body);
    const type = encoded.headers.get("content-type")!;
    const bytes = Buffer.from(await encoded.arrayBuffer());
    const answer = await ask("POST", url, bytes, { "content-type": type, "content-length": String(bytes.length) });
    assert.deepEqual([answer.status, answer.headers.location], [204, `http://${BUCKET}.localhost:${port}/form`]);
    const elsewhere = await ask("POST", url.replace(`//${BUCKET}.`, "//dotted.name."), bytes, {
      "content-type": type,
      "content-length": String(bytes.length),
    });
    assert.equal(elsewhere.status, 403);
  });

  test("a preflight asks by host", async () => {
    const answer = await ask("OPTIONS", `http://${BUCKET}.localhost:${port}/k`, undefined, {
      origin: "https://app.example",
      "access-control-request-method": "PUT",
    });
    assert.equal(answer.status, 200);
  });

  for (const { says, lines } of [
    { says: "two hosts", lines: [`host: ${BUCKET}.localhost:${port}`, `host: localhost:${port}`] },
    { says: "no host", lines: [] },
    { says: "an empty host", lines: ["host:"] },
    { says: "a host of somebody else", lines: [`host: ${BUCKET}.evil.test`] },
    { says: "a host that ends like ours", lines: [`host: ${BUCKET}.evillocalhost:${port}`] },
    { says: "another port", lines: [`host: ${BUCKET}.localhost:1`] },
    { says: "a bucket before an address", lines: [`host: ${BUCKET}.127.0.0.1:${port}`] },
    { says: "a label that is no bucket", lines: [`host: -.localhost:${port}`] },
    { says: "two dots", lines: [`host: a..b.localhost:${port}`] },
    { says: "user information", lines: [`host: a@${BUCKET}.localhost:${port}`] },
  ])
    test(`${says}: 400 InvalidRequest`, async () => {
      const { pathname, search } = new URL(presignerFor(BUCKET).get("a", { expiresInSeconds }).url);
      const head = [`GET ${pathname}${search} HTTP/1.1`, ...lines, "connection: close", "", ""].join("\r\n");
      assert.match(await sendRaw(lab.endpoint, [head]), /^HTTP\/1.1 400 [\s\S]*<Code>InvalidRequest</);
    });
});

describe("the longest name that is known decides", () => {
  const authorities = { names: ["example.test", "s3.example.test", "127.0.0.1:9000", "[::1]:9000"], orAny: false };
  const bucketOf = (host: string, orAny = false) =>
    findAddress({ ...authorities, orAny }, { rawHeaders: ["Host", host] }).bucket;
  for (const [host, want] of [
    ["s3.example.test", undefined],
    ["bucket.s3.example.test", "bucket"],
    ["bucket.example.test", "bucket"],
    ["a.bucket.s3.example.test", "a.bucket"],
    ["BUCKET.S3.EXAMPLE.TEST", "bucket"],
    ["127.0.0.1:9000", undefined],
  ] as const)
    test(`${host}: ${want}`, () => assert.equal(bucketOf(host), want));
  test("where any host is answered, one that is not known is path style", () =>
    assert.deepEqual(
      [bucketOf("bucket.elsewhere.test", true), bucketOf("bucket.example.test", true)],
      [undefined, "bucket"],
    ));
});
