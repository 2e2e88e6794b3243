import assert from "node:assert/strict";
import { Agent } from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import * as S3 from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type Bench, type Client, expectBytes } from "./client.ts";

const install = "npm ci (it is a development dependency)";

const clientOf = ({ bucket: { endpoint, region, credentials } }: Bench, more: S3.S3ClientConfig = {}) =>
  new S3.S3Client({ endpoint, region, credentials, ...more });

async function runSequence(bench: Bench, s3: S3.S3Client): Promise<void> {
  const { step, small, big, newBucket: Bucket } = bench;
  const read = async (Key: string, more: object = {}) => {
    const { Body } = await s3.send(new S3.GetObjectCommand({ Bucket, Key, ...more }));
    return Buffer.from(await Body!.transformToByteArray());
  };
  await step("create bucket", () => s3.send(new S3.CreateBucketCommand({ Bucket })));
  await step("put a buffer", () => s3.send(new S3.PutObjectCommand({ Bucket, Key: "odd é +&.txt", Body: small })));
  await step("put a stream of known length", async () => {
    const Body = Readable.from([small]);
    await s3.send(new S3.PutObjectCommand({ Bucket, Key: "stream", Body, ContentLength: small.length }));
    expectBytes(await read("stream"), small);
  });
  for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)
    await step(`put a stream with ${ChecksumAlgorithm}`, async () => {
      const Body = Readable.from([big.subarray(0, 300_000)]);
      const input = { Bucket, Key: ChecksumAlgorithm, Body, ContentLength: 300_000, ChecksumAlgorithm };
      const sent = await s3.send(new S3.PutObjectCommand(input));
      assert.ok(sent[`Checksum${ChecksumAlgorithm}`]);
      expectBytes(await read(ChecksumAlgorithm), big.subarray(0, 300_000));
    });
  await step("get", async () => expectBytes(await read("odd é +&.txt"), small));
  await step("get a range", async () =>
    expectBytes(await read("odd é +&.txt", { Range: "bytes=2-5" }), small.subarray(2, 6)),
  );
  await step("head", async () => {
    const head = await s3.send(new S3.HeadObjectCommand({ Bucket, Key: "odd é +&.txt", ChecksumMode: "ENABLED" }));
    assert.ok(head.ChecksumCRC32);
  });
  await step("list, both versions", async () => {
    const [one, two] = [
      await s3.send(new S3.ListObjectsCommand({ Bucket })),
      await s3.send(new S3.ListObjectsV2Command({ Bucket })),
    ];
    assert.equal(two.Contents!.length, 7);
    assert.deepEqual(
      one.Contents!.map(({ Key }) => Key),
      two.Contents!.map(({ Key }) => Key),
    );
  });
  await step("copy", async () => {
    const CopySource = `${Bucket}/${encodeURIComponent("odd é +&.txt")}`;
    await s3.send(new S3.CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
    expectBytes(await read("copy"), small);
  });
  await step("tags", async () => {
    const TagSet = [{ Key: "a", Value: "é" }];
    await s3.send(new S3.PutObjectTaggingCommand({ Bucket, Key: "copy", Tagging: { TagSet } }));
    assert.deepEqual((await s3.send(new S3.GetObjectTaggingCommand({ Bucket, Key: "copy" }))).TagSet, TagSet);
  });
  await step("multipart by hand, read by part", async () => {
    const { UploadId } = await s3.send(new S3.CreateMultipartUploadCommand({ Bucket, Key: "parts" }));
    const cut = 5 * 1024 * 1024;
    const Parts: S3.CompletedPart[] = [];
    for (const [i, Body] of [big.subarray(0, cut), big.subarray(cut)].entries()) {
      const { ETag } = await s3.send(
        new S3.UploadPartCommand({ Bucket, Key: "parts", UploadId, PartNumber: i + 1, Body }),
      );
      Parts.push({ PartNumber: i + 1, ETag });
    }
    const MultipartUpload = { Parts };
    await s3.send(new S3.CompleteMultipartUploadCommand({ Bucket, Key: "parts", UploadId, MultipartUpload }));
    expectBytes(await read("parts", { PartNumber: 2 }), big.subarray(cut));
  });
  await step("presign put and get", async () => {
    const put = await getSignedUrl(s3, new S3.PutObjectCommand({ Bucket, Key: "presigned" }), { expiresIn: 60 });
    // The SDK has signed the checksum of an empty body, as it does by default.
    assert.equal((await fetch(put, { method: "PUT", body: "" })).status, 200);
    const get = await getSignedUrl(s3, new S3.GetObjectCommand({ Bucket, Key: "copy" }), { expiresIn: 60 });
    expectBytes(Buffer.from(await (await fetch(get)).arrayBuffer()), small);
  });
  await step("presigned form", async () => {
    // The name of the file goes into the key.
    const Key = "form/$" + "{filename}";
    const { url, fields } = await createPresignedPost(s3, { Bucket, Key, Expires: 60 });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob([new Uint8Array(small)]), "a.txt");
    assert.equal((await fetch(url, { method: "POST", body: form })).status, 204);
    expectBytes(await read("form/a.txt"), small);
  });
  await removeAll(bench, s3);
}

async function removeAll({ step, newBucket: Bucket }: Bench, s3: S3.S3Client): Promise<void> {
  await step("delete many, and the bucket", async () => {
    const { Contents = [] } = await s3.send(new S3.ListObjectsV2Command({ Bucket }));
    const Objects = Contents.map(({ Key }) => ({ Key }));
    const { Deleted } = await s3.send(new S3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    assert.equal(Deleted!.length, Objects.length);
    await s3.send(new S3.DeleteBucketCommand({ Bucket }));
  });
}

export const awsSdk: Client = {
  name: "@aws-sdk/client-s3",
  install,
  find: async () => [{ version: "default settings", run: (bench) => runSequence(bench, clientOf(bench)) }],
};

/** By default the SDK puts the bucket into the host name; that `bucket.localhost` is this machine not every resolver knows. */
export const awsSdkByHost: Client = {
  name: "@aws-sdk/client-s3, virtual-hosted",
  install,
  find: async () => [
    {
      version: "bucket.localhost",
      async run(bench) {
        const { port } = new URL(bench.bucket.endpoint);
        const lookup = (_: string, options: { all?: boolean }, done: (...found: unknown[]) => void) =>
          options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);
        const httpAgent = new Agent({ lookup: lookup as never });
        const s3 = clientOf(bench, { endpoint: `http://localhost:${port}`, requestHandler: { httpAgent } });
        const { step, small, newBucket: Bucket } = bench;
        await step("create bucket", () => s3.send(new S3.CreateBucketCommand({ Bucket })));
        await step("put and get", async () => {
          await s3.send(new S3.PutObjectCommand({ Bucket, Key: "a/é", Body: small }));
          const { Body } = await s3.send(new S3.GetObjectCommand({ Bucket, Key: "a/é" }));
          expectBytes(Buffer.from(await Body!.transformToByteArray()), small);
        });
        await step("copy", () =>
          s3.send(new S3.CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/a/%C3%A9` })),
        );
        await step("presign", async () => {
          const url = await getSignedUrl(s3, new S3.GetObjectCommand({ Bucket, Key: "copy" }), { expiresIn: 60 });
          assert.equal(new URL(url).hostname, `${Bucket}.localhost`);
        });
        await removeAll(bench, s3);
        httpAgent.destroy();
      },
    },
  ],
};

export const libStorage: Client = {
  name: "@aws-sdk/lib-storage",
  install,
  find: async () => [
    {
      version: "default settings",
      async run(bench) {
        const s3 = clientOf(bench);
        const { step, big, small, newBucket: Bucket } = bench;
        await step("create bucket", () => s3.send(new S3.CreateBucketCommand({ Bucket })));
        for (const [Key, body] of [
          ["big", big],
          ["small", small],
        ] as const)
          await step(`upload a stream of unknown length [${Key}]`, async () => {
            const Body = Readable.from(cut(body));
            await new Upload({ client: s3, params: { Bucket, Key, Body } }).done();
            const got = await s3.send(new S3.GetObjectCommand({ Bucket, Key }));
            expectBytes(await buffer(got.Body as Readable), body);
          });
        await removeAll(bench, s3);
      },
    },
  ],
};

function* cut(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += 100_000) yield body.subarray(at, at + 100_000);
}
