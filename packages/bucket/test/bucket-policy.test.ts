// A bucket's policy: what it denies, to whom it does not matter, and what it must not say.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { OPERATIONS } from "../src/operations/table.ts";
import {
  BUCKET_ACTIONS,
  findDenial,
  OBJECT_ACTIONS,
  type PolicyFacts,
  readBucketPolicy,
} from "../src/settings/bucket-policy.ts";
import { BUCKET, codeOf, makeFolder, openLab, refusalOf } from "./support.ts";

const Bucket = BUCKET;
const expiresInSeconds = 60;

describe("a bucket's policy", async () => {
  const deny = (statement: object, more: object = {}) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "no",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: `arn:aws:s3:::${BUCKET}/*`,
          ...statement,
        },
      ],
      ...more,
    });

  test("is put, given back as it was, kept over a restart and taken away", async () => {
    const dir = await makeFolder();
    const first = await openLab({ dir });
    const Policy = deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } });
    assert.equal((await refusalOf(first.s3().send(new GetBucketPolicyCommand({ Bucket })))).name, "NoSuchBucketPolicy");
    await first.s3().send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await first.close();
    const lab = await openLab({ dir });
    assert.equal((await lab.s3().send(new GetBucketPolicyCommand({ Bucket }))).Policy, Policy);
    assert.equal((await lab.get("k")).status, 403);
    await lab.s3().send(new DeleteBucketPolicyCommand({ Bucket }));
    assert.equal((await lab.get("k")).status, 404);
  });

  test("denies what comes without TLS, and lets it pass behind a proxy that ends TLS", async () => {
    const Policy = deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } });
    for (const { behindTls, status } of [
      { behindTls: false, status: 403 },
      { behindTls: true, status: 200 },
    ]) {
      const lab = await openLab({ behindTls });
      await lab.put("k", "x");
      await lab.s3().send(new PutBucketPolicyCommand({ Bucket, Policy }));
      const answer = await lab.get("k");
      assert.equal(answer.status, status);
      if (status === 403)
        assert.match(await answer.text(), /s3:GetObject.*explicit deny in the statement no of the bucket/);
    }
  });

  test("caps the age of a signature, in URLs, headers and forms alike", async () => {
    let ageMilliseconds = 0;
    const lab = await openLab({ clock: () => new Date(Date.now() + ageMilliseconds) });
    await lab.put("k", "x");
    const Policy = deny({ Condition: { NumericGreaterThan: { "s3:signatureAge": "600000" } } });
    await lab.s3().send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const presigner = lab.presigner();
    const url = presigner.get("k", { expiresInSeconds: 3_600 }).url;
    const makeForm = () =>
      presigner.post({ key: "form", expiresInSeconds: 3_600, contentLengthRange: { min: 0, max: 9 } });
    const form = makeForm();
    const post = async () => {
      const body = new FormData();
      for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
      body.append("file", new Blob(["x"]));
      return (await fetch(form.url, { method: "POST", body })).status;
    };
    assert.deepEqual([(await fetch(url)).status, await post()], [200, 204]);
    ageMilliseconds = 605_000;
    const late = await fetch(url);
    assert.deepEqual([late.status, await codeOf(late), await post()], [403, "AccessDenied", 403]);
    const refusal = await refusalOf(lab.s3().send(new GetObjectCommand({ Bucket, Key: "k" })));
    assert.equal(refusal.name, "AccessDenied");
  });

  for (const { says, statement, get, put, list } of [
    { says: "one action", statement: { Action: "s3:GetObject" }, get: 403, put: 200, list: 200 },
    { says: "actions by a star, in any case", statement: { Action: ["s3:put*"] }, get: 200, put: 403, list: 200 },
    { says: "one prefix", statement: { Resource: `arn:aws:s3:::${BUCKET}/other/*` }, get: 200, put: 200, list: 200 },
    { says: "the bucket itself", statement: { Resource: `arn:aws:s3:::${BUCKET}` }, get: 200, put: 200, list: 403 },
    {
      says: "one way to sign",
      statement: { Condition: { StringNotEquals: { "s3:authType": "REST-HEADER" } } },
      get: 403,
      put: 403,
      list: 200,
    },
    {
      says: "another way to sign",
      statement: { Condition: { StringEquals: { "s3:authType": "REST-HEADER" } } },
      get: 200,
      put: 200,
      list: 200,
    },
    {
      says: "bodies that no signature covers",
      statement: {
        Action: "s3:PutObject",
        Condition: { StringEquals: { "s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
      },
      get: 200,
      put: 403,
      list: 200,
    },
    {
      says: "two conditions that do not both hold",
      statement: { Condition: { Bool: { "aws:SecureTransport": "false" }, NumericLessThan: { "s3:signatureAge": 0 } } },
      get: 200,
      put: 200,
      list: 200,
    },
  ])
    test(`denies ${says}`, async () => {
      const lab = await openLab();
      await lab.put("k", "x");
      await lab.s3().send(new PutBucketPolicyCommand({ Bucket, Policy: deny(statement) }));
      const url = lab.presigner().request({ method: "GET", query: { "list-type": "2" }, expiresInSeconds }).url;
      const said = [(await lab.get("k")).status, (await lab.put("k", "y")).status, (await fetch(url)).status];
      assert.deepEqual(said, [get, put, list]);
    });

  test("denies an action on a version to who names one", async () => {
    const lab = await openLab();
    await lab.put("k", "x");
    await lab.s3().send(new PutBucketPolicyCommand({ Bucket, Policy: deny({ Action: "s3:GetObjectVersion" }) }));
    const url = lab
      .presigner()
      .request({ method: "GET", key: "k", query: { versionId: "null" }, expiresInSeconds }).url;
    assert.deepEqual([(await fetch(url)).status, (await lab.get("k")).status], [403, 200]);
  });

  test("knows every action that an operation asks for", () => {
    for (const { action, scope } of OPERATIONS)
      assert.ok(
        (scope === "object" || action === "s3:DeleteObject" ? OBJECT_ACTIONS : BUCKET_ACTIONS).includes(action),
      );
  });

  for (const { pattern, key, isDenied } of [
    { pattern: "a*b*c", key: "a-b-b-c", isDenied: true },
    { pattern: "a*b*c", key: "a-c-b", isDenied: false },
    { pattern: "ab*bc", key: "abc", isDenied: false },
    { pattern: "a**c", key: "ac", isDenied: true },
    { pattern: "a*?c", key: "abc", isDenied: true },
    { pattern: "a*?c", key: "ac", isDenied: false },
    { pattern: "abc", key: "abcd", isDenied: false },
    { pattern: `*${"a".repeat(510)}z`, key: "a".repeat(1_024), isDenied: false },
  ])
    test(`${pattern.slice(0, 9)} ${isDenied ? "fits" : "does not fit"} ${key.slice(0, 9)}`, () => {
      const policy = readBucketPolicy(deny({ Resource: `arn:aws:s3:::${BUCKET}/${pattern}` }), BUCKET);
      const denial = findDenial(policy, { action: "s3:GetObject", resource: `${BUCKET}/${key}` }, {} as PolicyFacts);
      assert.equal(denial !== undefined, isDenied);
    });

  for (const [says, text, code] of [
    ["text that is no JSON", "{", "MalformedPolicy"],
    ["a list", "[]", "MalformedPolicy"],
    ["no version", '{"Statement":[]}', "MalformedPolicy"],
    ["no statement", '{"Version":"2012-10-17","Statement":[]}', "MalformedPolicy"],
    ["equal members", deny({}).replace('"Effect":"Deny"', '"Effect":"Allow","Effect":"Deny"'), "MalformedPolicy"],
    ["an unknown member", deny({ Extra: 1 }), "MalformedPolicy"],
    ["an unknown member of the policy", deny({}, { Extra: 1 }), "MalformedPolicy"],
    ["no principal", deny({ Principal: undefined }), "MalformedPolicy"],
    ["no action", deny({ Action: undefined }), "MalformedPolicy"],
    ["an action of another service", deny({ Action: "sqs:*" }), "MalformedPolicy"],
    ["an action that there is not", deny({ Action: ["s3:GetObject", "s3:GetObjct"] }), "MalformedPolicy"],
    [
      "an action on objects of the bucket itself",
      deny({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${BUCKET}` }),
      "MalformedPolicy",
    ],
    [
      "a resource that no action is about",
      deny({ Action: "s3:GetObject", Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`] }),
      "MalformedPolicy",
    ],
    ["nine wildcards", deny({ Resource: `arn:aws:s3:::${BUCKET}/${"a*".repeat(9)}` }), "MalformedPolicy"],
    ["another bucket", deny({ Resource: "arn:aws:s3:::other/*" }), "MalformedPolicy"],
    ["a bucket whose name begins alike", deny({ Resource: `arn:aws:s3:::${BUCKET}2/*` }), "MalformedPolicy"],
    [
      "an age that is no number",
      deny({ Condition: { NumericGreaterThan: { "s3:signatureAge": "1e3" } } }),
      "MalformedPolicy",
    ],
    ["twenty kilobytes and one", deny({ Sid: "a".repeat(20 * 1024) }), "MalformedPolicy"],
    [
      "a thousand lists in lists",
      deny({ Condition: "@" }).replace('"@"', `${"[".repeat(1_000)}${"]".repeat(1_000)}`),
      "MalformedPolicy",
    ],
    ["Allow", deny({ Effect: "Allow" }), "NotImplemented"],
    ["one principal", deny({ Principal: { AWS: "arn:aws:iam::1:root" } }), "NotImplemented"],
    ["NotAction", deny({ NotAction: "s3:*" }), "NotImplemented"],
    [
      "an unknown condition key",
      deny({ Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      "NotImplemented",
    ],
    [
      "a condition key that an object inherits",
      deny({ Condition: { StringEquals: { constructor: "x" } } }),
      "NotImplemented",
    ],
    ["an operator that the key has not", deny({ Condition: { StringLike: { "s3:authType": "*" } } }), "NotImplemented"],
    ["a variable", deny({ Resource: `arn:aws:s3:::${BUCKET}/\${aws:username}` }), "NotImplemented"],
  ] as const)
    test(`refuses ${says}: ${code}`, () => assert.throws(() => readBucketPolicy(text, BUCKET), { code }));
});
