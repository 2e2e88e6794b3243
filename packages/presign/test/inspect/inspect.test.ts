import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, inspect, type PresignedInspection } from "../../src/index.ts";
import { importsOf } from "../imports-of.ts";

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
    provider: "AWS S3",
    hostFeatures: [],
    addressing: "virtual-hosted",
    bucket: "photos",
    key: "a/é b.txt",
    accessKeyId: "AKIDEXAMPLE",
    keyKind: "unknown",
    accountId: undefined,
    isTemporary: false,
    region: "eu-central-1",
    service: "s3",
    signatureBegins: /X-Amz-Signature=(.{8})/.exec(url)![1],
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
    open: ["the content", "headers like Cache-Control and Content-Disposition"],
    query: [["x-daypass-grant", "g"]],
  });
});

for (const [operation, url] of [
  ["GetObject, HeadObject", presigner.get("k", { ...open, downloadAs: "a" }).url],
  ["GetObject, HeadObject, PutObject, DeleteObject", presigner.get("k", open).url],
  ["GetObject, HeadObject, PutObject, DeleteObject", presigner.put("k", { ...open, createOnly: true }).url],
  ["PutObject, GetObject, HeadObject, DeleteObject", presigner.put("k", { ...open, contentType: "a/b" }).url],
  ["ListObjects, HeadBucket, CreateBucket, DeleteBucket", local.request({ ...open, method: "PUT" }).url],
  ["ListObjects, HeadBucket", local.request({ ...open, method: "GET", query: { prefix: "a" } }).url],
  ["GetBucketAcl, PutBucketAcl", local.request({ ...open, method: "GET", query: { acl: "" } }).url],
  [
    "GetBucketVersioning, PutBucketVersioning",
    local.request({ ...open, method: "GET", query: { versioning: "" } }).url,
  ],
  ["ListObjectsV2", local.request({ ...open, method: "GET", query: { "list-type": "2", "x-id": "GetObject" } }).url],
  [
    "GetObject, HeadObject, PutObject, DeleteObject",
    presigner.request({ ...open, method: "GET", key: "k", query: { "x-id": "constructor" } }).url,
  ],
  ["PutObject", presigner.put("k", { ...open, metadata: { a: "1" } }).url],
  ["CreateMultipartUpload", presigner.multipart.create("k", open).url],
  ["UploadPart", presigner.multipart.part("k", { ...open, uploadId: "u", partNumber: 1 }).url],
  ["CompleteMultipartUpload", presigner.multipart.complete("k", { ...open, uploadId: "u", createOnly: true }).url],
  [
    "CompleteMultipartUpload, AbortMultipartUpload, ListParts",
    presigner.multipart.abort("k", { ...open, uploadId: "u" }).url,
  ],
  ["CopyObject", presigner.request({ ...open, method: "PUT", key: "k", headers: { "x-amz-copy-source": "b/k" } }).url],
  [
    "GetObjectTagging, PutObjectTagging, DeleteObjectTagging",
    presigner.request({ ...open, method: "GET", key: "k", query: { tagging: "" } }).url,
  ],
  ["GetObject", presigner.get("k", { ...open, query: { "x-id": "GetObject" } }).url],
  ["ListObjectsV2", local.request({ ...open, method: "GET", query: { "list-type": "2" } }).url],
  ["ListMultipartUploads", presigner.request({ ...open, method: "GET", query: { uploads: "" } }).url],
] as const)
  test(`operation: ${operation}`, () => assert.equal(read(url).operations.join(", "), operation));

test("what may be a download is not said to replace nothing", () => {
  const { pinned } = read(presigner.put("k", { ...open, createOnly: true }).url);
  assert.ok(pinned.includes("the header if-none-match"), pinned.join());
  const { url } = presigner.request({ ...open, method: "GET", key: "k", headers: { constructor: "a" } });
  assert.ok(read(url).pinned.includes("the header constructor"));
});

const edit = (from: string | RegExp, to: string, url = presigner.get("k", open).url) => url.replace(from, to);
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
  [
    "a user's name that looks like a host",
    edit(/(\/\/[^/]*)/, "$1@evil.example"),
    "malformed",
    /leads to evil\.example/,
  ],
  ["a user's name and no path", edit(/(\/\/[^/]*)\/k/, "$1@evil.example"), "malformed", /leads to evil\.example/],
  ["a backslash in the host", edit("//", "//evil.example\\@"), "malformed", /go to evil\.example/],
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

test("inspect runs in a browser: no file that it imports needs Node", () => {
  const files = importsOf("inspect/inspect.ts");
  for (const [path, source] of files) assert.doesNotMatch(source, /from "node:|\bBuffer\b|\bprocess\b/, path);
  assert.ok(files.size >= 4);
});
