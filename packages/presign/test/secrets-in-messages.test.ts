// No message holds a secret, also when it was handed in where something else belongs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../src/explain/explain.ts";
import {
  createPresigner,
  type FormToSend,
  inspect,
  type KeyLookup,
  PROVIDERS,
  type PresignerOptions,
  toFormData,
  verify,
} from "../src/index.ts";
import { createGetPresigner } from "../src/sign/get-presigner.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const ID = "AKIAIOSFODNN7EXAMPLE";
const KEY = Buffer.alloc(32, 7).toString("base64");
const OF_SSE_C = "x-amz-server-side-encryption-customer-key";
const credentials = { accessKeyId: ID, secretAccessKey: SECRET };
const base = { credentials, region: "us-east-1", bucket: "photos" };
const life = { expiresInSeconds: 60 };
const range = { contentLengthRange: { min: 0, max: 1 } };

const create = (change: object) => () => createPresigner({ ...base, ...change } as PresignerOptions);
const sent = (fields: object, openFields: object, values: Record<string, string>) => () =>
  toFormData({ url: "https://h", fields, openFields } as FormToSend, new Blob([]), {
    values,
  });

for (const [says, secret, call, message] of [
  ["key and secret swapped", SECRET, create({ credentials: { accessKeyId: SECRET, secretAccessKey: ID } }), /swapped/],
  [
    "a secret without a slash in place of the id",
    "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00",
    create({ credentials: { accessKeyId: "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00", secretAccessKey: ID } }),
    /secretAccessKey must be the secret, got an access key ID: perhaps it and accessKeyId are swapped/,
  ],
  [
    "the id of temporary credentials as the secret",
    "ASIAIOSFODNN7EXAMPLE",
    create({ credentials: { accessKeyId: "me", secretAccessKey: "ASIAIOSFODNN7EXAMPLE" } }),
    /swapped/,
  ],
  [
    "the secret as the id",
    SECRET,
    create({ credentials: { ...credentials, accessKeyId: SECRET } }),
    /got 40 characters/,
  ],
  ["the secret as credentials", SECRET, create({ credentials: SECRET }), /got a value of type string$/],
  [
    "a function that answers the secret",
    SECRET,
    () => createPresigner({ ...base, credentials: (() => SECRET) as never }).get("k", life),
    /got a value of type string$/,
  ],
  [
    "a secret with a line end",
    SECRET,
    create({ credentials: { ...credentials, secretAccessKey: `${SECRET}\n` } }),
    /41/,
  ],
  ["a token with a line end", SECRET, create({ credentials: { ...credentials, sessionToken: `${SECRET}\n` } }), /41/],
  [
    "a key of SSE-C among headers",
    KEY,
    () => createPresigner(base).get("k", { ...life, headers: { [OF_SSE_C]: `${KEY}\n` } }),
    /customer-key.*\(45 characters\)/,
  ],
  [
    "a key of SSE-C as a form's field",
    KEY,
    () => createPresigner(base).post({ key: "k", ...life, ...range, fields: { [OF_SSE_C]: `${KEY}\n` } }),
    /customer-key.*\(45 characters\)/,
  ],
  [
    "a token in a query",
    "tok3n",
    () => createPresigner(base).get("k", { ...life, query: { access_token: "tok3n\ud800" } }),
    /\(6 characters\)/,
  ],
  [
    "a key of an API among headers",
    "k3y",
    () => createPresigner(base).put("k", { ...life, headers: { "x-api-key": "k3y\u00e9" } }),
    /\(4 characters\)/,
  ],
  [
    "the address of a form with a password",
    "tok3n",
    () => toFormData({ url: "ftp://u:tok3n@x/", fields: {} }, new Blob([])),
    /got "ftp:\/\/\*\*\*@x\/"$/,
  ],
  ["a signed field that is a token", "tok3n", sent({ "x-amz-security-token": "tok3n\n" }, {}, {}), /\(6 characters\)/],
  [
    "an open field that is a token",
    "tok3n",
    sent({}, { "x-amz-security-token": "a" }, { "x-amz-security-token": "tok3n" }),
    /\(5 characters\)/,
  ],
  ["an endpoint with a token", "tok3n", create({ endpoint: "https://h.example/?token=tok3n" }), /example\/\?\*\*\*"/],
  ["an endpoint with a fragment", "tok3n", create({ endpoint: "https://h.example/#tok3n" }), /example\/#\*\*\*"/],
  [
    "a bucketUrl with a token",
    "tok3n",
    () => createGetPresigner({ credentials, region: "us-east-1", bucketUrl: "https://h.example/b?token=tok3n" }),
    /example\/b\?\*\*\*"/,
  ],
  [
    "a URL as the bucket",
    "tok3n",
    create({ bucket: "https://u:tok3n@b.example/?token=tok3n" }),
    /got "https:\/\/\*\*\*@b/,
  ],
  ["a URL as an ARN", "tok3n", create({ bucket: "arn:aws:s3?token=tok3n" }), /\?\*\*\*"$/],
  [
    "a URL as the bucket of a service",
    "tok3n",
    create({ bucket: "https://b/?tok3n", endpoint: "https://h.example" }),
    /\?\*\*\*"$/,
  ],
  [
    "an ARN at a service",
    "tok3n",
    create({ bucket: "arn:aws?tok3n", provider: PROVIDERS.r2, accountId: "a".repeat(32) }),
    /\?\*\*\*"$/,
  ],
  [
    "a URL as the key",
    "tok3n",
    () => createPresigner(base).get("https://u:tok3n@h/../a?tok3n", life),
    /got "https:\/\/\*\*\*@h\/\.\.\/a\?\*\*\*"$/,
  ],
  [
    "a URL as the key of a form",
    "tok3n",
    () => createPresigner(base).post({ key: `https://h/?tok3n${"$"}{filename}`, ...life, ...range }),
    /\?\*\*\*"$/,
  ],
  [
    "a URL as a method",
    "tok3n",
    () => inspect("", { method: "https://h/?tok3n=1" }),
    /such as PUT, got \(18 characters\)$/,
  ],
  [
    "a password as a method",
    "tok3n",
    () => explain("", "", { method: "Bearer tok3n-tok3n" }),
    /got \(18 characters\)$/,
  ],
  ["a token as now", "tok3n", () => inspect("", { now: "tok3n".repeat(5) as never }), /Date, got \(25 characters\)$/],
  [
    "a token as a status",
    "tok3n",
    () => explain("", "", { status: "tok3n".repeat(5) as never }),
    /got \(25 characters\)$/,
  ],
  ["a URL as options", "tok3n", () => inspect("", "https://h/?tok3n" as never), /an object, got \(16 characters\)$/],
  [
    "a header as headers",
    "tok3n",
    () => explain("", "", { headers: "Cookie: tok3n" as never }),
    /values, got \(13 characters\)$/,
  ],
  [
    "a URL as an option",
    "tok3n",
    () => explain("", "", { "https://h/?tok3n": 1 } as never),
    /option \(16 characters\); it takes/,
  ],
  [
    "a header as a header's name",
    "tok3n",
    () => explain("", "", { headers: { "Cookie: tok3n": 1 as never } }),
    /headers\.\(13 characters\) must/,
  ],
  [
    "two headers as names",
    "tok3n",
    () => explain("", "", { headers: { "A: tok3n": "", "a: tok3n": "" } }),
    /has \(8 characters\) twice/,
  ],
  [
    "the secret as a lookup",
    SECRET,
    () =>
      verify({ method: "GET", target: "/", rawHeaders: [] }, SECRET as unknown as KeyLookup, new Date(), {
        region: "r",
      }),
    /lookup must be a function, got a value of type string$/,
  ],
] as const)
  test(`a message without the secret: ${says}`, () => {
    assert.throws(call, (error: Error) => {
      assert.match(error.message, message);
      assert.equal(error.message.includes(secret), false, error.message);
      return true;
    });
  });

test("what is no secret is shown", () => {
  assert.throws(() => createPresigner(base).get("k", { ...life, headers: { "x-a": "b\n" } }), /got "b\\n"$/);
  assert.throws(create({ endpoint: "ftp://h.example" }), /got "ftp:\/\/h\.example"$/);
  assert.throws(create({ bucket: "My_Bucket" }), /got "My_Bucket"$/);
  assert.throws(() => createPresigner(base).get("a/../b", life), /got "a\/\.\.\/b"$/);
  assert.throws(() => inspect("", { method: "G ET" }), /got "G ET"$/);
  assert.throws(() => explain("", "", { status: 600 }), /got 600$/);
  assert.throws(() => inspect("", { mehtod: "GET" } as never), /unknown option "mehtod"/);
});

test("ids that other services give are taken", () => {
  for (const accessKeyId of ["minioadmin", "GOOG1EXAMPLE", "AKIA", ID])
    createPresigner({ ...base, credentials: { accessKeyId, secretAccessKey: "minioadmin" } });
});
