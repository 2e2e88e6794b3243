// Who may do what: what an identity's policy allows, and what the bucket's policy takes away from that.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { authorize, type Deed, isAllowed } from "../src/authorize.ts";
import { Refused } from "../src/errors.ts";
import { Rights } from "../src/rights.ts";
import { type PolicyFacts, readBucketPolicy } from "../src/settings/bucket-policy.ts";
import type { Identity, Statement } from "../src/types.ts";
import { BUCKET, deny } from "./rows/deny.ts";

const FACTS: PolicyFacts = {
  signatureAgeMilliseconds: 0,
  authType: "REST-HEADER",
  contentSha256: "UNSIGNED-PAYLOAD",
  isSecure: false,
};
const ALL: Statement = { actions: ["s3:*"], bucket: "*", keyPrefix: "" };
const READ: Statement = { actions: ["s3:GetObject", "s3:ListBucket"], bucket: BUCKET, keyPrefix: "in/" };

const who = (...policy: Statement[]): Identity => ({ accessKeyId: "WHO", secretAccessKey: "secret-of-who", policy });

describe("what an identity may do", () => {
  for (const { says, policy, deed, isAllowed: want } of [
    { says: "nothing without a statement", policy: [], deed: { action: "s3:GetObject" }, isAllowed: false },
    { says: "its action on its key", policy: [READ], deed: { key: "in/a" }, isAllowed: true },
    {
      says: "its action on its prefix",
      policy: [READ],
      deed: { action: "s3:ListBucket", key: "in/" },
      isAllowed: true,
    },
    { says: "not a key beside its prefix", policy: [READ], deed: { key: "in" }, isAllowed: false },
    { says: "not a key that has its prefix within", policy: [READ], deed: { key: "out/in/" }, isAllowed: false },
    { says: "not the bucket as a whole", policy: [READ], deed: { key: "" }, isAllowed: false },
    { says: "the bucket, whatever the prefix", policy: [READ], deed: { action: "s3:ListBucket" }, isAllowed: true },
    { says: "not another action", policy: [READ], deed: { action: "s3:PutObject", key: "in/a" }, isAllowed: false },
    { says: "not another bucket", policy: [READ], deed: { bucket: "other", key: "in/a" }, isAllowed: false },
    { says: "no bucket where its action needs none", policy: [READ], deed: { bucket: undefined }, isAllowed: true },
    { says: "everything by stars", policy: [ALL], deed: { bucket: "any", key: "k" }, isAllowed: true },
    { says: "what one of two statements allows", policy: [READ, ALL], deed: { key: "out" }, isAllowed: true },
  ] as { says: string; policy: Statement[]; deed: Partial<Deed>; isAllowed: boolean }[])
    test(`${says}: ${want}`, () =>
      assert.equal(isAllowed(who(...policy), { action: "s3:GetObject", bucket: BUCKET, ...deed }), want));

  const CREATE: Statement = { ...ALL, createOnly: true };
  for (const { says, policy, createOnly } of [
    { says: "nothing says so", policy: [ALL], createOnly: false },
    { says: "the statement says so", policy: [CREATE], createOnly: true },
    { says: "one of two that allow it says so", policy: [CREATE, ALL], createOnly: false },
    {
      says: "only one that does not allow it does not say so",
      policy: [CREATE, { ...ALL, bucket: "x" }],
      createOnly: true,
    },
    { says: "it is said not to be so", policy: [{ ...ALL, createOnly: false }], createOnly: false },
  ])
    test(`objects are ${createOnly ? "made only" : "replaced too"} where ${says}`, () =>
      assert.deepEqual(authorize(who(...policy), { action: "s3:PutObject", bucket: BUCKET, key: "k" }), {
        createOnly,
      }));

  for (const { deed, resource } of [
    { deed: { action: "s3:ListAllMyBuckets" }, resource: "arn:aws:s3:::*" },
    { deed: { action: "s3:ListBucket", bucket: BUCKET }, resource: "arn:aws:s3:::daypass" },
    { deed: { action: "s3:ListBucket", bucket: BUCKET, key: "" }, resource: "arn:aws:s3:::daypass" },
    { deed: { action: "s3:GetObject", bucket: BUCKET, key: "a/b" }, resource: "arn:aws:s3:::daypass/a/b" },
  ])
    test(`the refusal names the key, the action and ${resource}`, () =>
      assert.throws(() => authorize(who(), deed), {
        code: "AccessDenied",
        message: `Access key WHO is not authorized to perform: ${deed.action} on resource: "${resource}" because no statement of its policy allows the ${deed.action} action`,
      }));
});

describe("what the policy of a bucket takes away", () => {
  const rightsUnder = (statement: object, identity = who(ALL)): Rights => {
    const policy = readBucketPolicy(deny(statement), BUCKET);
    const getSetting = (bucket: string) => (bucket === BUCKET ? policy : undefined);
    return new Rights(identity, { getSetting } as never, FACTS);
  };
  const WHOLE = { Resource: ["arn:aws:s3:::daypass", "arn:aws:s3:::daypass/*"] };

  for (const { says, statement = {}, deed, isAllowed: want } of [
    { says: "an object that it covers", deed: { key: "k" }, isAllowed: false },
    { says: "an object of another bucket", deed: { bucket: "other", key: "k" }, isAllowed: true },
    { says: "the list of all buckets", deed: { action: "s3:ListAllMyBuckets", bucket: undefined }, isAllowed: true },
    {
      says: "an object that its statement does not reach",
      statement: { Resource: "arn:aws:s3:::daypass/out/*" },
      deed: { key: "in/k" },
      isAllowed: true,
    },
    {
      says: "a list under a prefix, by the keys alone: it is about the bucket",
      deed: { action: "s3:ListBucket", key: "in/" },
      isAllowed: true,
    },
    {
      says: "a list under a prefix, by the bucket",
      statement: { Action: "s3:ListBucket", Resource: "arn:aws:s3:::daypass" },
      deed: { action: "s3:ListBucket", key: "in/" },
      isAllowed: false,
    },
    {
      says: "a list of uploads under a prefix, by the bucket",
      statement: { Action: "s3:ListBucketMultipartUploads", Resource: "arn:aws:s3:::daypass" },
      deed: { action: "s3:ListBucketMultipartUploads", key: "in/" },
      isAllowed: false,
    },
    {
      says: "a list of the parts of one upload, by its key",
      statement: { Action: "s3:ListMultipartUploadParts" },
      deed: { action: "s3:ListMultipartUploadParts", key: "k" },
      isAllowed: false,
    },
    {
      says: "the bucket as a whole, by an empty key",
      statement: { Action: "s3:ListBucket", Resource: "arn:aws:s3:::daypass" },
      deed: { action: "s3:ListBucket", key: "" },
      isAllowed: false,
    },
    {
      says: "a version that is named, by the action on versions",
      statement: { Action: "s3:GetObjectVersion" },
      deed: { key: "k", namesVersion: true },
      isAllowed: false,
    },
    {
      says: "a version that is named, by the action on objects",
      statement: { Action: "s3:GetObject" },
      deed: { key: "k", namesVersion: true },
      isAllowed: false,
    },
    {
      says: "an object, by the action on versions",
      statement: { Action: "s3:GetObjectVersion" },
      deed: { key: "k", namesVersion: false },
      isAllowed: true,
    },
    ...["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"].map((action) => ({
      says: `${action}, so that it can be mended`,
      statement: WHOLE,
      deed: { action },
      isAllowed: true,
    })),
    { says: "another setting", statement: WHOLE, deed: { action: "s3:PutBucketCORS" }, isAllowed: false },
  ])
    test(`${says}: ${want ? "left" : "taken"}`, () => {
      const whole: Deed = { action: "s3:GetObject", bucket: BUCKET, ...deed };
      assert.equal(rightsUnder(statement).allow(whole), want);
    });

  test("what nothing takes away is as the identity has it", () => {
    const rights = rightsUnder({ Action: "s3:GetObject" }, who({ ...ALL, createOnly: true }));
    assert.deepEqual(rights.demand({ action: "s3:PutObject", bucket: BUCKET, key: "k" }), { createOnly: true });
    assert.deepEqual(rights.demand({ action: "s3:PutBucketPolicy", bucket: BUCKET }), { createOnly: true });
  });

  for (const { sid, statement } of [
    { sid: "no-more", statement: "the statement no-more" },
    { sid: undefined, statement: "a statement" },
  ])
    test(`the refusal names ${statement} that denies`, () =>
      assert.throws(() => rightsUnder({ Sid: sid }).demand({ action: "s3:GetObject", bucket: BUCKET, key: "a/b" }), {
        code: "AccessDenied",
        message: `Access key WHO is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::daypass/a/b" with an explicit deny in ${statement} of the bucket's policy`,
      }));

  test("a failure that is no refusal is no answer to the question", () => {
    const getSetting = () => {
      throw new Error("the index is gone");
    };
    const rights = new Rights(who(ALL), { getSetting } as never, FACTS);
    assert.throws(() => rights.allow({ action: "s3:GetObject", bucket: BUCKET, key: "k" }), /the index is gone/);
  });

  test("some key may be meant where a statement allows the action at any prefix", () => {
    const rights = rightsUnder({}, who(READ));
    rights.demandForSomeKey({ action: "s3:GetObject", bucket: BUCKET });
    for (const deed of [
      { action: "s3:DeleteObject", bucket: BUCKET },
      { action: "s3:GetObject", bucket: "other" },
    ])
      assert.throws(() => rights.demandForSomeKey(deed), Refused);
  });
});
