// Which requests a bucket policy denies: operators, conditions, actions and patterns.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findDenial, type PolicyFacts, readBucketPolicy } from "../src/settings/bucket-policy.ts";
import { AGE, ARN, BUCKET, condition, deny, TLS } from "./rows/deny.ts";

/** All words of at most that many letters, the empty one too. */
const wordsOf = (letters: string, length: number): string[] =>
  length === 0
    ? [""]
    : ["", ...wordsOf(letters, length - 1).flatMap((word) => [...letters].map((letter) => letter + word))];

describe("what a bucket policy denies", () => {
  const FACTS: PolicyFacts = {
    signatureAgeMilliseconds: 1_000,
    authType: "REST-QUERY-STRING",
    contentSha256: "UNSIGNED-PAYLOAD",
    isSecure: true,
  };
  const DEED = { action: "s3:GetObject", resource: `${BUCKET}/k` };
  const denies = (statement: object, deed = DEED, facts = FACTS): boolean =>
    findDenial(readBucketPolicy(deny(statement), BUCKET), deed, facts) !== undefined;

  for (const [operator, ofLess, ofSame, ofMore] of [
    ["NumericEquals", false, true, false],
    ["NumericGreaterThan", true, false, false],
    ["NumericGreaterThanEquals", true, true, false],
    ["NumericLessThan", false, false, true],
    ["NumericLessThanEquals", false, true, true],
  ] as const)
    test(`${operator}: a signature of a second's age and 999, 1,000 and 1,001 milliseconds`, () => {
      const said = [999, 1_000, 1_001].map((age) => denies(condition(operator, AGE, age)));
      assert.deepEqual(said, [ofLess, ofSame, ofMore]);
    });

  for (const [operator, key, values, isDenied] of [
    ["NumericEquals", AGE, ["1", "1000"], true],
    ["Bool", TLS, "true", true],
    ["Bool", TLS, "false", false],
    ["Bool", TLS, ["false", "true"], true],
    ["StringEquals", "s3:authType", "REST-QUERY-STRING", true],
    ["StringEquals", "s3:authType", ["POST", "REST-HEADER"], false],
    ["StringNotEquals", "s3:authType", "REST-QUERY-STRING", false],
    ["StringNotEquals", "s3:authType", ["POST", "REST-HEADER"], true],
    ["StringEquals", "s3:signatureversion", "AWS4-HMAC-SHA256", true],
    ["StringNotEquals", "s3:signatureversion", "AWS4-HMAC-SHA256", false],
    ["StringEquals", "s3:x-amz-content-sha256", "UNSIGNED-PAYLOAD", true],
    ["StringNotEquals", "s3:x-amz-content-sha256", "UNSIGNED-PAYLOAD", false],
  ] as const)
    test(`${operator} ${key} ${values}: ${isDenied ? "denied" : "not denied"}`, () =>
      assert.equal(denies(condition(operator, key, values)), isDenied));

  for (const [says, statement, isDenied] of [
    ["two operators that both hold", { NumericEquals: { [AGE]: 1_000 }, Bool: { [TLS]: true } }, true],
    ["two operators, one holds", { NumericEquals: { [AGE]: 1_000 }, Bool: { [TLS]: false } }, false],
    ["two keys, one holds", { StringEquals: { "s3:authType": "REST-QUERY-STRING", "s3:signatureversion": "" } }, false],
  ] as const)
    test(`${says}: ${isDenied ? "denied" : "not denied"}`, () =>
      assert.equal(denies({ Condition: statement }), isDenied));

  for (const [says, statement, deed, isDenied] of [
    ["one of its actions", { Action: ["s3:PutObject", "s3:GetObject"] }, {}, true],
    ["none of its actions", { Action: ["s3:PutObject", "s3:DeleteObject"] }, {}, false],
    ["an action that begins like it", { Action: "s3:GetObject" }, { action: "s3:GetObjectTagging" }, false],
    ["one of its resources", { Resource: [`${ARN}/a`, `${ARN}/k`] }, {}, true],
    ["none of its resources", { Resource: [`${ARN}/a`, `${ARN}/K`] }, {}, false],
    ["the bucket, not its objects", { Resource: ARN }, {}, false],
  ] as const)
    test(`${says}: ${isDenied ? "denied" : "not denied"}`, () =>
      assert.equal(denies(statement, { ...DEED, ...deed }), isDenied));

  test("names the statement that denies, the first of those that do", () => {
    const [put, first, second] = [{ Sid: "put", Action: "s3:PutObject" }, { Sid: "first" }, { Sid: "second" }].map(
      (statement) => JSON.parse(deny(statement)).Statement[0],
    );
    const policy = readBucketPolicy(deny({}, { Statement: [put, first, second] }), BUCKET);
    assert.equal(findDenial(policy, DEED, FACTS)?.sid, "first");
  });

  for (const [pattern, key, isDenied] of [
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["ab*bc", "abc", false],
    ["a*?c", "abbc", true],
    ["a*?c", "ac", false],
    ["abc", "abcd", false],
  ] as const)
    test(`${pattern} ${isDenied ? "fits" : "does not fit"} ${key}`, () =>
      assert.equal(denies({ Resource: `${ARN}/${pattern}` }, { ...DEED, resource: `${BUCKET}/${key}` }), isDenied));

  test("every pattern of four characters fits what the same regular expression fits", () => {
    const patterns = wordsOf("ab*?", 4);
    const texts = wordsOf("ab", 4);
    for (const pattern of patterns) {
      const oracle = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      const statement = { actions: ["*"], resources: [pattern], conditions: [] };
      const fitting = (text: string) =>
        findDenial({ text: "", statements: [statement] }, { ...DEED, resource: text }, FACTS) !== undefined;
      assert.deepEqual(
        texts.filter(fitting),
        texts.filter((text) => oracle.test(text)),
        pattern,
      );
    }
  });

  test("a long text that almost fits costs no more than one pass", () => {
    const key = "a".repeat(1_024);
    assert.equal(denies({ Resource: `${ARN}/*${"a".repeat(510)}z` }, { ...DEED, resource: `${BUCKET}/${key}` }), false);
  });
});
