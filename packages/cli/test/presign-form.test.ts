// Forms of `daypass presign post`, used for real: by curl, against `daypass bucket`.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { access } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { createPresigner } from "@daypass/presign";
import { quoteForShell } from "../src/terminal-text.ts";
import { daypass, daypassHere, startDaypass, temporaryFolder } from "./command.ts";

const run = promisify(execFile);
const KEYS = { accessKeyId: "FORMKEY", secretAccessKey: "form-secret-key" };
const folder = temporaryFolder();
const running = startDaypass(["bucket", "--port", "0", "--dir", join(folder, "objects"), "--json"], {
  env: { DAYPASS_BUCKET_ACCESS_KEY: KEYS.accessKeyId, DAYPASS_BUCKET_SECRET_KEY: KEYS.secretAccessKey },
});
const { endpoint, region } = JSON.parse(await running.waitFor(/endpoint/)) as { endpoint: string; region: string };
const env = {
  AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
  AWS_REGION: region,
  AWS_ENDPOINT_URL: endpoint,
};

async function readBack(key: string): Promise<Response> {
  const presigner = createPresigner({ credentials: KEYS, region, bucket: "daypass", endpoint });
  return fetch(presigner.get(key, { expiresInSeconds: 60 }).url);
}

test("presign post --curl is a command line that works, whatever the values hold", async () => {
  const type = "text/plain; charset=utf-8";
  const args = ["presign", "post", "s3://daypass/@it's <é>;type=x.txt", "--content-type", type, "--curl"];
  const { stdout } = await daypass(args, { env });
  writeFileSync(join(folder, "FILE"), "by curl");
  const { stdout: status } = await run("sh", ["-c", `${stdout.trim()} -sS -o answer.xml -w '%{http_code}'`], {
    cwd: folder,
  });
  assert.equal(status, "204");
  const back = await readBack("@it's <é>;type=x.txt");
  assert.deepEqual([back.headers.get("content-type"), await back.text()], [type, "by curl"]);
});

test("presign put --curl and get --curl work too", async () => {
  writeFileSync(join(folder, "FILE"), "put by curl");
  for (const args of [
    ["put", "s3://daypass/p.txt", "--content-type", "text/plain", "--create-only"],
    ["get", "s3://daypass/p.txt"],
  ]) {
    const { stdout } = await daypass(["presign", ...args, "--curl"], { env });
    await run("sh", ["-c", `${stdout.trim()} -sS`], { cwd: folder });
  }
  assert.equal((await run("cat", ["p.txt"], { cwd: folder })).stdout, "put by curl");
});

test("an upload in parts by the printed command lines, none of which names a type that nobody gave", async () => {
  const sent: (string | undefined)[] = [];
  const bucket = new URL(endpoint);
  // In front of the bucket, and with its Host: it notes the types, which S3 looks at where the bucket does not.
  const proxy = createServer((incoming, answer) => {
    sent.push(incoming.headers["content-type"]);
    const { method, url: path, headers } = incoming;
    const onward = request({ hostname: bucket.hostname, port: bucket.port, method, path, headers }, (came) => {
      answer.writeHead(came.statusCode!, came.headers);
      came.pipe(answer);
    });
    incoming.pipe(onward);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  after(() => proxy.close());
  const send = async (...args: string[]) => {
    const { stdout } = await daypassHere(["presign", ...args, "--curl"], env);
    const through = `-sSi --http1.0 --connect-to '::127.0.0.1:${(proxy.address() as AddressInfo).port}'`;
    return (await run("sh", ["-c", `${stdout.trim()} ${through}`], { cwd: folder })).stdout;
  };
  const key = "s3://daypass/parts.txt";
  const uploadId = /<UploadId>(.+)<\/UploadId>/.exec(await send("create-multipart-upload", key))![1]!;
  writeFileSync(join(folder, "FILE"), "in one part");
  const etag = /^etag: (.+?)\r?$/im.exec(
    await send("upload-part", key, "--upload-id", uploadId, "--part-number", "1"),
  )![1]!;
  const list = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
  writeFileSync(join(folder, "FILE"), list);
  await send("complete-multipart-upload", key, "--upload-id", uploadId);
  assert.equal(await (await readBack("parts.txt")).text(), "in one part");
  assert.deepEqual(sent, [undefined, undefined, undefined]);
  await send("complete-multipart-upload", key, "--upload-id", uploadId, "--header", "content-type: text/xml").catch(
    () => undefined,
  );
  assert.equal(sent.at(-1), "text/xml");
});

test("what S3 refuses is no file, and an exit code", async () => {
  const { stdout } = await daypass(["presign", "get", "s3://daypass/absent.txt", "--curl"], { env });
  await assert.rejects(run("sh", ["-c", `${stdout.trim()} -sS`], { cwd: folder }), { code: 22 });
  await assert.rejects(access(join(folder, "absent.txt")), { code: "ENOENT" });
});

test("a key cannot steer the terminal of a command line, and bash and curl make it what it is", async () => {
  const key = "dir/e\u001b]0;owned\u0007\u202e it's\u0085";
  const get = (await daypass(["presign", "get", `s3://daypass/${key}`, "--curl"], { env })).stdout;
  assert.match(get, / -o 'e_\]0;owned__ it'\\''s_' /);
  const { stdout } = await daypass(["presign", "post", `s3://daypass/${key}`, "--curl"], { env });
  for (const line of [get, stdout]) assert.doesNotMatch(line, /[\u001b\u0007\u202e\u0085]/);
  writeFileSync(join(folder, "FILE"), "by bash");
  await run("bash", ["-c", `${stdout.trim()} -sS`], { cwd: folder });
  assert.equal(await (await readBack(key)).text(), "by bash");
});

test("a word of a shell is what it was, whatever it holds", async () => {
  const word = "a\\n'b'\"$HOME`id`\u001b1\n\t\u0085\u202eé";
  const { stdout } = await run("bash", ["-c", `printf %s ${quoteForShell(word)}`]);
  assert.equal(stdout, word);
});

for (const [key, name] of [
  ["a/-", "./-"],
  ["a/-rf", "./-rf"],
  ["a/", "object"],
  ["a/b c.txt", "b c.txt"],
])
  test(`the file of ${key} is ${name}`, async () => {
    const { stdout } = await daypassHere(["presign", `s3://daypass/${key}`, "--curl"], env);
    assert.ok(stdout.startsWith(`curl --fail -o '${name}' 'http`), stdout);
  });

test("presign post --as-prefix leaves the name to the sender, and --content-type-starts-with its type", async () => {
  const args = ["presign", "post", "s3://daypass/in/", "--as-prefix", "--content-type-starts-with", "image/"];
  const form = JSON.parse((await daypass(args, { env })).stdout);
  assert.equal(form.fields.key, "in/$" + "{filename}");
  assert.deepEqual(form.openFields, { "Content-Type": "image/" });
  const { stdout: line } = await daypass([...args, "--curl"], { env });
  assert.match(line, /--form-string 'Content-Type=image\/…'/);
});

test("presign post --html is a page with the form, which says where the file goes and until when", async () => {
  const { stdout } = await daypass(["presign", "post", "s3://daypass/<a>", "--html"], { env });
  assert.match(stdout, /^<!doctype html>/);
  assert.match(stdout, /It goes to daypass\/&lt;a&gt;\. This page works until \d{4}-\d\d-\d\d \d\d:\d\d UTC\./);
  assert.match(stdout, /<input type="hidden" name="x-amz-signature" value="[0-9a-f]{64}">/);
});

for (const [says, args, wants] of [
  ["a page of a URL", ["get", "s3://daypass/k", "--html"], /--html is for post/],
  ["a page and a command line", ["post", "s3://daypass/k", "--html", "--curl"], /--html and --curl exclude each other/],
  ["JSON and a command line", ["get", "s3://daypass/k", "--json", "--curl"], /--curl and --json exclude each other/],
  ["a prefix of a URL", ["put", "s3://daypass/k", "--as-prefix"], /--as-prefix is for post/],
  ["a beginning of types of a URL", ["put", "s3://daypass/k", "--content-type-starts-with", "a"], /is for post/],
  [
    "an empty beginning of types",
    ["post", "s3://daypass/k", "--content-type-starts-with", ""],
    /must be printable ASCII and not empty/,
  ],
] as [string, string[], RegExp][])
  test(`presign refuses ${says}`, async () => {
    const { code, stdout, stderr } = await daypassHere(["presign", ...args], env);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" }, stderr);
    assert.match(stderr, wants);
  });
