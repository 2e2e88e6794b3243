// Services with regions of their own: AWS's settings know none of them, but a profile that was named may be the service's.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { daypass, KEY_ENV, temporaryFolder } from "./command.ts";

const AWS_CONFIG_FILE = join(temporaryFolder(), "config");
const KEYS = ["aws_access_key_id = SERVICEKEY", "aws_secret_access_key = secret-of-a-service"];
writeFileSync(
  AWS_CONFIG_FILE,
  ["[profile service]", "region = eu-central-2", ...KEYS, "[profile keys]", ...KEYS, ""].join("\n"),
);
const ENV = { ...KEY_ENV, AWS_REGION: "us-west-2", AWS_CONFIG_FILE };

for (const { says, args, env = {}, wants } of [
  {
    says: "the profile of --profile, before AWS_REGION",
    args: ["--provider", "wasabi", "--profile", "service"],
    wants: /^https:\/\/photos\.s3\.eu-central-2\.wasabisys\.com\/k\?/,
  },
  {
    says: "the flag before the profile",
    args: ["--provider", "wasabi", "--profile", "service", "--region", "eu-west-1"],
    wants: /^https:\/\/photos\.s3\.eu-west-1\.wasabisys\.com\/k\?/,
  },
  {
    says: "none where the service has but one",
    args: ["--provider", "gcs", "--profile", "service"],
    wants: /^https:\/\/(?:photos\.)?storage\.googleapis\.com\/.*%2Fauto%2F/,
  },
  {
    says: "none of a profile that --profile did not name",
    args: ["--provider", "wasabi"],
    env: { AWS_PROFILE: "service" },
    wants: /^daypass: --region must be given for Wasabi/,
  },
  {
    says: "none of AWS_REGION where the profile has none",
    args: ["--provider", "wasabi", "--profile", "keys"],
    wants: /^daypass: --region must be given for Wasabi/,
  },
] as { says: string; args: string[]; env?: Record<string, string>; wants: RegExp }[])
  test(`region of another service: ${says}`, async () => {
    const { stdout, stderr } = await daypass(["presign", "s3://photos/k", ...args], { env: { ...ENV, ...env } });
    assert.match(stdout || stderr, wants);
  });
