// Buckets as @aws-sdk/client-s3 sees them: made, listed, removed, and gone while something is on its way to them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { BUCKET, codeOf, credentialsOf, identity, makeFolder, openLab, refusalOf, send } from "./support.ts";

const Bucket = BUCKET;
const expiresInSeconds = 60;

describe("CreateBucket and DeleteBucket", async () => {
  const maker = identity("maker", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
  const other = identity("other", { actions: ["s3:*"], bucket: "other-one", keyPrefix: "" });
  const lab = await openLab({ region: "eu-central-1", identities: [maker, other] });
  const s3 = lab.s3();
  const Location = (LocationConstraint: string) => ({
    CreateBucketConfiguration: { LocationConstraint: LocationConstraint as BucketLocationConstraint },
  });

  test("a bucket is made, used, and removed when it is empty", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "new.bucket", ...Location("eu-central-1") }));
    await s3.send(new HeadBucketCommand({ Bucket: "new.bucket" }));
    await s3.send(new PutObjectCommand({ Bucket: "new.bucket", Key: "k", Body: "x" }));
    const refusal = await refusalOf(s3.send(new DeleteBucketCommand({ Bucket: "new.bucket" })));
    assert.deepEqual([refusal.name, refusal.$metadata.httpStatusCode], ["BucketNotEmpty", 409]);
    await s3.send(new DeleteObjectsCommand({ Bucket: "new.bucket", Delete: { Objects: [{ Key: "k" }] } }));
    await s3.send(new DeleteBucketCommand({ Bucket: "new.bucket" }));
    assert.equal((await refusalOf(s3.send(new HeadBucketCommand({ Bucket: "new.bucket" })))).name, "NotFound");
  });

  test("uploads that are open go with the bucket, and so do their bytes", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "going" }));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: "going", Key: "k" }));
    const part = { Bucket: "going", Key: "k", UploadId, PartNumber: 1, Body: Buffer.alloc(20_000) };
    await s3.send(new UploadPartCommand(part));
    assert.equal((await lab.listFiles()).blobs.length, 1);
    await s3.send(new DeleteBucketCommand({ Bucket: "going" }));
    assert.equal((await lab.listFiles()).blobs.length, 0);
    await s3.send(new CreateBucketCommand({ Bucket: "going" }));
    assert.equal((await refusalOf(s3.send(new UploadPartCommand(part)))).name, "NoSuchUpload");
  });

  for (const { says, name, more = {}, code, status } of [
    { says: "a bucket that is there", name: Bucket, code: "BucketAlreadyOwnedByYou", status: 409 },
    {
      says: "another region",
      name: "elsewhere",
      more: Location("us-west-2"),
      code: "IllegalLocationConstraintException",
      status: 400,
    },
    { says: "capital letters", name: "Capitals", code: "InvalidBucketName", status: 400 },
    { says: "a number of the net", name: "127.0.0.1", code: "InvalidBucketName", status: 400 },
    { says: "an ACL", name: "public", more: { ACL: "public-read" as const }, code: "NotImplemented", status: 501 },
    { says: "locks", name: "locked", more: { ObjectLockEnabledForBucket: true }, code: "NotImplemented", status: 501 },
  ])
    test(`${says}: ${code}`, async () => {
      const refusal = await refusalOf(s3.send(new CreateBucketCommand({ Bucket: name, ...more })));
      assert.deepEqual([refusal.name, refusal.$metadata.httpStatusCode], [code, status]);
    });

  test("an identity makes and removes the bucket that it is for, and no other", async () => {
    const presigner = (bucket: string) => lab.presigner({ credentials: credentialsOf(other), bucket });
    const ask = (bucket: string, method: "PUT" | "DELETE") =>
      send(presigner(bucket).request({ method, expiresInSeconds }));
    assert.equal((await ask("other-two", "PUT")).status, 403);
    assert.equal((await ask(Bucket, "DELETE")).status, 403);
    assert.deepEqual([(await ask("other-one", "PUT")).status, (await ask("other-one", "DELETE")).status], [200, 204]);
  });

  test("buckets are listed by prefix and in pages", async () => {
    for (const name of ["page-a", "page-b", "page-c"]) await s3.send(new CreateBucketCommand({ Bucket: name }));
    const first = await s3.send(new ListBucketsCommand({ Prefix: "page-", MaxBuckets: 2 }));
    const { ContinuationToken } = first;
    const rest = await s3.send(new ListBucketsCommand({ Prefix: "page-", ContinuationToken }));
    const names = [first, rest].map(({ Buckets }) => Buckets!.map(({ Name }) => Name));
    assert.deepEqual([names, rest.ContinuationToken], [[["page-a", "page-b"], ["page-c"]], undefined]);
    const foreign = s3.send(new ListBucketsCommand({ ContinuationToken: "!" }));
    assert.equal((await refusalOf(foreign)).name, "InvalidArgument");
  });

  test("a bucket that was made is there after a restart; versions were never kept", async () => {
    const dir = await makeFolder();
    const first = await openLab({ dir });
    await first.s3().send(new CreateBucketCommand({ Bucket: "lasting" }));
    await first.close();
    const second = await openLab({ dir });
    const { Status } = await second.s3().send(new GetBucketVersioningCommand({ Bucket: "lasting" }));
    assert.equal(Status, undefined);
  });
});

test("what was put into a bucket that is removed meanwhile is refused, and leaves nothing", async () => {
  const lab = await openLab();
  const s3 = lab.s3();
  await s3.send(new CreateBucketCommand({ Bucket: "short" }));
  const presigner = lab.presigner({ bucket: "short" });
  const body = new ReadableStream({
    async pull(controller) {
      controller.enqueue(Buffer.from("12345"));
      await s3.send(new DeleteBucketCommand({ Bucket: "short" }));
      controller.enqueue(Buffer.from("67890"));
      controller.close();
    },
  });
  const { url, headers } = presigner.put("k", { expiresInSeconds, contentLength: 10 });
  const answer = await fetch(url, {
    method: "PUT",
    headers: { ...headers, "content-length": "10" },
    body,
    duplex: "half",
  } as RequestInit);
  assert.deepEqual([answer.status, await codeOf(answer)], [404, "NoSuchBucket"]);
  assert.deepEqual(await lab.listFiles(), { blobs: [], drafts: [] });
});
