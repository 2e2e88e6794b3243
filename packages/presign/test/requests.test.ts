// Operations of S3 without a call of their own go through `request`: here the object-level ones, each with what its
// document says. And what must stay a header, stays one.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createPresigner, type GeneralRequest, PresignError, type PresignedRequest } from "../src/index.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const REGION = "eu-central-1";
const presigner = createPresigner({ credentials: CREDENTIALS, region: REGION, bucket: "photos", clock: () => NOW });
const client = new sdk.S3Client({ region: REGION, credentials: CREDENTIALS });
const object = { Bucket: "photos", Key: "a b/ü" };
const key = object.Key;

/** Of these, method, path and parameters are the SDK's; what the SDK hoists into the query is a header here. */
const ROWS: readonly (readonly [
  operation: string,
  command: unknown,
  request: Omit<GeneralRequest, "expiresInSeconds">,
])[] = [
  ["GetObjectTagging", new sdk.GetObjectTaggingCommand(object), { method: "GET", key, query: { tagging: "" } }],
  [
    "PutObjectTagging",
    new sdk.PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [] } }),
    { method: "PUT", key, query: { tagging: "" } },
  ],
  [
    "DeleteObjectTagging",
    new sdk.DeleteObjectTaggingCommand(object),
    { method: "DELETE", key, query: { tagging: "" } },
  ],
  [
    "GetObjectAcl",
    new sdk.GetObjectAclCommand({ ...object, VersionId: "v1" }),
    { method: "GET", key, query: { acl: "", versionId: "v1" } },
  ],
  [
    "PutObjectAcl",
    new sdk.PutObjectAclCommand({ ...object, ACL: "private" }),
    { method: "PUT", key, query: { acl: "" }, headers: { "x-amz-acl": "private" } },
  ],
  [
    "GetObjectAttributes",
    new sdk.GetObjectAttributesCommand({ ...object, ObjectAttributes: ["ETag", "ObjectSize"] }),
    { method: "GET", key, query: { attributes: "" }, headers: { "x-amz-object-attributes": "ETag, ObjectSize" } },
  ],
  ["GetObjectTorrent", new sdk.GetObjectTorrentCommand(object), { method: "GET", key, query: { torrent: "" } }],
  [
    "GetObjectLegalHold",
    new sdk.GetObjectLegalHoldCommand(object),
    { method: "GET", key, query: { "legal-hold": "" } },
  ],
  [
    "PutObjectLegalHold",
    new sdk.PutObjectLegalHoldCommand(object),
    { method: "PUT", key, query: { "legal-hold": "" } },
  ],
  ["GetObjectRetention", new sdk.GetObjectRetentionCommand(object), { method: "GET", key, query: { retention: "" } }],
  ["PutObjectRetention", new sdk.PutObjectRetentionCommand(object), { method: "PUT", key, query: { retention: "" } }],
  ["RestoreObject", new sdk.RestoreObjectCommand(object), { method: "POST", key, query: { restore: "" } }],
  [
    "SelectObjectContent",
    new sdk.SelectObjectContentCommand({
      ...object,
      Expression: "select 1",
      ExpressionType: "SQL",
      InputSerialization: {},
      OutputSerialization: {},
    }),
    { method: "POST", key, query: { select: "", "select-type": "2" } },
  ],
  [
    "CopyObject",
    new sdk.CopyObjectCommand({ ...object, CopySource: "photos/old%20name", MetadataDirective: "REPLACE" }),
    {
      method: "PUT",
      key,
      headers: { "x-amz-copy-source": "photos/old%20name", "x-amz-metadata-directive": "REPLACE" },
    },
  ],
  [
    "UploadPartCopy",
    new sdk.UploadPartCopyCommand({
      ...object,
      UploadId: "u",
      PartNumber: 2,
      CopySource: "photos/old",
      CopySourceRange: "bytes=0-5242879",
    }),
    {
      method: "PUT",
      key,
      query: { partNumber: "2", uploadId: "u" },
      headers: { "x-amz-copy-source": "photos/old", "x-amz-copy-source-range": "bytes=0-5242879" },
    },
  ],
  [
    "RenameObject",
    new sdk.RenameObjectCommand({ ...object, RenameSource: "photos/old", ClientToken: "c" }),
    {
      method: "PUT",
      key,
      query: { renameObject: "" },
      headers: { "x-amz-rename-source": "photos/old", "x-amz-client-token": "c" },
    },
  ],
  [
    "DeleteObjects",
    new sdk.DeleteObjectsCommand({ Bucket: "photos", Delete: { Objects: [{ Key: "a" }] } }),
    { method: "POST", query: { delete: "" } },
  ],
  [
    "ListObjectsV2",
    new sdk.ListObjectsV2Command({ Bucket: "photos", Prefix: "a/" }),
    { method: "GET", query: { "list-type": "2", prefix: "a/" } },
  ],
  [
    "ListObjects",
    new sdk.ListObjectsCommand({ Bucket: "photos", Marker: "a" }),
    { method: "GET", query: { marker: "a" } },
  ],
  [
    "ListObjectVersions",
    new sdk.ListObjectVersionsCommand({ Bucket: "photos", KeyMarker: "a" }),
    { method: "GET", query: { versions: "", "key-marker": "a" } },
  ],
  [
    "ListMultipartUploads",
    new sdk.ListMultipartUploadsCommand({ Bucket: "photos" }),
    { method: "GET", query: { uploads: "" } },
  ],
  ["HeadBucket", new sdk.HeadBucketCommand({ Bucket: "photos" }), { method: "HEAD" }],
  [
    "GetBucketLocation",
    new sdk.GetBucketLocationCommand({ Bucket: "photos" }),
    { method: "GET", query: { location: "" } },
  ],
  ["GetBucketCors", new sdk.GetBucketCorsCommand({ Bucket: "photos" }), { method: "GET", query: { cors: "" } }],
  ["CreateSession", new sdk.CreateSessionCommand({ Bucket: "photos" }), { method: "GET", query: { session: "" } }],
];

interface Seen {
  readonly path: string;
  readonly query: Record<string, string>;
}

/** Parameters that make the operation: neither the signature's, nor what the SDK adds for itself, nor hoisted headers. */
function look(url: string, headers: PresignedRequest["headers"] = {}): Seen {
  const { host, pathname, searchParams } = new URL(url);
  const query = Object.fromEntries(
    [...searchParams].filter(
      ([name]) => !/^x-amz-/i.test(name) && name !== "x-id" && !(name in headers) && name !== "content-md5",
    ),
  );
  return { path: host + pathname, query };
}

for (const [operation, command, request] of ROWS)
  test(`request makes ${operation} as the AWS SDK does`, async () => {
    const theirs = await getSignedUrl(client as never, command as never, { expiresIn: 900, signingDate: NOW });
    const ours = presigner.request({ ...request, expiresInSeconds: 900 });
    assert.deepEqual(look(ours.url, ours.headers), look(theirs));
    // What the SDK hoisted into its query, or signed, is among our headers.
    for (const [name, value] of new URL(theirs).searchParams)
      if (/^x-amz-(?:acl|object-attributes|copy-source|metadata-directive|rename-source|client-token)/.test(name))
        assert.equal(ours.headers[name], value);
    const signed = new URL(ours.url).searchParams.get("X-Amz-SignedHeaders")!.split(";");
    assert.deepEqual(signed, [...Object.keys(ours.headers), "host"].sort());
  });

test("list is ListObjectsV2, parameter for parameter", async () => {
  const theirs = await getSignedUrl(
    client as never,
    new sdk.ListObjectsV2Command({
      Bucket: "photos",
      Prefix: "a/ü",
      Delimiter: "/",
      MaxKeys: 10,
      StartAfter: "a/b",
      ContinuationToken: "t",
      FetchOwner: true,
      EncodingType: "url",
    }) as never,
    { expiresIn: 900, signingDate: NOW },
  );
  const ours = presigner.list({
    expiresInSeconds: 900,
    prefix: "a/ü",
    delimiter: "/",
    maxKeys: 10,
    startAfter: "a/b",
    continuationToken: "t",
    fetchOwner: true,
    encodingType: "url",
  });
  assert.deepEqual(look(ours.url), look(theirs));
});

test("getAndHead gives both, each with its own signature", () => {
  const options = { expiresInSeconds: 60, versionId: "v1" };
  const { get, head } = presigner.getAndHead("k", options);
  assert.deepEqual(get, presigner.get("k", options));
  assert.deepEqual(head, presigner.head("k", options));
  assert.notEqual(get.url, head.url);
});

// Headers that S3 or its relatives do not obey in a query, as the AWS SDK for Go keeps them out of it.
for (const name of [
  "x-amz-acl",
  "x-amz-copy-source",
  "x-amz-copy-source-if-match",
  "x-amz-copy-source-if-modified-since",
  "x-amz-copy-source-if-none-match",
  "x-amz-copy-source-if-unmodified-since",
  "x-amz-copy-source-range",
  "x-amz-copy-source-server-side-encryption-customer-algorithm",
  "x-amz-copy-source-server-side-encryption-customer-key",
  "x-amz-copy-source-server-side-encryption-customer-key-md5",
  "x-amz-grant-full-control",
  "x-amz-grant-read",
  "x-amz-grant-read-acp",
  "x-amz-grant-write",
  "x-amz-grant-write-acp",
  "x-amz-metadata-directive",
  "x-amz-mfa",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-context",
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-server-side-encryption-customer-key",
  "x-amz-server-side-encryption-customer-key-md5",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
  "x-amz-content-sha256",
  "x-amz-tagging",
  "x-amz-object-lock-mode",
  "x-amz-object-lock-retain-until-date",
  "x-amz-object-lock-legal-hold",
  "x-amz-meta-owner",
])
  test(`${name} is no parameter of a query`, () => {
    assert.throws(
      () => presigner.request({ method: "PUT", key: "k", expiresInSeconds: 60, query: { [name]: "a" } }),
      (error: unknown) => error instanceof PresignError && error.code === "query_invalid",
    );
  });
