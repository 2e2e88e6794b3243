import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { startBucket } from "@daypass/bucket";
import { createPresigner } from "@daypass/presign";
import { describeFailure, describeRequest, toPlainLine } from "../src/bucket/request-log.ts";
import { DAYPASS, daypass, daypassHere, isAlive, startDaypass, temporaryFolder, until } from "./command.ts";

interface Started {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const presignerOf = ({ endpoint, region, ...credentials }: Started, bucket = "daypass") =>
  createPresigner({
    credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey },
    region,
    bucket,
    endpoint,
  });

test("bucket: starts, prints new keys that work, logs requests without a query, and ends on SIGINT", async () => {
  const running = startDaypass(["bucket", "--port", "0", "--dir", temporaryFolder(), "--log-requests", "--json"]);
  const started: Started = JSON.parse(await running.waitFor(/endpoint/));
  const presigner = presignerOf(started);
  const put = presigner.put("a/b.txt", { expiresInSeconds: 60 });
  assert.equal((await fetch(put.url, { method: "PUT", body: "hello" })).status, 200);
  assert.equal(await (await fetch(presigner.get("a/b.txt", { expiresInSeconds: 60 }).url)).text(), "hello");
  await until(() => /GetObject/.test(running.stderr()), "the line of the GET");
  const { code } = await running.stop("SIGINT");
  assert.equal(code, 0);
  assert.doesNotMatch(running.stderr(), /X-Amz-Signature/);
  assert.doesNotMatch(running.stderr(), new RegExp(started.secretAccessKey));
});

test("bucket: keeps its objects in --dir, takes keys from the environment and several buckets", async () => {
  const dir = join(temporaryFolder(), "objects");
  const env = { DAYPASS_BUCKET_ACCESS_KEY: "mykey", DAYPASS_BUCKET_SECRET_KEY: "mysecretkey" };
  const args = ["bucket", "--port", "0", "--dir", dir, "--bucket", "one", "--bucket", "two", "--json"];
  const first = startDaypass(args, { env });
  const started: Started = JSON.parse(await first.waitFor(/endpoint/));
  assert.equal(started.accessKeyId, "mykey");
  const { url } = presignerOf(started, "two").put("a", { expiresInSeconds: 60 });
  assert.equal((await fetch(url, { method: "PUT", body: "kept" })).status, 200);
  assert.equal((await first.stop()).code, 0);
  const second = startDaypass(args, { env });
  const again: Started = JSON.parse(await second.waitFor(/endpoint/));
  assert.equal(await (await fetch(presignerOf(again, "two").get("a", { expiresInSeconds: 60 }).url)).text(), "kept");
  await second.stop();
});

test("bucket: identities from a file, each with its rights", async () => {
  const file = join(temporaryFolder(), "identities.json");
  const secretAccessKey = "reader-secret";
  writeFileSync(
    file,
    JSON.stringify([
      {
        accessKeyId: "reader",
        secretAccessKey,
        policy: [{ actions: ["s3:GetObject"], bucket: "daypass", keyPrefix: "" }],
      },
    ]),
  );
  const running = startDaypass(["bucket", "--port", "0", "--dir", temporaryFolder(), "--identities", file, "--json"]);
  const line = await running.waitFor(/endpoint/);
  assert.doesNotMatch(line, /secret/, "keys that came by file are not printed");
  const started: Started = { ...JSON.parse(line), accessKeyId: "reader", secretAccessKey };
  const { url } = presignerOf(started).put("a", { expiresInSeconds: 60 });
  const refused = await fetch(url, { method: "PUT", body: "no" });
  assert.deepEqual([refused.status, /<Code>(\w+)/.exec(await refused.text())?.[1]], [403, "AccessDenied"]);
  await running.stop();
});

test("bucket --until-stdin-closes: ends when whoever started it is killed", async () => {
  const program = `
    const { spawn } = require("node:child_process");
    const child = spawn(process.execPath, [${JSON.stringify(DAYPASS)}, "bucket", "--port", "0", "--dir", ${JSON.stringify(temporaryFolder())}, "--json", "--until-stdin-closes"], { stdio: ["pipe", "pipe", "inherit"], detached: true });
    child.stdout.once("data", (line) => process.stdout.write(child.pid + "\\n"));`;
  const parent = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const pid = Number(await new Promise((found) => parent.stdout.once("data", found)));
  assert.ok(isAlive(pid), "the bucket runs");
  parent.kill("SIGKILL");
  await until(() => !isAlive(pid), "the end of the bucket");
});

test("bucket: a temporary folder is gone at the end", async () => {
  const before = temporaryFolder();
  const running = startDaypass(["bucket", "--port", "0", "--json"], { env: { TMPDIR: before } });
  await running.waitFor(/endpoint/);
  const { readdirSync } = await import("node:fs");
  assert.equal(readdirSync(before).length, 1);
  await running.stop();
  assert.equal(readdirSync(before).length, 0);
  assert.ok(existsSync(before));
});

test("bucket: a port in use, exit code 5", async () => {
  const blocker = createServer().listen(0, "127.0.0.1");
  await new Promise((ready) => blocker.once("listening", ready));
  const { port } = blocker.address() as { port: number };
  const { code, stderr } = await daypass(["bucket", "--port", String(port)]);
  blocker.close();
  assert.equal(code, 5);
  assert.match(stderr, new RegExp(`Port ${port} on 127.0.0.1 is in use.*--port`));
});

test("bucket: a damaged object reaches the operator by request id and blob, also when requests are not logged", async () => {
  const dir = temporaryFolder();
  const running = startDaypass(["bucket", "--port", "0", "--dir", dir, "--json"]);
  const started: Started = JSON.parse(await running.waitFor(/endpoint/));
  const presigner = presignerOf(started);
  const body = "x".repeat(300_000);
  const put = await fetch(presigner.put("k", { expiresInSeconds: 60 }).url, { method: "PUT", body });
  assert.equal(put.status, 200);
  const [blob] = readdirSync(join(dir, "blobs"));
  const lastLine = () => JSON.parse(running.stderr().trim().split("\n").at(-1)!);
  for (const { at, says, failed } of [
    // Found out on the way: the answer had begun.
    { at: 299_999, says: "the bytes from 262144 are not", failed: { status: 200, cut: "failure" } },
    { at: 0, says: "the bytes from 0 are not", failed: { status: 500, code: "InternalError" } },
  ]) {
    const bytes = readFileSync(join(dir, "blobs", blob!));
    bytes[at]! ^= 1;
    writeFileSync(join(dir, "blobs", blob!), bytes);
    const got = await fetch(presigner.get("k", { expiresInSeconds: 60 }).url).catch(() => undefined);
    await got?.text().catch(() => {});
    await until(() => running.stderr().includes(says), "the line of the damage");
    const { requestId, error, durationMilliseconds, sentBytes, accessKeyId, ...line } = lastLine();
    assert.match(requestId, /^[0-9A-F]{16}$/);
    assert.deepEqual(line, { method: "GET", path: "/daypass/k", operation: "GetObject", receivedBytes: 0, ...failed });
    assert.equal(error.name, "DamagedBlob");
    assert.match(error.message, new RegExp(`^Blob ${blob} is damaged: ${says}`));
  }
  assert.equal(running.stderr().match(/"method"/g)?.length, 2, "nothing but the two failures");
  await running.stop();
});

test("bucket: the line of a request says when its answer was cut, and what for", () => {
  const line = {
    requestId: "0123456789ABCDEF",
    method: "GET",
    path: "/daypass/k",
    operation: "GetObject",
    status: 200,
    receivedBytes: 0,
    sentBytes: 1,
    durationMilliseconds: 1.4,
  };
  const error = Object.assign(new RangeError("no room"), { code: "ENOSPC" });
  assert.equal(describeRequest(line), "GET /daypass/k 200 GetObject 1 ms");
  assert.equal(
    describeRequest({ ...line, cut: "failure" }),
    "GET /daypass/k 200 GetObject (cut off by a failure) 1 ms",
  );
  assert.equal(describeFailure(line, error), "0123456789ABCDEF GetObject /daypass/k: RangeError no room");
  assert.deepEqual(toPlainLine(line), line);
  assert.deepEqual(JSON.parse(JSON.stringify(toPlainLine({ ...line, error }))).error, {
    name: "RangeError",
    message: "no room",
    code: "ENOSPC",
  });
});

test("bucket: a signal ends a start that does not come to its end", {
  skip: process.platform === "win32",
}, async () => {
  const dir = temporaryFolder();
  await (await startBucket({ dir })).close();
  // Whoever reads a pipe that nobody writes waits for ever.
  rmSync(join(dir, "folder-id"));
  execFileSync("mkfifo", [join(dir, "folder-id")]);
  const running = startDaypass(["bucket", "--port", "0", "--dir", dir, "--json"]);
  await until(() => existsSync(join(dir, "index.sqlite-wal")), "the start");
  const { stdout } = await running.stop();
  assert.deepEqual([running.child.signalCode, stdout], ["SIGTERM", ""]);
});

const notAFolder = join(temporaryFolder(), "file");
writeFileSync(notAFolder, "");
const json = (value: unknown): string => {
  const file = join(temporaryFolder(), "identities.json");
  writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
  return file;
};
const statement = { actions: ["s3:GetObject"], bucket: "daypass", keyPrefix: "" };
const identity = { accessKeyId: "reader", secretAccessKey: "reader-secret", policy: [statement] };

for (const { says, args, code = 2, wants } of [
  { says: "a port that is none", args: ["--port", "99999"], wants: /--port.*0 to 65535.*"99999"/ },
  { says: "a bucket name that is none", args: ["--bucket", "A_B"], wants: /buckets.*"A_B"/ },
  { says: "half a key", args: ["--access-key", "abc"], wants: /two halves/ },
  { says: "an origin with a path", args: ["--allowed-origin", "http://x/y"], wants: /allowedOrigins.*"http:\/\/x\/y"/ },
  ...(process.platform === "linux"
    ? [{ says: "a folder that the kernel lets nobody make", args: ["--dir", "/proc/x/y"], code: 6, wants: /ENOENT/ }]
    : []),
  { says: "a folder that is a file", args: ["--dir", notAFolder], code: 6, wants: /file/ },
  {
    says: "an address of another machine",
    args: ["--host", "192.0.2.1", "--port", "0"],
    code: 4,
    wants: /192\.0\.2\.1 is no address of this machine/,
  },
  {
    says: "identities that are not there",
    args: ["--identities", "/nonexistent/i.json"],
    wants: /cannot be read.*ENOENT/,
  },
  { says: "identities that are not JSON", args: ["--identities", json("{")], wants: /is not JSON/ },
  { says: "no identity", args: ["--identities", json([])], wants: /at least one identity/ },
  { says: "a misspelt member", args: ["--identities", json([{ ...identity, polcy: [] }])], wants: /without "polcy"/ },
  {
    says: "a misspelt limit, which would be a right nobody meant",
    args: ["--identities", json([{ ...identity, policy: [{ ...statement, createonly: true }] }])],
    wants: /policy\.0 must be without "createonly"/,
  },
  {
    says: "an action that is none",
    args: ["--identities", json([{ ...identity, policy: [{ ...statement, actions: ["GetObject"] }] }])],
    wants: /policy\.0\.actions.*s3:GetObject/,
  },
  {
    says: "two ways to say who comes in",
    args: ["--identities", json([identity]), "--access-key", "a"],
    wants: /give one of them/,
  },
])
  test(`bucket refuses ${says}, exit code ${code}`, async () => {
    const ended = await daypassHere(["bucket", ...(args.includes("--port") ? [] : ["--port", "0"]), ...args]);
    assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code, stdout: "" }, ended.stderr);
    assert.match(ended.stderr, wants);
    assert.doesNotMatch(ended.stderr, /\n\s+at /, "no stack");
    assert.doesNotMatch(ended.stderr, /reader-secret/);
  });

test("bucket stats and scrub: count what is stored, find what is damaged, and change nothing", async () => {
  const dir = join(temporaryFolder(), "objects");
  const running = startDaypass(["bucket", "--port", "0", "--dir", dir, "--json"]);
  const started: Started = JSON.parse(await running.waitFor(/endpoint/));
  const presigner = presignerOf(started);
  for (const [key, body] of [
    ["small", "hello"],
    ["large", "x".repeat(300_000)],
  ] as const)
    assert.equal((await fetch(presigner.put(key, { expiresInSeconds: 60 }).url, { method: "PUT", body })).status, 200);
  await fetch(presigner.multipart.create("open", { expiresInSeconds: 60 }).url, { method: "POST" });
  const busy = await daypass(["bucket", "stats", "--dir", dir]);
  assert.equal(busy.code, 6);
  assert.match(busy.stderr, /in use by another process/);
  await running.stop();

  const orphan = "0".repeat(32);
  writeFileSync(join(dir, "blobs", orphan), "12345");
  // Copies are made without empty folders.
  rmdirSync(join(dir, "tmp"));
  const stats = await daypass(["bucket", "stats", "--dir", dir, "--json"]);
  const counts = { objects: 2, bytes: 300_005, uploadsOpen: 1, uploadBytes: 0 };
  assert.deepEqual(JSON.parse(stats.stdout), {
    buckets: [{ name: "daypass", ...counts }],
    ...counts,
    orphans: { blobs: 1, drafts: 0, lost: 0, bytes: 5 },
  });
  const clean = await daypass(["bucket", "scrub", "--dir", dir, "--json"]);
  const report = {
    index: "ok",
    blobs: 2,
    checked: 2,
    checkedBytes: 300_005,
    withoutChecksum: 0,
    damaged: [],
    unnamed: 1,
  };
  assert.deepEqual([clean.code, JSON.parse(clean.stdout)], [0, report]);
  assert.ok(existsSync(join(dir, "blobs", orphan)));

  const blob = readdirSync(join(dir, "blobs")).find((name) => name !== orphan)!;
  const bytes = readFileSync(join(dir, "blobs", blob));
  bytes[299_999]! ^= 1;
  writeFileSync(join(dir, "blobs", blob), bytes);
  const damaged = await daypass(["bucket", "scrub", "--dir", dir]);
  assert.equal(damaged.code, 1);
  assert.match(
    damaged.stdout,
    new RegExp(`^damaged: daypass/"large", blob ${blob}: the bytes from 262144 are not those`),
  );
  assert.match(damaged.stdout, /1 damaged of 2 checked \(300005 bytes\), 2 stored in all/);
  assert.match(damaged.stderr, /restore them from a copy/);
});

for (const { args, says } of [
  { args: ["--dir", "/nowhere"], says: /\/nowhere is no folder of a bucket/ },
  { args: ["--dir", ".", "--sample", "0%"], says: /--sample must be above 0% and at most 100%, got "0%"/ },
  { args: ["--dir", ".", "--sample", "half"], says: /--sample must be .*got "half"/ },
  { args: [], says: /required option '--dir <folder>'/ },
])
  test(`bucket scrub ${args.join(" ")}: is refused in words`, async () => {
    const { code, stderr } = await daypassHere(["bucket", "scrub", ...args]);
    assert.notEqual(code, 0);
    assert.match(stderr, says);
  });
