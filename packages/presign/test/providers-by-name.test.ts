// What a provider lacks is refused whichever way it is asked for: by headers, query, request or a form's fields.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createPresigner,
  type Feature,
  type FormOptions,
  type GeneralRequest,
  type ListOptions,
  PROVIDERS,
  PresignError,
  type PutOptions,
} from "../src/index.ts";
import { FEATURES } from "../src/providers/provider.ts";

const base = {
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  bucket: "photos",
  clock: () => new Date("2026-11-24T12:00:00Z"),
};
const life = { expiresInSeconds: 900 };
const form = { key: "k", contentLengthRange: { min: 0, max: 1 }, ...life };
/** Lacks one thing, or nothing, so that a refusal is of that alone. */
const without = (...lacks: Feature[]) =>
  createPresigner({
    ...base,
    provider: {
      ...PROVIDERS.yandex,
      name: "Bare",
      lacks: Object.fromEntries(lacks.map((name) => [name, "do without"])),
    },
  });

const isRefused = (what: string) => (error: unknown) => {
  assert.ok(error instanceof PresignError && error.code === "unsupported_by_provider", String(error));
  assert.equal(error.message, `Bare does not support ${what}: do without`);
  return true;
};

const HEADERS: readonly (readonly [Feature, name: string, value: string])[] = [
  ["createOnly", "if-none-match", "*"],
  ["ifMatch", "if-match", '"a"'],
  ["checksums", "x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
  ["checksums", "x-amz-sdk-checksum-algorithm", "CRC32"],
  ["checksumMode", "x-amz-checksum-mode", "ENABLED"],
  ["contentMd5", "content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="],
  ["versions", "x-amz-copy-source", "/b/k?versionId=1"],
  ["tagging", "x-amz-tagging", "a=b"],
  ["acl", "x-amz-acl", "private"],
  ["acl", "x-amz-grant-read", 'id="1"'],
  ["storageClass", "x-amz-storage-class", "STANDARD"],
  ["sseS3", "x-amz-server-side-encryption", "AES256"],
  ["sseKms", "x-amz-server-side-encryption", "aws:kms"],
  ["sseKms", "x-amz-server-side-encryption-aws-kms-key-id", "k"],
  ["sseCustomer", "x-amz-server-side-encryption-customer-algorithm", "AES256"],
  ["sseCustomer", "x-amz-copy-source-server-side-encryption-customer-key-md5", "a"],
  ["objectLock", "x-amz-object-lock-legal-hold", "ON"],
  ["objectLock", "x-amz-bypass-governance-retention", "true"],
  ["requesterPays", "x-amz-request-payer", "requester"],
  ["expectedBucketOwner", "x-amz-expected-bucket-owner", "123456789012"],
  ["websiteRedirect", "x-amz-website-redirect-location", "/a"],
];
const FIELDS: typeof HEADERS = [
  ...HEADERS.filter(([, name]) => !/copy-source|checksum-mode/.test(name)),
  ["acl", "acl", "private"],
  ["tagging", "Tagging", "<Tagging></Tagging>"],
  ["websiteRedirect", "X-Amz-Website-Redirect-Location", "/a"],
];
const PARAMETERS: readonly (readonly [Feature, name: string, value: string])[] = [
  ["versions", "versionId", "1"],
  ["tagging", "tagging", ""],
  ["objectLock", "retention", ""],
  ["objectLock", "legal-hold", ""],
  ["objectLock", "object-lock", ""],
  ["requesterPays", "requestPayment", ""],
  ["requesterPays", "x-amz-request-payer", "requester"],
  ["expectedBucketOwner", "x-amz-expected-bucket-owner", "123456789012"],
  ["checksumMode", "x-amz-checksum-mode", "ENABLED"],
];
const rest = (feature: Feature) => without(...FEATURES.filter((name) => name !== feature && name !== "post"));

for (const [feature, name, value] of HEADERS)
  test(`the header ${name}: ${value} asks for ${feature}`, () => {
    const headers = { [name]: value };
    const refused = isRefused(`the header ${name}`);
    assert.throws(() => without(feature).put("k", { headers, ...life }), refused);
    assert.throws(() => without(feature).request({ method: "PUT", key: "k", headers, ...life }), refused);
    assert.deepEqual(rest(feature).put("k", { headers, ...life }).headers, headers);
  });

for (const [feature, name, value] of FIELDS)
  test(`the field ${name}: ${value} asks for ${feature}`, () => {
    const refused = isRefused(`the field ${name}`);
    const fields = { [name]: value };
    assert.throws(() => without(feature).post({ ...form, fields }), refused);
    for (const open of [{ anyFields: [name] }, { fieldsStartWith: { [name]: "a" } }])
      if (name === "x-amz-server-side-encryption")
        assert.doesNotThrow(() => without(feature).post({ ...form, ...open }));
      else assert.throws(() => without(feature).post({ ...form, ...open }), refused);
    assert.doesNotThrow(() => rest(feature).post({ ...form, fields }));
  });

for (const [feature, name, value] of PARAMETERS)
  test(`the parameter ${name} asks for ${feature}`, () => {
    const query = { [name]: value };
    const refused = isRefused(`the parameter ${name}`);
    assert.throws(() => without(feature).request({ method: "GET", key: "k", query, ...life }), refused);
    assert.throws(() => without(feature).request({ method: "GET", query, ...life }), refused);
    assert.ok(
      rest(feature)
        .get("k", { query, ...life })
        .url.includes(`&${name}=`),
    );
  });

test("conditions on reading are every service's", () => {
  const headers = { "if-match": '"a"', "if-none-match": '"b"' };
  const presigner = without("createOnly", "ifMatch");
  assert.deepEqual(presigner.get("k", { headers, ...life }).headers, headers);
  assert.deepEqual(presigner.head("k", { headers, ...life }).headers, headers);
});

test("of the table: what B2 lacks, it lacks by every way", () => {
  const b2 = createPresigner({ ...base, provider: PROVIDERS.b2, region: "eu-central-003" });
  const tags = { tagging: "" };
  assert.throws(() => b2.put("k", { headers: { "if-none-match": "*" }, ...life }), /^PresignError: Backblaze B2 does/);
  assert.throws(() => b2.request({ method: "PUT", key: "k", query: tags, ...life }), /use metadata/);
  assert.doesNotThrow(
    () => b2.request({ method: "GET", key: "k", query: { acl: "" }, ...life }),
    "it has GetObjectAcl",
  );
});

const express = createPresigner({
  ...base,
  region: "us-east-1",
  bucket: "photos--use1-az1--x-s3",
  credentials: { ...base.credentials, sessionToken: "t", expiration: new Date("2026-11-24T12:05:00Z") },
  onCredentialExpiry: "clamp",
});
const put = (options: Partial<PutOptions>) => () => express.put("k", { ...life, ...options });
const list = (options: Partial<ListOptions>) => () => express.list({ ...life, ...options });
const ask = (request: Omit<GeneralRequest, "expiresInSeconds">) => () => express.request({ ...life, ...request });

for (const [says, call, message] of [
  ["dsse", put({ sse: { algorithm: "aws:kms:dsse" } }), /sse aws:kms:dsse: use "aws:kms"$/],
  ["dsse by header", put({ headers: { "x-amz-server-side-encryption": "aws:kms:dsse" } }), /sse aws:kms:dsse/],
  ["another storage class", put({ storageClass: "GLACIER" }), /the storage class GLACIER: leave it out/],
  ["another storage class by header", put({ headers: { "x-amz-storage-class": "STANDARD" } }), /class STANDARD/],
  ["a prefix without a slash", list({ prefix: "abc" }), /a prefix that does not end with a slash: end it with \/$/],
  ["another delimiter", list({ delimiter: "|" }), /another delimiter than a slash/],
  ["startAfter", list({ startAfter: "a" }), /startAfter: go on with continuationToken$/],
  ["a list by request", ask({ method: "GET", query: { "list-type": "2", prefix: "a" } }), /a prefix that does not end/],
  ["tags", ask({ method: "PUT", key: "k", query: { tagging: "" } }), /the parameter tagging: use metadata/],
  [
    "an ACL",
    ask({ method: "GET", key: "k", query: { acl: "" } }),
    /the operation \?acl: use a general purpose bucket$/,
  ],
  ["a bucket's CORS", ask({ method: "PUT", query: { cors: "" } }), /the operation \?cors/],
  ["versions", ask({ method: "GET", query: { versions: "" } }), /the operation \?versions/],
  ["a restore", ask({ method: "POST", key: "k", query: { restore: "" } }), /the operation \?restore/],
] as const)
  test(`a directory bucket has no ${says}`, () => {
    assert.throws(call, (error: unknown) => {
      assert.ok(error instanceof PresignError && error.code === "unsupported_by_provider", String(error));
      assert.match(error.message, /^A directory bucket \(S3 Express\) does not support /);
      assert.match(error.message, message);
      return true;
    });
  });

for (const [says, call] of [
  ["kms", put({ sse: { algorithm: "aws:kms", kmsKeyId: "k" } })],
  ["AES256", put({ sse: { algorithm: "AES256" } })],
  ["its own storage class", put({ storageClass: "EXPRESS_ONEZONE" })],
  ["a Local Zone's", put({ storageClass: "ONEZONE_IA" })],
  ["a condition", put({ createOnly: true })],
  ["a list of a folder", list({ prefix: "a/", delimiter: "/", continuationToken: "t", maxKeys: 9 })],
  ["a rename", ask({ method: "PUT", key: "k", query: { renameObject: "" }, headers: { "x-amz-rename-source": "/a" } })],
  ["attributes", ask({ method: "GET", key: "k", query: { attributes: "" } })],
  ["a bucket's policy", ask({ method: "GET", query: { policy: "" } })],
] as const)
  test(`a directory bucket has ${says}`, () => assert.doesNotThrow(call));

test("other buckets of AWS have all of it", () => {
  const presigner = createPresigner({ ...base, region: "us-east-1", provider: PROVIDERS.aws });
  assert.doesNotThrow(() => presigner.list({ prefix: "a", delimiter: "|", startAfter: "b", ...life }));
  assert.doesNotThrow(() =>
    presigner.put("k", { storageClass: "GLACIER", sse: { algorithm: "aws:kms:dsse" }, ...life }),
  );
  assert.doesNotThrow(() => presigner.post({ ...form, fields: { "x-amz-acl": "private" } } as FormOptions));
});
