// The endpoint as @aws-sdk/client-s3 sees it, with the SDK's default settings.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { BUCKET, openLab, refusalOf } from "./support.ts";

const Bucket = BUCKET;
const MIB = 1024 * 1024;

describe("objects", async () => {
  const lab = await openLab();
  const s3 = lab.s3();

  test("what is put is got, with its headers, metadata and checksum", async () => {
    const put = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "docs/é +%&.txt",
        Body: "hello",
        ContentType: "text/plain; charset=utf-8",
        CacheControl: "no-cache",
        ContentDisposition: 'attachment; filename="a.txt"',
        ContentLanguage: "de",
        Expires: new Date("2030-01-01T00:00:00Z"),
        Metadata: { colour: "blue" },
      }),
    );
    assert.equal(put.ETag, `"${createHash("md5").update("hello").digest("hex")}"`);
    assert.equal(put.ChecksumCRC32, "NhCmhg==");
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "docs/é +%&.txt" }));
    assert.equal(await got.Body!.transformToString(), "hello");
    assert.equal(got.ContentType, "text/plain; charset=utf-8");
    assert.equal(got.CacheControl, "no-cache");
    assert.equal(got.ContentDisposition, 'attachment; filename="a.txt"');
    assert.equal(got.ContentLanguage, "de");
    assert.equal(got.ExpiresString, "Tue, 01 Jan 2030 00:00:00 GMT");
    assert.deepEqual(got.Metadata, { colour: "blue" });
    assert.equal(got.ChecksumCRC32, "NhCmhg==");
    assert.equal(got.ChecksumType, "FULL_OBJECT");
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "docs/é +%&.txt" }));
    assert.equal(head.ContentLength, 5);
    assert.ok(Math.abs(head.LastModified!.getTime() - Date.now()) < 60_000);
  });

  for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)
    test(`a ${ChecksumAlgorithm} checksum is verified, kept and returned [SDK computes and checks it]`, async () => {
      const Key = `checksum-${ChecksumAlgorithm}`;
      const put = await s3.send(
        new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(70_000, "x"), ChecksumAlgorithm }),
      );
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
      assert.ok(put[`Checksum${ChecksumAlgorithm}`]);
      assert.equal(head[`Checksum${ChecksumAlgorithm}`], put[`Checksum${ChecksumAlgorithm}`]);
    });

  test("an empty object", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "empty", Body: "" }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "empty" }));
    assert.equal((await got.Body!.transformToByteArray()).length, 0);
    assert.equal(got.ContentType, "application/octet-stream");
  });

  test("delete removes it, and is 204 for what is not there", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "gone", Body: "x" }));
    for (const _ of [1, 2]) {
      const { $metadata } = await s3.send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
      assert.equal($metadata.httpStatusCode, 204);
    }
    assert.equal((await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key: "gone" })))).name, "NoSuchKey");
    assert.equal((await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key: "gone" })))).name, "NotFound");
  });

  test("conditions of a write: If-None-Match: * and If-Match", async () => {
    const put = await s3.send(new PutObjectCommand({ Bucket, Key: "once", Body: "1", IfNoneMatch: "*" }));
    const again = await refusalOf(s3.send(new PutObjectCommand({ Bucket, Key: "once", Body: "2", IfNoneMatch: "*" })));
    assert.equal(again.name, "PreconditionFailed");
    const other = await refusalOf(
      s3.send(new PutObjectCommand({ Bucket, Key: "once", Body: "3", IfMatch: '"other"' })),
    );
    assert.equal(other.name, "PreconditionFailed");
    await s3.send(new PutObjectCommand({ Bucket, Key: "once", Body: "4", IfMatch: put.ETag }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "once" }));
    assert.equal(await got.Body!.transformToString(), "4");
  });

  test("a stream comes in aws-chunked with a trailer, and is stored without either", async () => {
    const body = Buffer.concat([Buffer.alloc(65_536, "a"), Buffer.alloc(100, "b")]);
    const streamOf = () => Readable.from([body.subarray(0, 65_536), body.subarray(65_536)]);
    const stream = { Bucket, Key: "stream", ContentLength: body.length, ContentEncoding: "gzip" };
    const put = await s3.send(new PutObjectCommand({ ...stream, Body: streamOf() }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "stream", ChecksumMode: "ENABLED" }));
    assert.ok(Buffer.from(await got.Body!.transformToByteArray()).equals(body));
    assert.deepEqual([got.ContentEncoding, got.ChecksumCRC32], ["gzip", put.ChecksumCRC32]);

    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "streamed-parts" }));
    const part = { Bucket, Key: "streamed-parts", UploadId, PartNumber: 1 };
    const { ETag, ChecksumCRC32 } = await s3.send(
      new UploadPartCommand({ ...part, Body: streamOf(), ContentLength: body.length }),
    );
    assert.equal(ChecksumCRC32, put.ChecksumCRC32);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "streamed-parts", UploadId, MultipartUpload }));
    const whole = await s3.send(new GetObjectCommand({ Bucket, Key: "streamed-parts" }));
    assert.ok(Buffer.from(await whole.Body!.transformToByteArray()).equals(body));
  });

  test("a stream of small pieces is refused as on S3, in words that the SDK knows", async () => {
    const Body = Readable.from([Buffer.from("a"), Buffer.from("b")]);
    const refusal = await refusalOf(s3.send(new PutObjectCommand({ Bucket, Key: "small", Body, ContentLength: 2 })));
    assert.equal(refusal.name, "InvalidChunkSizeError");
    assert.match(refusal.message, /requestStreamBufferSize/);
    assert.equal((await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key: "small" })))).name, "NotFound");
  });
});

describe("buckets", async () => {
  const lab = await openLab({ buckets: [BUCKET, "second.bucket"], region: "eu-central-1" });
  const s3 = lab.s3();

  test("are listed, headed and located", async () => {
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    assert.deepEqual(
      Buckets!.map(({ Name }) => Name),
      [BUCKET, "second.bucket"],
    );
    const head = await s3.send(new HeadBucketCommand({ Bucket }));
    assert.equal(head.BucketRegion, "eu-central-1");
    assert.equal((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint, "eu-central-1");
    assert.equal((await refusalOf(s3.send(new HeadBucketCommand({ Bucket: "nothing" })))).name, "NotFound");
    const put = new PutObjectCommand({ Bucket: "nothing", Key: "k", Body: "x" });
    assert.equal((await refusalOf(s3.send(put))).name, "NoSuchBucket");
  });

  test("a bucket's keys are its own", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "one" }));
    await s3.send(new PutObjectCommand({ Bucket: "second.bucket", Key: "k", Body: "two" }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
    assert.equal(await got.Body!.transformToString(), "one");
  });
});

describe("what is not here says so", async () => {
  const lab = await openLab();
  const s3 = lab.s3();
  const Key = "k";
  const rows = [
    ["PutObjectAcl", () => s3.send(new PutObjectAclCommand({ Bucket, Key, ACL: "public-read" }))],
    ["an ACL", () => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ACL: "public-read" }))],
    ["encryption", () => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ServerSideEncryption: "AES256" }))],
    ["a storage class", () => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", StorageClass: "GLACIER" }))],
    ["a lock", () => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ObjectLockLegalHoldStatus: "ON" }))],
    ["an expected owner", () => s3.send(new GetObjectCommand({ Bucket, Key, ExpectedBucketOwner: "1".repeat(12) }))],
  ] as const;
  for (const [says, ask] of rows)
    test(`${says}: 501 NotImplemented, and nothing is stored`, async () => {
      const refusal = await refusalOf(ask());
      assert.equal(refusal.name, "NotImplemented");
      assert.equal(refusal.$metadata.httpStatusCode, 501);
      assert.equal((await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key })))).name, "NotFound");
    });
  for (const accepted of [{ ACL: "private" }, { StorageClass: "STANDARD" }] as const)
    test(`${JSON.stringify(accepted)} is what happens anyway`, async () => {
      await s3.send(new PutObjectCommand({ Bucket, Key: "plain", Body: "x", ...accepted }));
    });
});

describe("ListObjectsV2", async () => {
  const lab = await openLab();
  const s3 = lab.s3();
  for (const Key of ["a", "b/1", "b/2", "b/c/3", "d", "e\u0001", "é"])
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));

  test("pages through everything in byte order", async () => {
    const keys: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2, ContinuationToken }));
      assert.ok(page.KeyCount! <= 2);
      keys.push(...(page.Contents ?? []).map((object) => object.Key));
      ContinuationToken = page.NextContinuationToken;
      assert.equal(page.IsTruncated, ContinuationToken !== undefined);
    } while (ContinuationToken);
    assert.deepEqual(keys, ["a", "b/1", "b/2", "b/c/3", "d", "e\u0001", "é"]);
  });

  test("rolls up common prefixes, which count as entries", async () => {
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: "/", MaxKeys: 2 }));
    assert.deepEqual([first.Contents!.map((o) => o.Key), first.CommonPrefixes!.map((p) => p.Prefix)], [["a"], ["b/"]]);
    const ContinuationToken = first.NextContinuationToken;
    const rest = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: "/", ContinuationToken }));
    assert.deepEqual([rest.Contents!.map((o) => o.Key), rest.CommonPrefixes], [["d", "e\u0001", "é"], undefined]);
  });

  test("takes prefix, start-after, encoding-type and fetch-owner", async () => {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: "b/", StartAfter: "b/1", Delimiter: "/", FetchOwner: true }),
    );
    assert.deepEqual(
      page.Contents!.map((o) => [o.Key, o.Size, o.ETag, o.Owner?.ID]),
      [["b/2", 3, `"${createHash("md5").update("b/2").digest("hex")}"`, BUCKET]],
    );
    assert.deepEqual(
      page.CommonPrefixes!.map((p) => p.Prefix),
      ["b/c/"],
    );
    const encoded = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "é", EncodingType: "url" }));
    assert.equal(encoded.Contents![0]!.Key, "%C3%A9");
  });

  test("nothing for max-keys 0, and a foreign token is refused", async () => {
    const none = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
    assert.deepEqual([none.KeyCount, none.IsTruncated], [0, false]);
    const token = refusalOf(s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: "junk" })));
    assert.equal((await token).name, "InvalidArgument");
  });
});

describe("multipart", async () => {
  const lab = await openLab();
  const s3 = lab.s3();
  const first = Buffer.alloc(5 * MIB, "a");
  const second = Buffer.from("the end");
  const create = async (Key: string, more: object = {}) =>
    (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "video/mp4", ...more }))).UploadId!;
  const part = (Key: string, UploadId: string, PartNumber: number, Body: Buffer, more: object = {}) =>
    s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }));
  const complete = (Key: string, UploadId: string, Parts: object[], more: object = {}) =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));

  test("parts in any order, one sent again, listed, completed; ranges cross the seams", async () => {
    const UploadId = await create("film");
    await part("film", UploadId, 7, Buffer.from("wrong"));
    const b = await part("film", UploadId, 7, second);
    const a = await part("film", UploadId, 2, first);
    const page = await s3.send(new ListPartsCommand({ Bucket, Key: "film", UploadId, MaxParts: 1 }));
    assert.deepEqual([page.IsTruncated, page.NextPartNumberMarker, page.Parts!.length], [true, "2", 1]);
    const rest = await s3.send(new ListPartsCommand({ Bucket, Key: "film", UploadId, PartNumberMarker: "2" }));
    assert.deepEqual(
      rest.Parts!.map(({ PartNumber, Size, ETag }) => [PartNumber, Size, ETag]),
      [[7, second.length, b.ETag]],
    );
    assert.equal((await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key: "film" })))).name, "NotFound");
    const done = await complete("film", UploadId, [
      { PartNumber: 2, ETag: a.ETag },
      { PartNumber: 7, ETag: b.ETag },
    ]);
    const md5s = [first, second].map((bytes) => createHash("md5").update(bytes).digest());
    assert.equal(done.ETag, `"${createHash("md5").update(Buffer.concat(md5s)).digest("hex")}-2"`);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "film" }));
    assert.equal(got.ContentType, "video/mp4");
    assert.ok(Buffer.concat([first, second]).equals(await got.Body!.transformToByteArray()));
    const Range = `bytes=${first.length - 2}-${first.length + 2}`;
    const seam = await s3.send(new GetObjectCommand({ Bucket, Key: "film", Range }));
    assert.equal(await seam.Body!.transformToString(), "aathe");
    assert.equal((await refusalOf(part("film", UploadId, 1, second))).name, "NoSuchUpload");
    await until_no_drafts();
  });

  async function until_no_drafts() {
    assert.deepEqual((await lab.listFiles()).drafts, []);
  }

  for (const { ChecksumAlgorithm, ChecksumType } of [
    { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" },
    { ChecksumAlgorithm: "CRC32", ChecksumType: "COMPOSITE" },
    { ChecksumAlgorithm: "CRC32C", ChecksumType: "FULL_OBJECT" },
    { ChecksumAlgorithm: "CRC64NVME", ChecksumType: "FULL_OBJECT" },
    { ChecksumAlgorithm: "SHA256", ChecksumType: "COMPOSITE" },
  ] as const)
    test(`checksums of parts are joined [${ChecksumAlgorithm}, ${ChecksumType}]`, async () => {
      const Key = `joined-${ChecksumAlgorithm}-${ChecksumType}`;
      const UploadId = await create(Key, { ChecksumAlgorithm, ChecksumType });
      const name = `Checksum${ChecksumAlgorithm}` as const;
      const parts = [];
      for (const [i, body] of [first, second].entries()) {
        const sent = await part(Key, UploadId, i + 1, body, { ChecksumAlgorithm });
        parts.push({ PartNumber: i + 1, ETag: sent.ETag, [name]: sent[name] });
      }
      const done = await complete(Key, UploadId, parts);
      // The same bytes in one piece, summed by the SDK: the joined checksum must be that of the whole.
      const whole = await s3.send(
        new PutObjectCommand({ Bucket, Key: "whole", Body: Buffer.concat([first, second]), ChecksumAlgorithm }),
      );
      if (ChecksumType === "FULL_OBJECT") assert.equal(done[name], whole[name]);
      else assert.match(done[name]!, /^[A-Za-z0-9+/]+=*-2$/);
      assert.equal(done.ChecksumType, ChecksumType);
      const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
      await got.Body!.transformToByteArray();
      assert.equal(got[name], done[name]);
    });

  test("what completing refuses, and the upload goes on after it", async () => {
    const UploadId = await create("strict");
    const a = await part("strict", UploadId, 1, Buffer.from("small"));
    const b = await part("strict", UploadId, 2, second);
    const both = [
      { PartNumber: 1, ETag: a.ETag },
      { PartNumber: 2, ETag: b.ETag },
    ];
    assert.equal((await refusalOf(complete("strict", UploadId, both))).name, "EntityTooSmall");
    assert.equal((await refusalOf(complete("strict", UploadId, both.toReversed()))).name, "InvalidPartOrder");
    assert.equal((await refusalOf(complete("strict", UploadId, []))).name, "MalformedXML");
    const wrong = [{ PartNumber: 1, ETag: '"0"' }];
    assert.equal((await refusalOf(complete("strict", UploadId, wrong))).name, "InvalidPart");
    const absent = [{ PartNumber: 9, ETag: a.ETag }];
    assert.equal((await refusalOf(complete("strict", UploadId, absent))).name, "InvalidPart");
    const size = refusalOf(complete("strict", UploadId, [both[1]!], { MpuObjectSize: 1 }));
    assert.equal((await size).name, "InvalidRequest");
    assert.equal((await refusalOf(complete("other key", UploadId, both))).name, "NoSuchUpload");
    await complete("strict", UploadId, [both[1]!], { MpuObjectSize: second.length });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "strict" }));
    assert.equal(await got.Body!.transformToString(), "the end");
  });

  test("If-None-Match: * holds at completion", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "taken", Body: "first" }));
    const UploadId = await create("taken");
    const { ETag } = await part("taken", UploadId, 1, second);
    const refusal = await refusalOf(complete("taken", UploadId, [{ PartNumber: 1, ETag }], { IfNoneMatch: "*" }));
    assert.equal(refusal.name, "PreconditionFailed");
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "taken" }));
    assert.equal(await got.Body!.transformToString(), "first");
  });

  test("abort frees the bytes; uploads are listed by key and paged", async () => {
    const ids = [await create("list/a"), await create("list/b"), await create("list/b"), await create("list/x/c")];
    await part("list/a", ids[0]!, 1, Buffer.alloc(100_000, "x"));
    const before = (await lab.listFiles()).blobs.length;
    const page = await s3.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: "list/", MaxUploads: 2, Delimiter: "/" }),
    );
    assert.deepEqual(
      page.Uploads!.map(({ Key }) => Key),
      ["list/a", "list/b"],
    );
    const KeyMarker = page.NextKeyMarker;
    const UploadIdMarker = page.NextUploadIdMarker;
    const rest = await s3.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: "list/", KeyMarker, UploadIdMarker, Delimiter: "/" }),
    );
    assert.deepEqual(
      [...page.Uploads!, ...rest.Uploads!].map(({ UploadId }) => UploadId).sort(),
      ids.slice(0, 3).sort(),
    );
    assert.deepEqual(
      rest.CommonPrefixes!.map(({ Prefix }) => Prefix),
      ["list/x/"],
    );
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: "list/a", UploadId: ids[0]! }));
    assert.equal((await lab.listFiles()).blobs.length, before - 1);
    const again = s3.send(new AbortMultipartUploadCommand({ Bucket, Key: "list/a", UploadId: ids[0]! }));
    assert.equal((await refusalOf(again)).name, "NoSuchUpload");
  });
});
