import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createPresigner, type PresignedForm, type PresignedRequest, type Presigner } from "@daypass/presign";
import { daypass, daypassHere, KEY_ENV, ROOT, temporaryFolder } from "./command.ts";

const ENV = { ...KEY_ENV, AWS_REGION: "eu-central-1" };
const CREDENTIALS = { accessKeyId: KEY_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: KEY_ENV.AWS_SECRET_ACCESS_KEY };

/** The time that a URL says it was signed at. */
function signedAt(url: string): Date {
  const stamp = new URL(url).searchParams.get("X-Amz-Date") ?? "";
  return new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

const presignerAt = (at: Date, options: Partial<Parameters<typeof createPresigner>[0]> = {}): Presigner =>
  createPresigner({ credentials: CREDENTIALS, region: "eu-central-1", bucket: "reports", clock: () => at, ...options });

interface Row {
  readonly says: string;
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
  readonly want: (at: Date) => PresignedRequest;
}

for (const { says, args, env, want } of [
  {
    says: "a bare address is a GET for an hour",
    args: ["s3://reports/2030/january.pdf"],
    want: (at) => presignerAt(at).get("2030/january.pdf", { expiresInSeconds: 3600 }),
  },
  {
    says: "the scheme may be left out, as with aws s3 presign",
    args: ["reports/a b+ü.pdf", "--expires-in", "60"],
    want: (at) => presignerAt(at).get("a b+ü.pdf", { expiresInSeconds: 60 }),
  },
  {
    says: "a key is taken as it stands",
    args: ["get", "s3://reports/100%25?x#y", "--download-as", "Bericht Ü.pdf"],
    want: (at) => presignerAt(at).get("100%25?x#y", { expiresInSeconds: 3600, downloadAs: "Bericht Ü.pdf" }),
  },
  {
    says: "a put with its pins",
    args: ["put", "s3://reports/a", "--content-type", "text/plain", "--content-length", "5", "--create-only"],
    want: (at) =>
      presignerAt(at).put("a", {
        expiresInSeconds: 3600,
        contentType: "text/plain",
        contentLength: 5,
        createOnly: true,
      }),
  },
  {
    says: "a head",
    args: ["head", "s3://reports/a"],
    want: (at) => presignerAt(at).head("a", { expiresInSeconds: 3600 }),
  },
  {
    says: "a delete for a week",
    args: ["delete", "s3://reports/a", "--expires-in", "604800"],
    want: (at) => presignerAt(at).delete("a", { expiresInSeconds: 604_800 }),
  },
  {
    says: "--region wins over the environment",
    args: ["s3://reports/a", "--region", "us-west-2"],
    want: (at) => presignerAt(at, { region: "us-west-2" }).get("a", { expiresInSeconds: 3600 }),
  },
  {
    says: "AWS_REGION wins over AWS_DEFAULT_REGION",
    args: ["s3://reports/a"],
    env: { AWS_DEFAULT_REGION: "us-west-2" },
    want: (at) => presignerAt(at).get("a", { expiresInSeconds: 3600 }),
  },
  {
    says: "an endpoint by flag, path style",
    args: ["s3://reports/a", "--endpoint-url", "http://localhost:9000"],
    want: (at) => presignerAt(at, { endpoint: "http://localhost:9000" }).get("a", { expiresInSeconds: 3600 }),
  },
  {
    says: "AWS_ENDPOINT_URL_S3 wins over AWS_ENDPOINT_URL",
    args: ["s3://reports/a", "--addressing", "virtual-hosted"],
    env: { AWS_ENDPOINT_URL: "http://localhost:1", AWS_ENDPOINT_URL_S3: "https://s3.example.com" },
    want: (at) =>
      presignerAt(at, { endpoint: "https://s3.example.com", addressing: "virtual-hosted" }).get("a", {
        expiresInSeconds: 3600,
      }),
  },
  {
    says: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    args: ["s3://reports/a"],
    env: { AWS_ENDPOINT_URL: "http://localhost:1", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
    want: (at) => presignerAt(at).get("a", { expiresInSeconds: 3600 }),
  },
  {
    says: "a session token goes into the URL",
    args: ["s3://reports/a"],
    env: { AWS_SESSION_TOKEN: "token+/=" },
    want: (at) =>
      presignerAt(at, { credentials: { ...CREDENTIALS, sessionToken: "token+/=" } }).get("a", {
        expiresInSeconds: 3600,
      }),
  },
] satisfies Row[] as Row[])
  test(`presign: ${says}`, async () => {
    const { code, stdout, stderr } = await daypassHere(["presign", ...args], { ...ENV, ...env });
    assert.equal(code, 0, stderr);
    const url = stdout.trimEnd();
    assert.equal(stdout, `${url}\n`, "the URL alone is on stdout");
    assert.equal(url, want(signedAt(url)).url);
  });

test("presign: a put says on stderr which headers to send", async () => {
  const { stderr } = await daypass(
    ["presign", "put", "s3://reports/a", "--content-type", "text/plain", "--content-length", "5"],
    { env: ENV },
  );
  assert.match(stderr, /content-type: text\/plain/);
  assert.match(stderr, /content-length: 5/);
});

test("presign --json: method, url, headers to send and end", async () => {
  const { stdout } = await daypass(["presign", "put", "s3://reports/a", "--create-only", "--json"], { env: ENV });
  const { expiresAt, ...result } = JSON.parse(stdout);
  const want = presignerAt(signedAt(result.url)).put("a", { expiresInSeconds: 3600, createOnly: true });
  assert.deepEqual({ ...result, expiresAt: new Date(expiresAt) }, want);
});

test("presign post: the form as JSON, its file bounded", async () => {
  const { stdout, stderr } = await daypass(
    ["presign", "post", "s3://reports/a", "--content-length-range", "1-10", "--content-type", "image/png"],
    { env: ENV },
  );
  const { url, fields } = JSON.parse(stdout) as PresignedForm;
  const stamp = new URL(`http://x/?X-Amz-Date=${fields["x-amz-date"]}`).href;
  const want = presignerAt(signedAt(stamp)).post({
    key: "a",
    expiresInSeconds: 3600,
    contentLengthRange: { min: 1, max: 10 },
    contentType: "image/png",
  });
  assert.deepEqual({ url, fields }, { url: want.url, fields: want.fields }, stderr);
});

test("generate-presigned-url.js is the same command", async () => {
  const { code, stdout } = await daypass(["s3://reports/a"], {
    env: ENV,
    program: join(ROOT, "generate-presigned-url.js"),
  });
  assert.equal(code, 0);
  assert.equal(stdout.trimEnd(), presignerAt(signedAt(stdout)).get("a", { expiresInSeconds: 3600 }).url);
});

for (const { says, args, wants } of [
  { says: "no arguments and no terminal", args: [], wants: /s3:\/\/BUCKET\/KEY/ },
  { says: "an operation without an object", args: ["put"], wants: /presign put s3:\/\/BUCKET\/KEY/ },
  { says: "an unknown operation", args: ["copy", "s3://reports/a"], wants: /"copy".*get, put, post, head, delete/ },
  { says: "a bucket without a key", args: ["s3://reports"], wants: /add the object's key/ },
  { says: "a web address", args: ["https://reports.s3.amazonaws.com/a"], wants: /is a web address/ },
  { says: "another scheme", args: ["gs://reports/a"], wants: /begins with gs:\/\// },
  { says: "no seconds", args: ["s3://reports/a", "--expires-in", "1h"], wants: /--expires-in.*1 to 604800.*"1h"/ },
  { says: "a window of words", args: ["s3://reports/a", "--stable-for", "1h"], wants: /--stable-for.*"1h"/ },
  {
    says: "a stable upload",
    args: ["put", "s3://reports/a", "--stable-for", "60"],
    wants: /--stable-for is for get and head/,
  },
  { says: "zero seconds", args: ["s3://reports/a", "--expires-in", "0"], wants: /--expires-in.*"0"/ },
  { says: "more than a week", args: ["s3://reports/a", "--expires-in", "604801"], wants: /--expires-in.*"604801"/ },
  { says: "a key that browsers rewrite", args: ["s3://reports/a/../b"], wants: /\.\./ },
  {
    says: "a flag of another operation",
    args: ["get", "s3://reports/a", "--create-only"],
    wants: /--create-only is for put/,
  },
  {
    says: "a length that is none",
    args: ["put", "s3://reports/a", "--content-length", "-5"],
    wants: /--content-length.*"-5"/,
  },
  {
    says: "a range upside down",
    args: ["post", "s3://reports/a", "--content-length-range", "9-1"],
    wants: /small to large/,
  },
  {
    says: "an endpoint without a scheme",
    args: ["s3://reports/a", "--endpoint-url", "localhost:9000"],
    wants: /^daypass: --endpoint-url must be http\(s\):\/\/host/,
  },
  {
    says: "an endpoint with a password, without showing it",
    args: ["s3://reports/a", "--endpoint-url", "https://user:p/w@host"],
    wants: /got "https:\/\/\*\*\*@host"/,
  },
  { says: "a style that is none", args: ["s3://reports/a", "--addressing", "sub"], wants: /virtual-hosted or path/ },
  { says: "an unknown flag", args: ["s3://reports/a", "--expire", "5"], wants: /unknown option.*--expire/ },
])
  test(`presign refuses ${says}, exit code 2, nothing on stdout`, async () => {
    const { code, stdout, stderr } = await daypassHere(["presign", ...args], ENV);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" }, stderr);
    assert.match(stderr, wants);
    assert.doesNotMatch(stderr, /\n\s+at /, "no stack");
  });

for (const [says, args] of [
  ["--expires-in", ["s3://reports/a", "--expires-in", "1\u001b[31m"]],
  ["the address", ["s3://re\u001b]0;owned\u0007\u009bports/a"]],
  ["an operation", ["\u001b[2J\u202e", "s3://reports/a"]],
  ["an unknown flag", ["s3://reports/a", "--\u001b[2J"]],
] as [string, string[]][])
  test(`presign: a refusal of ${says} writes out what would steer the terminal, in JSON too`, async () => {
    for (const format of [[], ["--json"]]) {
      const { code, stderr } = await daypassHere(["presign", ...args, ...format], ENV);
      assert.equal(code, 2);
      assert.match(stderr, /\\u001b/);
      assert.doesNotMatch(stderr, /[\u001b\u0007\u009b\u202e]/);
    }
  });

test("with --json an error is JSON too, on stderr", async () => {
  const { stderr } = await daypass(["presign", "s3://reports", "--json"], { env: ENV });
  assert.equal(JSON.parse(stderr).error.code, "usage");
});

test("presign warns when no region is set, and signs for us-east-1 like the AWS CLI", async () => {
  const { stdout, stderr } = await daypass(["presign", "s3://reports/a"], { env: KEY_ENV });
  assert.match(stdout, /%2Fus-east-1%2Fs3%2F/);
  assert.match(stderr, /no region is set/);
});

test("presign warns when the credentials end before the URL, and not when they end after it", async () => {
  const inTenMinutes = new Date(Date.now() + 600_000).toISOString();
  const env = { ...ENV, AWS_SESSION_TOKEN: "t", AWS_CREDENTIAL_EXPIRATION: inTenMinutes };
  const late = await daypass(["presign", "s3://reports/a"], { env });
  assert.equal(late.code, 0);
  assert.match(late.stderr, /^warning: It ends with its credentials, at .*: after \d+ seconds.* from: environment\.$/m);
  assert.match(late.stdout, /X-Amz-Expires=(5\d\d|600)&/, "the URL says its true end");
  const early = await daypass(["presign", "s3://reports/a", "--expires-in", "300"], { env });
  assert.equal(early.stderr, "");
});

test("presign warns of a life so short that S3 refuses it at random", async () => {
  const { stderr } = await daypass(["presign", "s3://reports/a", "--expires-in", "119"], { env: ENV });
  assert.match(stderr, /^warning: It holds for less than two minutes/);
  const json = await daypass(["presign", "s3://reports/a", "--expires-in", "119", "--json"], { env: ENV });
  assert.equal(JSON.parse(json.stdout).warnings[0].code, "life_short");
});

test("presign --stable-for gives one URL for the window, with a life as much longer", async () => {
  // A window of a week: this test is not at its border for long.
  const ask = () =>
    daypass(["presign", "s3://reports/a", "--expires-in", "60", "--stable-for", "600000"], { env: ENV });
  const [one, other] = [await ask(), await ask()];
  assert.equal(one.stdout, other.stdout);
  assert.match(one.stdout, /X-Amz-Expires=600060&/);
});

test("presign refuses credentials that have ended", async () => {
  const env = { ...ENV, AWS_SESSION_TOKEN: "t", AWS_CREDENTIAL_EXPIRATION: "2020-01-01T00:00:00Z" };
  const { code, stderr } = await daypass(["presign", "s3://reports/a"], { env });
  assert.equal(code, 3);
  assert.match(stderr, /ended at 2020-01-01/);
});

test("a key with a line end copied along is refused without being shown", async () => {
  const env = { ...ENV, AWS_SECRET_ACCESS_KEY: "secretsecret\n" };
  const { code, stderr } = await daypass(["presign", "s3://reports/a"], { env });
  assert.equal(code, 3);
  assert.doesNotMatch(stderr, /secretsecret/);
});

test("a profile's own addressing and endpoint are heeded", async () => {
  const file = join(temporaryFolder(), "config");
  writeFileSync(
    file,
    "[default]\nregion = eu-west-1\ns3 =\n  addressing_style = virtual\nservices = mine\n[services mine]\ns3 =\n  endpoint_url = https://s3.example.com\n",
  );
  const { stdout } = await daypass(["presign", "s3://reports/a"], { env: { ...KEY_ENV, AWS_CONFIG_FILE: file } });
  assert.match(stdout, /^https:\/\/reports\.s3\.example\.com\/a\?.*%2Feu-west-1%2F/);
});
