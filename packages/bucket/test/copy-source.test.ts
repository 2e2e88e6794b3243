// x-amz-copy-source: which object it names, and whether that one may be read now.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COPY_SOURCE, COPY_SOURCE_CONTROLS, findSource, parseCopySource } from "../src/copy-source.ts";
import { Rights } from "../src/rights.ts";
import { type PolicyFacts, readBucketPolicy } from "../src/settings/bucket-policy.ts";
import type { Identity } from "../src/types.ts";
import { deny } from "./rows/deny.ts";

describe("the name of a source is read as the name of a target", () => {
  for (const [header, want] of [
    ["b/k", { bucket: "b", key: "k" }],
    ["/b/k", { bucket: "b", key: "k" }],
    ["b/a%20b/%C3%A9+%2B%25", { bucket: "b", key: "a b/é +%" }],
    ["b/k%3FversionId=1", { bucket: "b", key: "k?versionId=1" }],
    ["b/k?versionId=null", { bucket: "b", key: "k", namesVersion: true }],
    ["b%2Fk", { bucket: "b", key: "k" }],
    ["b/k%252e", { bucket: "b", key: "k%2e" }],
    ["b//k", { bucket: "b", key: "/k" }],
    ["", "InvalidArgument"],
    ["/", "InvalidArgument"],
    ["b", "InvalidArgument"],
    ["b/", "InvalidArgument"],
    ["//k", "InvalidArgument"],
    ["b/../c/k", "InvalidArgument"],
    ["b/%2e%2e/c/k", "InvalidArgument"],
    ["b/./k", "InvalidArgument"],
    ["b/a\\k", "InvalidArgument"],
    ["b/%5Ck", "InvalidArgument"],
    ["b/%00", "InvalidArgument"],
    ["b/%", "InvalidArgument"],
    ["b/%FF", "InvalidArgument"],
    ["b/k#f", "InvalidArgument"],
    ["b/a b", "InvalidArgument"],
    ["b/Ã©", "InvalidArgument"],
    ["b/k?acl", "InvalidArgument"],
    ["arn:aws:s3:us-east-1:1:accesspoint/a/object/k", "InvalidArgument"],
    ["b/k?", "InvalidArgument"],
    ["b/k?acl?versionId=null", "InvalidArgument"],
    ["b/k?versionId=abc", "NoSuchVersion"],
    ["b/k?versionId=null?", "NoSuchVersion"],
    ["b/k?versionId=null?acl", "NoSuchVersion"],
  ] as const)
    test(JSON.stringify(header), () => {
      const details = { ArgumentName: COPY_SOURCE, ArgumentValue: header };
      if (want === "InvalidArgument") assert.throws(() => parseCopySource(header), { code: want, details });
      else if (want === "NoSuchVersion") assert.throws(() => parseCopySource(header), { code: want });
      else assert.deepEqual(parseCopySource(header), want);
    });
});

describe("the object to copy", () => {
  const OBJECT = { key: "in/k", etag: "abc", sizeBytes: 1, lastModifiedAt: Date.parse("2030-01-01T00:00:00Z") };
  const READ = { actions: ["s3:GetObject"], bucket: "daypass", keyPrefix: "in/" };
  const LIST = { actions: ["s3:ListBucket"], bucket: "daypass", keyPrefix: "" };
  const OTHER = { ...READ, bucket: "other" };
  const AT = "Tue, 01 Jan 2030 00:00:00 GMT";
  const BEFORE = "Mon, 31 Dec 2029 23:59:59 GMT";
  const find = (
    source: Parameters<typeof findSource>[1],
    { controls = {}, policy = [READ] }: { controls?: Record<string, string>; policy?: Identity["policy"] } = {},
  ) => {
    const identity = { accessKeyId: "WHO", secretAccessKey: "secret-of-who", policy };
    const denial = readBucketPolicy(deny({ Action: "s3:GetObjectVersion" }), "daypass");
    const buckets = {
      has: (bucket: string) => bucket === "daypass",
      getSetting: () => denial,
    };
    const objects = {
      find: (bucket: string, key: string) => (`${bucket}/${key}` === "daypass/in/k" ? OBJECT : undefined),
    };
    const rights = new Rights(identity, buckets as never, {} as PolicyFacts);
    const named = Object.entries(controls).map(([name, value]) => [`${COPY_SOURCE}-${name}`, value] as const);
    return findSource({ rights, store: { buckets, objects }, controls: new Map(named) } as never, source);
  };
  const KEY = { bucket: "daypass", key: "in/k" };

  test("is what lies there", () => assert.equal(find(KEY), OBJECT));

  for (const controls of [
    { "if-match": '"abc"' },
    { "if-none-match": '"x"' },
    { "if-modified-since": BEFORE },
    { "if-unmodified-since": AT },
  ]) {
    const [name] = Object.keys(controls) as [string];
    test(`is copied where ${name} holds`, () => assert.equal(find(KEY, { controls }), OBJECT));
    test(`${name} is a header that a copy has`, () =>
      assert.ok(COPY_SOURCE_CONTROLS.includes(`${COPY_SOURCE}-${name}`)));
  }
  test("its own header is one that a copy has", () => assert.ok(COPY_SOURCE_CONTROLS.includes(COPY_SOURCE)));

  for (const { says, source, options, want } of [
    {
      says: "another key, which the signer may not read",
      source: { ...KEY, key: "out/k" },
      want: { code: "AccessDenied" },
    },
    {
      says: "a version, where the bucket denies that",
      source: { ...KEY, namesVersion: true },
      want: { code: "AccessDenied" },
    },
    {
      says: "a bucket that there is not, which the signer could read",
      source: { ...KEY, bucket: "other" },
      options: { policy: [OTHER] },
      want: { code: "NoSuchBucket", details: { BucketName: "other" } },
    },
    {
      says: "a bucket that there is not, of which the signer may know nothing",
      source: { ...KEY, bucket: "other" },
      want: { code: "AccessDenied" },
    },
    {
      says: "a key that is not there, without the right to list",
      source: { ...KEY, key: "in/x" },
      want: { code: "AccessDenied" },
    },
    {
      says: "a key that is not there, with the right to list",
      source: { ...KEY, key: "in/x" },
      options: { policy: [READ, LIST] },
      want: { code: "NoSuchKey", details: { Key: "in/x" } },
    },
    {
      says: "an ETag that it has not",
      source: KEY,
      options: { controls: { "if-match": '"x"' } },
      want: { code: "PreconditionFailed" },
    },
    {
      says: "the ETag that it has, where it must not",
      source: KEY,
      options: { controls: { "if-none-match": '"abc"' } },
      want: { code: "PreconditionFailed", details: { Condition: COPY_SOURCE } },
    },
    {
      says: "a change that there was not",
      source: KEY,
      options: { controls: { "if-modified-since": AT } },
      want: { code: "PreconditionFailed", details: { Condition: COPY_SOURCE } },
    },
    {
      says: "a change since",
      source: KEY,
      options: { controls: { "if-unmodified-since": BEFORE } },
      want: { code: "PreconditionFailed" },
    },
  ])
    test(`${says}: ${want.code}`, () => assert.throws(() => find(source, options), want));
});
