// What is kept of a key signs as what is derived anew.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSign, deriveSigningKey } from "../src/sigv4/signature.ts";
import { signerOf } from "../src/verify/signing-keys.ts";

const record = { secretAccessKey: "first" };
const scope = { day: "20300101", region: "us-east-1", service: "s3" };

for (const { says, change, at } of [
  { says: "the first time", change: {}, at: scope },
  { says: "again", change: {}, at: scope },
  { says: "on another day", change: {}, at: { ...scope, day: "20300102" } },
  { says: "in another region", change: {}, at: { ...scope, region: "eu-west-1" } },
  { says: "on the first day again", change: {}, at: scope },
  { says: "with another secret in the same record", change: { secretAccessKey: "second" }, at: scope },
])
  test(`a kept key signs right [${says}]`, () => {
    Object.assign(record, change);
    const wanted = createSign(deriveSigningKey(record.secretAccessKey, at));
    assert.equal(signerOf(record, at)("text"), wanted("text"));
  });

test("two records with different secrets do not share what is kept", () => {
  assert.notEqual(signerOf({ secretAccessKey: "a" }, scope)("text"), signerOf({ secretAccessKey: "b" }, scope)("text"));
});
