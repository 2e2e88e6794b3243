// What a lookup may answer. A secret that is no text would be signed with as "undefined" or "null", which everybody can.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { type KeyLookup, verify, verifyForm } from "../src/index.ts";
import { NOW, REGION, signForm, signHeader, signQuery, TOKEN } from "./support/hand-signer.ts";

const options = { region: REGION };
/** Each way of signing, by somebody who guesses what the missing secret becomes. */
const WAYS: Record<string, (secret: string, lookup: unknown) => { ok: boolean }> = {
  query: (secret, lookup) => verify(signQuery({ secret }), lookup as KeyLookup, NOW, options),
  headers: (secret, lookup) => verify(signHeader({ secret }), lookup as KeyLookup, NOW, options),
  form: (secret, lookup) => verifyForm(signForm({ secret }), lookup as KeyLookup, NOW, options),
};
const secretAccessKey = "long-secret";

for (const [says, answer, guessed, message] of [
  [
    "a promise of nobody",
    () => Promise.resolve(undefined),
    "undefined",
    /^lookup\(\) must answer at once, got a promise/,
  ],
  ["a promise of a record", () => Promise.resolve({ secretAccessKey }), "undefined", /^lookup\(\) must answer at once/],
  ["no secret", () => ({}), "undefined", /secretAccessKey must be a string that is not empty, got .* undefined$/],
  ["a secret of null", () => ({ secretAccessKey: null }), "null", /secretAccessKey must be .*, got null$/],
  ["an empty secret", () => ({ secretAccessKey: "" }), "", /secretAccessKey must be .*, got an empty string$/],
  ["a secret that is a number", () => ({ secretAccessKey: 5 }), "5", /secretAccessKey must be .* number$/],
  ["a secret that is bytes", () => ({ secretAccessKey: Buffer.from("a") }), "a", /secretAccessKey must be .* object$/],
  ["false", () => false, "undefined", /^lookup must answer a key record or undefined, got .* boolean$/],
  ["the secret itself", () => secretAccessKey, "undefined", /^lookup must answer .* got a value of type string$/],
  [
    "a token of null",
    () => ({ secretAccessKey, sessionToken: null }),
    secretAccessKey,
    /sessionToken must be .* null$/,
  ],
  ["an end of null", () => ({ secretAccessKey, expiration: null }), secretAccessKey, /expiration must be .* null$/],
  ["an end that is a text", () => ({ secretAccessKey, expiration: "2030-01-01" }), secretAccessKey, /type string$/],
  [
    "an end that is no date",
    () => ({ secretAccessKey, expiration: new Date(Number.NaN) }),
    secretAccessKey,
    /an invalid Date$/,
  ],
] as const)
  for (const [way, judge] of Object.entries(WAYS))
    test(`a lookup that answers ${says} lets nobody in by ${way}`, () => {
      assert.throws(
        () => judge(guessed, answer),
        (error: Error) =>
          error.constructor === TypeError && message.test(error.message) && !error.message.includes("long-secret"),
      );
    });

for (const [way, judge] of Object.entries(WAYS))
  test(`a lookup may answer null for nobody, and a record with nothing but a secret, by ${way}`, () => {
    assert.partialDeepStrictEqual(
      judge("null", () => null),
      { ok: false, code: "InvalidAccessKeyId" },
    );
    assert.equal(judge(secretAccessKey, () => ({ secretAccessKey })).ok, true);
    assert.equal(judge(secretAccessKey, () => ({ secretAccessKey, expiration: undefined })).ok, true);
    assert.partialDeepStrictEqual(
      judge(secretAccessKey, () => ({ secretAccessKey, sessionToken: TOKEN })),
      {
        ok: false,
        code: "InvalidToken",
      },
    );
  });

test("a record's end may be a Date of another realm, which counts", () => {
  const ending = (iso: string) => () => ({ secretAccessKey, expiration: runInNewContext(`new Date("${iso}")`) });
  assert.equal(ending("2030-01-01")().expiration instanceof Date, false);
  assert.equal(WAYS.headers!(secretAccessKey, ending("2030-01-01")).ok, true);
  assert.equal(WAYS.headers!(secretAccessKey, ending("2020-01-01")).ok, false);
});
