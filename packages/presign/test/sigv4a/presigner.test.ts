// URLs for a multi-Region access point: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MrapOperations.html
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, PresignError, type PresignerOptions } from "../../src/index.ts";
import { isSignedWith } from "../support/verify-sigv4a.ts";

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const TOKEN = "FwoGZXIvYXdzEXAMPLE//token+==";
const HOST = "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";
const base = {
  credentials: CREDENTIALS,
  bucket: "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
  clock: () => new Date("2026-11-24T12:00:00.789Z"),
} satisfies PresignerOptions;
const presigner = createPresigner(base);
const anHour = { expiresInSeconds: 3600 };
const ofUpload = { ...anHour, uploadId: "u/1+=" };

for (const [says, request, path] of [
  ["get", presigner.get("a b/é+.txt", { ...anHour, downloadAs: "Bericht für Zoë.pdf" }), "/a%20b/%C3%A9%2B.txt"],
  ["head", presigner.head("k", { ...anHour, versionId: "v1" }), "/k"],
  [
    "put",
    presigner.put("k", {
      ...anHour,
      contentLength: 5,
      contentType: "text/plain",
      createOnly: true,
      metadata: { owner: "ann" },
    }),
    "/k",
  ],
  ["delete", presigner.delete("k", anHour), "/k"],
  ["multipart.create", presigner.multipart.create("k", { ...anHour, contentType: "text/plain" }), "/k"],
  ["multipart.part", presigner.multipart.part("k", { ...ofUpload, partNumber: 7, contentLength: 5 }), "/k"],
  ["multipart.complete", presigner.multipart.complete("k", ofUpload), "/k"],
  ["multipart.abort", presigner.multipart.abort("k", ofUpload), "/k"],
  ["multipart.listParts", presigner.multipart.listParts("k", ofUpload), "/k"],
  ["request", presigner.request({ ...anHour, method: "GET", key: "k", query: { tagging: "" } }), "/k"],
  ["request on the bucket", presigner.request({ ...anHour, method: "GET", query: { "list-type": "2" } }), "/"],
] as const)
  test(`${says}: the signature is verified by other code, and holds for nothing else`, () => {
    assert.ok(request.url.startsWith(`https://${HOST}${path}?`), request.url);
    const sent = { ...request, headers: { ...request.headers, ...request.sentByClient } };
    assert.ok(isSignedWith(CREDENTIALS, sent));
    assert.ok(!isSignedWith({ ...CREDENTIALS, secretAccessKey: "other" }, sent), "another secret");
    assert.ok(!isSignedWith(CREDENTIALS, { ...sent, method: sent.method === "GET" ? "HEAD" : "GET" }), "method");
    assert.ok(!isSignedWith(CREDENTIALS, { ...sent, url: sent.url.replace(`${path}?`, `${path}x?`) }), "path");
    assert.ok(!isSignedWith(CREDENTIALS, { ...sent, url: sent.url.replace("%2A", "eu-west-1") }), "region set");
    for (const name of Object.keys(sent.headers))
      assert.ok(!isSignedWith(CREDENTIALS, { ...sent, headers: { ...sent.headers, [name]: "x" } }), name);
  });

test("the URL has the parameters of SigV4A, in canonical order, and a scope without a region", () => {
  const temporary = { ...CREDENTIALS, sessionToken: TOKEN };
  const { url, expiresAt } = createPresigner({ ...base, credentials: temporary }).get("k", anHour);
  const parameters = [...new URL(url).searchParams];
  assert.deepEqual(parameters.slice(0, -1), [
    ["X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"],
    ["X-Amz-Credential", "AKIDEXAMPLE/20261124/s3/aws4_request"],
    ["X-Amz-Date", "20261124T120000Z"],
    ["X-Amz-Expires", "3600"],
    ["X-Amz-Region-Set", "*"],
    ["X-Amz-Security-Token", TOKEN],
    ["X-Amz-SignedHeaders", "host"],
  ]);
  assert.match(parameters.at(-1)![1], /^30[0-9a-f]{120,142}$/);
  assert.deepEqual(expiresAt, new Date("2026-11-24T13:00:00Z"));
});

for (const [regionSet, want] of [
  [["*"], "*"],
  [["eu-central-1"], "eu-central-1"],
  [["eu-*", "us-west-2"], "eu-*,us-west-2"],
  [undefined, "*"],
] as const)
  test(`a region set ${JSON.stringify(regionSet)} is signed as ${want}`, () => {
    const request = createPresigner({ ...base, regionSet }).get("k", anHour);
    assert.equal(new URL(request.url).searchParams.get("X-Amz-Region-Set"), want);
    assert.ok(isSignedWith(CREDENTIALS, { ...request, headers: request.sentByClient }));
  });

test("a new day has a new scope and the same key", () => {
  let now = "2026-11-24T23:59:59Z";
  const own = createPresigner({ ...base, clock: () => new Date(now) });
  for (const [at, day] of [
    [now, "20261124"],
    ["2026-11-25T00:00:00Z", "20261125"],
  ] as const) {
    now = at;
    const request = own.get("k", anHour);
    assert.ok(request.url.includes(`%2F${day}%2Fs3%2F`), request.url);
    assert.ok(isSignedWith(CREDENTIALS, { ...request, headers: request.sentByClient }));
  }
});

test("a stable URL is byte-equal within its window, for another presigner too, and is verified", () => {
  const signAt = (second: number) =>
    createPresigner({ ...base, clock: () => new Date(Date.UTC(2026, 10, 24, 12, 0, second)) }).get("k", {
      ...anHour,
      stableForSeconds: 60,
    });
  assert.equal(signAt(0).url, signAt(59).url);
  assert.notEqual(signAt(59).url, signAt(60).url);
  assert.ok(isSignedWith(CREDENTIALS, { ...signAt(7), headers: signAt(7).sentByClient }));
});

test("refreshed credentials have a key of their own", () => {
  let credentials = CREDENTIALS;
  const own = createPresigner({ ...base, credentials: () => credentials });
  own.get("k", anHour);
  credentials = { accessKeyId: "AKISORANDOMAASORANDOM", secretAccessKey: "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom" };
  const request = own.get("k", anHour);
  assert.ok(isSignedWith(credentials, { ...request, headers: request.sentByClient }));
});

test("in China the host has that partition's name", () => {
  const bucket = "arn:aws-cn:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
  const { sentByClient } = createPresigner({ ...base, bucket }).get("k", anHour);
  assert.equal(sentByClient.host, `${HOST}.cn`);
});

const create = (options: object) => () => createPresigner({ ...base, ...options } as PresignerOptions);
const post = () => presigner.post({ ...anHour, key: "k", contentLengthRange: { min: 0, max: 1 } });
for (const [says, call, kind, message] of [
  ["a form", post, PresignError, /An access point does not support post: use put/],
  ["no region in the set", create({ regionSet: [] }), PresignError, /regionSet must have 1\.\.64 regions, got 0/],
  ["65 regions", create({ regionSet: Array(65).fill("a") }), PresignError, /got 65/],
  ["a text as set", create({ regionSet: "*" }), TypeError, /regionSet must be a list .* got "\*"/],
  ["null as set", create({ regionSet: null }), TypeError, /regionSet must be a list .* got null/],
  [
    "a hole in the set",
    create({ regionSet: Object.assign(new Array(2), { 1: "us-east-1" }) }),
    TypeError,
    /regionSet\[0\] must be a string, got undefined/,
  ],
  ["a region that is a number", create({ regionSet: ["*", 1] }), TypeError, /regionSet\[1\] must be a string, got 1/],
  ["an empty region", create({ regionSet: [""] }), PresignError, /regionSet\[0\] must be a region .* got ""/],
  ["a comma in a region", create({ regionSet: ["eu-west-1,us-*"] }), PresignError, /got "eu-west-1,us-\*"/],
  ["a star amid a region", create({ regionSet: ["eu-*-1"] }), PresignError, /got "eu-\*-1"/],
  ["upper case", create({ regionSet: ["EU-WEST-1"] }), PresignError, /got "EU-WEST-1"/],
  ["a line end", create({ regionSet: ["eu-west-1\n"] }), PresignError, /got "eu-west-1\\n"/],
  ["a region of 65 letters", create({ regionSet: ["a".repeat(65)] }), PresignError, /must be a region/],
  ["a region beside the ARN", create({ region: "eu-west-1" }), PresignError, /region must not be given/],
  [
    "a set for a bucket",
    create({ bucket: "photos", region: "eu-west-1", regionSet: ["*"] }),
    PresignError,
    /regionSet is for multi-Region access points/,
  ],
] as const)
  test(`refused: ${says}`, () => {
    assert.throws(call, (error: unknown) => {
      assert.ok(error instanceof kind, String(error));
      if (error instanceof PresignError)
        assert.match(error.code, /^(?:region_invalid|option_invalid|unsupported_by_provider)$/);
      assert.match(error.message, message);
      return true;
    });
  });
