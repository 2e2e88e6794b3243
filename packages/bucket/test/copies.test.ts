// CopyObject and UploadPartCopy: what a copy is made of, who may make it, and when.
import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  type CopyObjectCommandInput,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { BUCKET, codeOf, credentialsOf, identity, openLab, refusalOf, send } from "./support.ts";

const Bucket = BUCKET;
const MIB = 1024 * 1024;

describe("CopyObject", async () => {
  const lab = await openLab({ buckets: [BUCKET, "second"] });
  const s3 = lab.s3();
  const copy = (Key: string, CopySource: string, more: Partial<CopyObjectCommandInput> = {}) =>
    s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));
  const read = async (Key: string, bucket = Bucket) => {
    const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return { text: await got.Body!.transformToString(), got };
  };
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: "from/é +%.txt",
      Body: "hello",
      ContentType: "text/plain",
      Metadata: { colour: "blue" },
      Tagging: "kind=test",
    }),
  );
  const source = `${Bucket}/${encodeURIComponent("from/é +%.txt")}`;

  test("brings bytes, headers, metadata, tags and checksum along", async () => {
    const { CopyObjectResult } = await copy("copied", source);
    const { text, got } = await read("copied");
    assert.deepEqual(
      [text, got.ContentType, got.Metadata, got.TagCount, got.ETag, got.ChecksumCRC32],
      ["hello", "text/plain", { colour: "blue" }, 1, CopyObjectResult!.ETag, CopyObjectResult!.ChecksumCRC32],
    );
    assert.equal(got.ChecksumCRC32, "NhCmhg==");
  });

  test("takes new headers, metadata and tags where the directives say so", async () => {
    await copy("replaced", source, {
      MetadataDirective: "REPLACE",
      TaggingDirective: "REPLACE",
      ContentType: "image/png",
      Metadata: { shape: "round" },
      Tagging: "a=1&b=2",
    });
    const { got } = await read("replaced");
    assert.deepEqual([got.ContentType, got.Metadata, got.TagCount], ["image/png", { shape: "round" }, 2]);
  });

  test("makes another checksum when asked, over the same bytes", async () => {
    const { CopyObjectResult } = await copy("summed", source, { ChecksumAlgorithm: "SHA256" });
    assert.equal(CopyObjectResult!.ChecksumSHA256, "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
    assert.equal((await read("summed")).got.ChecksumSHA256, "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
  });

  test("goes from one bucket to another, and outlives what it was made of", async () => {
    await s3.send(new PutObjectCommand({ Bucket: "second", Key: "k", Body: "short-lived" }));
    await copy("survivor", "/second/k");
    await s3.send(new DeleteObjectCommand({ Bucket: "second", Key: "k" }));
    assert.equal((await read("survivor")).text, "short-lived");
  });

  test("of an object that came in parts is one piece, with the MD5 of its bytes", async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts" }));
    const part = { Bucket, Key: "parts", UploadId, PartNumber: 1, Body: "hello" };
    const { ETag } = await s3.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "parts", UploadId, MultipartUpload }));
    const { CopyObjectResult } = await copy("whole", `${Bucket}/parts`);
    assert.equal(CopyObjectResult!.ETag, '"5d41402abc4b2a76b9719d911017c592"');
  });

  for (const { says, key = "refused", from = source, more = {}, code } of [
    { says: "a key onto itself", key: "from/é +%.txt", code: "InvalidRequest" },
    { says: "a source that is not there", from: `${Bucket}/nothing`, code: "NoSuchKey" },
    { says: "a bucket that is not there", from: "nothing/k", code: "NoSuchBucket" },
    { says: "a source without a key", from: Bucket, code: "InvalidArgument" },
    { says: "a version", from: `${source}?versionId=1`, code: "NoSuchVersion" },
    { says: "an unknown directive", more: { MetadataDirective: "MERGE" as never }, code: "InvalidArgument" },
    { says: "If-Match that fails", more: { CopySourceIfMatch: '"x"' }, code: "PreconditionFailed" },
    { says: "If-None-Match that fails", more: { CopySourceIfNoneMatch: "*" }, code: "PreconditionFailed" },
    {
      says: "If-Modified-Since that fails",
      more: { CopySourceIfModifiedSince: new Date(Date.now() + 60_000) },
      code: "PreconditionFailed",
    },
    {
      says: "If-Unmodified-Since that fails",
      more: { CopySourceIfUnmodifiedSince: new Date(0) },
      code: "PreconditionFailed",
    },
    { says: "a target that is taken", key: "copied", more: { IfNoneMatch: "*" }, code: "PreconditionFailed" },
    { says: "a target that is another", key: "copied", more: { IfMatch: '"x"' }, code: "PreconditionFailed" },
  ])
    test(`refuses ${says}: ${code}`, async () => {
      const before = await lab.listFiles();
      assert.equal((await refusalOf(copy(key, from, more))).name, code);
      assert.deepEqual(await lab.listFiles(), before);
    });

  test("a key onto itself with new metadata is a change of metadata", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "same", Body: "kept", Metadata: { a: "1" } }));
    await copy("same", `${Bucket}/same`, { MetadataDirective: "REPLACE", Metadata: { a: "2" } });
    const { text, got } = await read("same");
    assert.deepEqual([text, got.Metadata], ["kept", { a: "2" }]);
  });

  test("shares its bytes on the disk with its source, and neither takes them from the other", async () => {
    // Above 16 KiB bytes have a file of their own.
    const shared = "shared".repeat(5_000);
    const before = (await lab.listFiles()).blobs;
    await s3.send(new PutObjectCommand({ Bucket, Key: "one", Body: shared }));
    await copy("two", `${Bucket}/one`);
    const made = (await lab.listFiles()).blobs.filter((name) => !before.includes(name));
    const inodes = await Promise.all(made.map(async (name) => (await stat(join(lab.dir, "blobs", name))).ino));
    assert.deepEqual([made.length, new Set(inodes).size], [2, 1]);
    await s3.send(new PutObjectCommand({ Bucket, Key: "one", Body: "changed" }));
    assert.equal((await read("two")).text, shared);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "two" }));
    assert.equal((await read("one")).text, "changed");
  });
});

describe("who may copy", async () => {
  const all = identity("all", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
  const writer = identity("writer", { actions: ["s3:PutObject"], bucket: BUCKET, keyPrefix: "" });
  const both = identity(
    "both",
    { actions: ["s3:PutObject"], bucket: BUCKET, keyPrefix: "out/", createOnly: true },
    { actions: ["s3:GetObject"], bucket: BUCKET, keyPrefix: "in/" },
  );
  const lab = await openLab({ identities: [all, writer, both] });
  await lab.s3().send(new PutObjectCommand({ Bucket, Key: "in/plain", Body: "x" }));
  await lab.s3().send(new PutObjectCommand({ Bucket, Key: "in/tagged", Body: "x", Tagging: "a=b" }));
  await lab.s3().send(new PutObjectCommand({ Bucket, Key: "secret", Body: "x" }));
  const copyAs = async (who: typeof all, key: string, from: string) => {
    const presigner = lab.presigner({ credentials: credentialsOf(who) });
    const answer = await send(
      presigner.put(key, { expiresInSeconds: 60, headers: { "x-amz-copy-source": `/${BUCKET}/${from}` } }),
    );
    return [answer.status, await codeOf(answer)];
  };
  for (const { says, who, key, from, want } of [
    { says: "without a right to read", who: writer, key: "out/a", from: "in/plain", want: [403, "AccessDenied"] },
    { says: "from a key beyond the prefix", who: both, key: "out/a", from: "secret", want: [403, "AccessDenied"] },
    { says: "to a key beyond the prefix", who: both, key: "in/new", from: "in/plain", want: [403, "AccessDenied"] },
    { says: "what is absent, without ListBucket", who: both, key: "out/a", from: "in/no", want: [403, "AccessDenied"] },
    { says: "tags without a right to them", who: both, key: "out/a", from: "in/tagged", want: [403, "AccessDenied"] },
    { says: "with both rights", who: both, key: "out/a", from: "in/plain", want: [200, undefined] },
    {
      says: "again, when it may create only",
      who: both,
      key: "out/a",
      from: "in/plain",
      want: [412, "PreconditionFailed"],
    },
  ])
    test(`${says}: ${want[0]}`, async () => assert.deepEqual(await copyAs(who, key, from), want));
});

describe("UploadPartCopy", async () => {
  const lab = await openLab();
  const s3 = lab.s3();
  const big = Buffer.concat([Buffer.alloc(5 * MIB, "a"), Buffer.from("the end")]);
  await s3.send(new PutObjectCommand({ Bucket, Key: "big", Body: big }));
  const begin = async (Key: string, more: object = {}) =>
    (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId!;
  const copyPart = (Key: string, UploadId: string, PartNumber: number, CopySourceRange?: string) =>
    s3.send(
      new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource: `${Bucket}/big`, CopySourceRange }),
    );

  test("makes parts of whole objects and of ranges, with the checksum of the upload", async () => {
    const UploadId = await begin("joined", { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" });
    const first = (await copyPart("joined", UploadId, 1)).CopyPartResult!;
    const second = (await copyPart("joined", UploadId, 2, `bytes=${5 * MIB}-${5 * MIB + 2}`)).CopyPartResult!;
    const Parts = [
      { PartNumber: 1, ETag: first.ETag, ChecksumCRC32: first.ChecksumCRC32 },
      { PartNumber: 2, ETag: second.ETag, ChecksumCRC32: second.ChecksumCRC32 },
    ];
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "joined", UploadId, MultipartUpload: { Parts } }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "joined" }));
    assert.equal(got.ContentLength, big.length + 3);
    // The SDK compares the checksum of the whole while it reads.
    assert.equal((await got.Body!.transformToString()).slice(-10), "the endthe");
  });

  for (const range of ["bytes=0-99999999", "bytes=5-", "bytes=-5", "bytes=5-4", "0-5", "bytes=0-1,3-4"])
    test(`refuses ${range}: InvalidArgument`, async () => {
      const UploadId = await begin("ranged");
      assert.equal((await refusalOf(copyPart("ranged", UploadId, 1, range))).name, "InvalidArgument");
      assert.deepEqual((await lab.listFiles()).drafts, []);
    });

  test("the source is authorized here too", async () => {
    const writer = identity("writer", { actions: ["s3:PutObject"], bucket: BUCKET, keyPrefix: "" });
    const other = await openLab({
      identities: [identity("all", { actions: ["s3:*"], bucket: "*", keyPrefix: "" }), writer],
    });
    await other.put("secret", "x");
    const { UploadId } = await other.s3().send(new CreateMultipartUploadCommand({ Bucket, Key: "k" }));
    const headers = { "x-amz-copy-source": `${BUCKET}/secret` };
    const query = { uploadId: UploadId!, partNumber: "1" };
    const presigner = other.presigner({ credentials: credentialsOf(writer) });
    const answer = await send(presigner.request({ method: "PUT", key: "k", query, headers, expiresInSeconds: 60 }));
    assert.deepEqual([answer.status, await codeOf(answer)], [403, "AccessDenied"]);
  });
});

test("tags come along only as a whole [canary: they are on the source]", async () => {
  const lab = await openLab();
  const s3 = lab.s3();
  await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x", Tagging: "one=1&two=2" }));
  await s3.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource: `${Bucket}/a` }));
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "b" }));
  assert.deepEqual(TagSet, [
    { Key: "one", Value: "1" },
    { Key: "two", Value: "2" },
  ]);
  await s3.send(new CopyObjectCommand({ Bucket, Key: "c", CopySource: `${Bucket}/a`, TaggingDirective: "REPLACE" }));
  assert.equal((await s3.send(new HeadObjectCommand({ Bucket, Key: "c" }))).TagCount, undefined);
});
