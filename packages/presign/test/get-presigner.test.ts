import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, inspect, PresignError } from "../src/index.ts";
import {
  attachmentDisposition,
  createGetPresigner,
  type GetPresignerOptions,
  type PresignGetOptions,
  presignGet,
} from "../src/sign/get-presigner.ts";

const base = {
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "to/ken" },
  region: "eu-central-1",
  clock: () => new Date("2026-11-24T12:00:00Z"),
};
const bucketUrl = "https://photos.s3.eu-central-1.amazonaws.com";
const options = { expiresInSeconds: 900, downloadAs: "Zoë.pdf", versionId: "v1", stableForSeconds: 60 };

for (const [says, url, whole] of [
  ["AWS", bucketUrl, {}],
  ["AWS, with a slash behind it", `${bucketUrl}/`, {}],
  ["a service by path", "http://127.0.0.1:9000/photos", { endpoint: "http://127.0.0.1:9000" }],
  ["the scheme's own port", "https://s3.example.com:443/photos", { endpoint: "https://s3.example.com" }],
] as const)
  test(`the small presigner makes the URLs of the whole one: ${says}`, () => {
    const small = createGetPresigner({ ...base, bucketUrl: url });
    const presigner = createPresigner({ ...base, bucket: "photos", ...whole });
    assert.deepEqual(small.get("a b+é", options), presigner.get("a b+é", options));
    assert.deepEqual(small.head("k", { expiresInSeconds: 1 }), presigner.head("k", { expiresInSeconds: 1 }));
    const { credentials, region, clock } = base;
    for (const more of [
      {},
      { versionId: "v/1" },
      { response: { contentDisposition: attachmentDisposition("Zoë!.pdf"), expires: clock(), contentType: "a/b" } },
    ]) {
      const asked = { expiresInSeconds: 900, ...more };
      assert.equal(
        presignGet({ credentials, region, bucketUrl: url, key: "a b+é", now: clock(), ...asked }),
        presigner.get("a b+é", asked).url,
      );
    }
  });

for (const bucketUrl of [
  "https://s3-outposts.s3.eu-central-1.amazonaws.com",
  "https://s3-photos.s3.amazonaws.com",
  "https://s3.eu-central-1.amazonaws.com/s3-object-lambda.b",
  "https://s3-global.s3-accelerate.amazonaws.com",
  "https://finance-123456789012.s3-accesspoint.eu-west-1.amazonaws.com",
  "https://s3-outposts.example.com",
  "https://x.s3express-backup.s3.eu-central-1.amazonaws.com",
  "https://x.s3-outposts.data.s3.eu-central-1.amazonaws.com",
  "https://x.s3-outposts.s3.amazonaws.com",
  "https://minio.example.com/b.s3-global.amazonaws.com",
])
  test(`the small presigner signs at ${bucketUrl}`, () => {
    const { url } = createGetPresigner({ ...base, bucketUrl }).get("k", { expiresInSeconds: 900 });
    assert.ok(url.startsWith(`${bucketUrl}/k?`));
  });

const create = (change: object) => () => createGetPresigner({ ...base, bucketUrl, ...change } as GetPresignerOptions);
const get = (change: object) => () => create({})().get("k", { expiresInSeconds: 1, ...change });
for (const [says, call, kind, message] of [
  ["no place", create({ bucketUrl: undefined }), TypeError, /bucketUrl must be a string, got undefined/],
  ["a name for a place", create({ bucketUrl: "photos" }), "endpoint_invalid", /bucketUrl must be http\(s\).*"photos"/],
  ["another scheme", create({ bucketUrl: "ftp://a/b" }), "endpoint_invalid", /bucketUrl/],
  ["a password", create({ bucketUrl: "https://me:secret@a/b" }), "endpoint_invalid", /^(?!.*me:secret)/],
  ["a query", create({ bucketUrl: `${bucketUrl}?x=1` }), "endpoint_invalid", /bucketUrl/],
  ["a fragment", create({ bucketUrl: `${bucketUrl}#x` }), "endpoint_invalid", /bucketUrl/],
  ["a path that folds", create({ bucketUrl: "https://a/b/../c" }), "endpoint_invalid", /plain path/],
  ["two slashes", create({ bucketUrl: "https://a//b" }), "endpoint_invalid", /plain path/],
  ...[
    "https://b--use1-az1--x-s3.s3express-use1-az1.us-east-1.amazonaws.com",
    "https://b--use1-az1--x-s3.s3express-fips-use1-az1.dualstack.us-east-1.amazonaws.com",
    "https://resize-123456789012.s3-object-lambda.us-east-1.amazonaws.com",
    "https://resize-123456789012.s3-object-lambda-fips.us-gov-west-1.amazonaws.com",
    "https://finance-123456789012.op-01ac5d28.s3-outposts.eu-west-1.amazonaws.com",
    "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com",
    "https://s3.eu-central-1.amazonaws.com",
    "https://s3-fips.dualstack.us-gov-west-1.amazonaws.com/",
    "https://s3.amazonaws.com",
    "https://s3.cn-north-1.amazonaws.com.cn",
    "https://s3.dualstack.us-east-10.amazonaws.com",
  ].map(
    (url) =>
      [url, create({ bucketUrl: url }), "endpoint_invalid", /must be a plain bucket's \(createPresigner/] as const,
  ),
  ["no region", create({ region: undefined }), TypeError, /region must be a string/],
  ["a region with a slash", create({ region: "a/b" }), "region_invalid", /region/],
  ["an option of the whole presigner", create({ bucket: "photos" }), TypeError, /unknown option "bucket"/],
  ["no options", () => createGetPresigner(undefined as never), TypeError, /options must be an object/],
  ["a header to sign", get({ headers: {} }), TypeError, /get: unknown option "headers"/],
  ["no life", get({ expiresInSeconds: undefined }), TypeError, /expiresInSeconds must be a number/],
  ["a dot segment", () => create({})().get("a/../b", { expiresInSeconds: 1 }), "key_invalid", /segment/],
] as const)
  test(`the small presigner refuses ${says}`, () =>
    assert.throws(call, (error: unknown) => {
      if (typeof kind === "string") assert.equal((error as PresignError).code, kind);
      else assert.ok(error instanceof kind && !(error instanceof PresignError));
      assert.match((error as Error).message, message);
      return true;
    }));

const { clock: _clock, ...signing } = base;
const one = (change: object) => () =>
  presignGet({ ...signing, bucketUrl, key: "k", expiresInSeconds: 60, ...change } as PresignGetOptions);
const ending = (iso: string) => ({
  now: base.clock(),
  credentials: { ...base.credentials, expiration: new Date(iso) },
});
for (const [says, call, kind, message] of [
  ["no options", () => presignGet(undefined as never), TypeError, /presignGet: options must be an object/],
  [
    "credentials that end a second too early",
    one(ending("2026-11-24T12:00:59Z")),
    "credentials_expired",
    /12:00:59.*got 60/,
  ],
  ["credentials that have ended", one(ending("2026-11-24T11:00:00Z")), "credentials_expired", /11:00:00/],
  [
    "a function for credentials",
    one({ credentials: () => base.credentials }),
    TypeError,
    /credentials must be an object/,
  ],
  [
    "a presigner's option",
    one({ stableForSeconds: 60 }),
    TypeError,
    /unknown option "stableForSeconds"; it takes bucketUrl/,
  ],
  ["more than seven days", one({ expiresInSeconds: 604_801 }), "expiry_invalid", /1\.\.604800, got 604801/],
] as const)
  test(`presignGet refuses ${says}`, () =>
    assert.throws(call, (error: unknown) => {
      if (typeof kind === "string") assert.equal((error as PresignError).code, kind);
      else assert.ok(error instanceof kind && !(error instanceof PresignError));
      assert.match((error as Error).message, message);
      return true;
    }));

test("presignGet takes credentials that end with the URL, and signs now unless told when", () => {
  const ended = ending("2026-11-24T12:01:00Z");
  assert.match(presignGet({ ...signing, ...ended, bucketUrl, key: "k", expiresInSeconds: 60 }), /X-Amz-Expires=60&/);
  const before = Date.now();
  const signed = inspect(presignGet({ ...signing, bucketUrl, key: "k", expiresInSeconds: 60 }));
  assert.ok(signed.kind === "presigned" && Math.abs(signed.signedAt.getTime() - before) < 60_000);
});
