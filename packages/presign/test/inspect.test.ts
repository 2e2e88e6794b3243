import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, inspect, type PresignedInspection } from "../src/index.ts";
import { importsOf } from "./imports-of.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const base = {
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  region: "eu-central-1",
  bucket: "photos",
  clock: () => NOW,
};
const presigner = createPresigner(base);
const local = createPresigner({ ...base, endpoint: "http://127.0.0.1:9000" });
const open = { expiresInSeconds: 900 };

function read(url: string, now?: Date): PresignedInspection {
  const result = inspect(url, now);
  assert.equal(result.kind, "presigned", JSON.stringify(result));
  return result as PresignedInspection;
}
const codes = (url: string, now?: Date) => inspect(url, now).warnings.map((warning) => warning.code);

test("a presigned URL says what it allows, for whom, until when, and what is pinned", () => {
  const { url } = presigner.put("a/é b.txt", {
    ...open,
    contentLength: 5,
    contentType: "text/plain",
    createOnly: true,
    query: { "x-daypass-grant": "g" },
  });
  const { warnings, ...facts } = read(url, NOW);
  assert.deepEqual(warnings, []);
  assert.deepEqual(facts, {
    kind: "presigned",
    algorithm: "AWS4-HMAC-SHA256",
    operations: ["PutObject"],
    origin: "https://photos.s3.eu-central-1.amazonaws.com",
    addressing: "virtual-hosted",
    bucket: "photos",
    key: "a/é b.txt",
    accessKeyId: "AKIDEXAMPLE",
    isTemporary: false,
    region: "eu-central-1",
    service: "s3",
    signedAt: NOW,
    expiresInSeconds: 900,
    expiresAt: new Date("2026-11-24T12:15:00Z"),
    state: "valid",
    signedHeaders: ["content-length", "content-type", "host", "if-none-match"],
    pinned: [
      "the method",
      "the key",
      "the exact size",
      "the content type",
      "the host",
      "that nothing is replaced",
      "the parameter x-daypass-grant",
    ],
    query: [["x-daypass-grant", "g"]],
  });
});

for (const [operation, url] of [
  ["GetObject, HeadObject", presigner.get("k", { ...open, downloadAs: "a" }).url],
  ["GetObject, HeadObject, PutObject, DeleteObject", presigner.get("k", open).url],
  ["PutObject", presigner.put("k", { ...open, metadata: { a: "1" } }).url],
  ["CreateMultipartUpload", presigner.multipart.create("k", open).url],
  ["UploadPart", presigner.multipart.part("k", { ...open, uploadId: "u", partNumber: 1 }).url],
  ["CompleteMultipartUpload", presigner.multipart.complete("k", { ...open, uploadId: "u", createOnly: true }).url],
  [
    "CompleteMultipartUpload, AbortMultipartUpload, ListParts",
    presigner.multipart.abort("k", { ...open, uploadId: "u" }).url,
  ],
  ["ListObjectsV2", local.request({ ...open, method: "GET", query: { "list-type": "2" } }).url],
  ["ListMultipartUploads", presigner.request({ ...open, method: "GET", query: { uploads: "" } }).url],
] as const)
  test(`operation: ${operation}`, () => assert.equal(read(url).operations.join(", "), operation));

for (const [host, bucket, key] of [
  ["photos.s3.eu-central-1.amazonaws.com/a/b", "photos", "a/b"],
  ["my.dotted.photos.s3.amazonaws.com/a", "my.dotted.photos", "a"],
  ["s3.eu-central-1.amazonaws.com/photos/a/b", "photos", "a/b"],
  ["photos.s3.dualstack.eu-central-1.amazonaws.com/a", "photos", "a"],
  ["photos.s3-accelerate.amazonaws.com/a", "photos", "a"],
  ["photos.s3.cn-north-1.amazonaws.com.cn/a", "photos", "a"],
  ["acct.r2.cloudflarestorage.com/photos/a", "photos", "a"],
  ["photos.s3.eu-central-003.backblazeb2.com/a", "photos", "a"],
  ["photos.fra1.digitaloceanspaces.com/a", "photos", "a"],
  ["localhost:9000/photos/a", "photos", "a"],
] as const)
  test(`place: ${host}`, () => {
    const query = presigner.get("x", open).url.split("?")[1];
    const facts = read(`https://${host}?${query}`);
    assert.deepEqual([facts.bucket, facts.key], [bucket, key]);
  });

const at = (options: object) => createPresigner({ ...base, ...options });
const long = { expiresInSeconds: 172_800 };
const edit = (from: string | RegExp, to: string, url = presigner.get("k", open).url) => url.replace(from, to);
for (const [code, url, now] of [
  ["expired", presigner.get("k", open).url, new Date("2026-11-24T12:15:01Z")],
  ["not_yet_valid", presigner.get("k", open).url, new Date("2026-11-24T11:44:59Z")],
  ["lives_long", presigner.get("k", long).url],
  ["lives_too_long", edit("X-Amz-Expires=900", "X-Amz-Expires=700000")],
  ["lives_short", presigner.get("k", { expiresInSeconds: 30 }).url],
  ["lives_never", edit("X-Amz-Expires=900", "X-Amz-Expires=0")],
  ["temporary_credentials", at({ credentials: { ...base.credentials, sessionToken: "t" } }).get("k", open).url],
  ["token_missing", at({ credentials: { ...base.credentials, accessKeyId: "ASIAX" } }).get("k", open).url],
  ["other_service", edit("%2Fs3%2F", "%2Fsts%2F")],
  ["region_differs", edit("%2Feu-central-1%2F", "%2Fus-east-1%2F")],
  ["plain_http", at({ endpoint: "http://s3.example.com" }).get("k", open).url],
  ["host_not_signed", edit("SignedHeaders=host", "SignedHeaders=x-a")],
  ["size_not_pinned", presigner.put("k", { ...open, createOnly: true }).url],
  ["may_replace", presigner.put("k", { ...open, contentLength: 1 }).url],
  ["type_not_pinned", presigner.put("k", { ...open, contentLength: 1 }).url],
  ["range_signed", presigner.get("k", { ...open, headers: { range: "bytes=0-1" } }).url],
  ["range_in_query", edit("?", "?range=bytes%3D0-1&")],
  ["parameter_added", `${presigner.get("k", open).url}&utm_source=mail`],
  ["ignored_in_query", `${presigner.get("k", open).url}&x-amz-tagging=a%3Db`],
  ["checksum_of_nothing", presigner.get("k", { ...open, query: { "x-amz-checksum-crc32": "AAAAAA==" } }).url],
  ["dot_segment", edit("/k?", "/a/%2e%2E/k?")],
  ["empty_segment", presigner.get("/k", open).url],
  ["raw_plus", edit("/k?", "/a+b?")],
  ["html_escaped", edit("&X-Amz-Date", "&amp;x=1&X-Amz-Date")],
] as [string, string, Date?][])
  test(`warning: ${code}`, () => {
    assert.ok(codes(url, now).includes(code), JSON.stringify(codes(url, now)));
    assert.ok(!codes(presigner.get("k", open).url, NOW).includes(code));
  });

for (const [says, url, kind, text] of [
  ["nothing", "", "not_a_url", /not an http/],
  ["an s3:// name", "s3://b/k", "not_a_url", /sign it first/],
  ["a plain URL", "https://photos.s3.amazonaws.com/k", "not_presigned", /public/],
  ["version 2", "https://b.s3.amazonaws.com/k?AWSAccessKeyId=A&Expires=1&Signature=x", "sigv2", /Version 2/],
  ["Google", "https://storage.googleapis.com/b/k?X-Goog-Algorithm=GOOG4&X-Goog-Signature=x", "foreign", /Google/],
  ["CloudFront", "https://d1.cloudfront.net/k?Expires=1&Signature=x&Key-Pair-Id=K", "foreign", /CloudFront/],
  ["Azure", "https://a.blob.core.windows.net/c/k?sv=2020&sig=x", "foreign", /Azure/],
  [
    "a page's source",
    presigner.get("k", open).url.replaceAll("&", "&amp;").replace("?X-Amz-Algorithm=AWS4-HMAC-SHA256", "?a=b"),
    "malformed",
    /&amp;/,
  ],
  ["cut off", presigner.get("k", open).url.slice(0, -10), "malformed", /54 characters where 64/],
  ["cut off earlier", presigner.get("k", open).url.split("&X-Amz-Date")[0]!, "malformed", /X-Amz-Date.*missing/],
  ["encoded twice", presigner.get("k", open).url.replaceAll("%2F", "%252F"), "malformed", /encoded twice/],
  ["a parameter twice", `${presigner.get("k", open).url}&X-Amz-Expires=1`, "malformed", /twice/],
  ["lower case", presigner.get("k", open).url.replace("X-Amz-Date", "x-amz-date"), "malformed", /spelt/],
  ["no number", edit("X-Amz-Expires=900", "X-Amz-Expires=undefined"), "malformed", /number of seconds/],
  ["no date", edit(/X-Amz-Date=\w+/, "X-Amz-Date=20261301T000000Z"), "malformed", /no date/],
] as const)
  test(`not a presigned URL of S3: ${says}`, () => {
    const result = inspect(url);
    assert.equal(result.kind, kind, JSON.stringify(result));
    assert.match(result.text, text);
  });

test("brackets and quotes around a pasted URL are not part of it", () => {
  assert.equal(inspect(`<${presigner.get("k", open).url}>\n`).kind, "presigned");
});

test("inspect runs in a browser: no file that it imports needs Node", () => {
  const files = importsOf("inspect/inspect.ts");
  for (const [path, source] of files) assert.doesNotMatch(source, /from "node:|\bBuffer\b|\bprocess\b/, path);
  assert.ok(files.size >= 4);
});
