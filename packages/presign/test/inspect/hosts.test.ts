import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "../../src/index.ts";
import { accountOf, kindOfKey } from "../../src/inspect/access-key.ts";
import { get, readPresigned } from "./urls.ts";

const query = get.slice(get.indexOf("?"));

for (const [address, provider, bucket, key, features = []] of [
  ["photos.s3.eu-central-1.amazonaws.com/a/b", "AWS S3", "photos", "a/b"],
  ["my.dotted.photos.s3.amazonaws.com/a", "AWS S3", "my.dotted.photos", "a"],
  ["s3.eu-central-1.amazonaws.com/photos/a/b", "AWS S3", "photos", "a/b"],
  ["photos.s3-us-west-2.amazonaws.com/a", "AWS S3", "photos", "a"],
  ["photos.s3.dualstack.eu-central-1.amazonaws.com/a", "AWS S3", "photos", "a", ["dual-stack"]],
  ["photos.s3-fips.dualstack.us-east-1.amazonaws.com/a", "AWS S3", "photos", "a", ["FIPS", "dual-stack"]],
  ["photos.s3-accelerate.amazonaws.com/a", "AWS S3", "photos", "a", ["transfer acceleration"]],
  ["photos.s3-accelerate.dualstack.amazonaws.com/a", "AWS S3", "photos", "a", ["transfer acceleration", "dual-stack"]],
  ["photos.s3.cn-north-1.amazonaws.com.cn/a", "AWS S3", "photos", "a"],
  ["photos.s3.us-gov-west-1.amazonaws.com/a", "AWS S3", "photos", "a"],
  ["photos.s3.eusc-de-east-1.amazonaws.eu/a", "AWS S3", "photos", "a"],
  ["door-123456789012.s3-accesspoint.us-east-1.amazonaws.com/a", "AWS S3", "door", "a", ["access point"]],
  [
    "door-123456789012.s3-object-lambda.us-east-1.amazonaws.com/a",
    "AWS S3",
    "door",
    "a",
    ["Object Lambda access point"],
  ],
  [
    "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a",
    "AWS S3",
    "mfzwi23gnjvgw.mrap",
    "a",
    ["multi-Region access point"],
  ],
  [
    "b--use1-az5--x-s3.s3express-use1-az5.us-east-1.amazonaws.com/a",
    "AWS S3",
    "b--use1-az5--x-s3",
    "a",
    ["directory bucket (S3 Express)"],
  ],
  ["0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/photos/a", "Cloudflare R2", "photos", "a"],
  ["photos.0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/a", "Cloudflare R2", "photos", "a"],
  [
    "0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/photos/2026/a.jpg",
    "Cloudflare R2",
    "photos",
    "2026/a.jpg",
  ],
  ["0123456789abcdef0123456789abcdef.fedramp.r2.cloudflarestorage.com/photos/a", "Cloudflare R2", "photos", "a"],
  ["0123456789abcdef0123456789abcdef.us.r2.cloudflarestorage.com/photos/a", "Cloudflare R2", "photos", "a"],
  ["photos.0123456789abcdef0123456789abcdef.us.r2.cloudflarestorage.com/a", "Cloudflare R2", "photos", "a"],
  ["0123456789abcdef0123456789abcdef.later.r2.cloudflarestorage.com/photos/a", "Cloudflare R2", "photos", "a"],
  ["acc.eu.r2.cloudflarestorage.com/photos/a", "Cloudflare R2", "photos", "a"],
  ["photos.acc.eu.r2.cloudflarestorage.com/a", "Cloudflare R2", "photos", "a"],
  ["photos.s3.eu-central-003.backblazeb2.com/a", "Backblaze B2", "photos", "a"],
  ["storage.googleapis.com/photos/a", "Google Cloud Storage", "photos", "a"],
  ["photos.storage.googleapis.com/a", "Google Cloud Storage", "photos", "a"],
  ["photos.fra1.digitaloceanspaces.com/a", "DigitalOcean Spaces", "photos", "a"],
  ["s3.wasabisys.com/photos/a", "Wasabi", "photos", "a"],
  ["photos.fsn1.your-objectstorage.com/a", "Hetzner Object Storage", "photos", "a"],
  ["storage.yandexcloud.net/photos/a", "Yandex Object Storage", "photos", "a"],
  ["s3.fr-par.scw.cloud/photos/a", "Scaleway", "photos", "a"],
  ["abc.supabase.co/storage/v1/s3/photos/a/b", "Supabase Storage", "photos", "a/b"],
  ["abc.storage.supabase.co/storage/v1/s3/photos/a", "Supabase Storage", "photos", "a"],
  ["photos.b6r8.fra5.idrivee2-91.com/a/b", "IDrive e2", "photos", "a/b"],
  ["b6r8.fra5.idrivee2-91.com/photos/a/b", "IDrive e2", "photos", "a/b"],
  ["s3.us-west-2.idrivee2.com/photos/a", "IDrive e2", "photos", "a"],
  [
    "finance-123456789012.accesspoint.vpce-1a2b3c4d-5e6f.s3.eu-west-1.vpce.amazonaws.com/a/b",
    "AWS S3",
    "finance",
    "a/b",
    ["access point", "interface endpoint"],
  ],
  [
    "photos.bucket.vpce-1a2b3c4d-5e6f.s3.eu-west-1.vpce.amazonaws.com/a/b",
    "AWS S3",
    "photos",
    "a/b",
    ["interface endpoint"],
  ],
  [
    "bucket.vpce-1a2b3c4d-5e6f.s3.cn-north-1.vpce.amazonaws.com.cn/photos/a",
    "AWS S3",
    "photos",
    "a",
    ["interface endpoint"],
  ],
  [
    "vpce-1a2b3c4d-5e6f-us-east-1a.s3.us-east-1.vpce.amazonaws.com/photos/a",
    "AWS S3",
    "photos",
    "a",
    ["interface endpoint"],
  ],
  ["finance-123456789012.op-01ac5d28.s3-outposts.eu-west-1.amazonaws.com/a", "AWS S3", "finance", "a", ["Outposts"]],
  ["photos.s3.eu-central-1.amazonaws.com/a+b%2Bc", "AWS S3", "photos", "a b+c"],
  ["localhost:9000/photos/a", undefined, "photos", "a"],
  ["s3.amazonaws.com.evil.example/photos/a", undefined, "photos", "a"],
] as [string, string | undefined, string, string, string[]?][])
  test(`place: ${address}`, () => {
    const found = readPresigned(`https://${address}${query}`);
    assert.deepEqual([found.provider, found.bucket, found.key, found.hostFeatures], [provider, bucket, key, features]);
    assert.equal(found.isPlaceGuessed, provider === undefined);
  });

test("the address of Supabase Storage alone has no bucket in it", () => {
  const found = readPresigned(`https://abc.supabase.co/storage/v1/s3${query}`);
  assert.deepEqual([found.bucket, found.key], [undefined, undefined]);
});

/** On unknown hosts a guess, which is said to be one: the likelier of the two ways. */
for (const [address, addressing, bucket, key, more = ""] of [
  ["s3.example.com/photos/a", "path", "photos", "a"],
  ["photos.s3.example.com/a/b", "virtual-hosted", "photos", "a/b"],
  ["my.photos.s3-eu.example.com/a/b", "virtual-hosted", "my.photos", "a/b"],
  ["photos.localhost:9000/a/b", "virtual-hosted", "photos", "a/b"],
  ["photos.example.com/a.pdf", "virtual-hosted", "photos", "a.pdf"],
  ["files.example.com/photos/a.pdf", "path", "photos", "a.pdf"],
  ["files.example.com/photos", "path", "photos", undefined, "&list-type=2"],
  ["files.example.com/photos", "path", "photos", undefined, "&versioning="],
  ["s3.example.com/photos", "path", "photos", undefined],
  ["minio.example.com/photos", "path", "photos", undefined],
  ["minio:9000/photos", "path", "photos", undefined],
  ["127.0.0.1:9000/photos", "path", "photos", undefined],
  ["photos.minio:9000/", "virtual-hosted", "photos", undefined, "&list-type=2"],
  ["photos.minio:9000/a.txt", "virtual-hosted", "photos", "a.txt", "&uploads="],
  ["photos.minio:9000/a.txt", "virtual-hosted", "photos", "a.txt", "&tagging="],
  ["minio.example.com/photos", "path", "photos", undefined, "&tagging="],
  ["minio.example.com/a.txt", "virtual-hosted", "minio", "a.txt", "&uploadId=u"],
  ["minio.example.com/a.txt", "virtual-hosted", "minio", "a.txt", "&retention="],
  ["files.example.com/", "path", undefined, undefined],
  ["[::1]:9000/photos/a", "path", "photos", "a"],
] as [string, string, string | undefined, string | undefined, string?][])
  test(`place, guessed: ${address}${more}`, () => {
    const found = readPresigned(`https://${address}${query}`.replace("&X-Amz-Signature", `${more}&X-Amz-Signature`));
    assert.deepEqual(
      [found.isPlaceGuessed, found.addressing, found.bucket, found.key],
      [true, addressing, bucket, key],
    );
  });

/** Its method tells more of a place than the URL alone. */
for (const [method, address, bucket, key, operations] of [
  ["POST", "files.example.com/photos?delete=", "photos", undefined, ["DeleteObjects"]],
  ["POST", "minio.example.com/a.txt?uploads=", "minio", "a.txt", ["CreateMultipartUpload"]],
  ["GET", "photos.example.com/photos?uploads=", "photos", undefined, ["ListMultipartUploads"]],
  ["HEAD", "photos.minio:9000/", "photos", undefined, ["HeadBucket"]],
  ["PUT", "photos.minio:9000/", "photos", undefined, ["CreateBucket"]],
  ["GET", "photos.minio:9000/?list-type=2", "photos", undefined, ["ListObjectsV2", "ListBuckets"]],
  ["GET", "minio.example.com/a.txt?tagging=", "a.txt", undefined, ["GetBucketTagging", "GetObjectTagging"]],
  ["GET", "photos.example.com/a.txt", "photos", "a.txt", ["GetObject", "ListObjects"]],
  ["GET", "photos.example.com/a/b.txt", "a", "b.txt", ["GetObject"]],
] as const)
  test(`place, guessed by the method: ${method} ${address}`, () => {
    const url = `https://${address.replace(/\?|$/, `${query}&`)}`.replace(/&$/, "");
    const found = inspect(url, { method });
    assert.ok(found.kind === "presigned", url);
    assert.deepEqual(
      [found.bucket, found.key, found.operations, found.likely],
      [bucket, key, operations, operations.slice(0, 1)],
    );
    assert.equal(
      found.warnings.some(({ code }) => code === "no_such_operation"),
      false,
    );
  });

test("what kind of key signed, by its first letters", () => {
  assert.deepEqual(["AKIAIOSFODNN7EXAMPLE", "ASIAEXAMPLE", "GOOG1EXAMPLE", "minioadmin", "AKIA"].map(kindOfKey), [
    "long-term",
    "temporary",
    "Google HMAC",
    "unknown",
    "unknown",
  ]);
});

test("the account that a key id carries, and none where it carries none", () => {
  // Published with its account by the one who found how it is written: "A short note on AWS KEY ID", Tal Be'ery, 2023.
  assert.equal(accountOf("ASIAY34FZKBOKMUTVV7A"), "609629065308");
  for (const none of [
    "AKIAIOSFODNN7EXAMPLE",
    "AKIAJOSFODNN7EXAMPLE",
    "ASIAEXAMPLE",
    "GOOGY34FZKBOKMUTVV7A",
    "ASIAY34FZKBOKMUTVV71",
    "",
  ])
    assert.equal(accountOf(none), undefined, none);
});

test("a host that is longer than a name can be is nobody's, and patterns are not tried on it", () => {
  const providerOf = (bucket: string) =>
    readPresigned(`https://${bucket}.s3.eu-central-1.amazonaws.com/k${query}`).provider;
  assert.equal(providerOf("a".repeat(63)), "AWS S3");
  assert.equal(providerOf("a".repeat(300)), undefined);
});
