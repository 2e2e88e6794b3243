// What is stored, read by its parts and described by its attributes; the first version of lists; writers that race.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { BUCKET, openLab, refusalOf } from "./support.ts";

const Bucket = BUCKET;
const MIB = 1024 * 1024;

describe("ListObjects, the first version", async () => {
  const lab = await openLab();
  const s3 = lab.s3();
  const names = ["a", "b/1", "b/2", "b/c/3", "d", "é"];
  for (const Key of names) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));

  test("pages by the last key, and by NextMarker where there is a delimiter", async () => {
    const first = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 4 }));
    assert.deepEqual([first.Contents!.length, first.IsTruncated, first.NextMarker], [4, true, undefined]);
    const rest = await s3.send(new ListObjectsCommand({ Bucket, Marker: first.Contents!.at(-1)!.Key }));
    assert.deepEqual(
      [...first.Contents!, ...rest.Contents!].map(({ Key }) => Key),
      names,
    );
    const rolled = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 2 }));
    assert.deepEqual([rolled.CommonPrefixes, rolled.NextMarker], [[{ Prefix: "b/" }], "b/"]);
    const after = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: "/", Marker: rolled.NextMarker }));
    assert.deepEqual([after.Contents!.map(({ Key }) => Key), after.CommonPrefixes], [["d", "é"], undefined]);
  });

  test("pages inside a folder that is an object itself, and where the delimiter reaches into the prefix", async () => {
    const folder = ["f/", "f/1", "f/2", "f/sub/3"];
    for (const Key of folder) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    for (const [prefix, all] of [
      ["f/", ["f/", "f/1", "f/2", "f/sub/"]],
      ["f", ["f/"]],
    ] as const) {
      const found: string[] = [];
      let Marker: string | undefined;
      do {
        const request = { Bucket, Prefix: prefix, Delimiter: "/", MaxKeys: 1, ...(Marker ? { Marker } : {}) };
        const page = await s3.send(new ListObjectsCommand(request));
        for (const { Key } of page.Contents ?? []) found.push(Key!);
        for (const { Prefix } of page.CommonPrefixes ?? []) found.push(Prefix!);
        Marker = page.NextMarker;
      } while (Marker);
      assert.deepEqual(found, all);
    }
    for (const Key of folder) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  });

  test("names prefix, marker, encoding and owner", async () => {
    const page = await s3.send(new ListObjectsCommand({ Bucket, Prefix: "b/", Marker: "b/1", EncodingType: "url" }));
    assert.deepEqual(
      [page.Prefix, page.Marker, page.EncodingType, page.Contents!.map(({ Key, Owner }) => [Key, Owner!.ID])],
      [
        "b/",
        "b/1",
        "url",
        [
          ["b/2", BUCKET],
          ["b/c/3", BUCKET],
        ],
      ],
    );
  });
});

describe("parts and attributes of what is stored", async () => {
  const lab = await openLab();
  const s3 = lab.s3();
  const pieces = [Buffer.alloc(5 * MIB, "a"), Buffer.from("the end")];
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket, Key: "film", ChecksumAlgorithm: "SHA256" }),
  );
  const Parts: { PartNumber: number; ETag?: string | undefined; ChecksumSHA256?: string | undefined }[] = [];
  for (const [i, Body] of pieces.entries()) {
    const part = { Bucket, Key: "film", UploadId, PartNumber: i * 5 + 2, Body, ChecksumAlgorithm: "SHA256" as const };
    const { ETag, ChecksumSHA256 } = await s3.send(new UploadPartCommand(part));
    Parts.push({ PartNumber: i * 5 + 2, ETag, ChecksumSHA256 });
  }
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "film", UploadId, MultipartUpload: { Parts } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "plain", Body: "hello" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "empty", Body: "" }));

  test("a part is read by its number, counted in the order of the object", async () => {
    const second = await s3.send(new GetObjectCommand({ Bucket, Key: "film", PartNumber: 2 }));
    assert.deepEqual(
      [second.$metadata.httpStatusCode, second.PartsCount, second.ContentRange, await second.Body!.transformToString()],
      [206, 2, `bytes ${5 * MIB}-${5 * MIB + 6}/${5 * MIB + 7}`, "the end"],
    );
    const first = await s3.send(new HeadObjectCommand({ Bucket, Key: "film", PartNumber: 1 }));
    assert.deepEqual([first.ContentLength, first.PartsCount], [5 * MIB, 2]);
  });

  test("an empty last part is empty, and not the whole", async () => {
    const upload = { Bucket, Key: "open-end" };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
    const Parts: { PartNumber: number; ETag?: string | undefined }[] = [];
    for (const [i, Body] of [Buffer.alloc(5 * MIB), ""].entries()) {
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: i + 1, Body }));
      Parts.push({ PartNumber: i + 1, ETag });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }));
    const got = await s3.send(new GetObjectCommand({ ...upload, PartNumber: 2 }));
    assert.deepEqual([got.$metadata.httpStatusCode, got.ContentLength, got.PartsCount], [206, 0, 2]);
  });

  test("what came in one piece is its own first part", async () => {
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "plain", PartNumber: 1 }));
    assert.deepEqual([await got.Body!.transformToString(), got.PartsCount], ["hello", undefined]);
    const empty = await s3.send(new HeadObjectCommand({ Bucket, Key: "empty", PartNumber: 1 }));
    assert.equal(empty.ContentLength, 0);
  });

  for (const { says, key, PartNumber, Range, code, status } of [
    { says: "a part beyond the last", key: "film", PartNumber: 3, code: "InvalidPartNumber", status: 416 },
    { says: "a second part of one piece", key: "plain", PartNumber: 2, code: "InvalidPartNumber", status: 416 },
    { says: "part 0", key: "film", PartNumber: 0, code: "InvalidArgument", status: 400 },
    { says: "a part and a range", key: "film", PartNumber: 1, Range: "bytes=0-1", code: "InvalidRequest", status: 400 },
  ])
    test(`${says}: ${code}`, async () => {
      const refusal = await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key: key, PartNumber, Range })));
      assert.deepEqual([refusal.name, refusal.$metadata.httpStatusCode], [code, status]);
    });

  test("attributes: those that are asked for, with the checksum of each part", async () => {
    const all = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"] as const;
    const film = await s3.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: "film",
        ObjectAttributes: [...all],
        MaxParts: 1,
        PartNumberMarker: "1",
      }),
    );
    assert.match(film.ETag!, /^[0-9a-f]{32}-2$/);
    assert.match(film.Checksum!.ChecksumSHA256!, /-2$/);
    assert.equal(film.ObjectSize, 5 * MIB + 7);
    const parts = film.ObjectParts!;
    assert.deepEqual(
      [parts.TotalPartsCount, parts.IsTruncated, parts.Parts!.map(({ PartNumber, Size }) => [PartNumber, Size])],
      [2, false, [[2, 7]]],
    );
    assert.equal(parts.Parts![0]!.ChecksumSHA256, Parts[1]!.ChecksumSHA256);
    const plain = await s3.send(
      new GetObjectAttributesCommand({ Bucket, Key: "plain", ObjectAttributes: ["ObjectSize", "ObjectParts"] }),
    );
    assert.deepEqual([plain.ETag, plain.ObjectParts, plain.ObjectSize], [undefined, undefined, 5]);
  });

  test("attributes that there are none of: InvalidArgument", async () => {
    const sent = s3.send(new GetObjectAttributesCommand({ Bucket, Key: "film", ObjectAttributes: ["Owner" as never] }));
    assert.equal((await refusalOf(sent)).name, "InvalidArgument");
  });
});

test("a hundred writers with one If-Match: one of them wins", async () => {
  const lab = await openLab();
  const s3 = lab.s3();
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: "race", Body: "start" }));
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => lab.put("race", `writer ${i}`, { "if-match": ETag! })),
  );
  const statuses = answers.map(({ status }) => status);
  assert.deepEqual([statuses.filter((s) => s === 200).length, statuses.filter((s) => s === 412).length], [1, 99]);
  const winner = statuses.indexOf(200);
  assert.equal(await (await lab.get("race")).text(), `writer ${winner}`);
});
