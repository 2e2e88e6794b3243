import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { createPresigner, inspect } from "@daypass/presign";
import { renderInspection } from "../src/presign/inspection.ts";
import { daypass, daypassHere } from "./command.ts";

const presigner = createPresigner({
  credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret-secret" },
  region: "eu-central-1",
  bucket: "reports",
});
const { url } = presigner.get("2030/january.pdf", { expiresInSeconds: 600, downloadAs: "January.pdf" });

test("inspect: says what, where, by whom and until when, from an argument as from stdin", async () => {
  const { code, stdout } = await daypassHere(["inspect", url]);
  assert.equal(code, 0);
  for (const want of [
    /works now/,
    /GetObject/,
    /reports at https:/,
    /2030\/january\.pdf/,
    /AKIAIOSFODNN7EXAMPLE/,
    /for 10 min, by AWS4-HMAC-SHA256/,
    /\(a long-term key\), region eu-central-1/,
    /open {4}the byte range/,
    /\(AWS S3, virtual-hosted\)/,
  ])
    assert.match(stdout, want);
  const piped = await daypass(["inspect", "-"], { stdin: `${url}\n` });
  assert.equal(piped.stdout.replace(/ \(in .*\)/, ""), stdout.replace(/ \(in .*\)/, ""));
});

test("inspect --json is the library's answer", async () => {
  const { stdout } = await daypassHere(["inspect", "--json", url]);
  const { state, ...rest } = JSON.parse(stdout);
  assert.equal(state, "valid");
  const want = JSON.parse(JSON.stringify(inspect(url)));
  assert.deepEqual(rest, { ...want });
});

test("inspect: a late URL has ended", () => {
  const late = new Date(Date.now() + 3_600_000);
  const io = { stdout: process.stdout } as never;
  assert.match(renderInspection(io, inspect(url, { now: late }), late).join("\n"), /has ended/);
});

test("inspect shows no signature and no token in whole", async () => {
  const credentials = {
    accessKeyId: "ASIAY34FZKBOKMUTVV7A",
    secretAccessKey: "secret",
    sessionToken: "TOKENTOKENTOKEN",
  };
  const signed = createPresigner({ credentials, region: "eu-central-1", bucket: "reports" });
  const secret = signed.get("a", { expiresInSeconds: 600 }).url;
  const signature = /X-Amz-Signature=(\w+)/.exec(secret)![1]!;
  for (const flags of [[], ["--json"]]) {
    const { stdout } = await daypassHere(["inspect", secret, ...flags]);
    assert.doesNotMatch(stdout, new RegExp(`${signature}|TOKENTOKEN`));
    assert.match(stdout, new RegExp(signature.slice(0, 8)));
  }
  assert.match((await daypassHere(["inspect", secret])).stdout, /a temporary key of account 609629065308/);
});

test("inspect --method tells the one operation, and warns of an upload that pins nothing", async () => {
  const upload = presigner.put("k", { expiresInSeconds: 600 }).url;
  assert.match((await daypassHere(["inspect", upload])).stdout, /allows {2}one of these, the URL does not say which/);
  const { stdout } = await daypassHere(["inspect", upload, "--method", "put"]);
  assert.match(stdout, /^allows {2}PutObject \(upload the object\)$/m);
  assert.match(stdout, /^! .*\(size_not_pinned\)$/m);
  const refused = await daypassHere(["inspect", upload, "--method", "P T"]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /^daypass: --method must be a method of HTTP such as PUT, got "P T"\.$/m);
});

test("inspect says on an unknown host that bucket and key are a guess", async () => {
  const at = createPresigner({
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret-secret" },
    region: "us-east-1",
    bucket: "photos",
    addressing: "virtual-hosted",
    endpoint: "https://s3.example.com",
  });
  const { stdout } = await daypassHere(["inspect", at.get("reports/x.pdf", { expiresInSeconds: 600 }).url]);
  assert.match(stdout, /^bucket {2}photos at .* \(a guess: .* in the host's name\)$/m);
  assert.match(stdout, /^key {5}reports\/x\.pdf$/m);
});

test("inspect says first what will not work, and then what is unwise", async () => {
  const { stdout } = await daypassHere(["inspect", `${url.replace("Expires=600", "Expires=0600")}&utm_source=a&v=1`]);
  assert.match(stdout, /will not work as it is/);
  assert.match(stdout, /✗ utm_source was added[\s\S]*! v is none of S3's/);
});

for (const { says, input, wants } of [
  { says: "a plain URL", input: "https://reports.s3.amazonaws.com/a", wants: /without a signature/ },
  { says: "an s3:// name", input: "s3://reports/a", wants: /sign it first/ },
  { says: "no URL at all", input: "hello", wants: /not an http/ },
])
  test(`inspect explains ${says}`, async () => {
    const { code, stdout } = await daypassHere(["inspect", input]);
    assert.equal(code, 0);
    assert.match(stdout, wants);
  });

test("a key cannot steer the terminal", async () => {
  const hostile = presigner.get("a\u001b]0;owned\u0007\u202egpj.exe", { expiresInSeconds: 600 }).url;
  const { stdout } = await daypassHere(["inspect", hostile]);
  assert.doesNotMatch(stdout, /[\u001b\u0007\u202e]/);
  assert.match(stdout, /\\u001b\]0;owned/);
});

test("a key, a parameter and a finding cannot bring their colours, in a terminal that has them", () => {
  const io = { stdout: Object.assign(new PassThrough(), { isTTY: true, getColorDepth: () => 8 }) } as never;
  const hidden = "\u001b[8m";
  const signed = presigner.get(`a${hidden}`, { expiresInSeconds: 600, query: { [`x${hidden}`]: hidden } }).url;
  for (const input of [signed, signed.replace("X-Amz-Algorithm=AWS4", `X-Amz-Algorithm=${hidden}`)]) {
    const text = renderInspection(io, inspect(input), new Date()).join("\n");
    assert.ok(!text.includes(hidden), JSON.stringify(text));
    assert.match(text, /\\u001b\[8m/);
  }
});

test("inspect refuses empty input and endless input", async () => {
  assert.equal((await daypass(["inspect", "-"])).code, 2);
  const { code, stderr } = await daypass(["inspect", "-"], { stdin: "x".repeat(100_000) });
  assert.equal(code, 2);
  assert.match(stderr, /no URL/);
});
