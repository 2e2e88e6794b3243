// Where AWS answers, held against the rules that the AWS SDK resolves its endpoints by.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BucketLocationConstraint, S3Client } from "@aws-sdk/client-s3";
import { resolveAddress } from "../src/address/address.ts";
import { createPresigner, PresignError, type PresignerOptions } from "../src/index.ts";

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const POINT = "arn:aws:s3:eu-west-1:123456789012:accesspoint/finance";
const LAMBDA = "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/resize";
const OUTPOST = "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/finance";
const GLOBAL = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
const DIRECTORY = "photos--euw1-az1--x-s3";

interface Resolved {
  readonly url: URL;
  readonly properties: { readonly authSchemes: readonly Record<string, string>[] };
}
/** The SDK's own rules, as its clients resolve them. */
const resolveBySdk = new S3Client({ region: "eu-west-1" }).config.endpointProvider as unknown as (
  parameters: object,
) => Resolved;

const FLAGS = [true, false];
const REGIONS = [
  "us-east-1",
  "eu-west-1",
  "ap-southeast-7",
  "cn-north-1",
  "us-gov-west-1",
  "us-iso-east-1",
  "us-isob-east-1",
  "eu-isoe-west-1",
  "us-isof-south-1",
  "eusc-de-east-1",
];
const BUCKETS = ["photos", "my.photos", POINT, LAMBDA, OUTPOST, GLOBAL, DIRECTORY, "ap--euw1-az1--xa-s3"];

test("each host of AWS is the SDK's, and what the SDK refuses is refused", () => {
  let equal = 0;
  let refused = 0;
  for (const bucket of BUCKETS)
    for (const region of bucket.startsWith("arn:") ? ["eu-west-1"] : REGIONS)
      for (const accelerate of FLAGS)
        for (const dualstack of FLAGS)
          for (const fips of FLAGS)
            for (const addressing of [undefined, "path"] as const) {
              const says = JSON.stringify({ bucket, region, accelerate, dualstack, fips, addressing });
              const given = bucket === GLOBAL ? undefined : region;
              let theirs: Resolved | undefined;
              try {
                theirs = resolveBySdk({
                  Bucket: bucket,
                  Region: region,
                  Accelerate: accelerate,
                  UseDualStack: dualstack,
                  UseFIPS: fips,
                  ...(addressing && { ForcePathStyle: true }),
                });
              } catch {
                assert.throws(
                  () => resolveAddress({ bucket, region: given, accelerate, dualstack, fips, addressing }),
                  (error: unknown) => error instanceof TypeError || error instanceof PresignError,
                  says,
                );
                refused++;
                continue;
              }
              // Refused by us where the SDK goes on: it drops the acceleration of a bucket with a dot and the path style of
              // a directory bucket in silence, and makes hosts of Transfer Acceleration for partitions that have none.
              if (accelerate && !/^(?:us|eu|ap)-[a-z]+-\d$/.test(region)) continue;
              if (bucket === "my.photos" && accelerate) continue;
              if (bucket.endsWith("-s3") && addressing === "path") continue;
              const ours = resolveAddress({ bucket, region: given, accelerate, dualstack, fips, addressing });
              assert.equal(ours.origin + ours.bucketPath, theirs.url.href, says);
              const scheme = theirs.properties.authSchemes.find(({ name }) => name !== "sigv4a" || bucket === GLOBAL)!;
              assert.equal(ours.service, scheme.signingName, says);
              assert.equal(ours.region, scheme.signingRegion ?? "*", says);
              assert.equal(ours.signing, scheme.name === "sigv4a" ? "sigv4a" : "sigv4", says);
              equal++;
            }
  assert.ok(equal > 200 && refused > 100, `${equal} equal, ${refused} refused`);
});

for (const [says, options, want] of [
  [
    "an access point needs no region",
    { bucket: POINT },
    "https://finance-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/",
  ],
  [
    "China's access points",
    { bucket: "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/finance" },
    "https://finance-123456789012.s3-accesspoint.cn-north-1.amazonaws.com.cn/",
  ],
  [
    "a colon behind accesspoint",
    { bucket: "arn:aws:s3:eu-west-1:123456789012:accesspoint:finance" },
    "https://finance-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/",
  ],
  [
    "an access point at an interface endpoint",
    { bucket: POINT, endpoint: "https://accesspoint.vpce-1a2b3c4d-5e6f.s3.eu-west-1.vpce.amazonaws.com" },
    "https://finance-123456789012.accesspoint.vpce-1a2b3c4d-5e6f.s3.eu-west-1.vpce.amazonaws.com/",
  ],
  [
    "an Outposts access point at an endpoint",
    { bucket: OUTPOST, endpoint: "https://outposts.example.com" },
    "https://finance-123456789012.op-01ac5d28a6a232904.outposts.example.com/",
  ],
  [
    "a directory bucket's name elsewhere is a bucket's",
    { bucket: DIRECTORY, region: "eu-west-1", endpoint: "https://h" },
    "https://h/photos--euw1-az1--x-s3",
  ],
  [
    "an alias of an access point is a bucket's name",
    { bucket: "finance-1a2b3c-s3alias", region: "eu-west-1" },
    "https://finance-1a2b3c-s3alias.s3.eu-west-1.amazonaws.com/",
  ],
] as [string, PresignerOptions, string][])
  test(`address: ${says}`, () => {
    const { origin, bucketPath } = resolveAddress(options);
    assert.equal(origin + bucketPath, want);
  });

const base = { credentials: CREDENTIALS, region: "eu-west-1", bucket: "photos" };
for (const [says, options, message] of [
  ["accelerate with fips", { accelerate: true, fips: true }, /accelerate and fips exclude each other/],
  ["accelerate by path", { accelerate: true, addressing: "path" }, /accelerate and addressing "path" exclude/],
  ["accelerate with a dot", { accelerate: true, bucket: "my.photos" }, /no dot with accelerate/],
  ["accelerate in China", { accelerate: true, region: "cn-north-1" }, /not available in cn-north-1/],
  ["fips in China", { fips: true, region: "cn-north-1" }, /fips is not available in cn-north-1/],
  ["accelerate at an endpoint", { accelerate: true, endpoint: "https://h" }, /accelerate and endpoint exclude/],
  ["dualstack at an endpoint", { dualstack: true, endpoint: "https://h" }, /dualstack and endpoint exclude/],
  ["fips at an endpoint", { fips: true, endpoint: "https://h" }, /fips and endpoint exclude/],
  ["accelerate that is a text", { accelerate: "yes" }, /accelerate must be true or false, got "yes"/],
  ["dualstack that is a number", { dualstack: 1 }, /dualstack must be true or false, got 1/],
  ["fips that is null", { fips: null }, /fips must be true or false, got null/],
  ["an accelerated directory bucket", { bucket: DIRECTORY, accelerate: true }, /directory buckets/],
  ["a directory bucket by path", { bucket: DIRECTORY, addressing: "path" }, /directory bucket/],
  [
    "a session without an end",
    { bucket: DIRECTORY, credentials: { ...CREDENTIALS, sessionToken: "t" } },
    /credentials\.expiration must be given/,
  ],
  [
    "a host of S3 Express as an endpoint",
    { bucket: DIRECTORY, endpoint: "https://s3express-euw1-az1.eu-west-1.amazonaws.com" },
    /endpoint must not be a host of S3 Express/,
  ],
  ...["https://user:p@ss@host", "https://user:p/w@host", "ftp://user:pw@h", "user:pw@host"].map(
    (endpoint) => [`a password: ${endpoint}`, { endpoint }, /got "(?:\w+:\/\/)?\*\*\*@h(?:ost)?"$/] as const,
  ),
  ["a directory bucket without a session", { bucket: DIRECTORY }, /CreateSession/],
  [
    "directoryBucketAuth that is none",
    { bucket: DIRECTORY, directoryBucketAuth: "none" },
    /"session" or "iam", got "none"/,
  ],
  ["directoryBucketAuth for another bucket", { directoryBucketAuth: "iam" }, /directory buckets/],
  ["the ARN of a bucket", { bucket: "arn:aws:s3:::photos" }, /give the bucket's name alone, "photos"/],
  ["an ARN by path", { bucket: POINT, addressing: "path" }, /"path" with the ARN/],
  [
    "an ARN by path at an endpoint",
    { bucket: POINT, addressing: "path", endpoint: "https://h" },
    /"path" with the ARN/,
  ],
  [
    "an ARN in another region",
    { bucket: POINT, region: "us-east-1" },
    /region must be "eu-west-1", as the ARN says, got "us-east-1"/,
  ],
  [
    "an ARN in another region at an endpoint",
    { bucket: POINT, region: "us-east-1", endpoint: "https://h" },
    /as the ARN says/,
  ],
  ["an ARN of an unknown partition", { bucket: POINT.replace(":aws:", ":aws-mars:") }, /unknown partition "aws-mars"/],
  ["an ARN whose region is elsewhere", { bucket: POINT.replace(":aws:", ":aws-cn:") }, /no region "eu-west-1"/],
  ["an ARN of another service", { bucket: POINT.replace(":s3:", ":sqs:") }, /of the service "sqs"/],
  ["an ARN with a short account", { bucket: POINT.replace("123456789012", "1234") }, /12 digits/],
  ["an ARN of another resource", { bucket: POINT.replace("accesspoint/", "job/") }, /another resource/],
  ["an ARN with something behind", { bucket: `${POINT}/object/a` }, /another resource/],
  ["an ARN without a name", { bucket: POINT.replace("finance", "") }, /whose access point is ""/],
  ["an ARN with an odd name", { bucket: POINT.replace("finance", "Fin_ance") }, /whose access point is "Fin_ance"/],
  ["an ARN with an odd region", { bucket: POINT.replace("eu-west-1", "Eu.west") }, /whose region is "Eu.west"/],
  [
    "an Outposts ARN without an access point",
    { bucket: OUTPOST.replace("/accesspoint/finance", "") },
    /another resource/,
  ],
  ["an Outposts ARN with an odd Outpost", { bucket: OUTPOST.replace("op-", "OP_") }, /whose Outpost/],
  ["an Outposts ARN with an odd name", { bucket: OUTPOST.replace("finance", "f!") }, /whose access point is "f!"/],
  ["a global ARN without .mrap", { bucket: GLOBAL.replace(".mrap", ""), region: undefined }, /no ALIAS\.mrap/],
  ["a region with a global ARN", { bucket: GLOBAL }, /region must not be given/],
  [
    "an endpoint with a global ARN",
    { bucket: GLOBAL, region: undefined, endpoint: "https://h" },
    /endpoint must not be given/,
  ],
  ["an accelerated access point", { bucket: POINT, accelerate: true }, /accelerate is not available for access points/],
  ["a dual-stack Lambda", { bucket: LAMBDA, dualstack: true }, /dualstack is not available for Object Lambda/],
  ["a FIPS Outpost", { bucket: OUTPOST, fips: true }, /fips is not available for Outposts/],
  ["a dual-stack global access point", { bucket: GLOBAL, region: undefined, dualstack: true }, /multi-Region/],
  ["an alias of an Outpost", { bucket: "finance-o0e1--op-s3" }, /give the ARN/],
  ["a table bucket", { bucket: "a--table-s3" }, /table bucket/],
  ["an alias of a global access point", { bucket: "mfzwi23gnjvgw.mrap" }, /give its ARN/],
  ...[
    "aws-global",
    "fips-us-gov-west-1",
    "us-gov-west-1-fips",
    "eu-central1",
    "eu-central",
    "central-1",
    "local-1",
  ].map((region): [string, object, RegExp] => [
    `the region ${region}`,
    { region },
    new RegExp(`region must be an AWS region such as .* got "${region}"$`),
  ]),
  [
    "an ARN in no region",
    { bucket: POINT.replace("eu-west-1", "aws-global"), region: undefined },
    /region is "aws-global"/,
  ],
  ["an IP address as bucket", { bucket: "192.168.1.1" }, /must not look like an IP address/],
  ["a directory bucket without a zone", { bucket: "photos--x-s3" }, /it is NAME--ZONE--x-s3/],
  ["a directory bucket's access point without a zone", { bucket: "photos--xa-s3" }, /it is NAME--ZONE--xa-s3/],
  ["no region", { region: undefined }, /region must be a string/],
  ["no region at an endpoint", { region: undefined, endpoint: "https://h" }, /region must be a string/],
] as [string, object, RegExp][])
  test(`refused: ${says}`, () => {
    assert.throws(
      () => createPresigner({ ...base, ...options } as PresignerOptions),
      (error: unknown) => {
        assert.ok(error instanceof TypeError || error instanceof PresignError, String(error));
        assert.match(error.message, message);
        return true;
      },
    );
  });

test("every region that the AWS SDK knows is taken", () => {
  for (const region of Object.values(BucketLocationConstraint).filter((name) => name !== "EU"))
    assert.doesNotThrow(() => createPresigner({ ...base, region }), region);
});
