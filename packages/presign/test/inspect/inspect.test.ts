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

function read(url: string, now?: Date, method?: string): PresignedInspection {
  const result = inspect(url, { now, method });
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
    operations: ["PutObject", "GetObject", "HeadObject", "DeleteObject"],
    likely: ["PutObject"],
    origin: "https://photos.s3.eu-central-1.amazonaws.com",
    provider: "AWS S3",
    hostFeatures: [],
    isPlaceGuessed: false,
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

const request = (method: "GET" | "PUT" | "DELETE", key: string | undefined, options: object = {}): string =>
  (key === undefined ? local : presigner).request({
    ...open,
    method,
    ...(key === undefined ? {} : { key }),
    ...options,
  }).url;
const object = ["GetObject", "HeadObject", "PutObject", "DeleteObject"];
const bucket = ["ListObjects", "HeadBucket", "CreateBucket", "DeleteBucket"];
const upload = ["ListParts", "CompleteMultipartUpload", "AbortMultipartUpload"];

/** What each URL was probably made for, and all that it can stand for. */
for (const [says, url, likely, possible] of [
  ["nothing but a key", presigner.get("k", open).url, object, object],
  [
    "response-*, of a download",
    presigner.get("k", { ...open, downloadAs: "a" }).url,
    ["GetObject", "HeadObject"],
    object,
  ],
  [
    "response-*, of a deletion",
    request("DELETE", "k", { query: { "response-content-type": "a/b" } }),
    ["GetObject", "HeadObject"],
    object,
  ],
  [
    "If-None-Match",
    presigner.put("k", { ...open, createOnly: true }).url,
    ["GetObject", "HeadObject", "PutObject"],
    object,
  ],
  ["If-Match", presigner.get("k", { ...open, ifMatch: '"a"' }).url, object, object],
  [
    "a date that was known",
    presigner.get("k", { ...open, ifModifiedSince: NOW }).url,
    ["GetObject", "HeadObject"],
    object,
  ],
  [
    "Cache-Control",
    request("GET", "k", { headers: { "cache-control": "no-cache" } }),
    ["GetObject", "HeadObject", "PutObject"],
    object,
  ],
  ["a content type", presigner.put("k", { ...open, contentType: "a/b" }).url, ["PutObject"], object],
  ["a size", presigner.put("k", { ...open, contentLength: 5 }).url, ["PutObject"], object],
  ["metadata", presigner.put("k", { ...open, metadata: { a: "1" } }).url, ["PutObject"], object],
  [
    "metadata that an SDK moved into the query",
    `${presigner.get("k", open).url}&x-amz-meta-a=1`,
    ["PutObject"],
    object,
  ],
  [
    "a retention that is passed over",
    presigner.delete("k", { ...open, bypassGovernanceRetention: true }).url,
    ["DeleteObject"],
    object,
  ],
  [
    "a version",
    presigner.get("k", { ...open, versionId: "v" }).url,
    ["GetObject", "HeadObject", "DeleteObject"],
    object,
  ],
  [
    "what contradicts itself",
    request("GET", "k", { headers: { range: "bytes=0-1", "content-type": "a/b" } }),
    object,
    object,
  ],
  ["x-id, and it says another", request("DELETE", "k", { query: { "x-id": "GetObject" } }), ["GetObject"], object],
  ["x-id of nothing that is possible", request("GET", "k", { query: { "x-id": "constructor" } }), object, object],
  [
    "a source",
    request("PUT", "k", { headers: { "x-amz-copy-source": "b/k" } }),
    ["CopyObject"],
    ["GetObject", "HeadObject", "CopyObject", "DeleteObject"],
  ],
  ["a bucket", request("PUT", undefined), bucket, bucket],
  ["a bucket and a prefix", request("GET", undefined, { query: { prefix: "a" } }), ["ListObjects"], bucket],
  [
    "a list",
    request("GET", undefined, { query: { "list-type": "2", "x-id": "GetObject" } }),
    ["ListObjectsV2"],
    ["ListObjectsV2", ...bucket.slice(1)],
  ],
  ["acl, of a bucket", request("GET", undefined, { query: { acl: "" } }), ["GetBucketAcl", "PutBucketAcl"]],
  [
    "versioning",
    request("GET", undefined, { query: { versioning: "" } }),
    ["GetBucketVersioning", "PutBucketVersioning"],
  ],
  ["uploads, of a bucket", request("GET", undefined, { query: { uploads: "" } }), ["ListMultipartUploads"]],
  [
    "tagging",
    request("GET", "k", { query: { tagging: "" } }),
    ["GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"],
  ],
  ["restore", request("GET", "k", { query: { restore: "" } }), ["RestoreObject"]],
  ["uploads", presigner.multipart.create("k", open).url, ["CreateMultipartUpload"]],
  [
    "an upload and a part",
    presigner.multipart.part("k", { ...open, uploadId: "u", partNumber: 1 }).url,
    ["UploadPart"],
    ["UploadPart", ...upload],
  ],
  ["a part", presigner.get("k", { ...open, partNumber: 1 }).url, ["GetObject", "HeadObject"], object],
  ["an upload", presigner.multipart.abort("k", { ...open, uploadId: "u" }).url, upload],
  [
    "an upload, and how many parts",
    presigner.multipart.listParts("k", { ...open, uploadId: "u", maxParts: 5 }).url,
    ["ListParts"],
    upload,
  ],
  [
    "an upload and the size of the whole",
    presigner.multipart.complete("k", { ...open, uploadId: "u", objectSize: 5 }).url,
    ["CompleteMultipartUpload"],
    upload,
  ],
  ["an expiry of caches", presigner.put("k", { ...open, expires: NOW }).url, ["PutObject"], object],
  [
    "an upload that creates only",
    presigner.multipart.complete("k", { ...open, uploadId: "u", createOnly: true }).url,
    ["ListParts", "CompleteMultipartUpload"],
    upload,
  ],
] as [string, string, string[], string[]?][])
  test(`what a URL stands for, with ${says}`, () => {
    const { operations, likely: found } = read(url);
    assert.deepEqual(found, likely);
    assert.deepEqual([...operations].sort(), [...(possible ?? likely)].sort());
    assert.deepEqual(operations.slice(0, likely.length), likely, "the likely ones come first");
  });

test("with its method a URL stands for one operation, and what it leaves open is told of that", () => {
  const { url } = presigner.put("k", open);
  assert.deepEqual(read(url).warnings, [], "nothing is signed but the host: it may be a link like any other");
  const { operations, likely, warnings, open: free } = read(url, undefined, "put");
  assert.deepEqual([operations, likely], [["PutObject"], ["PutObject"]]);
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ["size_not_pinned", "may_replace", "type_not_pinned"],
  );
  assert.ok(free.includes("the size, up to 5 GiB"), free.join());
  assert.deepEqual(read(url, undefined, "GET").operations, ["GetObject"]);
});

test("a method that S3 has nothing for leaves what else it may be, and is broken", () => {
  const { operations, warnings } = read(presigner.get("k", open).url, undefined, "PATCH");
  assert.deepEqual(operations, object);
  assert.match(warnings.find(({ code }) => code === "no_such_operation")?.text ?? "", /PATCH here: .* GetObject, Head/);
});

test("whatever a URL was made for is among what it can stand for", () => {
  for (const [method, name] of [
    ["GET", "GetObject"],
    ["PUT", "PutObject"],
    ["DELETE", "DeleteObject"],
  ] as const)
    for (const headers of [
      {},
      { "content-type": "a/b" },
      { range: "bytes=0-1" },
      { "if-none-match": "*" },
      { "x-amz-meta-a": "1" },
    ])
      for (const query of [
        {},
        { "response-content-type": "a/b" },
        { versionId: "v" },
        { "x-id": "HeadObject" },
        { "x-a": "1" },
      ])
        assert.ok(
          read(request(method, "k", { headers, query })).operations.includes(name),
          `${method} ${JSON.stringify({ headers, query })}`,
        );
});

test("a URL that pins only that nothing is replaced keeps the warnings of an upload", () => {
  const { warnings, open: free } = read(presigner.put("k", { ...open, createOnly: true }).url);
  const texts = Object.fromEntries(warnings.map(({ code, text }) => [code, text]));
  assert.match(texts.size_not_pinned ?? "", /^If it is an upload, the size is not signed/);
  assert.match(texts.type_not_pinned ?? "", /^If it is an upload, the content type/);
  assert.equal(texts.may_replace, undefined);
  assert.match(free.join("\n"), /^if it reads, the byte range, .*\nif it writes, the size, up to 5 GiB, /);
});

test("of a request on a bucket no key is said to be pinned", () => {
  assert.deepEqual(read(request("GET", undefined)).pinned, ["the method", "the bucket", "the host"]);
});

test("what may be a download is not said to replace nothing", () => {
  const { pinned } = read(presigner.put("k", { ...open, createOnly: true }).url);
  assert.ok(pinned.includes("the header if-none-match"), pinned.join());
  const { url } = presigner.request({ ...open, method: "GET", key: "k", headers: { constructor: "a" } });
  assert.ok(read(url).pinned.includes("the header constructor"));
});

const ofMultiRegion = createPresigner({
  ...base,
  region: undefined,
  bucket: "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
}).get("k", open).url;
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
  ["SigV4A, cut off by one", ofMultiRegion.slice(0, -1), "malformed", /says of itself .* cut off/],
  ["SigV4A, and something behind it", `${ofMultiRegion}00`, "malformed", /says of itself .* put behind it/],
  ["SigV4A, cut off early", ofMultiRegion.slice(0, -130), "malformed", /cut off/],
  ["SigV4A, and no signature", ofMultiRegion.replace("Signature=30", "Signature=31"), "malformed", /none of SigV4A/],
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
  ["an empty name of a header", edit("SignedHeaders=host", "SignedHeaders=host%3B"), "malformed", /names of headers/],
  ["a comma between headers", edit("SignedHeaders=host", "SignedHeaders=host,range"), "malformed", /names of headers/],
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
