// Each flag of `daypass presign`: what it becomes in the library, for which operations, and how a bad value is refused.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  createPresigner,
  PROVIDERS,
  type PresignedRequest,
  type Presigner,
  type PresignerOptions,
} from "@daypass/presign";
import { attributeOf, nameOf, OPERATIONS } from "../src/presign/flag.ts";
import { PRESIGN_FLAGS } from "../src/presign/flags.ts";
import { readFlags } from "../src/presign/request.ts";
import { nameFlags, speakInFlags } from "../src/presign/speak.ts";
import { daypassHere, KEY_ENV, temporaryFolder } from "./command.ts";

const ENV = { ...KEY_ENV, AWS_REGION: "eu-central-1" };
const CREDENTIALS = { accessKeyId: KEY_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: KEY_ENV.AWS_SECRET_ACCESS_KEY };

const folder = temporaryFolder();
const KEY = Buffer.alloc(32, 7);
const RAW_KEY_FILE = join(folder, "key");
const KEY_FILE = join(folder, "key.txt");
writeFileSync(RAW_KEY_FILE, KEY);
writeFileSync(KEY_FILE, `${KEY.toString("base64")}\n`);
const KEY_VARIABLE = { SSE_KEY: KEY.toString("base64") };

/** Flag → its text, and the option that it becomes. Flags without an option stand in `OTHERS`. */
const ROWS: Readonly<Record<string, readonly [text: string | true | string[], option: unknown]>> = {
  "--region": ["us-west-2", "us-west-2"],
  "--account": ["1a2b", "1a2b"],
  "--endpoint-url": ["https://h", "https://h"],
  "--addressing": ["path", "path"],
  "--accelerate": [true, true],
  "--dualstack": [true, true],
  "--fips": [true, true],
  "--directory-bucket-auth": ["iam", "iam"],
  "--region-set": ["eu-west-1,us-*", ["eu-west-1", "us-*"]],
  "--request-payer": [true, true],
  "--expected-bucket-owner": ["123456789012", "123456789012"],
  "--header": [["X-A: b: c", "X-D:e"], { "X-A": "b: c", "X-D": "e" }],
  "--query": [["a=b=c", "d="], { a: "b=c", d: "" }],
  "--version-id": ["v1", "v1"],
  "--part-number": ["7", 7],
  "--download-as": ["a b.pdf", "a b.pdf"],
  "--stable-for": ["60", 60],
  "--response-content-type": ["text/plain", { contentType: "text/plain" }],
  "--response-cache-control": ["no-store", { cacheControl: "no-store" }],
  "--response-content-disposition": ["inline", { contentDisposition: "inline" }],
  "--response-content-encoding": ["gzip", { contentEncoding: "gzip" }],
  "--response-content-language": ["de", { contentLanguage: "de" }],
  "--response-expires": ["2030-01-02", { expires: new Date("2030-01-02T00:00:00Z") }],
  "--if-unmodified-since": ["2030-01-02", new Date("2030-01-02T00:00:00Z")],
  "--content-language": ["de", "de"],
  "--expires": ["2030-01-02", new Date("2030-01-02T00:00:00Z")],
  "--grant-full-control": ["id=a", { fullControl: "id=a" }],
  "--grant-read": ["id=a", { read: "id=a" }],
  "--grant-read-acp": ["id=a", { readAcp: "id=a" }],
  "--grant-write-acp": ["id=a", { writeAcp: "id=a" }],
  "--website-redirect-location": ["/b", "/b"],
  "--sse-customer-key-file": [RAW_KEY_FILE, new Uint8Array(KEY)],
  "--sse-customer-key-env": ["SSE_KEY", KEY.toString("base64")],
  "--bypass-governance-retention": [true, true],
  "--delimiter": ["/", "/"],
  "--max-keys": ["7", 7],
  "--start-after": ["a", "a"],
  "--continuation-token": ["t", "t"],
  "--upload-id": ["u", "u"],
  "--checksum-algorithm": ["CRC32", "CRC32"],
  "--checksum-type": ["COMPOSITE", "COMPOSITE"],
  "--mpu-object-size": ["5", 5],
  "--max-parts": ["5", 5],
  "--part-number-marker": ["5", 5],
  "--if-none-match": ['"a"', '"a"'],
  "--if-modified-since": ["2030-01-02", new Date("2030-01-02T00:00:00Z")],
  "--checksum-mode": ["ENABLED", "ENABLED"],
  "--content-type": ["text/plain", "text/plain"],
  "--content-length": ["5", 5],
  "--content-length-range": ["1-5", { min: 1, max: 5 }],
  "--create-only": [true, true],
  "--if-match": ['"a"', '"a"'],
  "--cache-control": ["no-store", "no-store"],
  "--content-disposition": ["inline", "inline"],
  "--content-encoding": ["gzip", "gzip"],
  "--metadata": ["a=1,b=x=y", { a: "1", b: "x=y" }],
  "--tagging": ["a=1&b=", { a: "1", b: "" }],
  "--storage-class": ["STANDARD_IA", "STANDARD_IA"],
  "--acl": ["private", "private"],
  "--sse": ["aws:kms", { algorithm: "aws:kms" }],
  "--sse-kms-key-id": ["k1", { kmsKeyId: "k1" }],
  "--content-md5": ["1B2M2Y8AsgTpgAmY7PhCfg==", "1B2M2Y8AsgTpgAmY7PhCfg=="],
  "--checksum": ["crc32:AAAAAA==", { algorithm: "CRC32", value: "AAAAAA==" }],
  "--object-lock-mode": ["GOVERNANCE", { mode: "GOVERNANCE" }],
  "--object-lock-retain-until-date": ["2030-01-02T03:04:05Z", { retainUntil: new Date("2030-01-02T03:04:05Z") }],
  "--object-lock-legal-hold": ["ON", { legalHold: "ON" }],
  "--content-type-starts-with": ["image/", "image/"],
  "--as-prefix": [true, true],
};
const HOUR = { expiresInSeconds: 3600 };
const OTHERS = ["--expires-in", "--profile", "--provider", "--html", "--curl", "--json"];

test("each flag has a row", () => {
  assert.deepEqual(PRESIGN_FLAGS.map(nameOf).sort(), [...Object.keys(ROWS), ...OTHERS].sort());
});

for (const flag of PRESIGN_FLAGS.filter((other) => !OTHERS.includes(nameOf(other)))) {
  const [text, option] = ROWS[nameOf(flag)]!;
  test(`${nameOf(flag)} becomes ${flag.presigner ?? flag.call}`, () => {
    for (const what of OPERATIONS) {
      const read = () => readFlags(what, { [attributeOf(flag)]: text }, KEY_VARIABLE);
      if (flag.of !== undefined && !flag.of.includes(what)) {
        assert.throws(read, new RegExp(`^CliError: ${nameOf(flag)} is for .*, not for ${what}\\.$`));
        continue;
      }
      const { presigner, call } = read();
      const target = flag.presigner === undefined ? call : presigner;
      assert.deepEqual(target, { [(flag.presigner ?? flag.call)!.split(".")[0]!]: option });
    }
  });
}

for (const [says, args, options] of [
  [
    "a provider and an account",
    ["--provider", "r2", "--account", "1a2b"],
    { provider: PROVIDERS.r2, accountId: "1a2b" },
  ],
  [
    "a provider with a region",
    ["--provider", "wasabi", "--region", "eu-west-2"],
    { provider: PROVIDERS.wasabi, region: "eu-west-2" },
  ],
  [
    "a provider with an endpoint",
    ["--provider", "minio", "--endpoint-url", "http://h:9000"],
    { provider: PROVIDERS.minio, endpoint: "http://h:9000", region: "eu-central-1" },
  ],
  ["acceleration", ["--accelerate", "--dualstack"], { region: "eu-central-1", accelerate: true, dualstack: true }],
  ["FIPS", ["--fips"], { region: "eu-central-1", fips: true }],
  ["AWS by name", ["--provider", "aws"], { provider: PROVIDERS.aws, region: "eu-central-1" }],
] as [string, string[], Partial<PresignerOptions>][])
  test(`presign: ${says}`, async () => {
    const { code, stdout, stderr } = await daypassHere(["presign", "s3://reports/a", ...args], ENV);
    assert.equal(code, 0, stderr);
    const stamp = /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(stdout)!.slice(1) as unknown as string[];
    const [year, month, day, hour, minute, second] = stamp;
    const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    const presigner = createPresigner({ credentials: CREDENTIALS, bucket: "reports", clock: () => at, ...options });
    assert.equal(stdout.trimEnd(), presigner.get("a", { expiresInSeconds: 3600 }).url);
  });

test("what AWS's settings say of AWS is not taken for another service", async () => {
  const env = { ...ENV, AWS_ENDPOINT_URL: "http://localhost:1" };
  const { stdout } = await daypassHere(["presign", "s3://reports/a", "--provider", "gcs"], env);
  assert.match(stdout, /^https:\/\/storage\.googleapis\.com\/reports\/a\?.*%2Fauto%2Fs3%2F/);
});

for (const [says, args, call] of [
  [
    "a list of a prefix",
    ["list", "s3://reports/in/", "--delimiter", "/"],
    (p) => p.list({ ...HOUR, prefix: "in/", delimiter: "/" }),
  ],
  ["a list of a bucket", ["list", "s3://reports"], (p) => p.list(HOUR)],
  [
    "the begin of an upload in parts",
    ["create-multipart-upload", "s3://reports/a", "--content-type", "a/b", "--checksum-algorithm", "CRC32"],
    (p) => p.multipart.create("a", { ...HOUR, contentType: "a/b", checksumAlgorithm: "CRC32" }),
  ],
  [
    "a part",
    ["upload-part", "s3://reports/a", "--upload-id", "u", "--part-number", "2", "--content-length", "5"],
    (p) => p.multipart.part("a", { ...HOUR, uploadId: "u", partNumber: 2, contentLength: 5 }),
  ],
  [
    "the end of an upload in parts",
    ["complete-multipart-upload", "s3://reports/a", "--upload-id", "u", "--create-only", "--mpu-object-size", "5"],
    (p) => p.multipart.complete("a", { ...HOUR, uploadId: "u", createOnly: true, objectSize: 5 }),
  ],
  [
    "an upload given up",
    ["abort-multipart-upload", "s3://reports/a", "--upload-id", "u"],
    (p) => p.multipart.abort("a", { ...HOUR, uploadId: "u" }),
  ],
  [
    "the parts so far",
    ["list-parts", "s3://reports/a", "--upload-id", "u", "--max-parts", "5"],
    (p) => p.multipart.listParts("a", { ...HOUR, uploadId: "u", maxParts: 5 }),
  ],
  [
    "requester pays, as the AWS CLI has it",
    ["s3://reports/a", "--request-payer", "requester"],
    (p) => p.get("a", { ...HOUR, requesterPays: true }),
  ],
  [
    "requester pays, in one word",
    ["s3://reports/a", "--request-payer=requester"],
    (p) => p.get("a", { ...HOUR, requesterPays: true }),
  ],
  [
    "requester pays, as a switch before the object",
    ["--request-payer", "s3://reports/a"],
    (p) => p.get("a", { ...HOUR, requesterPays: true }),
  ],
  [
    "a key of SSE-C in a file of base64",
    ["s3://reports/a", "--sse-customer-key-file", KEY_FILE],
    (p) => p.get("a", { ...HOUR, customerKey: KEY }),
  ],
  [
    "a key of SSE-C in the environment",
    ["put", "s3://reports/a", "--sse-customer-key-env", "SSE_KEY"],
    (p) => p.put("a", { ...HOUR, customerKey: KEY }),
  ],
  [
    "a key of SSE-C to list the parts of an upload",
    ["list-parts", "s3://reports/a", "--upload-id", "u", "--sse-customer-key-env", "SSE_KEY"],
    (p) => p.multipart.listParts("a", { ...HOUR, uploadId: "u", customerKey: KEY }),
  ],
] as [string, string[], (presigner: Presigner) => PresignedRequest][])
  test(`presign: ${says}`, async () => {
    const { code, stdout, stderr } = await daypassHere(["presign", ...args], { ...ENV, ...KEY_VARIABLE });
    assert.equal(code, 0, stderr);
    assert.ok(!stderr.includes(KEY.toString("base64")), "no key on the screen");
    const [, year, month, day, hour, minute, second] = /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(
      stdout,
    )!;
    const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    const presigner = createPresigner({
      credentials: CREDENTIALS,
      bucket: "reports",
      region: "eu-central-1",
      clock: () => at,
    });
    assert.equal(stdout.trimEnd(), call(presigner).url);
  });

test("--header and --query may be repeated, and take nothing that follows", async () => {
  const args = ["presign", "--header", "X-A: 1", "--query", "x-b=2", "put", "s3://reports/a", "--header", "X-C: 3"];
  const { stdout, stderr } = await daypassHere(args, ENV);
  assert.match(stdout, /SignedHeaders=host%3Bx-a%3Bx-c&x-b=2&X-Amz-Signature=/, stderr);
});

test("an endpoint that no flag gave is named by where it is from", async () => {
  const env = { ...ENV, AWS_ENDPOINT_URL_S3: "https://h" };
  const { code, stderr } = await daypassHere(["presign", "s3://reports/a", "--accelerate"], env);
  assert.equal(code, 2);
  assert.match(stderr, /--accelerate and the endpoint of AWS_ENDPOINT_URL_S3 exclude each other/);
});

test("a directory bucket takes an ordinary token as what it is, and a session's only when told", async () => {
  const env = { ...ENV, AWS_SESSION_TOKEN: "t", AWS_CREDENTIAL_EXPIRATION: "2999-01-01T00:00:00Z" };
  const args = ["presign", "s3://photos--euc1-az1--x-s3/a"];
  assert.match((await daypassHere(args, env)).stdout, /X-Amz-Security-Token=t&/);
  const ofSession = await daypassHere([...args, "--directory-bucket-auth", "session"], env);
  assert.match(ofSession.stdout, /X-Amz-S3session-Token=t&/, ofSession.stderr);
});

for (const [says, unset, wants] of [
  ["without its end", "AWS_CREDENTIAL_EXPIRATION", /^daypass: AWS_CREDENTIAL_EXPIRATION must be given for a directory/],
  [
    "without its token",
    "AWS_SESSION_TOKEN",
    /^daypass: AWS_SESSION_TOKEN must be given .*--directory-bucket-auth "iam"/,
  ],
] as const)
  test(`a session ${says} is a fault of the credentials, which says what to set`, async () => {
    const session = { AWS_SESSION_TOKEN: "t", AWS_CREDENTIAL_EXPIRATION: "2999-01-01T00:00:00Z" };
    const args = ["presign", "s3://photos--euc1-az1--x-s3/a", "--directory-bucket-auth", "session"];
    const { code, stderr } = await daypassHere(args, { ...ENV, ...session, [unset]: undefined });
    assert.equal(code, 3);
    assert.match(stderr, wants);
  });

test("Yandex takes 30 days", async () => {
  const args = ["presign", "s3://reports/a", "--provider", "yandex", "--expires-in"];
  assert.match((await daypassHere([...args, "2592000"], ENV)).stdout, /X-Amz-Expires=2592000&/);
  assert.match((await daypassHere([...args, "2592001"], ENV)).stderr, /1 to 2592000 \(30 days/);
});

for (const [says, args, wants] of [
  ["an unknown provider", ["get", "--provider", "s4"], /--provider must be one of aws, r2, b2, .*got "s4"/],
  [
    "a form at R2, with the alternative",
    ["post", "--provider", "r2", "--account", "a"],
    /Cloudflare R2 does not support post: use put, with --content-length/,
  ],
  [
    "create-only at B2",
    ["put", "--provider", "b2", "--region", "us-west-004", "--create-only"],
    /does not support --create-only: give each upload a key/,
  ],
  ["AWS's region for a service that has its own", ["get", "--provider", "b2"], /^daypass: --region must be/],
  ["no account", ["get", "--provider", "r2"], /--account \(of your account at Cloudflare R2\) must be/],
  ["acceleration with FIPS", ["get", "--accelerate", "--fips"], /--accelerate and --fips exclude each other/],
  ["acceleration in China", ["get", "--accelerate", "--region", "cn-north-1"], /not available in cn-north-1/],
  ["a region that is none", ["get", "--region", "Mars"], /^daypass: --region must be an AWS region/],
  ["two conditions", ["put", "--create-only", "--if-match", "a"], /--create-only and --if-match exclude each other/],
  ["a lock without a checksum", ["put", "--object-lock-legal-hold", "ON"], /needs checksum or --content-md5/],
  [
    "a time without a zone",
    ["get", "--if-modified-since", "2030-01-02T03:04"],
    /--if-modified-since must be a time like/,
  ],
  ["pairs that are none", ["put", "--metadata", "a"], /--metadata must be NAME=VALUE/],
  ["a pair with a blank, and not its value", ["put", "--metadata", "token SECRET"], /, got "token…"\.$/m],
  ["a parameter with a colon, and not its value", ["get", "--query", "token:SECRET"], /, got "token…"\.$/m],
  ["a name twice", ["put", "--tagging", "a=1&a=2"], /--tagging must be NAME=VALUE, each name once/],
  ["a checksum without its algorithm", ["put", "--checksum", "AAAA"], /--checksum must be ALGORITHM:BASE64/],
  ["a header without a colon", ["get", "--header", "a"], /--header must be 'Name: value'/],
  ["a header with a blank, and not its value", ["get", "--header", "Cookie SECRET"], /, got "Cookie…"\.$/m],
  ["a header that is a secret alone, and not all of it", ["get", "--header", "S".repeat(40)], /, got "S{16}…"\.$/m],
  ["a part that is no number", ["get", "--part-number", "x"], /--part-number must be a whole number/],
  ["part 0", ["get", "--part-number", "0"], /--part-number must be an integer in 1\.\.10000/],
  ["a parameter twice", ["get", "--query", "a=1", "--query", "a=2"], /--query must be given once .*"a" twice/],
  ["a header twice", ["get", "--header", "X-A: 1", "--header", "x-a: 2"], /--header must be given once .*"x-a" twice/],
  ["a range of three", ["post", "--content-length-range", "0-10-20"], /must be MIN-MAX/],
  ["a day that no month has", ["get", "--if-modified-since", "2030-02-30"], /must be a time like/],
  ["a part without its upload", ["upload-part", "--part-number", "1"], /^daypass: --upload-id must be given$/m],
  ["another payer", ["get", "--request-payer=owner"], /--request-payer/],
  [
    "a key of SSE-C as an argument, without showing it",
    ["get", "--sse-customer-key-file", KEY.toString("base64")],
    /^daypass: --sse-customer-key-file must be a file with a key of 32 bytes: ENOENT\.$/m,
  ],
  [
    "a file that is no key, without showing it",
    ["get", "--sse-customer-key-file", import.meta.filename],
    /too large for a key/,
  ],
  [
    "a variable that is not there",
    ["get", "--sse-customer-key-env", KEY.toString("base64")],
    /^daypass: --sse-customer-key-env must be the name of a variable that has the key/,
  ],
  [
    "a variable that is no key",
    ["get", "--sse-customer-key-env", "AWS_REGION"],
    /^daypass: the key of --sse-customer-key-file or .* got a text that is no base64/,
  ],
  [
    "two keys of SSE-C",
    ["get", "--sse-customer-key-file", KEY_FILE, "--sse-customer-key-env", "AWS_REGION"],
    /--sse-customer-key-file and --sse-customer-key-env exclude each other/,
  ],
  ["a KMS key alone", ["put", "--sse-kms-key-id", "k"], /^daypass: --sse must be given/],
  [
    "an account and an endpoint",
    ["get", "--provider", "r2", "--account", "a", "--endpoint-url", "https://h"],
    /--endpoint-url and --account exclude each other/,
  ],
  ["a window beyond the service's", ["get", "--provider", "yandex", "--stable-for", "2592001"], /1\.\.2592000/],
  ["a range in the query", ["get", "--query", "range=bytes=0-1"], /must be a header/],
] as [string, string[], RegExp][])
  test(`presign refuses ${says}, exit code 2, nothing on stdout`, async () => {
    const [what = "", ...flags] = args;
    const { code, stdout, stderr } = await daypassHere(["presign", what, "s3://reports/a", ...flags], ENV);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" }, stderr);
    assert.match(stderr, wants);
    assert.ok(!stderr.includes(KEY.toString("base64")), "no key of SSE-C");
    assert.doesNotMatch(stderr, /\n\s+at /, "no stack");
  });

for (const [option, said] of [
  ["contentLength must be small", "--content-length must be small"],
  ["the region of a bucket", "the region of a bucket"],
  ["region must be given, whose region it is", "AWS_REGION must be given, whose region it is"],
  ["the host has no region", "the host has no region"],
  [
    "fips and endpoint exclude each other: fips chooses",
    "--fips and --endpoint-url exclude each other: --fips chooses",
  ],
  ['accelerate and addressing "path" exclude each other', '--accelerate and --addressing "path" exclude each other'],
  ["checksum.algorithm must be one of", "the algorithm of --checksum must be one of"],
  ["sse.algorithm must be", "--sse must be"],
  [
    "such as X (for FIPS with fips: true; or give endpoint or provider)",
    "such as X (for FIPS with --fips; or give --endpoint-url or --provider)",
  ],
  ["a provider that has one, for example PROVIDERS.r2", "a provider that has one, for example --provider r2"],
  ['name the project: query { userProject: "…" }', "name the project: --query userProject=…"],
  [
    "expiresInSeconds, stableForSeconds and backdateSeconds together must be at most 9, got 9 + 1 + 0",
    "--expires-in and --stable-for together must be at most 9, got 9 + 1",
  ],
] as const)
  test(`a message speaks of flags where the library speaks of options: ${option}`, () => {
    const sources = new Map(option.startsWith("region") ? [["region", "AWS_REGION"]] : [["fips", "--fips"]]);
    assert.equal(speakInFlags(option, sources), said);
  });

const advices = Object.entries(PROVIDERS).flatMap(([provider, { lacks, avoid }]) =>
  [...Object.values(lacks), ...avoid].map((advice) => ({ provider, advice })),
);
test("what the library advises of a service is no option of the library's on the command line", () => {
  for (const { provider, advice } of advices)
    assert.doesNotMatch(nameFlags(advice), /`|\b[a-z]+[A-Z]\w*(?!=)\b/, `${provider}: ${advice}`);
});

test("the help shows each flag under its heading", async () => {
  const { stdout } = await daypassHere(["presign", "--help"]);
  for (const heading of ["Who signs, and where:", "Reading:", "What is made:", "Uploads in parts:", "Output:"])
    assert.ok(stdout.includes(heading));
  for (const { spec } of PRESIGN_FLAGS) assert.ok(stdout.includes(spec), spec);
});
