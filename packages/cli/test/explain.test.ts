// Real answers of a running bucket, each provoked by what people do wrong, through the command line.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type RunningBucket, startBucket } from "@daypass/bucket";
import { createPresigner, type Presigner } from "@daypass/presign";
import { daypass, daypassHere, temporaryFolder } from "./command.ts";

const owner = { accessKeyId: "AKIDOWNER", secretAccessKey: "secret-of-the-owner" };
const reader = { accessKeyId: "AKIDREADER", secretAccessKey: "secret-of-the-reader" };
let bucket: RunningBucket;
const life = { expiresInSeconds: 900 };
const HOUR = 3_600_000;

before(async () => {
  bucket = await startBucket({
    buckets: ["photos"],
    region: "eu-west-9",
    identities: [
      { ...owner, policy: [{ actions: ["s3:*"], bucket: "*", keyPrefix: "" }] },
      { ...reader, policy: [{ actions: ["s3:GetObject"], bucket: "photos", keyPrefix: "" }] },
    ],
    authorities: ["proxy.example"],
  });
  const put = signer().put("there", life);
  assert.equal((await send({ ...put, body: "hello" })).status, 200);
});
after(() => bucket.close());

const signer = (change: { region?: string; credentials?: typeof owner; clock?: () => Date } = {}): Presigner =>
  createPresigner({ credentials: owner, region: "eu-west-9", bucket: "photos", endpoint: bucket.endpoint, ...change });

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends exactly this, with no header of the client's own but the length, and a target that no parser has touched. */
function send({ method, url, headers = {}, body }: Sent): Promise<{ status: number; text: string }> {
  const [, hostname = "", port = "", path = ""] = /^http:\/\/([^:/]+):(\d+)(.*)$/.exec(url) ?? [];
  return new Promise((done, fail) => {
    const outgoing = request({
      hostname,
      port,
      path,
      method,
      headers: { "content-length": String(body?.length ?? 0), ...headers },
    });
    outgoing.on("error", fail).on("response", async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      done({ status: answer.statusCode ?? 0, text });
    });
    outgoing.end(body);
  });
}

interface Row {
  readonly says: string;
  readonly make: () => Sent;
  /** The URL that is explained, when it is another than the one sent. */
  readonly given?: () => string;
  readonly want: string;
}

const typed = () => signer().put("typed", { ...life, contentType: "image/png" });
const ROWS: readonly Row[] = [
  {
    says: "ended",
    make: () => signer({ clock: () => new Date(Date.now() - HOUR) }).get("there", life),
    want: "expired",
  },
  {
    says: "a clock ahead",
    make: () => signer({ clock: () => new Date(Date.now() + HOUR) }).get("there", life),
    want: "not_yet_valid",
  },
  { says: "another region", make: () => signer({ region: "us-east-1" }).get("there", life), want: "region_wrong" },
  {
    says: "another secret",
    make: () =>
      signer({ credentials: { ...owner, secretAccessKey: "wrong" } }).get("there", { ...life, downloadAs: "a" }),
    want: "secret_wrong",
  },
  {
    says: "an unknown key",
    make: () => signer({ credentials: { accessKeyId: "AKIDNOBODY", secretAccessKey: "x" } }).get("there", life),
    want: "key_unknown",
  },
  {
    says: "no right",
    make: () => ({ ...signer({ credentials: reader }).put("mine", life), body: "x" }),
    want: "rights_missing",
  },
  { says: "no object", make: () => signer().get("not-there", life), want: "object_missing" },
  {
    says: "a proxy's Host",
    make: () => ({ ...signer().get("there", life), headers: { host: "proxy.example" } }),
    want: "host_changed",
  },
  {
    says: "another content type",
    make: () => ({ ...typed(), headers: { "content-type": "application/x-www-form-urlencoded" }, body: "x" }),
    want: "content_type_changed",
  },
  { says: "a signed header left out", make: () => ({ ...typed(), headers: {}, body: "x" }), want: "header_not_sent" },
  {
    says: "an ACL sent, not signed",
    make: () => ({ ...signer().put("a", life), headers: { "x-amz-acl": "private" }, body: "x" }),
    want: "headers_not_signed",
  },
  {
    says: "an Authorization header besides",
    make: () => ({ ...signer().get("there", life), headers: { authorization: "Bearer x" } }),
    want: "two_signatures",
  },
  {
    says: "create only, and it is there",
    make: () => ({ ...signer().put("there", { ...life, createOnly: true }), body: "x" }),
    want: "exists_already",
  },
  {
    says: "a tracker",
    make: () => change(signer().get("there", life), (url) => `${url}&utm_source=mail`),
    want: "parameter_added",
  },
  {
    says: "a life of eight days",
    make: () => change(signer().get("there", life), (url) => url.replace("X-Amz-Expires=900", "X-Amz-Expires=691200")),
    want: "life_too_long",
  },
  {
    says: "a URL cut off",
    make: () => change(signer().get("there", life), (url) => url.replace(/&X-Amz-Signature=.*/, "")),
    want: "url_damaged",
  },
  {
    says: "a credential encoded twice",
    make: () => change(signer().get("there", life), (url) => url.replaceAll("%2F", "%252F")),
    want: "encoded_twice",
  },
  {
    says: "a dot segment",
    make: () => change(signer().get("there", life), (url) => url.replace("/photos/", "/photos/a/../")),
    want: "dot_segment",
  },
  {
    says: "a plain link",
    make: () => ({ method: "GET", url: `${bucket.endpoint}/photos/there` }),
    want: "url_damaged",
  },
  {
    says: "another checksum",
    make: () => ({
      ...signer().put("sum", { ...life, checksum: { algorithm: "CRC32", value: "AAAAAQ==" } }),
      body: "x",
    }),
    want: "checksum_differs",
  },
  { says: "a form with a field of its own", make: () => form({ extra: "1" }), want: "field_not_in_policy" },
  { says: "a form with another key", make: () => form({ key: "other" }), want: "condition_failed" },
  { says: "a form that is too large", make: () => form({}, "more than ten bytes"), want: "too_large" },
  { says: "a form whose file comes first", make: () => form({}, "x", true), want: "file_not_last" },
  {
    says: "a form that is none",
    make: () => ({
      method: "POST",
      url: form({}).url,
      headers: { "content-type": "multipart/form-data; boundary=b" },
      body: "x",
    }),
    want: "form_malformed",
  },
];

const change = <T extends Sent>(sent: T, edit: (url: string) => string): T => ({ ...sent, url: edit(sent.url) });

function form(fields: Record<string, string>, body = "x", fileFirst = false): Sent {
  const made = signer().post({ key: "form", ...life, contentLengthRange: { min: 0, max: 10 } });
  const part = (name: string, value: string, file = "") =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  const own = Object.entries({ ...made.fields, ...fields }).map(([name, value]) => part(name, value));
  const file = part("file", body, '; filename="f"');
  const parts = fileFirst ? [file, ...own] : [...own, file];
  return {
    method: "POST",
    url: made.url,
    headers: { "content-type": "multipart/form-data; boundary=b" },
    body: `${parts.join("")}--b--\r\n`,
  };
}

for (const { says, make, want } of ROWS)
  test(`explain, from a bucket's own answer: ${says}`, async () => {
    const sent = make();
    const { status, text } = await send(sent);
    assert.ok(status >= 400, `${status} ${text}`);
    const { code, stdout, stderr } = await daypassHere(["explain", sent.url, text, "--json"]);
    assert.equal(code, 0, stderr);
    const { causes } = JSON.parse(stdout);
    assert.equal(causes[0].code, want, `${text}\n${JSON.stringify(causes, null, 1)}`);
    const spoken = await daypassHere(["explain", sent.url, text]);
    assert.match(spoken.stdout, new RegExp(`^${want}  `, "m"));
    for (const secret of [owner.secretAccessKey, reader.secretAccessKey]) assert.ok(!spoken.stdout.includes(secret));
  });

test("explain points at the line, from stdin and from files alike", async () => {
  const sent = { ...signer().get("there", life), headers: { host: "proxy.example" } };
  const { text } = await send(sent);
  const folder = temporaryFolder();
  const file = join(folder, "error.xml");
  writeFileSync(file, text);
  const answers = await Promise.all([
    daypass(["explain", sent.url, text]),
    daypass(["explain", sent.url, file]),
    daypass(["explain", sent.url, "-"], { stdin: text }),
    daypass(["explain", sent.url], { stdin: text }),
    daypass(["explain", "-", file], { stdin: `${sent.url}\n` }),
    daypass(["explain", "-"], { stdin: `${sent.url}\n${text}` }),
  ]);
  for (const { code, stdout, stderr } of answers) {
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /CanonicalRequest, line 4: header host\n {4}signed {3}127\.0\.0\.1:\d+\n {4}received proxy\.example\n {13}\^\n/,
    );
  }
  const coloured = await daypass(["explain", sent.url, file], { env: { FORCE_COLOR: "1" } });
  assert.match(coloured.stdout, /\u001b\[32m127\.0\.0\.1/);
});

test("explain with --method and --header compares what a URL does not hold", async () => {
  const sent = { ...typed(), headers: { "content-type": "text/html" }, body: "x" };
  const { text } = await send(sent);
  const told = await daypassHere(["explain", sent.url, text, "--method", "PUT", "--header", "Content-Type: image/png"]);
  assert.match(told.stdout, /signed +image\/png\n +received text\/html/);
});

test("explain reads a header that is given twice as HTTP does: as one, with a comma", async () => {
  const sent = signer().put("meta", { ...life, metadata: { a: "x,y" } });
  const { text } = await send({ ...sent, headers: { "x-amz-meta-a": "x,z" }, body: "x" });
  const given = ["--header", "x-amz-meta-a: x", "--header", "X-Amz-Meta-A: y"];
  const { stdout } = await daypassHere(["explain", sent.url, text, ...given]);
  assert.match(stdout, /signed +x,y\n +received x,z\n/);
});

test("explain shows no session token and no whole signature, as JSON neither", async () => {
  const url = `${signer().get("there", life).url}&X-Amz-Security-Token=planted-token`;
  const signature = /X-Amz-Signature=([0-9a-f]{64})/.exec(url)![1]!;
  const xml = `<Error><Code>InvalidToken</Code><Message>m</Message><Token-0>planted-token</Token-0><SignatureProvided>${signature}</SignatureProvided></Error>`;
  for (const args of [[], ["--json"]]) {
    const { code, stdout, stderr } = await daypassHere(["explain", url, xml, ...args]);
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stdout + stderr, new RegExp(`planted|${signature.slice(9)}`));
  }
});

test("explain marks the first character that differs, also far into a long value", async () => {
  const key = "a long name of a file with an é and more.txt";
  const sent = signer().get(key, { ...life, response: { cacheControl: "no-store" } });
  const received = sent.url.replace("more.txt", "mehr.txt");
  const { text } = await send({ ...sent, url: received });
  // Of the URL as it was signed, with its own signature.
  const { stdout } = await daypassHere(["explain", sent.url, text]);
  const [ours, theirs, mark] = stdout.slice(stdout.indexOf("    signed")).split("\n");
  const column = mark!.indexOf("^");
  assert.deepEqual([ours![column], theirs![column]], ["o", "e"]);
  assert.equal(ours!.slice(13, column), theirs!.slice(13, column));
  assert.match(ours!, /^ {4}signed {3}…/);
});

test("explain speaks of answers that are not S3's XML", async () => {
  const url = signer().get("there", life).url;
  for (const [args, stdin, wants] of [
    [[url, "--status", "403"], "", /^status 403\n\nmethod_differs .*HEAD/],
    [[url, "--status", "0"], "", /answer_hidden/],
    [[url, "--status", "301", "--response-header", "x-amz-bucket-region: eu-west-1"], "", /in eu-west-1/],
    [
      [url],
      "HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n\r\n<html><title>502 Bad Gateway</title></html>",
      /not_s3 .*nginx has answered/,
    ],
    [[url, "Failed to fetch"], "", /answer_hidden/],
    [[url], '{"Code":"NoSuchKey","Message":"gone"}', /^NoSuchKey gone\n\nobject_missing/],
  ] as [string[], string, RegExp][]) {
    const { code, stdout, stderr } = await daypass(["explain", ...args], { stdin });
    assert.equal(code, 0, stderr);
    assert.match(stdout, wants);
  }
});

test("explain compares a form's fields with what came", async () => {
  const xml = `<Error><Code>SignatureDoesNotMatch</Code><Message>m</Message><StringToSign>${btoa('{"expiration":"2030-01-01T00:00:00Z","conditions":[]}')}</StringToSign></Error>`;
  const { stdout } = await daypassHere(["explain", "https://b.s3.amazonaws.com/", xml, "--field", "policy=eyJleHBp"]);
  assert.match(stdout, /^policy_changed {2}The policy came changed: it differs from character 9 on\.$/m);
});

test("what S3 says cannot steer the terminal", async () => {
  const xml = "<Error><Code>A&#27;[31m</Code><Message>&#27;]0;owned&#7;</Message></Error>";
  const { code, stdout } = await daypassHere(["explain", "https://a.example/k", xml]);
  assert.equal(code, 0);
  assert.doesNotMatch(stdout, /[\u001b\u0007]/);
});

for (const { says, args, stdin = "", wants } of [
  { says: "an empty answer", args: ["https://a.example/k", "-"], wants: /HEAD/ },
  { says: "a text that is none", args: ["https://a.example/k", "hello there"], wants: /not S3's error document/ },
  { says: "a broken status", args: ["https://a.example/k", "--status", "99"], wants: /0 or 100 to 599, not "99"/ },
  {
    says: "a field twice",
    args: ["https://a.example/k", "<Error/>", "--field", "key=a", "--field", "Key=b"],
    wants: /--field has "key" twice/,
  },
  { says: "a broken field", args: ["https://a.example/k", "<Error/>", "--field", "x"], wants: /name=value/ },
  {
    says: "a broken response header",
    args: ["https://a.example/k", "<Error/>", "--response-header", "x"],
    wants: /Name: value/,
  },
  { says: "a file that is not there", args: ["https://a.example/k", "nowhere.xml"], wants: /nor a file/ },
  { says: "- twice", args: ["-", "-"], wants: /Both cannot be -/ },
  { says: "nothing", args: ["-"], wants: /empty/ },
  { says: "too much", args: ["-"], stdin: "x".repeat(300_000), wants: /more than/ },
  { says: "a broken header", args: ["https://a.example/k", "<Error/>", "--header", "x"], wants: /Name: value/ },
  {
    says: "a header with a blank, without its value",
    args: ["https://a.example/k", "<Error/>", "--header", "Cookie SECRET"],
    wants: /not "Cookie…"\.$/m,
  },
  {
    says: "a broken method",
    args: ["https://a.example/k", "<Error/>", "--method", "P T"],
    wants: /^daypass: --method must be a method of HTTP/,
  },
])
  test(`explain refuses ${says}, with exit code 2`, async () => {
    const { code, stdout, stderr } = await daypass(["explain", ...args], { stdin });
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, wants);
  });
