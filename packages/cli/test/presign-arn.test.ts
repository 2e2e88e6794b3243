// ARNs of access points where a bucket's name would stand, as `aws s3` takes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isSignedWith } from "../../presign/test/support/verify-sigv4a.ts";
import { parseS3Uri } from "../src/s3-uri.ts";
import { daypassHere, KEY_ENV } from "./command.ts";

const ENV = { ...KEY_ENV, AWS_REGION: "eu-central-1" };
const CREDENTIALS = { accessKeyId: KEY_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: KEY_ENV.AWS_SECRET_ACCESS_KEY };
const MRAP = "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap";
const POINT = "arn:aws:s3:us-west-2:111122223333:accesspoint/finance";
const OUTPOST = "arn:aws:s3-outposts:us-west-2:111122223333:outpost/op-01ac5d28a6a232904/accesspoint/finance";

for (const [uri, bucket, key] of [
  [`s3://${MRAP}/a/b.pdf`, MRAP, "a/b.pdf"],
  [`${MRAP}/a`, MRAP, "a"],
  [`s3://${POINT}/accesspoint/x:y`, POINT, "accesspoint/x:y"],
  [`s3://${POINT}/a\nb`, POINT, "a\nb"],
  [`s3://${POINT}//a`, POINT, "/a"],
  [`s3://${POINT}`, POINT, ""],
  [`s3://${OUTPOST}/a/b`, OUTPOST, "a/b"],
  [
    "s3://arn:aws:s3:us-west-2:111122223333:accesspoint:finance/a",
    "arn:aws:s3:us-west-2:111122223333:accesspoint:finance",
    "a",
  ],
] as const)
  test(`the address ${JSON.stringify(uri)} has its ARN and its key`, () =>
    assert.deepEqual(parseS3Uri(uri), { bucket, key }));

for (const [says, args, host] of [
  [
    "a multi-Region access point",
    ["get", `s3://${MRAP}/a b.pdf`],
    "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com",
  ],
  [
    "the same for uploads",
    ["put", `s3://${MRAP}/a`, "--content-length", "5"],
    "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com",
  ],
] as const)
  test(`presign: ${says}, whatever region is set`, async () => {
    const { code, stdout, stderr } = await daypassHere(["presign", ...args, "--json"], ENV);
    assert.equal(code, 0, stderr);
    const { method, url, headers, sentByClient } = JSON.parse(stdout);
    assert.equal(new URL(url).host, host);
    assert.ok(isSignedWith(CREDENTIALS, { method, url, headers: { ...headers, ...sentByClient } }));
    assert.doesNotMatch(stderr, /warning/);
  });

test("presign: an access point's region is that of its ARN", async () => {
  const { code, stdout, stderr } = await daypassHere(["presign", `s3://${POINT}/a`], ENV);
  assert.equal(code, 0, stderr);
  assert.equal(new URL(stdout).host, "finance-111122223333.s3-accesspoint.us-west-2.amazonaws.com");
  assert.match(stdout, /%2Fus-west-2%2Fs3%2F/);
  assert.equal(stderr, "");
});

test("presign: --region-set says where a URL for a multi-Region access point holds", async () => {
  const { stdout, stderr } = await daypassHere(["presign", `s3://${MRAP}/a`, "--region-set", "eu-west-1,us-*"], ENV);
  assert.equal(new URL(stdout).searchParams.get("X-Amz-Region-Set"), "eu-west-1,us-*", stderr);
});

for (const [says, uri, env, wants] of [
  [
    "is told of with a session token",
    `s3://${MRAP}/a`,
    { AWS_SESSION_TOKEN: "token" },
    /regional STS endpoint .*not from the global/,
  ],
  ["is not told of with a key of a user", `s3://${MRAP}/a`, {}, /^$/],
  ["is not told of for a bucket", "s3://reports/a", { AWS_SESSION_TOKEN: "token" }, /^$/],
] as const)
  test(`presign: which STS endpoint S3 takes ${says}`, async () => {
    const { code, stderr } = await daypassHere(["presign", uri], { ...ENV, ...env });
    assert.equal(code, 0);
    assert.match(stderr, wants);
  });

for (const [says, args, wants] of [
  [
    "a form for a multi-Region access point",
    ["post", `s3://${MRAP}/a`],
    /An access point does not support post: use put/,
  ],
  ["a region beside a multi-Region ARN", [`s3://${MRAP}/a`, "--region", "eu-central-1"], /region must not be given/],
  [
    "another region than the ARN's",
    [`s3://${POINT}/a`, "--region", "eu-central-1"],
    /region must be "us-west-2", as the ARN says/,
  ],
  ["a path-style access point", [`s3://${POINT}/a`, "--addressing", "path"], /addressing must not be "path"/],
  ["an ARN without a key", [`s3://${MRAP}`], /add the object's key/],
  [
    "an ARN of something else",
    ["s3://arn:aws:s3:::reports/a"],
    /is no ARN of an access point: write s3:\/\/arn:aws:s3:REGION/,
  ],
  [
    "a region set for a bucket",
    ["s3://reports/a", "--region-set", "*"],
    /--region-set is for multi-Region access points/,
  ],
  [
    "a region set with a blank",
    [`s3://${MRAP}/a`, "--region-set", "eu-west-1, us-*"],
    /must be a region .*got " us-\*"/,
  ],
  ["an account that is none", ["s3://arn:aws:s3::1:accesspoint/x.mrap/a"], /account is not 12 digits/],
] as const)
  test(`presign refuses ${says}`, async () => {
    const { code, stdout, stderr } = await daypassHere(["presign", ...args], ENV);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" }, stderr);
    assert.match(stderr, wants);
  });
