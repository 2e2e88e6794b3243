import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { createCredentialSource, type FoundCredentials } from "../src/aws/credentials.ts";
import { daypass, KEY_ENV, temporaryFolder } from "./command.ts";

const folder = temporaryFolder();
const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o755 });
  return file;
};

const process_ = (name: string, answer: object | string): string =>
  write(name, `#!/bin/sh\ncat <<'END'\n${typeof answer === "string" ? answer : JSON.stringify(answer)}\nEND\n`);
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();

const FILES = {
  AWS_CONFIG_FILE: write(
    "config",
    [
      "[default]",
      "region = eu-west-1",
      "[profile keyless]",
      "region = eu-west-2",
      "[profile process]",
      `credential_process = ${process_("good", { Version: 1, AccessKeyId: "AKPROCESS", SecretAccessKey: "s", SessionToken: "t", Expiration: inAnHour })}`,
      "[profile broken]",
      `credential_process = ${write("bad", "#!/bin/sh\necho 'the vault is sealed' >&2\nexit 9\n")} --token CANARY-1`,
      "[profile assigned]",
      `credential_process = VAULT_TOKEN='CANARY 2' "${join(folder, "bad")}" CANARY-3`,
      "[profile chained]",
      "role_arn = arn:aws:iam::111122223333:role/reader",
      "source_profile = assigned",
      "[profile signedout]",
      "sso_session = corp",
      "sso_account_id = 111122223333",
      "sso_role_name = reader",
      "[sso-session corp]",
      "sso_region = us-east-1",
      "sso_start_url = https://corp.example.com/start",
      "",
    ].join("\n"),
  ),
  AWS_SHARED_CREDENTIALS_FILE: write(
    "credentials",
    "[default]\naws_access_key_id = AKDEFAULT\naws_secret_access_key = s\n[work]\naws_access_key_id = AKWORK\naws_secret_access_key = s\n",
  ),
};

async function startFake(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const roleAnswer = (accessKeyId: string) =>
  JSON.stringify({ Code: "Success", AccessKeyId: accessKeyId, SecretAccessKey: "s", Token: "t", Expiration: inAnHour });
const container = await startFake((_request, response) => response.end(roleAnswer("AKCONTAINER")));
const instance = await startFake((request, response) => {
  if (request.method === "PUT") response.end("metadata-token");
  else response.end(request.url?.endsWith("/security-credentials/") ? "role" : roleAnswer("AKINSTANCE"));
});
const silent = await startFake(() => {});
const sts = await startFake((_request, response) => {
  response.setHeader("content-type", "text/xml");
  response.end(
    `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>AKWEB</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${inAnHour}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
  );
});
const webIdentity = {
  AWS_WEB_IDENTITY_TOKEN_FILE: write("token", "eyJhbGciOiJub25lIn0.e30."),
  AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/reader",
  AWS_ENDPOINT_URL_STS: sts,
};

for (const { says, env, flags = [], wants } of [
  { says: "the environment goes before the files", env: { ...FILES, ...KEY_ENV }, wants: KEY_ENV.AWS_ACCESS_KEY_ID },
  { says: "the default profile", env: FILES, wants: "AKDEFAULT" },
  { says: "AWS_PROFILE", env: { ...FILES, AWS_PROFILE: "work" }, wants: "AKWORK" },
  {
    says: "keys in the environment go before AWS_PROFILE, as in the AWS CLI",
    env: { ...FILES, ...KEY_ENV, AWS_PROFILE: "work" },
    wants: KEY_ENV.AWS_ACCESS_KEY_ID,
  },
  {
    says: "--profile switches the environment off",
    env: { ...FILES, ...KEY_ENV },
    flags: ["--profile", "work"],
    wants: "AKWORK",
  },
  { says: "credential_process", env: { ...FILES, AWS_PROFILE: "process" }, wants: "AKPROCESS" },
  { says: "web identity goes before a profile's key", env: { ...FILES, ...webIdentity }, wants: "AKWEB" },
  { says: "container role", env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: container }, wants: "AKCONTAINER" },
  {
    says: "instance role",
    env: { AWS_EC2_METADATA_DISABLED: "false", AWS_EC2_METADATA_SERVICE_ENDPOINT: instance },
    wants: "AKINSTANCE",
  },
])
  test(`credentials: ${says}`, async () => {
    const { stdout, stderr } = await daypass(["presign", "s3://reports/a", "--region", "eu-west-1", ...flags], { env });
    assert.match(stdout, new RegExp(`X-Amz-Credential=${wants}%2F`), stderr);
  });

for (const { says, env, flags = [], wants } of [
  {
    says: "nothing anywhere names every place, the files and the ways out",
    env: {},
    wants: [
      /No AWS credentials were found/,
      /environment +AWS_ACCESS_KEY_ID/,
      /web identity +AWS_WEB_IDENTITY_TOKEN_FILE/,
      /profile +there is no profile "default"/,
      /\/nonexistent\/config \(no such file\)/,
      /container role +AWS_CONTAINER/,
      /instance role +switched off/,
      /aws configure/,
      /aws sso login/,
    ],
  },
  {
    says: "half a key in the environment is not passed over",
    env: { ...FILES, AWS_ACCESS_KEY_ID: "AK" },
    wants: [/AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not/],
  },
  {
    says: "a profile that does not exist, with those that do",
    env: { ...FILES, AWS_PROFILE: "wrok" },
    wants: [
      /no profile "wrok" \(from AWS_PROFILE\)/,
      /default, keyless, process, broken, assigned, chained, signedout, work/,
    ],
  },
  {
    says: "a profile without a key",
    env: FILES,
    flags: ["--profile", "keyless"],
    wants: [/"keyless" has no credentials/],
  },
  {
    says: "a process that fails is shown, and nobody else's key is taken",
    env: { ...FILES, AWS_PROFILE: "broken", AWS_CONTAINER_CREDENTIALS_FULL_URI: container },
    wants: [/cannot be used: profile/, /the vault is sealed/, /credential_process is \S+bad \(its arg/],
  },
  {
    says: "of a process, neither its arguments nor what is assigned in front of it",
    env: { ...FILES, AWS_PROFILE: "assigned" },
    wants: [/Command failed: "\S+bad" …/, /the vault is sealed/, /credential_process is "\S+bad" \(its arg/],
  },
  {
    says: "nor those of another profile's",
    env: { ...FILES, AWS_PROFILE: "chained" },
    wants: [/cannot be used: profile/, /the vault is sealed/],
  },
  {
    says: "a session that has ended",
    env: { ...FILES, AWS_PROFILE: "signedout" },
    wants: [/cannot be used: profile/, /aws sso login --profile signedout/],
  },
  {
    says: "a metadata service that never answers does not hang the command",
    env: { AWS_EC2_METADATA_DISABLED: "false", AWS_EC2_METADATA_SERVICE_ENDPOINT: silent },
    wants: [/instance role +.*[Tt]imeout/],
  },
])
  test(`credentials: ${says}`, async () => {
    const { code, stdout, stderr } = await daypass(["presign", "s3://reports/a", ...flags], { env });
    assert.deepEqual({ code, stdout }, { code: 3, stdout: "" }, stderr);
    for (const want of wants) assert.match(stderr, want);
    assert.doesNotMatch(stderr, /CANARY/, "no argument of a credential_process");
    assert.doesNotMatch(stderr, /\n\s+at /, "no stack");
  });

const key = (accessKeyId: string, expiration?: Date): FoundCredentials => ({
  credentials: { accessKeyId, secretAccessKey: "s", expiration },
  from: "test",
});

test("a source asks once, and again five minutes before the end", async () => {
  let now = Date.parse("2030-01-01T00:00:00Z");
  let asked = 0;
  const source = createCredentialSource(
    async () => key(`K${++asked}`, new Date("2030-01-01T01:00:00Z")),
    () => new Date(now),
  );
  const [a, b] = await Promise.all([source(), source()]);
  assert.deepEqual([a.accessKeyId, b.accessKeyId, asked], ["K1", "K1", 1]);
  now = Date.parse("2030-01-01T00:54:59Z");
  assert.equal((await source()).accessKeyId, "K1");
  now = Date.parse("2030-01-01T00:55:00Z");
  assert.equal((await source()).accessKeyId, "K2");
});

test("a source uses what is still good when asking again fails, and not after its end", async () => {
  let now = Date.parse("2030-01-01T00:00:00Z");
  let asked = 0;
  const source = createCredentialSource(
    async () => {
      if (asked++ > 0) throw new Error("away");
      return key("K1", new Date("2030-01-01T01:00:00Z"));
    },
    () => new Date(now),
  );
  await source();
  now = Date.parse("2030-01-01T00:59:00Z");
  assert.equal((await source()).accessKeyId, "K1");
  now = Date.parse("2030-01-01T01:00:00Z");
  await assert.rejects(source(), /away/);
});
