// The language of bucket policies: what is one, and why a text is none.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OPERATIONS } from "../src/operations/table.ts";
import { BUCKET_ACTIONS, OBJECT_ACTIONS, readBucketPolicy } from "../src/settings/bucket-policy.ts";
import { AGE, ARN, BUCKET, condition, deny, TLS } from "./rows/deny.ts";

/** A policy with something so deep in a condition. */
const nest = (open: string, close: string, depth: number, inmost = ""): string =>
  deny(condition("Bool", TLS, "@")).replace('"@"', `${open.repeat(depth)}${inmost}${close.repeat(depth)}`);

describe("the language of bucket policies", () => {
  test("knows every action that an operation asks for", () => {
    for (const { action, scope } of OPERATIONS)
      assert.ok(
        (scope === "object" || action === "s3:DeleteObject" ? OBJECT_ACTIONS : BUCKET_ACTIONS).includes(action),
      );
  });

  for (const [says, statement, want] of [
    ["everything about all keys", {}, {}],
    ["no Sid", { Sid: undefined }, { sid: undefined }],
    ["any principal, as IAM writes it", { Principal: { AWS: ["*"] } }, {}],
    ["every action of every service", { Action: "*" }, { actions: ["*"] }],
    ["an action with a question mark", { Action: "s3:?etObject" }, { actions: ["s3:?etobject"] }],
    ["the bucket itself", { Resource: ARN }, { resources: [BUCKET] }],
    ["the bucket with all that begins like it", { Resource: `${ARN}*` }, { resources: [`${BUCKET}*`] }],
    [
      "actions of buckets and of objects, each with what it is about",
      { Action: ["s3:ListBucket", "s3:GetObject"], Resource: [ARN, `${ARN}/in/*`, `${ARN}/out/*`] },
      { actions: ["s3:listbucket", "s3:getobject"], resources: [BUCKET, `${BUCKET}/in/*`, `${BUCKET}/out/*`] },
    ],
    [
      "an action of objects where the resources are about the bucket too",
      { Action: "s3:GetObject", Resource: `${ARN}*` },
      { actions: ["s3:getobject"], resources: [`${BUCKET}*`] },
    ],
    [
      "an action of the bucket",
      { Action: "s3:ListBucket", Resource: ARN },
      { actions: ["s3:listbucket"], resources: [BUCKET] },
    ],
    ["eight wildcards", { Resource: `${ARN}/${"a*b?".repeat(4)}` }, { resources: [`${BUCKET}/${"a*b?".repeat(4)}`] }],
    [
      "numbers and truths that are no texts",
      {
        Condition: {
          NumericLessThan: { "S3:SignatureAge": [5, "999999999999999"] },
          Bool: { "aws:SecureTransport": true },
        },
      },
      {
        conditions: [
          { operator: "NumericLessThan", key: "s3:signatureage", values: ["5", "999999999999999"] },
          { operator: "Bool", key: "aws:securetransport", values: ["true"] },
        ],
      },
    ],
  ] as const)
    test(`takes ${says}`, () => {
      const { text, statements } = readBucketPolicy(deny(statement), BUCKET);
      assert.equal(text, deny(statement));
      const all = { sid: "no", actions: ["s3:*"], resources: [`${BUCKET}/*`], conditions: [] };
      assert.deepEqual(statements, [{ ...all, ...want }]);
    });

  for (const [says, text, count] of [
    ["the older version", deny({}, { Version: "2008-10-17" }), 1],
    ["an Id", deny({}, { Id: "mine" }), 1],
    ["one statement without a list", deny({}, { Statement: JSON.parse(deny({})).Statement[0] }), 1],
    [
      "ten statements",
      deny({}, { Statement: Array(10).fill(JSON.parse(deny({ Action: ["s3:*"] })).Statement[0]) }),
      10,
    ],
    ["texts with quotes, colons, brackets and backslashes in them", deny({ Sid: '[{":[{:\\"' }), 1],
    ["exactly 20 KiB", deny({ Sid: "a".repeat(20 * 1024 - deny({ Sid: "" }).length) }), 1],
  ] as const)
    test(`takes ${says}`, () => assert.equal(readBucketPolicy(text, BUCKET).statements.length, count));

  const REFUSED: readonly (readonly [string, string, "MalformedPolicy" | "NotImplemented", RegExp])[] = [
    ["text that is no JSON", "{", "MalformedPolicy", /valid JSON/],
    ["a list", "[]", "MalformedPolicy", /valid JSON/],
    ["null", "null", "MalformedPolicy", /valid JSON/],
    ["no version", deny({}, { Version: undefined }), "MalformedPolicy", /valid version string: 2012-10-17 or 2008/],
    ["a version that there is not", deny({}, { Version: "2011-01-01" }), "MalformedPolicy", /valid version string/],
    ["no statement", deny({}, { Statement: [] }), "MalformedPolicy", /Missing required field Statement/],
    ["a statement that is a text", deny({}, { Statement: "Deny" }), "MalformedPolicy", /required field Statement/],
    ["a list with a text", deny({}, { Statement: ["Deny"] }), "MalformedPolicy", /A statement must be an object/],
    [
      "equal members",
      deny({}).replace('"Effect":"Deny"', '"Effect":"Allow","Effect":"Deny"'),
      "MalformedPolicy",
      /two equal members/,
    ],
    ["an unknown member", deny({ Extra: 1 }), "MalformedPolicy", /Unknown field Extra/],
    ["an unknown member of the policy", deny({}, { Extra: 1 }), "MalformedPolicy", /Unknown field Extra/],
    ["an effect in lower case", deny({ Effect: "deny" }), "MalformedPolicy", /it must be Deny/],
    ["no principal", deny({ Principal: undefined }), "MalformedPolicy", /Missing required field Principal/],
    ["a principal of nobody", deny({ Principal: {} }), "MalformedPolicy", /Missing required field Principal/],
    ["no action", deny({ Action: undefined }), "MalformedPolicy", /Action must be a text or a list of texts/],
    ["an empty list", deny({ Action: [] }), "MalformedPolicy", /Action must be a text or a list of texts/],
    ["a list with null", deny({ Action: ["s3:*", null] }), "MalformedPolicy", /Action must be a text or a list/],
    ["an action of another service", deny({ Action: "sqs:*" }), "MalformedPolicy", /invalid action sqs:\*/],
    ["an action of any service", deny({ Action: "*:GetObject" }), "MalformedPolicy", /invalid action \*:getobject/],
    ["an action that begins with s3 only", deny({ Action: "s3*" }), "MalformedPolicy", /invalid action s3\*/],
    [
      "an action that there is not",
      deny({ Action: ["s3:GetObject", "s3:GetObjct"] }),
      "MalformedPolicy",
      /invalid action s3:getobjct/,
    ],
    [
      "an action on objects of the bucket itself",
      deny({ Action: "s3:GetObject", Resource: ARN }),
      "MalformedPolicy",
      /does not apply to any resource.*: s3:getobject/,
    ],
    [
      "an action on the bucket of objects",
      deny({ Action: ["s3:GetObject", "s3:ListBucket"] }),
      "MalformedPolicy",
      /does not apply to any resource.*: s3:listbucket/,
    ],
    [
      "a resource that no action is about",
      deny({ Action: "s3:GetObject", Resource: [ARN, `${ARN}/*`] }),
      "MalformedPolicy",
      /any action of the statement applies to: arn:aws:s3:::daypass$/,
    ],
    [
      "objects that no action is about",
      deny({ Action: "s3:ListBucket", Resource: [ARN, `${ARN}/*`] }),
      "MalformedPolicy",
      /any action of the statement applies to: arn:aws:s3:::daypass\/\*$/,
    ],
    ["the object without a name", deny({ Resource: `${ARN}/` }), "MalformedPolicy", /does not apply to any resource/],
    ["nine wildcards", deny({ Resource: `${ARN}/${"a*".repeat(9)}` }), "MalformedPolicy", /at most 8 wildcards/],
    ["another bucket", deny({ Resource: "arn:aws:s3:::other/*" }), "MalformedPolicy", /invalid resource/],
    ["a name without its ARN", deny({ Resource: `${BUCKET}/*` }), "MalformedPolicy", /invalid resource/],
    ["every bucket", deny({ Resource: "arn:aws:s3:::*" }), "MalformedPolicy", /invalid resource/],
    ["a bucket whose name begins alike", deny({ Resource: `${ARN}2/*` }), "MalformedPolicy", /invalid resource/],
    ["a Sid that is no text", deny({ Sid: 1 }), "MalformedPolicy", /Sid must be a text/],
    ["a Condition that is a list", deny({ Condition: [] }), "MalformedPolicy", /Condition must be an object/],
    ["a Condition that is null", deny({ Condition: null }), "MalformedPolicy", /Condition must be an object/],
    ["an operator with a text", deny({ Condition: { Bool: "true" } }), "MalformedPolicy", /Bool must be an object/],
    ["an age that is no number", deny(condition("NumericEquals", AGE, "1e3")), "MalformedPolicy", /whole number/],
    ["an age below nothing", deny(condition("NumericEquals", AGE, -1)), "MalformedPolicy", /whole number/],
    ["an age of 16 digits", deny(condition("NumericEquals", AGE, "1".repeat(16))), "MalformedPolicy", /whole number/],
    [
      "two ages, one of which is none",
      deny(condition("NumericEquals", AGE, [1, ""])),
      "MalformedPolicy",
      /whole number/,
    ],
    ["a truth that is none", deny(condition("Bool", TLS, ["true", "yes"])), "MalformedPolicy", /true or false/],
    ["twenty kilobytes and one", deny({ Sid: "é".repeat(10 * 1024) }), "MalformedPolicy", /at most 20480 bytes/],
    [
      "lists in lists, eight levels in all",
      deny(condition("Bool", TLS, [[[]]])),
      "MalformedPolicy",
      /a text or a list/,
    ],
    ["lists in lists, nine levels in all", deny(condition("Bool", TLS, [[[[]]]])), "MalformedPolicy", /too deep/],
    ["ten thousand lists in lists", nest("[", "]", 10_000), "MalformedPolicy", /nested too deep/],
    ["a thousand objects in objects", nest('{"a":', "}", 1_000, '""'), "MalformedPolicy", /nested too deep/],
    ["a thousand lists behind others", nest("[0,", "]", 1_000, "0"), "MalformedPolicy", /nested too deep/],
    ["Allow", deny({ Effect: "Allow" }), "NotImplemented", /no Effect "Allow"/],
    ["one principal", deny({ Principal: { AWS: "arn:aws:iam::1:root" } }), "NotImplemented", /no Principal but "\*"/],
    [
      "one principal beside all",
      deny({ Principal: { AWS: ["*", "arn:aws:iam::1:root"] } }),
      "NotImplemented",
      /no Principal but/,
    ],
    ["NotPrincipal", deny({ NotPrincipal: "*" }), "NotImplemented", /no NotPrincipal/],
    ["NotAction", deny({ NotAction: "s3:*" }), "NotImplemented", /no NotAction/],
    ["NotResource", deny({ NotResource: `${ARN}/*` }), "NotImplemented", /no NotResource/],
    ["an unknown condition key", deny(condition("IpAddress", "aws:SourceIp", "::1")), "NotImplemented", /aws:SourceIp/],
    [
      "a condition key that an object inherits",
      deny(condition("StringEquals", "constructor", "x")),
      "NotImplemented",
      /condition key constructor/,
    ],
    [
      "an operator that the key has not",
      deny(condition("StringLike", "s3:authType", "*")),
      "NotImplemented",
      /operator StringLike for s3:authType/,
    ],
    ["a variable", deny({ Resource: `${ARN}/\${aws:username}` }), "NotImplemented", /variable in a Resource/],
  ];
  for (const [says, text, code, message] of REFUSED)
    test(`refuses ${says}: ${code}`, () => assert.throws(() => readBucketPolicy(text, BUCKET), { code, message }));
});
