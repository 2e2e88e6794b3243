// A bucket's policy: what it denies, to whom it does not matter, and what it must not say.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { deny } from "./rows/deny.ts";
import { BUCKET, codeOf, makeFolder, openLab, refusalOf } from "./support.ts";

const Bucket = BUCKET;
const expiresInSeconds = 60;

describe("a bucket's policy", async () => {
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
});
