// The endpoint as the `minio` client sees it, unchanged.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Client } from "minio";
import { hostileKeys, isRefusedByVerifier } from "../../presign/test/support/keys.ts";
import { BUCKET, openLab } from "./support.ts";

describe("minio", async () => {
  const lab = await openLab();
  const { hostname, port } = new URL(lab.endpoint);
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = lab.credentials;
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey });
  const collect = async <T>(stream: AsyncIterable<T>) => {
    const items: T[] = [];
    for await (const item of stream) items.push(item);
    return items;
  };
  const read = async (stream: AsyncIterable<Buffer>) => Buffer.concat(await collect(stream));

  test("finds the bucket", async () => {
    assert.equal(await client.bucketExists(BUCKET), true);
    assert.equal(await client.bucketExists("nothing"), false);
    assert.deepEqual(
      (await client.listBuckets()).map(({ name }) => name),
      [BUCKET],
    );
  });

  test("puts, heads, gets, gets a piece, lists and removes", async () => {
    const key = "folder/a b (1)!.txt";
    await client.putObject(BUCKET, key, Buffer.from("hello"), 5, { "Content-Type": "text/plain", "X-Amz-Meta-A": "b" });
    const { size, metaData } = await client.statObject(BUCKET, key);
    assert.deepEqual([size, metaData], [5, { "content-type": "text/plain", a: "b" }]);
    assert.equal((await read(await client.getObject(BUCKET, key))).toString(), "hello");
    assert.equal((await read(await client.getPartialObject(BUCKET, key, 1, 2))).toString(), "el");
    const listed = await collect<{ name?: string }>(client.listObjectsV2(BUCKET, "folder/", false));
    assert.deepEqual(
      listed.map((item) => item.name),
      [key],
    );
    await client.removeObject(BUCKET, key);
    await assert.rejects(client.statObject(BUCKET, key), { code: "NotFound" });
  });

  test("puts, gets, presigns and copies keys as odd as they come", async () => {
    for (const key of fc.sample(hostileKeys, { numRuns: 40, seed: 3 })) {
      if (isRefusedByVerifier(key)) continue;
      await client.putObject(BUCKET, key, Buffer.from(key));
      assert.equal((await read(await client.getObject(BUCKET, key))).toString(), key);
      const url = await client.presignedGetObject(BUCKET, key, 60);
      assert.equal(await (await fetch(url)).text(), key);
      await client.copyObject(BUCKET, "copy", `/${BUCKET}/${key}`);
      assert.equal((await read(await client.getObject(BUCKET, "copy"))).toString(), key);
    }
  });

  test("sends a large buffer in parts", async () => {
    const small = new Client({
      endPoint: hostname,
      port: Number(port),
      useSSL: false,
      accessKey,
      secretKey,
      partSize: 5 << 20,
    });
    const body = Buffer.alloc(11 << 20, "abc");
    await small.putObject(BUCKET, "parts", body);
    assert.ok(lab.lines.some(({ operation }) => operation === "CompleteMultipartUpload"));
    assert.ok(body.equals(await read(await client.getObject(BUCKET, "parts"))));
    assert.deepEqual(await collect(client.listIncompleteUploads(BUCKET, "", true)), []);
  });

  test("its presigned URLs and its POST policy work", async () => {
    const put = await fetch(await client.presignedPutObject(BUCKET, "signed é", 60), { method: "PUT", body: "abc" });
    assert.equal(put.status, 200);
    const url = await client.presignedGetObject(BUCKET, "signed é", 60, { "response-content-type": "text/x" });
    const got = await fetch(url);
    assert.deepEqual([await got.text(), got.headers.get("content-type")], ["abc", "text/x"]);
    const policy = client.newPostPolicy();
    policy.setBucket(BUCKET);
    policy.setKey("form");
    policy.setExpires(new Date(Date.now() + 60_000));
    policy.setContentLengthRange(1, 100);
    const { postURL, formData } = await client.presignedPostPolicy(policy);
    const form = new FormData();
    for (const [name, value] of Object.entries(formData)) form.append(name, value);
    form.append("file", new Blob(["from a form"]));
    assert.equal((await fetch(postURL, { method: "POST", body: form })).status, 204);
    assert.equal((await read(await client.getObject(BUCKET, "form"))).toString(), "from a form");
  });
});
