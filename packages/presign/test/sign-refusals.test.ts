import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createPresigner,
  type FormOptions,
  type GetOptions,
  PresignError,
  type Presigner,
  type PresignerOptions,
  type PutOptions,
} from "../src/index.ts";

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const NOW = new Date("2026-11-24T12:00:00.789Z");
const base: PresignerOptions = { credentials: CREDENTIALS, region: "eu-central-1", bucket: "photos", clock: () => NOW };
const presigner = createPresigner(base);
const anHour = { expiresInSeconds: 3600 };

type Call = () => unknown;
const get =
  (options: object, key: unknown = "k"): Call =>
  () =>
    presigner.get(key as string, options as GetOptions);
const put =
  (options: object): Call =>
  () =>
    presigner.put("k", { ...anHour, ...options } as PutOptions);
const post =
  (options: object): Call =>
  () =>
    presigner.post({ key: "k", contentLengthRange: { min: 0, max: 1 }, ...anHour, ...options } as FormOptions);
const create =
  (options: object): Call =>
  () =>
    createPresigner({ ...base, ...options } as PresignerOptions);
const part =
  (options: object): Call =>
  () =>
    (presigner as Presigner).multipart.part("k", { uploadId: "u", partNumber: 1, ...anHour, ...options });

for (const [says, call, code, message] of [
  ["a dot segment", get(anHour, "a/./b"), "key_invalid", /key must not have a segment/],
  ["a leading dot segment", get(anHour, "../b"), "key_invalid", /got "\.\.\/b"/],
  ["a trailing dot segment", get(anHour, "a/.."), "key_invalid", /segment/],
  ["a key that is two dots", get(anHour, ".."), "key_invalid", /segment/],
  ["an empty key", get(anHour, ""), "key_invalid", /must not be empty/],
  ["a lone surrogate", get(anHour, "a\ud800"), "key_invalid", /lone surrogates/],
  ["a key of 1025 bytes", get(anHour, "k".repeat(1025)), "key_invalid", /at most 1024 bytes.*\(1025 bytes\)/],
  ["a key of 1026 bytes in 342 characters", get(anHour, "語".repeat(342)), "key_invalid", /1026 bytes/],
  [
    "a life of 0",
    get({ expiresInSeconds: 0 }),
    "expiry_invalid",
    /expiresInSeconds must be an integer in 1\.\.604800, got 0/,
  ],
  ["a negative life", get({ expiresInSeconds: -5 }), "expiry_invalid", /got -5/],
  ["a life of a week and a second", get({ expiresInSeconds: 604_801 }), "expiry_invalid", /got 604801/],
  ["a life with a fraction", get({ expiresInSeconds: 1.5 }), "expiry_invalid", /got 1\.5/],
  ["a life of NaN", get({ expiresInSeconds: Number.NaN }), "expiry_invalid", /got NaN/],
  [
    "a negative length",
    put({ contentLength: -1 }),
    "option_invalid",
    /contentLength must be an integer in 0\.\.5368709120, got -1/,
  ],
  ["a length above 5 GiB", put({ contentLength: 5 * 1024 ** 3 + 1 }), "option_invalid", /contentLength/],
  ["a length of NaN", put({ contentLength: Number.NaN }), "option_invalid", /got NaN/],
  ["a header with a line end", put({ headers: { "x-a": "1\r\nx-b: 2" } }), "header_invalid", /printable ASCII/],
  ["a header that is not ASCII", put({ metadata: { a: "é" } }), "header_invalid", /x-amz-meta-a/],
  [
    "metadata without a name",
    put({ metadata: { "": "v" } }),
    "header_invalid",
    /"x-amz-meta-": metadata must have a name/,
  ],
  ["a header of it", put({ headers: { "X-Amz-Meta-": "v" } }), "header_invalid", /metadata must have a name/],
  ["a header with blanks at its ends", put({ headers: { "x-a": " 1" } }), "header_invalid", /blanks at its ends/],
  ["a header name that is none", put({ headers: { "a b": "1" } }), "header_invalid", /token/],
  ["a header named __proto__", put({ headers: JSON.parse('{"__proto__":"1"}') }), "header_invalid", /token/],
  ["a header twice", put({ contentType: "a/b", headers: { "Content-Type": "c/d" } }), "header_invalid", /twice/],
  ...[
    "Host",
    "Content-Length",
    "Authorization",
    "User-Agent",
    "X-Amz-Date",
    "x-amz-content-sha256",
    "Accept-Encoding",
    "Via",
    "X-Forwarded-For",
    "CF-Ray",
    "Date",
    "Keep-Alive",
    "Trailer",
    "Proxy-Authorization",
  ].map(
    (name) =>
      [`the header ${name}`, put({ headers: { [name]: "1" } }), "header_invalid", /clients and proxies/] as const,
  ),
  [
    "metadata above 2 KiB",
    put({ metadata: { a: "m".repeat(2048) } }),
    "option_invalid",
    /at most 2048 bytes, got 2049/,
  ],
  [
    "11 tags",
    put({ tagging: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`t${i}`, "1"])) }),
    "option_invalid",
    /1\.\.10 tags, got 11/,
  ],
  [
    "a checksum of another length",
    put({ checksum: { algorithm: "SHA256", value: "AAAAAA==" } }),
    "option_invalid",
    /32 bytes for SHA256/,
  ],
  [
    "a checksum in url-safe base64",
    put({ checksum: { algorithm: "CRC32", value: "_-_-_w==" } }),
    "option_invalid",
    /base64/,
  ],
  [
    "a parameter of the signature",
    get({ ...anHour, query: { "X-Amz-Expires": "9" } }),
    "query_invalid",
    /the signature itself uses/,
  ],
  [
    "a parameter of the signature in lower case",
    get({ ...anHour, query: { "x-amz-signature": "9" } }),
    "query_invalid",
    /the signature itself uses/,
  ],
  [
    "an end that no date can write",
    () => createPresigner({ ...base, clock: () => new Date("9999-12-31T23:30:00Z") }).get("k", anHour),
    "clock_invalid",
    /before the year 10000/,
  ],
  ["a parameter twice", get({ ...anHour, versionId: "1", query: { versionId: "2" } }), "query_invalid", /set already/],
  ["a parameter with a lone surrogate", get({ ...anHour, query: { a: "\udc00" } }), "query_invalid", /well-formed/],
  [
    "an answer's header that is not ASCII",
    get({ ...anHour, response: { contentDisposition: "é" } }),
    "option_invalid",
    /use downloadAs/,
  ],
  ["an empty version", get({ ...anHour, versionId: "" }), "option_invalid", /versionId must be 1\.\.1024/],
  ["part 0", part({ partNumber: 0 }), "option_invalid", /partNumber must be an integer in 1\.\.10000, got 0/],
  ["part 10001", part({ partNumber: 10_001 }), "option_invalid", /got 10001/],
  ["an empty upload id", part({ uploadId: "" }), "option_invalid", /uploadId/],
  [
    "a range upside down",
    post({ contentLengthRange: { min: 2, max: 1 } }),
    "option_invalid",
    /min must be at most max \(1\), got 2/,
  ],
  [
    "a range with NaN",
    post({ contentLengthRange: { min: Number.NaN, max: 1 } }),
    "option_invalid",
    /contentLengthRange\.min/,
  ],
  ["the variable in a form's key", post({ key: "a/$" + "{filename}" }), "key_invalid", /S3 replaces it/],
  ["a form's prefix with a dot segment", post({ key: undefined, keyStartsWith: "../" }), "key_invalid", /segment/],
  ["a form's status 302", post({ successActionStatus: 302 }), "option_invalid", /200, 201 or 204, got 302/],
  [
    "a form's redirect to a script",
    post({ successActionRedirect: "javascript:alert(1)" }),
    "option_invalid",
    /http\(s\) URL/,
  ],
  ["a form field that the form sets", post({ fields: { Policy: "x" } }), "option_invalid", /the form sets it itself/],
  [
    "an access key with a slash",
    create({ credentials: { ...CREDENTIALS, accessKeyId: "A/B" } }),
    "credentials_invalid",
    /accessKeyId/,
  ],
  ["an empty secret", create({ credentials: { ...CREDENTIALS, secretAccessKey: "" } }), "credentials_invalid", /empty/],
  [
    "an empty token",
    create({ credentials: { ...CREDENTIALS, sessionToken: "" } }),
    "credentials_invalid",
    /sessionToken.*empty/,
  ],
  [
    "a secret with a line end",
    create({ credentials: { ...CREDENTIALS, secretAccessKey: "abc\n" } }),
    "credentials_invalid",
    /secretAccessKey.*line end/,
  ],
  ["a region with a dot", create({ region: "eu.1" }), "region_invalid", /region/],
  ["a region with a dot, elsewhere", create({ region: "eu.1", endpoint: "http://h" }), "region_invalid", /region/],
  ["no AWS region, without an endpoint", create({ region: "auto" }), "region_invalid", /endpoint/],
  ["a bucket in upper case on AWS", create({ bucket: "Photos" }), "bucket_invalid", /bucket must be 3\.\.63/],
  ["a bucket with two dots", create({ bucket: "a..b" }), "bucket_invalid", /got "a\.\.b"/],
  ["a bucket with a slash", create({ bucket: "a/b", endpoint: "http://h" }), "bucket_invalid", /bucket/],
  [
    "a dotted bucket on a virtual host",
    create({ bucket: "a.b.c", addressing: "virtual-hosted" }),
    "bucket_invalid",
    /certificate/,
  ],
  ["an endpoint without a scheme", create({ endpoint: "s3.example.com" }), "endpoint_invalid", /http\(s\):\/\/host/],
  [
    "an endpoint with a password",
    create({ endpoint: "https://u:hunter2@h" }),
    "endpoint_invalid",
    /user name or password.*\*\*\*@h/,
  ],
  ["an endpoint with a query", create({ endpoint: "https://h/?a" }), "endpoint_invalid", /query/],
  ["an endpoint with an odd path", create({ endpoint: "https://h/a%20b" }), "endpoint_invalid", /plain path/],
  [
    "a bucket that is no DNS name on a virtual host",
    create({ endpoint: "https://h", bucket: "My_Bucket", addressing: "virtual-hosted" }),
    "bucket_invalid",
    /DNS name/,
  ],
  ["a tag without a name", put({ tagging: { "": "a" } }), "option_invalid", /names of 1\.\.128/],
  ["a tag with a lone surrogate", put({ tagging: { a: "\ud800" } }), "option_invalid", /letters, digits, blanks/],
  [
    "an address on a virtual host",
    create({ endpoint: "http://127.0.0.1:9000", addressing: "virtual-hosted" }),
    "endpoint_invalid",
    /IP address/,
  ],
  [
    "a clock that stands at no time",
    () => createPresigner({ ...base, clock: () => new Date(Number.NaN) }).get("k", anHour),
    "clock_invalid",
    /clock\(\)/,
  ],
  [
    "a life beyond the credentials'",
    () =>
      createPresigner({ ...base, credentials: { ...CREDENTIALS, expiration: new Date("2026-11-24T12:30:00Z") } }).get(
        "k",
        anHour,
      ),
    "credentials_expired",
    /at most 1800.*got 3600/,
  ],
  [
    "credentials that are over",
    () =>
      createPresigner({ ...base, credentials: { ...CREDENTIALS, expiration: NOW } }).get("k", { expiresInSeconds: 1 }),
    "credentials_expired",
    /ended at/,
  ],
] as [string, Call, string, RegExp][])
  test(`refused: ${says}`, () => {
    assert.throws(call, (error: unknown) => {
      assert.ok(error instanceof PresignError && error instanceof RangeError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.ok(!error.message.includes("hunter2") && !error.message.includes("abc\n"));
      return true;
    });
  });

for (const [says, call, message] of [
  ["a key that is a number", get(anHour, 7), /key must be a string, got 7/],
  ["a life that is a text", get({ expiresInSeconds: "60" }), /expiresInSeconds must be a number, got "60"/],
  ["no life", get({}), /expiresInSeconds must be a number, got undefined/],
  ["no options", () => presigner.get("k", undefined as never), /options must be an object/],
  [
    "an unknown option",
    get({ ...anHour, expiresIn: 5 }),
    /get: unknown option "expiresIn"; it takes checksumMode, customerKey, downloadAs/,
  ],
  ["an option of another call", put({ versionId: "1" }), /put: unknown option "versionId"/],
  ["an unknown option of a form", post({ maxBytes: 5 }), /post: unknown option "maxBytes"/],
  ["an unknown option of the presigner", create({ Region: "x" }), /createPresigner: unknown option "Region"/],
  ["a length that is a text", put({ contentLength: "5" }), /contentLength must be a number, got "5"/],
  ["createOnly that is a text", put({ createOnly: "false" }), /createOnly must be true or false/],
  [
    "a requester who pays, as a text",
    get({ ...anHour, requesterPays: "no" }),
    /requesterPays must be true or false, got "no"/,
  ],
  ["an unknown member of sse", put({ sse: { algorithm: "aws:kms", keyId: "k" } }), /sse: unknown option "keyId"/],
  ["no credentials", create({ credentials: null }), /credentials must be an object with accessKeyId/],
  [
    "a secret that is a number",
    create({ credentials: { ...CREDENTIALS, secretAccessKey: 5 } }),
    /secretAccessKey must be a string, got a value of type number/,
  ],
  ["an unknown algorithm of sse", put({ sse: { algorithm: "aes256" } }), /sse\.algorithm must be/],
  ["sse that is a text", put({ sse: "AES256" }), /sse: options must be an object/],
  ["metadata that is a list", put({ metadata: ["a"] }), /metadata must be an object of names and values/],
  ["an unknown checksum", put({ checksum: { algorithm: "MD4", value: "" } }), /must be one of "CRC32"/],
  [
    "a checksum named like a property",
    put({ checksum: { algorithm: "toString", value: "" } }),
    /must be one of "CRC32"/,
  ],
  ["a KMS key without KMS", put({ sse: { algorithm: "AES256", kmsKeyId: "k" } }), /need the algorithm/],
  [
    "two dispositions",
    get({ ...anHour, downloadAs: "a", response: { contentDisposition: "inline" } }),
    /exclude each other/,
  ],
  ["key and prefix", post({ keyStartsWith: "a" }), /give one of key, keyStartsWith and anyKey/],
  ["no range", post({ contentLengthRange: undefined }), /contentLengthRange must be/],
  [
    "a method that S3 does not have",
    () => presigner.request({ ...anHour, method: "PATCH" as never }),
    /method must be one of/,
  ],
  ["an addressing that does not exist", create({ addressing: "host" }), /addressing must be/],
  ["a clock that is a date", create({ clock: NOW }), /clock must be a function/],
  [
    "an expiration that is a text",
    create({ credentials: { ...CREDENTIALS, expiration: "2026" } }),
    /expiration must be a valid Date/,
  ],
] as [string, Call, RegExp][])
  test(`a caller's mistake: ${says}`, () => {
    assert.throws(call, (error: unknown) => {
      assert.ok(error instanceof TypeError, String(error));
      assert.match(error.message, message);
      return true;
    });
  });

test("what a credential provider says beside the credentials is ignored: $source, accountId", () => {
  const credentials = { ...CREDENTIALS, $source: { CREDENTIALS_ENV_VARS: "g" }, accountId: "123456789012" };
  assert.doesNotThrow(create({ credentials }));
});

test("refused: a length of a request without a body", () => {
  for (const method of ["GET", "HEAD"] as const)
    assert.throws(() => presigner.request({ method, key: "k", contentLength: 1, ...anHour }), /has none/);
  assert.doesNotThrow(() => presigner.request({ method: "PUT", key: "k", contentLength: 1, ...anHour }));
});

test("refused: an end of credentials that becomes a text later", () => {
  let expiration: unknown;
  const changing = createPresigner({
    ...base,
    credentials: () => ({ ...CREDENTIALS, expiration: expiration as Date }),
  });
  changing.get("k", anHour);
  expiration = "2026-11-24T13:00:00Z";
  assert.throws(() => changing.get("k", anHour), /expiration must be a valid Date/);
});
