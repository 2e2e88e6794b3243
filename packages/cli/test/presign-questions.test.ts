// `daypass presign` without arguments, at a terminal: each question as it is asked, each answer as it is typed.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { PROVIDERS } from "@daypass/presign";
import type { Io } from "../src/io.ts";
import { runCommand } from "../src/main.ts";
import { CLEAN_ENV, KEY_ENV, temporaryFolder, until } from "./command.ts";

// The files of AWS are found by the environment of the process itself.
process.env.AWS_CONFIG_FILE = join(temporaryFolder(), "config");
writeFileSync(
  process.env.AWS_CONFIG_FILE,
  "[profile service]\nregion = eu-central-2\naws_access_key_id = SERVICEKEY\naws_secret_access_key = secret-of-a-service\n[profile mars]\nregion = Mars\naws_access_key_id = SERVICEKEY\naws_secret_access_key = secret-of-a-service\n",
);

const ENTER = "\r";
const DOWN = "\u001b[B";
type Answers = readonly (readonly [question: RegExp, keys: string])[];

/** Answers each question when it has been asked, and no other. */
async function ask(answers: Answers, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
  let stdout = "";
  let stderr = "";
  const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => keyboard });
  const screen = new Writable({
    write(chunk, _encoding, done) {
      stderr += String(chunk);
      done();
    },
  });
  const io: Io = {
    env: { ...CLEAN_ENV, ...KEY_ENV, ...env },
    stdin: keyboard as never,
    stdout: { isTTY: false } as never,
    stderr: Object.assign(screen, { isTTY: true, columns: 200, rows: 50, getColorDepth: () => 1 }) as never,
    isInteractive: true,
    out: (line) => {
      stdout += `${line}\n`;
    },
    err: (line) => {
      stderr += `${line}\n`;
    },
  };
  let code: number | undefined;
  const ended = runCommand(["presign", ...args], io).then((exitCode) => {
    code = exitCode;
  });
  let seen = 0;
  for (const [question, keys] of answers) {
    const asked = () => question.exec(stripVTControlCharacters(stderr).slice(seen));
    await until(() => asked() !== null, `${question} in ${stripVTControlCharacters(stderr).slice(seen)}`);
    seen = stripVTControlCharacters(stderr).length;
    keyboard.write(keys);
  }
  // A question that no answer is for would be waited for until the end of days.
  await until(() => code !== undefined, `the end in ${stripVTControlCharacters(stderr).slice(seen)}`);
  await ended;
  return { code, stdout, stderr: stripVTControlCharacters(stderr) };
}

const DOWNLOAD: Answers = [
  [/What may the holder/, ENTER],
  [/Bucket/, `photos${ENTER}`],
  [/Key/, `a b.jpg${ENTER}`],
  [/For how long/, ENTER],
];
const NAME: Answers = [[/Save it under/, ENTER]];

for (const { says, place, region = [], env, args, wants } of [
  {
    says: "AWS",
    place: [[/Where is the bucket\?.*AWS S3/s, ENTER]],
    region: [[/region/, `eu-west-1${ENTER}`]],
    wants: /^https:\/\/photos\.s3\.eu-west-1\.amazonaws\.com\/a%20b\.jpg\?/,
  },
  {
    says: "AWS, whose region the environment says",
    place: [[/Where is/, ENTER]],
    env: { AWS_REGION: "eu-west-2" },
    wants: /^https:\/\/photos\.s3\.eu-west-2\.amazonaws\.com\//,
  },
  {
    says: "a service that has regions of its own",
    place: [
      [/Where is/, DOWN + ENTER],
      [/Which service\?.*Wasabi/s, DOWN.repeat(5) + ENTER],
    ],
    region: [[/region/, `eu-central-2${ENTER}`]],
    env: { AWS_REGION: "eu-west-2" },
    wants: /^https:\/\/photos\.s3\.eu-central-2\.wasabisys\.com\/a%20b\.jpg\?/,
  },
  {
    says: "a service whose region the profile of --profile says",
    place: [
      [/Where is/, DOWN + ENTER],
      [/Which service\?.*Wasabi/s, DOWN.repeat(5) + ENTER],
    ],
    env: { AWS_REGION: "eu-west-2" },
    args: ["--profile", "service"],
    wants: /^https:\/\/photos\.s3\.eu-central-2\.wasabisys\.com\/a%20b\.jpg\?/,
  },
  {
    says: "a service whose host has the account",
    place: [
      [/Where is/, DOWN + ENTER],
      [/Which service/, ENTER],
    ],
    region: [[/account id at Cloudflare R2/, `1a2b3c${ENTER}`]],
    wants: /^https:\/\/(?:photos\.)?1a2b3c\.r2\.cloudflarestorage\.com\//,
  },
  {
    says: "a service that runs where only its owner knows",
    place: [
      [/Where is/, DOWN + ENTER],
      [/Which service/, DOWN.repeat(3) + ENTER],
      [/Its address/, `http://minio:9000${ENTER}`],
    ],
    region: [[/region/, ENTER]],
    wants: /^http:\/\/minio:9000\/photos\/a%20b\.jpg\?.*us-east-1/,
  },
  {
    says: "an address",
    place: [
      [/Where is/, DOWN + DOWN + ENTER],
      [/Its address/, `https://s3.example.com${ENTER}`],
    ],
    region: [[/region \(empty: us-east-1\)/, ENTER]],
    wants: /^https:\/\/s3\.example\.com\/photos\//,
  },
  {
    says: "the address that the environment says, by Enter alone",
    place: [
      [/Where is.*http:\/\/127\.0\.0\.1:9000, from AWS_ENDPOINT_URL/s, ENTER],
      [/Its address.*empty: http:\/\/127/, ENTER],
    ],
    env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9000", AWS_REGION: "eu-west-2" },
    wants: /^http:\/\/127\.0\.0\.1:9000\/photos\/.*eu-west-2/,
  },
  {
    says: "AWS in spite of the address that the environment says",
    place: [[/Where is/, `${DOWN}${ENTER}`]],
    env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9000", AWS_REGION: "eu-west-2" },
    wants: /^https:\/\/photos\.s3\.eu-west-2\.amazonaws\.com\//,
  },
  {
    says: "no place that a flag has said",
    place: [],
    env: { AWS_REGION: "eu-west-2" },
    args: ["--endpoint-url", "http://h:9000"],
    wants: /^http:\/\/h:9000\/photos\//,
  },
] as { says: string; place: Answers; region?: Answers; env?: Record<string, string>; args?: string[]; wants: RegExp }[])
  test(`the generator asks for ${says}`, async () => {
    const { code, stdout, stderr } = await ask([...place, ...DOWNLOAD, ...region, ...NAME], env, args);
    assert.equal(code, 0, stderr);
    assert.match(stdout, wants);
    assert.match(stdout, /X-Amz-Expires=3600&/);
  });

test("an address that is none is asked for again", async () => {
  const { stdout } = await ask([
    [/Where is/, DOWN + DOWN + ENTER],
    [/Its address/, `photos${ENTER}`],
    [/write it like/, `\u0015https://h/?a=1${ENTER}`],
    [/--endpoint-url must have no query/, `\u0015https://h${ENTER}`],
    ...DOWNLOAD,
    [/region/, ENTER],
    ...NAME,
  ]);
  assert.match(stdout, /^https:\/\/h\/photos\//);
});

test("an answer that the signer would refuse is asked for again at once, in the signer's words", async () => {
  const { code, stdout, stderr } = await ask([
    [/Where is/, ENTER],
    [/What may the holder/, DOWN + ENTER],
    [/Bucket/, `My_Bucket${ENTER}`],
    [/must be 3\.\.63 lower-case letters/, `\u0015photos${ENTER}`],
    [/Key/, `a/../b${ENTER}`],
    [/must not have a segment/, `\u0015b${ENTER}`],
    [/For how long/, ENTER],
    [/region/, `mars${ENTER}`],
    [/must be an AWS region/, `\u0015eu-west-1${ENTER}`],
    [/Content type/, `é${ENTER}`],
    [/must be printable ASCII/, `\u0015image/png${ENTER}`],
    [/already\?/, ENTER],
  ]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /https:\/\/photos\.s3\.eu-west-1\.amazonaws\.com\/b\?/);
});

test("what a service can do late is asked for with its own bound", async () => {
  const { stdout } = await ask(
    [
      [/What may the holder/, ENTER],
      [/Bucket/, `photos${ENTER}`],
      [/Key/, `a${ENTER}`],
      [/at most 30d/, `31d${ENTER}`],
      [/at most 30 days/, `\u001530d${ENTER}`],
      ...NAME,
    ],
    {},
    ["--provider", "yandex"],
  );
  assert.match(stdout, /X-Amz-Expires=2592000&/);
});

for (const { says, place, where } of [
  {
    says: "where the region is asked last",
    place: [
      [/Where is/, DOWN + ENTER],
      [/Which service\?.*Wasabi/s, DOWN.repeat(5) + ENTER],
    ],
    where: [[/region/, `eu-central-2${ENTER}`]],
  },
  {
    says: "where the account is asked last",
    place: [
      [/Where is/, DOWN + ENTER],
      [/Which service/, ENTER],
    ],
    where: [
      [/account id/, `my account${ENTER}`],
      [/letters, digits and hyphens/, `\u00151a2b3c${ENTER}`],
    ],
  },
] as { says: string; place: Answers; where: Answers }[])
  test(`bucket and key are judged when they are given, also ${says}`, async () => {
    const { code, stdout, stderr } = await ask([
      ...place,
      [/What may the holder/, ENTER],
      [/Bucket/, `-photos${ENTER}`],
      [/bucket must be/, `\u0015photos${ENTER}`],
      [/Key/, `a/../b${ENTER}`],
      [/must not have a segment/, `\u0015b${ENTER}`],
      [/For how long/, ENTER],
      ...where,
      ...NAME,
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /\/b\?/);
  });

for (const [provider, { onlyRegion, endpoint }] of Object.entries(PROVIDERS))
  test(`good answers are taken at ${provider}, whatever is not known yet`, async () => {
    const { code, stderr } = await ask(
      [
        ...DOWNLOAD,
        ...((endpoint.includes("{accountId}") ? [[/account id/, `1a2b3c${ENTER}`]] : []) as Answers),
        ...((onlyRegion === undefined ? [[/region/, `eu-west-1${ENTER}`]] : []) as Answers),
        ...NAME,
      ],
      {},
      ["--provider", provider, ...(endpoint === "given" ? ["--endpoint-url", "https://s3.example.com"] : [])],
    );
    assert.equal(code, 0, stderr);
  });

for (const { says, env = {}, args = [], wants } of [
  { says: "AWS_REGION", env: { AWS_REGION: "Frankfurt" }, wants: /: AWS_REGION must be an AWS region/ },
  {
    says: "the region of a profile",
    env: { AWS_PROFILE: "mars" },
    wants: /: the region of profile mars must be an AWS region/,
  },
  {
    says: "the region of a profile that --profile names, for another service",
    args: ["--profile", "mars", "--provider", "wasabi"],
    wants: /: the region of profile mars must be a name of Wasabi/,
  },
  {
    says: "a FIPS host that the region does not have",
    env: { AWS_USE_FIPS_ENDPOINT: "true", AWS_REGION: "cn-north-1" },
    wants: /: AWS_USE_FIPS_ENDPOINT is not available in cn-north-1/,
  },
  {
    says: "a setting that is neither true nor false",
    env: { AWS_USE_FIPS_ENDPOINT: "yes" },
    wants: /: AWS_USE_FIPS_ENDPOINT must be true or false/,
  },
  { says: "a flag of the place", args: ["--region", "Frankfurt"], wants: /: --region must be an AWS region/ },
  { says: "a flag of the life", args: ["--expires-in", "1h"], wants: /: --expires-in must be whole seconds/ },
] as { says: string; env?: Record<string, string>; args?: string[]; wants: RegExp }[])
  test(`what is known to be wrong is told before the first question about the URL: ${says}`, async () => {
    const place: Answers = args.includes("wasabi") ? [] : [[/Where is/, ENTER]];
    const { code, stderr } = await ask(place, env, args);
    assert.ok(code === 2 || code === 4, stderr);
    assert.match(stderr, wants);
    assert.doesNotMatch(stderr, /What may the holder/);
  });

test("a region that is none is told, and not of an address that is good", async () => {
  const { code, stderr } = await ask(
    [
      [/Where is/, DOWN + DOWN + ENTER],
      [/Its address/, `https://s3.example.com${ENTER}`],
    ],
    { AWS_REGION: "Frank furt" },
  );
  assert.equal(code, 2, stderr);
  assert.match(stderr, /: AWS_REGION must be a name/);
});

test("what is wrong in AWS's settings is nothing to another service", async () => {
  const { code, stderr } = await ask(
    [...DOWNLOAD, [/region/, `eu-central-2${ENTER}`], ...NAME],
    { AWS_REGION: "Frankfurt", AWS_USE_FIPS_ENDPOINT: "yes" },
    ["--provider", "wasabi"],
  );
  assert.equal(code, 0, stderr);
});

test("a flag's value that cannot be signed is told before the bucket is asked for", async () => {
  const { code, stderr } = await ask(
    [
      [/Where is/, ENTER],
      [/What may the holder/, DOWN + ENTER],
    ],
    {},
    ["--content-md5", "zz"],
  );
  assert.equal(code, 2);
  assert.match(stderr, /--content-md5 must be/);
});

test("a flag for directory buckets alone has the bucket asked for again", async () => {
  const { code, stdout, stderr } = await ask(
    [
      [/What may the holder/, ENTER],
      [/Bucket/, `photos${ENTER}`],
      [/--directory-bucket-auth is for directory buckets/, `\u0015photos--use1-az4--x-s3${ENTER}`],
      [/Key/, `a${ENTER}`],
      [/For how long/, ENTER],
      [/region \(empty: us-east-1\)/, ENTER],
      ...NAME,
    ],
    {},
    ["--provider", "aws", "--directory-bucket-auth", "iam"],
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^https:\/\/photos--use1-az4--x-s3\.s3express-use1-az4\.us-east-1\./);
});

test("a life that is too long together with a flag is asked for again", async () => {
  const { code, stderr } = await ask(
    [
      [/What may the holder/, ENTER],
      [/Bucket/, `photos${ENTER}`],
      [/Key/, `a${ENTER}`],
      [/For how long/, `7d${ENTER}`],
      [/--expires-in and --stable-for together must be at most 604800, got 604800 \+ 3600/, `\u00151d${ENTER}`],
      [/region/, ENTER],
      ...NAME,
    ],
    {},
    ["--provider", "aws", "--stable-for", "3600"],
  );
  assert.equal(code, 0, stderr);
});

test("a region without the host that a setting asks for is asked for again", async () => {
  const { code, stderr } = await ask(
    [
      ...DOWNLOAD,
      [/region/, `cn-north-1${ENTER}`],
      [/not available in cn-north-1/, `\u0015us-east-2${ENTER}`],
      ...NAME,
    ],
    { AWS_USE_FIPS_ENDPOINT: "true" },
    ["--provider", "aws"],
  );
  assert.equal(code, 0, stderr);
});

test("credentials that cannot sign are told before anything is asked", async () => {
  const swapped = { AWS_ACCESS_KEY_ID: "me", AWS_SECRET_ACCESS_KEY: KEY_ENV.AWS_ACCESS_KEY_ID };
  const { code, stderr } = await ask([], swapped);
  assert.equal(code, 3);
  assert.match(stderr, /AWS_SECRET_ACCESS_KEY must be the secret/);
});

test("a flag that the deed has no use for is refused before the bucket is asked for", async () => {
  const { code, stderr } = await ask(
    [
      [/Where is/, ENTER],
      [/What may the holder/, ENTER],
    ],
    {},
    ["--content-type", "image/png"],
  );
  assert.equal(code, 2);
  assert.match(stderr, /--content-type is for/);
});

test("what the service lacks is not offered: forms at R2", async () => {
  const { stderr } = await ask([
    [/Where is/, DOWN + ENTER],
    [/Which service/, ENTER],
    [/What may the holder/, "\u0003"],
  ]);
  assert.doesNotMatch(stderr, /HTML form/);
  // Its advice is in the words of the command line.
  assert.match(stderr, /depend on --if-match\./);
  assert.match(stderr, /give --endpoint-url, as in/);
});

test("Ctrl-C at the first question signs nothing, with the exit code of an interruption", async () => {
  const { code, stdout, stderr } = await ask([[/Where is/, "\u0003"]]);
  assert.equal(code, 130);
  assert.equal(stdout, "");
  assert.match(stderr, /Nothing was signed/);
});
