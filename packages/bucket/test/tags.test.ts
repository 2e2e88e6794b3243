// Tags of objects: with the object, for themselves, and who may.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createPresigner } from "@daypass/presign";
import { parseTagging, readTagging } from "../src/settings/tags.ts";
import { BUCKET, credentialsOf, identity, openLab, refusalOf, send } from "./support.ts";

const Bucket = BUCKET;
const expiresInSeconds = 60;

describe("tags", async () => {
  const all = identity("all", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
  const plain = identity("plain", { actions: ["s3:GetObject", "s3:PutObject"], bucket: BUCKET, keyPrefix: "" });
  const lab = await openLab({ identities: [all, plain] });
  const s3 = lab.s3();
  const tagsOf = async (Key: string) => (await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;

  test("come with PutObject, are replaced, counted and removed", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", Tagging: "a=1&b=two%20words&c=&d=+" }));
    const set = [
      ["a", "1"],
      ["b", "two words"],
      ["c", ""],
      ["d", " "],
    ];
    assert.deepEqual(
      await tagsOf("k"),
      set.map(([Key, Value]) => ({ Key, Value })),
    );
    assert.equal((await s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).TagCount, 4);
    const TagSet = [{ Key: "é", Value: "+-=._:/@" }];
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet } }));
    assert.deepEqual(await tagsOf("k"), TagSet);
    await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: "k" }));
    assert.deepEqual(await tagsOf("k"), []);
    assert.equal((await s3.send(new GetObjectCommand({ Bucket, Key: "k" }))).TagCount, undefined);
  });

  test("of an upload in parts are those that it began with", async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts", Tagging: "a=1" }));
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: "parts", UploadId, PartNumber: 1, Body: "x" }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "parts", UploadId, MultipartUpload }));
    assert.deepEqual(await tagsOf("parts"), [{ Key: "a", Value: "1" }]);
  });

  test("need rights of their own", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "seen", Body: "x", Tagging: "a=1" }));
    const presigner = lab.presigner({ credentials: credentialsOf(plain) });
    const put = (headers: Record<string, string>) => send(presigner.put("new", { expiresInSeconds, headers }), "x");
    assert.deepEqual([(await put({ "x-amz-tagging": "a=1" })).status, (await put({})).status], [403, 200]);
    const read = await fetch(presigner.get("seen", { expiresInSeconds }).url);
    assert.deepEqual([read.status, read.headers.get("x-amz-tagging-count")], [200, null]);
    const tags = presigner.request({ method: "GET", key: "seen", query: { tagging: "" }, expiresInSeconds });
    assert.equal((await send(tags)).status, 403);
  });

  for (const { says, Tagging, code } of [
    { says: "eleven", Tagging: Array.from({ length: 11 }, (_, i) => `k${i}=v`).join("&"), code: "BadRequest" },
    { says: "a key twice", Tagging: "a=1&a=2", code: "InvalidTag" },
    { says: "an empty key", Tagging: "=1", code: "InvalidTag" },
    { says: "a long key", Tagging: `${"k".repeat(129)}=1`, code: "InvalidTag" },
    { says: "a long value", Tagging: `k=${"v".repeat(257)}`, code: "InvalidTag" },
    { says: "a character that tags have not", Tagging: "k=%3F", code: "InvalidTag" },
    { says: "a stray percent sign", Tagging: "k=%", code: "InvalidTag" },
    { says: "a name of the system", Tagging: "aws:k=1", code: "InvalidTag" },
  ])
    test(`${says}: ${code}`, async () => {
      const refusal = await refusalOf(s3.send(new PutObjectCommand({ Bucket, Key: "refused", Body: "x", Tagging })));
      assert.equal(refusal.name, code);
    });

  test("the signer and the bucket take the same characters", () => {
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
    const { put } = createPresigner({ credentials, region: "us-east-1", bucket: "photos" });
    const takes = (call: () => unknown): boolean => {
      try {
        call();
        return true;
      } catch {
        return false;
      }
    };
    const taken: string[] = [];
    for (const [from, to] of [
      [0x0000, 0x0400],
      [0x0900, 0x0980],
      [0x1680, 0x1681],
      [0x2000, 0x2070],
      [0x3000, 0x3010],
    ] as const)
      for (let code = from; code < to; code += 1) {
        const text = `a${String.fromCodePoint(code)}`;
        const isSigned = takes(() => put("k", { tagging: { [text]: text }, expiresInSeconds }));
        assert.equal(
          isSigned,
          takes(() => parseTagging(new URLSearchParams({ [text]: text }).toString())),
          text,
        );
        if (isSigned) taken.push(text.slice(1));
      }
    for (const blank of [" ", "\u00a0", "\u2028", "\u3000"]) assert.ok(taken.includes(blank));
  });

  test("text in place of a set does not wipe what is there: MalformedXML", () => {
    assert.throws(() => readTagging("<Tagging><TagSet>oops</TagSet></Tagging>"), { code: "MalformedXML" });
  });

  test("of what is not there: NoSuchKey", async () => {
    const TagSet = [{ Key: "a", Value: "1" }];
    for (const command of [
      new GetObjectTaggingCommand({ Bucket, Key: "no" }),
      new PutObjectTaggingCommand({ Bucket, Key: "no", Tagging: { TagSet } }),
      new DeleteObjectTaggingCommand({ Bucket, Key: "no" }),
    ])
      assert.equal((await refusalOf(s3.send(command as never))).name, "NoSuchKey");
  });
});
