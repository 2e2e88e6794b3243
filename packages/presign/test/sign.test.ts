import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, type PresignerOptions } from "../src/index.ts";

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const NOW = new Date("2026-11-24T12:00:00.789Z");
const base: PresignerOptions = { credentials: CREDENTIALS, region: "eu-central-1", bucket: "photos", clock: () => NOW };
const presigner = createPresigner(base);
const anHour = { expiresInSeconds: 3600 };
const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

test("a request is returned with what the caller must send and what its client sends", () => {
  const request = presigner.put("a/é b.txt", {
    expiresInSeconds: 900,
    contentLength: 5,
    contentType: "text/plain",
    createOnly: true,
    checksum: { algorithm: "CRC32", value: "AAAAAA==" },
    metadata: { Owner: "ann" },
    sse: { algorithm: "aws:kms", kmsKeyId: "k1", bucketKeyEnabled: true },
    tagging: { team: "a b" },
  });
  assert.equal(request.method, "PUT");
  assert.ok(request.url.startsWith("https://photos.s3.eu-central-1.amazonaws.com/a/%C3%A9%20b.txt?X-Amz-Algorithm="));
  assert.deepEqual(request.headers, {
    "content-type": "text/plain",
    "x-amz-meta-owner": "ann",
    "x-amz-tagging": "team=a+b",
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": "k1",
    "x-amz-server-side-encryption-bucket-key-enabled": "true",
    "x-amz-checksum-crc32": "AAAAAA==",
    "if-none-match": "*",
  });
  assert.deepEqual(request.sentByClient, { host: "photos.s3.eu-central-1.amazonaws.com", "content-length": "5" });
  const signed = [...Object.keys(request.headers), ...Object.keys(request.sentByClient)].sort().join(";");
  assert.equal(queryOf(request.url)["X-Amz-SignedHeaders"], signed);
  assert.deepEqual(request.expiresAt, new Date("2026-11-24T12:15:00Z"));
});

test("nothing is in a URL that nobody asked for", () => {
  assert.deepEqual(Object.keys(queryOf(presigner.get("k", anHour).url)), [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
  ]);
});

for (const [call, method, query, sign] of [
  [
    "get",
    "GET",
    { versionId: "v1", "response-content-type": "text/plain", "response-cache-control": "no-store" },
    () =>
      presigner.get("k", {
        ...anHour,
        versionId: "v1",
        response: { contentType: "text/plain", cacheControl: "no-store" },
      }),
  ],
  [
    "get for a requester who pays",
    "GET",
    { "x-amz-request-payer": "requester", "x-daypass-grant": "g" },
    () => presigner.get("k", { ...anHour, requesterPays: true, query: { "x-daypass-grant": "g" } }),
  ],
  ["head", "HEAD", {}, () => presigner.head("k", anHour)],
  ["delete", "DELETE", { versionId: "v1" }, () => presigner.delete("k", { ...anHour, versionId: "v1" })],
  [
    "multipart.create",
    "POST",
    { uploads: "" },
    () => presigner.multipart.create("k", { ...anHour, checksumAlgorithm: "SHA256", checksumType: "COMPOSITE" }),
  ],
  [
    "multipart.part",
    "PUT",
    { partNumber: "7", uploadId: "u/+=" },
    () => presigner.multipart.part("k", { ...anHour, partNumber: 7, uploadId: "u/+=", contentLength: 5 }),
  ],
  [
    "multipart.complete",
    "POST",
    { uploadId: "u" },
    () => presigner.multipart.complete("k", { ...anHour, uploadId: "u", createOnly: true }),
  ],
  ["multipart.abort", "DELETE", { uploadId: "u" }, () => presigner.multipart.abort("k", { ...anHour, uploadId: "u" })],
  [
    "multipart.listParts",
    "GET",
    { uploadId: "u", "max-parts": "10", "part-number-marker": "3" },
    () => presigner.multipart.listParts("k", { ...anHour, uploadId: "u", maxParts: 10, partNumberMarker: 3 }),
  ],
  [
    "request on the bucket",
    "GET",
    { "list-type": "2", prefix: "a/", "1st": "yes" },
    () => presigner.request({ ...anHour, method: "GET", query: { "list-type": "2", prefix: "a/", "1st": "yes" } }),
  ],
  [
    "request on a key",
    "PUT",
    {},
    () => presigner.request({ ...anHour, method: "PUT", key: "k", headers: { "x-amz-copy-source": "/photos/a" } }),
  ],
] as const)
  test(`${call}: method and parameters`, () => {
    const request = sign();
    assert.equal(request.method, method);
    const given = Object.entries(queryOf(request.url)).filter(([name]) => !name.startsWith("X-Amz-"));
    assert.deepEqual(Object.fromEntries(given), query);
  });

for (const [says, options, key, want] of [
  ["AWS, virtual-hosted", {}, "k", "https://photos.s3.eu-central-1.amazonaws.com/k"],
  ["AWS, path", { addressing: "path" }, "k", "https://s3.eu-central-1.amazonaws.com/photos/k"],
  [
    "a dotted bucket on AWS goes by path",
    { bucket: "my.photos" },
    "k",
    "https://s3.eu-central-1.amazonaws.com/my.photos/k",
  ],
  ["us-east-1 has its regional host too", { region: "us-east-1" }, "k", "https://photos.s3.us-east-1.amazonaws.com/k"],
  ["China", { region: "cn-north-1" }, "k", "https://photos.s3.cn-north-1.amazonaws.com.cn/k"],
  ["GovCloud", { region: "us-gov-west-1" }, "k", "https://photos.s3.us-gov-west-1.amazonaws.com/k"],
  [
    "an endpoint goes by path, with its port",
    { endpoint: "http://127.0.0.1:9000" },
    "k",
    "http://127.0.0.1:9000/photos/k",
  ],
  [
    "the scheme's own port is no part of the host",
    { endpoint: "https://S3.example.com:443/" },
    "k",
    "https://s3.example.com/photos/k",
  ],
  [
    "an endpoint, virtual-hosted",
    { endpoint: "https://s3.example.com:8443", addressing: "virtual-hosted" },
    "k",
    "https://photos.s3.example.com:8443/k",
  ],
  [
    "an endpoint with a path",
    { endpoint: "https://x.supabase.co/storage/v1/s3" },
    "k",
    "https://x.supabase.co/storage/v1/s3/photos/k",
  ],
  ["IPv6", { endpoint: "http://[::1]:9000" }, "k", "http://[::1]:9000/photos/k"],
  [
    "region auto of R2",
    { region: "auto", endpoint: "https://acct.r2.cloudflarestorage.com" },
    "k",
    "https://acct.r2.cloudflarestorage.com/photos/k",
  ],
  ["a leading slash stays in the key", {}, "/k", "https://photos.s3.eu-central-1.amazonaws.com//k"],
  [
    "all but unreserved characters are encoded",
    {},
    "a+b c!'()*&=:@~%2F",
    "https://photos.s3.eu-central-1.amazonaws.com/a%2Bb%20c%21%27%28%29%2A%26%3D%3A%40~%252F",
  ],
] as [string, Partial<PresignerOptions>, string, string][])
  test(`address: ${says}`, () => {
    assert.equal(
      createPresigner({ ...base, ...options })
        .get(key, anHour)
        .url.split("?")[0],
      want,
    );
  });

test("the bucket itself: / on a virtual host, /bucket by path", () => {
  const path = createPresigner({ ...base, addressing: "path" });
  const list = { ...anHour, method: "GET" as const };
  assert.equal(new URL(presigner.request(list).url).pathname, "/");
  assert.equal(new URL(path.request(list).url).pathname, "/photos");
  const form = { key: "k", contentLengthRange: { min: 0, max: 1 }, ...anHour };
  assert.equal(presigner.post(form).url, "https://photos.s3.eu-central-1.amazonaws.com/");
  assert.equal(path.post(form).url, "https://s3.eu-central-1.amazonaws.com/photos");
});

test("a new day gets a new key, and a second its own timestamp", () => {
  let now = new Date("2026-11-24T23:59:59.999Z");
  const ticking = createPresigner({ ...base, clock: () => now });
  const before = ticking.get("k", anHour).url;
  now = new Date("2026-11-25T00:00:00.000Z");
  const after = ticking.get("k", anHour).url;
  const fresh = createPresigner({ ...base, clock: () => now }).get("k", anHour).url;
  assert.match(before, /%2F20261124%2F.*X-Amz-Date=20261124T235959Z/);
  assert.match(after, /%2F20261125%2F.*X-Amz-Date=20261125T000000Z/);
  assert.equal(after, fresh);
});

test("a form: its fields in order, each with a condition, and a range", () => {
  const form = createPresigner({ ...base, credentials: { ...CREDENTIALS, sessionToken: "tok" } }).post({
    keyStartsWith: "in/",
    expiresInSeconds: 60,
    contentLengthRange: { min: 1, max: 10 },
    contentType: "image/png",
    metadata: { a: '","conditions":[' },
    successActionStatus: 201,
    fields: { acl: "private" },
  });
  const names = Object.keys(form.fields);
  assert.equal(names[0], "key");
  assert.deepEqual(names.slice(-2), ["policy", "x-amz-signature"]);
  const policy = JSON.parse(Buffer.from(form.fields.policy!, "base64").toString());
  assert.equal(policy.expiration, "2026-11-24T12:01:00.000Z");
  assert.deepEqual(policy.conditions, [
    { bucket: "photos" },
    ["starts-with", "$key", "in/"],
    ["content-length-range", 1, 10],
    ...names.slice(1, -2).map((name) => ({ [name]: form.fields[name] })),
  ]);
  assert.equal(form.fields["x-amz-security-token"], "tok");
  assert.equal(form.fields.key, "in/$" + "{filename}");
});

test("a form: every option becomes a field of its own", () => {
  const { fields } = presigner.post({
    key: "k",
    expiresInSeconds: 60,
    contentLengthRange: { min: 0, max: 1 },
    contentType: "image/png",
    contentDisposition: "attachment",
    cacheControl: "no-store",
    metadata: { Owner: "ann" },
    sse: { algorithm: "AES256" },
    checksum: { algorithm: "CRC32", value: "AAAAAA==" },
    successActionRedirect: "https://app.example/done",
    fields: { acl: "private" },
  });
  const given = Object.entries(fields).filter(
    ([name]) => !/^(?:policy|x-amz-(?:algorithm|credential|date|signature))$/.test(name),
  );
  assert.deepEqual(Object.fromEntries(given), {
    key: "k",
    "Content-Type": "image/png",
    "Content-Disposition": "attachment",
    "Cache-Control": "no-store",
    "x-amz-meta-owner": "ann",
    "x-amz-server-side-encryption": "AES256",
    "x-amz-checksum-crc32": "AAAAAA==",
    success_action_redirect: "https://app.example/done",
    acl: "private",
  });
  const range = { min: 0, max: 1 };
  const form = presigner.post({ key: "k", expiresInSeconds: 60, contentLengthRange: range, successActionStatus: 201 });
  assert.equal(form.fields.success_action_status, "201");
});
