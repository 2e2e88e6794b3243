// For each kind of host of AWS: same clock, same request, the same host, path and signature as the AWS SDK's.
// Not Outposts, for which the SDK signs with native code only; its host is compared in address.test.ts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GetObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createPresigner, type PresignerOptions } from "../src/index.ts";
import { handSignature, percent } from "./support/hand-signer.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const REGION = "eu-west-1";
const LONG = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s/e+c=ret" };
const SESSION = {
  ...LONG,
  sessionToken: "FwoGZXIvYXdzEXAMPLE//token+==",
  expiration: new Date("2026-11-24T12:15:00Z"),
};
const KEY = "a b/ü+(1).txt";
const DIRECTORY = "photos--euw1-az1--x-s3";

interface Row {
  readonly says: string;
  readonly ours: Partial<PresignerOptions>;
  readonly theirs?: object;
}

const ROWS: readonly Row[] = [
  { says: "a bucket in its host", ours: { bucket: "photos" } },
  { says: "with a session token", ours: { bucket: "photos", credentials: SESSION } },
  { says: "by path", ours: { bucket: "photos", addressing: "path" }, theirs: { forcePathStyle: true } },
  { says: "a bucket with dots", ours: { bucket: "my.photos" } },
  { says: "dual-stack", ours: { bucket: "photos", dualstack: true }, theirs: { useDualstackEndpoint: true } },
  { says: "FIPS", ours: { bucket: "photos", fips: true }, theirs: { useFipsEndpoint: true } },
  {
    says: "FIPS and dual-stack, by path",
    ours: { bucket: "photos", fips: true, dualstack: true, addressing: "path" },
    theirs: { useFipsEndpoint: true, useDualstackEndpoint: true, forcePathStyle: true },
  },
  { says: "accelerated", ours: { bucket: "photos", accelerate: true }, theirs: { useAccelerateEndpoint: true } },
  {
    says: "accelerated and dual-stack",
    ours: { bucket: "photos", accelerate: true, dualstack: true },
    theirs: { useAccelerateEndpoint: true, useDualstackEndpoint: true },
  },
  { says: "China", ours: { bucket: "photos", region: "cn-north-1" }, theirs: { region: "cn-north-1" } },
  { says: "an access point", ours: { bucket: "arn:aws:s3:eu-west-1:123456789012:accesspoint/finance" } },
  {
    says: "an access point of Object Lambda",
    ours: { bucket: "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/resize" },
  },
  { says: "a directory bucket, by its session", ours: { bucket: DIRECTORY, credentials: SESSION } },
  {
    says: "a directory bucket, by IAM",
    ours: { bucket: DIRECTORY, credentials: SESSION, directoryBucketAuth: "iam" },
    theirs: { disableS3ExpressSessionAuth: true },
  },
];

for (const { says, ours, theirs } of ROWS)
  test(`the AWS SDK signs the same: ${says}`, async () => {
    const credentials = (ours.credentials ?? LONG) as typeof SESSION;
    const client = new S3Client({
      region: REGION,
      credentials,
      // Asked for instead of CreateSession, which would go over the network.
      s3ExpressIdentityProvider: { getS3ExpressIdentity: async () => credentials },
      ...theirs,
    } as S3ClientConfig);
    const command = new GetObjectCommand({ Bucket: ours.bucket, Key: KEY });
    const url = await getSignedUrl(client as never, command as never, { expiresIn: 900, signingDate: NOW });
    const isOurs = /^X-Amz-(?!Content-Sha256)/;
    const added = [...new URL(url).searchParams].filter(([name]) => !isOurs.test(name));
    const presigner = createPresigner({
      credentials,
      bucket: ours.bucket!,
      ...(ours.bucket!.startsWith("arn:") ? {} : { region: REGION }),
      clock: () => NOW,
      ...ours,
    });
    const query = Object.fromEntries(added.filter(([name]) => name !== "X-Amz-Content-Sha256"));
    const mine = presigner.get(KEY, { expiresInSeconds: 900, query }).url;
    assert.equal(mine.split("?")[0], url.split("?")[0]);
    // The SDK has one parameter of the signature more than the specification asks for: with it, the signatures meet.
    const theirSignature = new URL(url).searchParams.get("X-Amz-Signature");
    assert.equal(signByHand(mine, [["X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"]]), theirSignature);
    assert.equal(new URL(mine).searchParams.get("X-Amz-Signature"), signByHand(mine));
  });

/** The signature that a URL must have by its own scope, with further parameters if given. */
function signByHand(url: string, further: readonly (readonly [string, string])[] = []): string {
  const { host, pathname, searchParams } = new URL(url);
  const pairs = [...searchParams, ...further]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${percent(name)}=${percent(value)}`)
    .sort();
  const canonical = ["GET", pathname, pairs.join("&"), `host:${host}`, "", "host", "UNSIGNED-PAYLOAD"].join("\n");
  const scope = searchParams.get("X-Amz-Credential")!.split("/").slice(1).join("/");
  return handSignature(LONG.secretAccessKey, "20261124T120000Z", scope, canonical);
}

// What the SDK cannot sign without native code or has no command for: the scope says the service, and the key is of it.
for (const [says, service, options] of [
  [
    "Outposts",
    "s3-outposts",
    { bucket: "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01ac5d28/accesspoint/a1a" },
  ],
  [
    "Outposts at an interface endpoint",
    "s3-outposts",
    {
      bucket: "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01ac5d28/accesspoint/a1a",
      endpoint: "https://vpce-1a2b.s3-outposts.eu-west-1.vpce.amazonaws.com",
    },
  ],
  [
    "Object Lambda at an interface endpoint",
    "s3-object-lambda",
    {
      bucket: "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/resize",
      endpoint: "https://vpce-1a2b.s3-object-lambda.eu-west-1.vpce.amazonaws.com",
    },
  ],
  ["a directory bucket's list", "s3express", { bucket: DIRECTORY, region: REGION, credentials: SESSION }],
] as const)
  test(`the key is of the service that the scope says: ${says}`, () => {
    const presigner = createPresigner({ credentials: LONG, clock: () => NOW, ...options });
    const { url } = says.endsWith("list")
      ? presigner.list({ expiresInSeconds: 900 })
      : presigner.get(KEY, { expiresInSeconds: 900 });
    const { searchParams } = new URL(url);
    assert.equal(searchParams.get("X-Amz-Credential"), `AKIDEXAMPLE/20261124/eu-west-1/${service}/aws4_request`);
    assert.equal(searchParams.get("X-Amz-Signature"), signByHand(url));
  });

test("a session of S3 Express travels under its own name, and ends the URL with it", () => {
  const presigner = createPresigner({
    credentials: { ...SESSION, expiration: new Date(NOW.getTime() + 300_000) },
    region: REGION,
    bucket: DIRECTORY,
    onCredentialExpiry: "clamp",
    clock: () => NOW,
  });
  const { url, expiresAt, warnings } = presigner.get("k", { expiresInSeconds: 3600 });
  const query = new URL(url).searchParams;
  assert.equal(query.get("X-Amz-S3session-Token"), SESSION.sessionToken);
  assert.equal(query.has("X-Amz-Security-Token"), false);
  assert.equal(query.get("X-Amz-Expires"), "300");
  assert.deepEqual(expiresAt, new Date(NOW.getTime() + 300_000));
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ["life_clamped"],
  );
});

for (const [key, codes] of [
  ["/a", ["key_has_empty_segment"]],
  ["a//b", ["key_has_empty_segment"]],
  ["a/b/", []],
] as const)
  test(`a key with an empty segment is kept, with a warning: ${key}`, () => {
    const presigner = createPresigner({ credentials: LONG, region: REGION, bucket: "photos", clock: () => NOW });
    const { url, warnings } = presigner.get(key, { expiresInSeconds: 900 });
    assert.ok(url.startsWith(`https://photos.s3.eu-west-1.amazonaws.com/${key}?`));
    assert.deepEqual(
      warnings.map(({ code }) => code),
      codes,
    );
  });
