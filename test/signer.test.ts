// What a presigned URL can do is what its signer can do, when it is used, by the bucket's judgement alone.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type RunningBucket, startBucket } from "@daypass/bucket";
import { createPresigner } from "@daypass/presign";
import { errorCode } from "./support/person.ts";

const writer = {
  accessKeyId: "WRITERKEY",
  secretAccessKey: "writer-secret-of-this-test",
  policy: [{ actions: ["s3:PutObject"], bucket: "daypass", keyPrefix: "f/" }],
};
const reader = {
  accessKeyId: "READERKEY",
  secretAccessKey: "reader-secret-of-this-test",
  policy: [{ actions: ["s3:GetObject"], bucket: "daypass", keyPrefix: "f/" }],
};
let bucket: RunningBucket;
let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), "daypass-signer-"));
  bucket = await startBucket({ dir, buckets: ["daypass"], identities: [writer, reader] });
});
after(async () => {
  await bucket?.close();
  await rm(dir, { recursive: true, force: true });
});

const presignerOf = (identity: typeof writer, clock = () => new Date()) =>
  createPresigner({
    credentials: { accessKeyId: identity.accessKeyId, secretAccessKey: identity.secretAccessKey },
    region: bucket.region,
    bucket: "daypass",
    endpoint: bucket.endpoint,
    clock,
  });

test("a URL works while it lives and is refused one second after", async () => {
  const put = presignerOf(writer).put("f/late.txt", { expiresInSeconds: 60, contentLength: 4 });
  assert.equal((await fetch(put.url, { method: "PUT", headers: put.headers, body: "late" })).status, 200);
  const signedAgo = (seconds: number) =>
    presignerOf(reader, () => new Date(Date.now() - seconds * 1000)).get("f/late.txt", { expiresInSeconds: 60 });
  assert.equal((await fetch(signedAgo(30).url)).status, 200);
  const answer = await fetch(signedAgo(61).url);
  const xml = await answer.text();
  assert.equal(answer.status, 403);
  assert.equal(errorCode(xml), "AccessDenied");
  assert.match(xml, /<Message>Request has expired<\/Message>/);
});

for (const { says, url } of [
  { says: "a reader's PUT", url: () => presignerOf(reader).put("f/x", { expiresInSeconds: 60, contentLength: 1 }) },
  { says: "a writer's GET", url: () => presignerOf(writer).get("f/late.txt", { expiresInSeconds: 60 }) },
  { says: "a reader's GET outside its prefix", url: () => presignerOf(reader).get("g/x", { expiresInSeconds: 60 }) },
])
  test(`signing needs no right, using does: ${says} gets S3's permission error`, async () => {
    const { method, url: signed, headers } = url();
    const answer = await fetch(signed, { method, headers, ...(method === "PUT" ? { body: "x" } : {}) });
    assert.equal(answer.status, 403);
    assert.equal(errorCode(await answer.text()), "AccessDenied");
  });

test("a URL signed by a key that the bucket does not know is refused", async () => {
  const stranger = { ...reader, accessKeyId: "STRANGERKEY" };
  const answer = await fetch(presignerOf(stranger).get("f/late.txt", { expiresInSeconds: 60 }).url);
  assert.equal(answer.status, 403);
  assert.equal(errorCode(await answer.text()), "InvalidAccessKeyId");
});
