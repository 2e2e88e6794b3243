// DeleteObjects: a thousand keys at once, each judged by itself.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { BUCKET, codeOf, credentialsOf, identity, openLab, send } from "./support.ts";

const Bucket = BUCKET;
const expiresInSeconds = 60;

describe("DeleteObjects", async () => {
  const all = identity("all", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
  const some = identity("some", { actions: ["s3:DeleteObject"], bucket: BUCKET, keyPrefix: "mine/" });
  const none = identity("none", { actions: ["s3:GetObject"], bucket: BUCKET, keyPrefix: "" });
  const lab = await openLab({ identities: [all, some, none] });
  const s3 = lab.s3();
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const keys = async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? [];
  const removeAs = async (who: typeof all, document: string, headers: Record<string, string> = {}) => {
    const presigner = lab.presigner({ credentials: credentialsOf(who) });
    const md5 = createHash("md5").update(document).digest("base64");
    const all = { "content-md5": md5, ...headers };
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
    const request = presigner.request({ method: "POST", query: { delete: "" }, headers: given, expiresInSeconds });
    return send(request, document);
  };
  const documentOf = (...names: string[]) =>
    `<Delete>${names.map((name) => `<Object><Key>${name}</Key></Object>`).join("")}</Delete>`;

  test("a thousand keys, those that are not there too, with odd names", async () => {
    const odd = ["a & <b>", "tab\tand \u0001", " blanks ", "é😀"];
    for (const key of odd) await put(key);
    const Objects = [...odd, ...Array.from({ length: 996 }, (_, i) => `absent/${i}`)].map((Key) => ({ Key }));
    // The SDK writes a raw control character, which XML has no name for.
    Objects[1] = { Key: "tab\tand " };
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    assert.deepEqual([Deleted!.length, Errors], [1_000, undefined]);
    assert.deepEqual(await keys(), ["tab\tand \u0001"]);
    const answer = await removeAs(all, documentOf("tab&#9;and &#x1;"));
    assert.equal(answer.status, 200);
    assert.deepEqual(await keys(), []);
  });

  test("quietly: only what failed is named", async () => {
    await put("quiet");
    const Delete = { Objects: [{ Key: "quiet" }, { Key: "k", VersionId: "1" }], Quiet: true };
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
    assert.deepEqual([Deleted, Errors!.map(({ Key, Code }) => [Key, Code])], [undefined, [["k", "NoSuchVersion"]]]);
    assert.deepEqual(await keys(), []);
  });

  test("an ETag that does not match keeps its object", async () => {
    const { ETag } = await put("kept");
    const Objects = (etag: string) => ({ Objects: [{ Key: "kept", ETag: etag }] });
    const wrong = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: Objects('"x"') }));
    assert.equal(wrong.Errors![0]!.Code, "PreconditionFailed");
    assert.deepEqual(await keys(), ["kept"]);
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: Objects(ETag!) }));
    assert.deepEqual(await keys(), []);
  });

  test("each key is authorized by itself", async () => {
    await put("mine/a");
    await put("yours/a");
    const answer = await removeAs(some, documentOf("mine/a", "yours/a"));
    const text = await answer.text();
    assert.equal(answer.status, 200);
    assert.match(text, /<Deleted><Key>mine\/a<\/Key><\/Deleted><Error><Key>yours\/a<\/Key><Code>AccessDenied</);
    assert.deepEqual(await keys(), ["yours/a"]);
    assert.equal((await removeAs(none, documentOf("yours/a"))).status, 403);
    assert.deepEqual(await keys(), ["yours/a"]);
  });

  for (const { says, document, headers = {}, code } of [
    { says: "no digest", document: documentOf("k"), headers: { "content-md5": "" }, code: "InvalidRequest" },
    {
      says: "a wrong MD5",
      document: documentOf("k"),
      headers: { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" },
      code: "BadDigest",
    },
    {
      says: "an MD5 that is none",
      document: documentOf("k"),
      headers: { "content-md5": "AA==" },
      code: "InvalidDigest",
    },
    {
      says: "a wrong checksum",
      document: documentOf("k"),
      headers: { "x-amz-checksum-crc32": "AAAAAA==" },
      code: "BadDigest",
    },
    { says: "no key", document: "<Delete/>", code: "MalformedXML" },
    { says: "an empty key", document: documentOf(""), code: "MalformedXML" },
    {
      says: "1,001 keys",
      document: documentOf(...Array.from({ length: 1_001 }, (_, i) => `${i}`)),
      code: "MalformedXML",
    },
    {
      says: "Quiet that is neither",
      document: "<Delete><Quiet>1</Quiet><Object><Key>k</Key></Object></Delete>",
      code: "MalformedXML",
    },
    {
      says: "a Size",
      document: "<Delete><Object><Key>k</Key><Size>1</Size></Object></Delete>",
      code: "NotImplemented",
    },
    {
      says: "bytes that are no UTF-8",
      document: documentOf("\u00e9"),
      headers: { "content-md5": "latin1" },
      code: "MalformedXML",
    },
  ])
    test(`${says}: ${code}`, async () => {
      const isLatin1 = headers["content-md5"] === "latin1";
      const bytes = Buffer.from(document, isLatin1 ? "latin1" : "utf8");
      const md5 = isLatin1 ? { "content-md5": createHash("md5").update(bytes).digest("base64") } : headers;
      const answer = await removeAs(all, bytes as never, md5);
      assert.equal(await codeOf(answer), code);
    });
});
