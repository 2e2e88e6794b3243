// No message holds a secret, also when it was handed in where something else belongs.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createPresigner,
  type FormToSend,
  type KeyLookup,
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
});

test("ids that other services give are taken", () => {
  for (const accessKeyId of ["minioadmin", "GOOG1EXAMPLE", "AKIA", ID])
    createPresigner({ ...base, credentials: { accessKeyId, secretAccessKey: "minioadmin" } });
});
