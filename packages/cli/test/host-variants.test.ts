// AWS's settings of which host is meant: FIPS, dual-stack, Transfer Acceleration, as the AWS CLI and the SDKs take them.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { daypass, daypassHere, KEY_ENV, temporaryFolder } from "./command.ts";

const ENV = { ...KEY_ENV, AWS_REGION: "us-west-2" };
const FIPS = { AWS_USE_FIPS_ENDPOINT: "true" };
const DUALSTACK = { AWS_USE_DUALSTACK_ENDPOINT: "TRUE" };
const AWS_CONFIG_FILE = join(temporaryFolder(), "config");
writeFileSync(
  AWS_CONFIG_FILE,
  [
    "[profile variants]",
    "use_fips_endpoint = true",
    "use_dualstack_endpoint = true",
    "[profile fast]",
    "s3 =",
    "  use_accelerate_endpoint = true",
    "  use_dualstack_endpoint = true",
    "  addressing_style = path",
    "[profile odd]",
    "use_fips_endpoint = yes",
    "",
  ].join("\n"),
);

interface Row {
  readonly says: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly profile?: string;
  readonly host: string;
}

for (const { says, args = [], env = {}, profile, host } of [
  { says: "FIPS by the environment", env: FIPS, host: "photos.s3-fips.us-west-2.amazonaws.com" },
  { says: "dual-stack by the environment", env: DUALSTACK, host: "photos.s3.dualstack.us-west-2.amazonaws.com" },
  {
    says: "FIPS for an access point",
    args: ["s3://arn:aws:s3:us-west-2:123456789012:accesspoint/finance/k"],
    env: FIPS,
    host: "finance-123456789012.s3-accesspoint-fips.us-west-2.amazonaws.com",
  },
  { says: "both by the profile", profile: "variants", host: "photos.s3-fips.dualstack.us-west-2.amazonaws.com" },
  {
    says: "the environment's no before the profile's yes",
    env: { AWS_USE_FIPS_ENDPOINT: "false" },
    profile: "variants",
    host: "photos.s3.dualstack.us-west-2.amazonaws.com",
  },
  { says: "acceleration by the profile", profile: "fast", host: "photos.s3-accelerate.dualstack.amazonaws.com" },
  {
    says: "a flag that rules acceleration out goes before the profile",
    args: ["s3://photos/k", "--addressing", "path"],
    profile: "fast",
    host: "s3.dualstack.us-west-2.amazonaws.com",
  },
  {
    says: "--fips goes before a profile's acceleration",
    args: ["s3://photos/k", "--fips"],
    profile: "fast",
    host: "s3-fips.dualstack.us-west-2.amazonaws.com",
  },
  {
    says: "none of it at an endpoint that was given",
    args: ["s3://photos/k", "--endpoint-url", "https://h.example"],
    env: { ...FIPS, ...DUALSTACK },
    host: "h.example",
  },
  {
    says: "none of it at an endpoint of the environment",
    env: { ...FIPS, AWS_ENDPOINT_URL_S3: "https://e.example" },
    host: "e.example",
  },
  {
    says: "none of it at another service",
    args: ["s3://photos/k", "--provider", "gcs"],
    env: FIPS,
    host: "storage.googleapis.com",
  },
  {
    says: "none of it at another service, however it is written",
    args: ["s3://photos/k", "--provider", "gcs"],
    env: { AWS_USE_FIPS_ENDPOINT: "1" },
    host: "storage.googleapis.com",
  },
  {
    says: "AWS by its name is AWS",
    args: ["s3://photos/k", "--provider", "aws"],
    env: FIPS,
    host: "photos.s3-fips.us-west-2.amazonaws.com",
  },
] satisfies Row[] as Row[])
  test(`host: ${says}`, async () => {
    const where = ["presign", ...(args.length > 0 ? args : ["s3://photos/k"])];
    // The files are read by the environment of a process.
    const { stdout, stderr } =
      profile === undefined
        ? await daypassHere(where, { ...ENV, ...env })
        : await daypass(where, { env: { ...ENV, ...env, AWS_CONFIG_FILE, AWS_PROFILE: profile } });
    assert.equal(URL.parse(stdout.trim())?.host, host, stderr);
  });

for (const { says, args = [], env = {}, profile, code = 2, wants } of [
  {
    says: "FIPS where there is none, by where it is from",
    args: ["--region", "cn-north-1"],
    env: FIPS,
    wants: /^daypass: AWS_USE_FIPS_ENDPOINT is not available in cn-north-1/,
  },
  {
    says: "a flag against FIPS, which must not be lost",
    args: ["--accelerate"],
    env: FIPS,
    wants: /--accelerate and AWS_USE_FIPS_ENDPOINT exclude each other/,
  },
  {
    says: "a profile's acceleration where there is none",
    args: ["--region", "cn-north-1"],
    profile: "fast",
    wants: /^daypass: s3\.use_accelerate_endpoint of profile fast is not available in cn-north-1/,
  },
  {
    says: "what is neither yes nor no",
    profile: "odd",
    code: 4,
    wants: /^daypass: use_fips_endpoint of profile odd must be true or false, got "yes"/,
  },
] as { says: string; args?: string[]; env?: Record<string, string>; profile?: string; code?: number; wants: RegExp }[])
  test(`host: refuses ${says}`, async () => {
    const set = { ...ENV, ...env, ...(profile !== undefined && { AWS_CONFIG_FILE, AWS_PROFILE: profile }) };
    const ended = await daypass(["presign", "s3://photos/k", ...args], { env: set });
    assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code, stdout: "" }, ended.stderr);
    assert.match(ended.stderr, wants);
  });
