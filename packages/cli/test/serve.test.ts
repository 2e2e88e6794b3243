import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { createPresigner } from "@daypass/presign";
import {
  daypass,
  daypassHere,
  isAlive,
  KEY_ENV,
  type Running,
  startDaypass,
  temporaryFolder,
  until,
} from "./command.ts";

interface Started {
  readonly publicUrl: string;
  readonly setupUrl: string | null;
  readonly bucket: { readonly kind: string; readonly name: string; readonly publicUrl: string };
  readonly bucketPid?: number;
}

const FREE_PORTS = ["--port", "0", "--bucket-port", "0", "--json"];
const PASSWORD = "a password of many words";

async function startServe(
  dataDir: string,
  args: readonly string[] = FREE_PORTS,
  env = {},
): Promise<Running & { started: Started }> {
  const running = startDaypass(["serve", "--data-dir", dataDir, ...args], { env });
  return { ...running, started: JSON.parse(await running.waitFor(/publicUrl/)) };
}

/** Sets the owner up as the page does, and returns a token for the API. */
async function setUpOwner(dataDir: string, { publicUrl, setupUrl }: Started): Promise<string> {
  assert.ok(setupUrl);
  const response = await fetch(setupUrl, {
    method: "POST",
    headers: { origin: publicUrl, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ login: "owner", password: PASSWORD, passwordAgain: PASSWORD }),
    redirect: "manual",
  });
  assert.equal(response.status, 303, await response.text());
  const { code, stdout, stderr } = await daypass(["token", "create", "--name", "test", "--data-dir", dataDir]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^dp_\S+\n$/, "the token alone");
  return stdout.trim();
}

async function callApi(url: string, token: string, body?: object): Promise<Record<string, never>> {
  const response = await fetch(url, {
    method: body ? "POST" : "GET",
    headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** A file through the whole product: intent, PUT to the bucket, confirmation, share, claim, download. */
async function sendFile(
  { publicUrl }: Started,
  token: string,
  text: string,
): Promise<{ bucketOrigin: string; shareUrl: string; fileId: string }> {
  const api = `${publicUrl}/api/v1`;
  const { id, plan } = (await callApi(`${api}/uploads`, token, { name: "a.txt", sizeBytes: text.length })) as never as {
    id: string;
    plan: { request: { method: string; url: string; headers: Record<string, string> } };
  };
  const { method, url, headers } = plan.request;
  const put = await fetch(url, { method, headers, body: text });
  assert.equal(put.status, 200, await put.text());
  const { file } = (await callApi(`${api}/uploads/${id}/complete`, token, {})) as never as { file: { id: string } };
  const share = (await callApi(`${api}/shares`, token, { fileIds: [file.id] })) as never as { url: string };
  return { bucketOrigin: new URL(url).origin, shareUrl: share.url, fileId: file.id };
}

async function claim({ shareUrl, fileId }: { shareUrl: string; fileId: string }): Promise<string> {
  const response = await fetch(`${shareUrl}/files/${fileId}/claim`, {
    method: "POST",
    headers: { accept: "application/json" },
  });
  assert.equal(response.status, 201, await response.clone().text());
  const { url } = (await response.json()) as { url: string };
  return (await fetch(url)).text();
}

test("serve: first start, a file through it, a second start that finds everything, and a third after kill -9", async () => {
  const dataDir = join(temporaryFolder(), "data");
  const first = await startServe(dataDir);
  assert.match(first.started.publicUrl, /^http:\/\/localhost:\d+$/);
  assert.match(first.started.bucket.publicUrl, /^http:\/\/127\.0\.0\.1:\d+$/);
  const token = await setUpOwner(dataDir, first.started);
  const sent = await sendFile(first.started, token, "hello");
  assert.equal(await claim(sent), "hello");
  for (const file of readdirSync(dataDir, { withFileTypes: true }))
    assert.equal(statSync(join(dataDir, file.name)).mode & 0o077, 0, `${file.name} is closed to others`);
  const ports = [
    "--port",
    new URL(first.started.publicUrl).port,
    "--bucket-port",
    new URL(first.started.bucket.publicUrl).port,
    "--json",
  ];
  const { code, stderr } = await first.stop();
  assert.equal(code, 0, stderr);
  for (const secret of [PASSWORD, token, "X-Amz-Signature", ...secretsOf(dataDir)])
    assert.ok(!stderr.includes(secret), `the log has no ${secret}`);

  const second = await startServe(dataDir, ports);
  assert.deepEqual(second.started, { ...first.started, setupUrl: null, bucketPid: second.started.bucketPid });
  assert.equal(await claim(sent), "hello");
  const bucketPid = second.started.bucketPid ?? 0;
  assert.ok(isAlive(bucketPid), "the bucket is a process of its own");
  await second.stop("SIGKILL");
  await until(() => !isAlive(bucketPid), "the end of the bucket after kill -9 of the server");

  const third = await startServe(dataDir, ports);
  assert.equal(await claim(sent), "hello");
  assert.equal((await third.stop("SIGINT")).code, 0);
});

function secretsOf(dataDir: string): string[] {
  const read = (name: string) => JSON.parse(readFileSync(join(dataDir, name), "utf8"));
  const { signer, janitor } = read("bucket-identities.json");
  return [signer.secretAccessKey, janitor.secretAccessKey, read("instance-keys.json").keys[0].key];
}

for (const { says, args, told } of [
  { says: "an address of this machine", args: [], told: true },
  {
    says: "an address that others reach",
    args: ["--public-url", "https://files.example.org", "--bucket-public-url", "https://bucket.example.org"],
    told: false,
  },
])
  test(`serve: ${says} ${told ? "comes with a word" : "needs no word"} on who can open its links`, async () => {
    const serve = await startServe(temporaryFolder(), [...FREE_PORTS, ...args]);
    // What is said at the start is said before the first answer.
    await until(() => /note: (links|if a proxy)/.test(serve.stderr()), "a note");
    const { stderr } = await serve.stop();
    assert.equal(/note: links work on this machine only\..*--lan/.test(stderr), told, stderr);
  });

test("serve: a bucket that dies is started again, at the same address", async () => {
  const dataDir = temporaryFolder();
  const serve = await startServe(dataDir);
  const pid = serve.started.bucketPid ?? 0;
  process.kill(pid, "SIGKILL");
  await until(() => !isAlive(pid), "the end of the first bucket");
  await until(
    async () => (await fetch(serve.started.bucket.publicUrl).catch(() => undefined)) !== undefined,
    "an answer of the second bucket",
  );
  await until(() => /runs again/.test(serve.stderr()), "the line in the log");
  assert.equal((await serve.stop()).code, 0);
});

test("serve: what its signer and janitor may do in the bucket, and what not", async () => {
  const dataDir = temporaryFolder();
  const serve = await startServe(dataDir);
  const { signer, janitor } = JSON.parse(readFileSync(join(dataDir, "bucket-identities.json"), "utf8"));
  const presignerOf = (credentials: never) =>
    createPresigner({ credentials, region: "us-east-1", bucket: "daypass", endpoint: serve.started.bucket.publicUrl });
  const statusOf = async (method: string, url: string): Promise<number> =>
    (await fetch(url, { method, ...(method === "PUT" && { body: "x" }) })).status;
  const short = { expiresInSeconds: 60 };
  const [s, j] = [presignerOf(signer as never), presignerOf(janitor as never)];
  assert.deepEqual(
    {
      signerPuts: await statusOf("PUT", s.put("k", short).url),
      signerReplaces: await statusOf("PUT", s.put("k", short).url),
      signerGets: await statusOf("GET", s.get("k", short).url),
      signerDeletes: await statusOf("DELETE", s.delete("k", short).url),
      janitorPuts: await statusOf("PUT", j.put("other", short).url),
      janitorHeads: await statusOf("HEAD", j.head("k", short).url),
      janitorDeletes: await statusOf("DELETE", j.delete("k", short).url),
    },
    {
      signerPuts: 200,
      signerReplaces: 412,
      signerGets: 200,
      signerDeletes: 403,
      janitorPuts: 403,
      janitorHeads: 200,
      janitorDeletes: 204,
    },
  );
  await serve.stop();
});

test("setup-link: a fresh link while serve runs; the old one stops working", async () => {
  const dataDir = temporaryFolder();
  const serve = await startServe(dataDir);
  const { code, stdout } = await daypass(["setup-link", "--data-dir", dataDir]);
  assert.equal(code, 0);
  assert.notEqual(stdout.trim(), serve.started.setupUrl);
  assert.equal((await fetch(stdout.trim())).status, 200);
  assert.notEqual((await fetch(serve.started.setupUrl ?? "")).status, 200);
  const token = await daypass(["token", "create", "--name", "ci", "--data-dir", dataDir]);
  assert.equal(token.stdout, "");
  assert.match(token.stderr, /no owner yet/);
  await serve.stop();
});

test("token: made, listed and revoked beside a running serve, which refuses it from the next request on", async () => {
  const dataDir = temporaryFolder();
  const serve = await startServe(dataDir);
  const token = await setUpOwner(dataDir, serve.started);
  const statusOf = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${serve.started.publicUrl}/api/v1/files`, { headers })).status;
  };
  const made = await daypass(["token", "create", "--name", "named\u202e oddly", "--data-dir", dataDir]);
  assert.equal(made.code, 0, made.stderr);
  assert.equal(await statusOf(), 200);

  const listed = await daypass(["token", "list", "--data-dir", dataDir]);
  const [head, ...rows] = listed.stdout.trimEnd().split("\n");
  assert.match(head ?? "", /^ID +ENDS IN +MADE +LAST USED +NAME$/);
  const MINUTE = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d UTC`;
  assert.match(rows[0] ?? "", new RegExp(`^tok_\\S+ +…\\S{4} +${MINUTE} +never +named\\\\u202e oddly$`));
  assert.match(rows[1] ?? "", new RegExp(`^tok_\\S+ +…${token.slice(-4)} +${MINUTE} +${MINUTE} +test$`));
  assert.equal(rows.length, 2);
  assert.doesNotMatch(listed.stdout, new RegExp(token));

  const { tokens } = JSON.parse((await daypass(["token", "list", "--json", "--data-dir", dataDir])).stdout);
  const id = tokens.find((each: { name: string }) => each.name === "test").id;
  const revoked = await daypass(["token", "revoke", id, "--data-dir", dataDir]);
  assert.equal(revoked.code, 0, revoked.stderr);
  assert.match(revoked.stdout, /is revoked/);
  assert.match(revoked.stderr, new RegExp(`Links that it made go on.*events\\?tokenId=${id}`));
  assert.equal(await statusOf(), 401);

  const wrong = await daypass(["token", "revoke", token, "--data-dir", dataDir]);
  assert.equal(wrong.code, 2);
  assert.doesNotMatch(wrong.stderr, new RegExp(token), "the token is not said again");
  const unknown = await daypass(["token", "revoke", `tok_${"a".repeat(26)}`, "--json", "--data-dir", dataDir]);
  assert.deepEqual([unknown.code, JSON.parse(unknown.stderr).error.code], [1, "failed"]);
  await serve.stop();
});

test("user reset-link: a link that lets the owner in beside a running serve, and ends the old sessions", async () => {
  const dataDir = temporaryFolder();
  const serve = await startServe(dataDir);
  const { publicUrl } = serve.started;
  const early = await daypass(["user", "reset-link", "--data-dir", dataDir]);
  assert.deepEqual([early.code, early.stdout], [1, ""]);
  assert.match(early.stderr, /no owner yet.*daypass setup-link/);

  await setUpOwner(dataDir, serve.started);
  const post = (url: string, fields: Record<string, string>) =>
    fetch(url, {
      method: "POST",
      headers: { origin: publicUrl },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
  const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]!.split(";")[0]!;
  const statusOf = async (cookie: string) =>
    (await fetch(`${publicUrl}/api/v1/session`, { headers: { cookie } })).status;
  const before = cookieOf(await post(`${publicUrl}/sign-in`, { login: "owner", password: PASSWORD }));
  assert.equal(await statusOf(before), 200);

  const made = await daypass(["user", "reset-link", "--data-dir", dataDir]);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, new RegExp(`^${publicUrl}/reset/[\\w-]{43}\n$`), "the link alone");
  assert.match(made.stderr, /For owner: it works once, within the hour/);
  const newest = JSON.parse((await daypass(["user", "reset-link", "--json", "--data-dir", dataDir])).stdout);
  assert.deepEqual(Object.keys(newest), ["resetUrl", "login", "expiresAt"]);
  const password = "another password of many words";
  assert.equal((await post(made.stdout.trim(), { password })).status, 404, "the newer link ended it");
  const response = await post(newest.resetUrl, { password });
  assert.equal(response.status, 303, await response.text());
  assert.deepEqual([await statusOf(before), await statusOf(cookieOf(response))], [401, 200]);
  assert.equal((await post(`${publicUrl}/sign-in`, { login: "owner", password: PASSWORD })).status, 401);
  assert.equal((await post(`${publicUrl}/sign-in`, { login: "owner", password })).status, 303);
  for (const secret of [password, made.stdout.trim().slice(-43), newest.resetUrl.slice(-43)])
    assert.ok(!serve.stderr().includes(secret), "the log has no secret");

  const setUp = await daypass(["setup-link", "--data-dir", dataDir]);
  assert.match(setUp.stderr, /owner already.*user reset-link/);
  await serve.stop();
});

test("commands beside serve leave an older database to serve, exit code 7", async () => {
  const dataDir = temporaryFolder();
  const serve = await startServe(dataDir);
  const { publicUrl } = serve.started;
  const token = await setUpOwner(dataDir, serve.started);
  const file = join(dataDir, "daypass.sqlite");
  const database = new DatabaseSync(file);
  const newest = () => database.prepare('select max("number") as "number" from "migrations"').get()!.number as number;
  // As it was before the last migration, so far as anybody asks.
  const number = newest();
  database.prepare('delete from "migrations" where "number" = ?').run(number);
  for (const args of [
    ["setup-link"],
    ["user", "reset-link"],
    ["token", "list"],
    ["token", "create", "--name", "a"],
    ["token", "revoke", `tok_${"a".repeat(26)}`],
  ]) {
    const { code, stdout, stderr } = await daypassHere([...args, "--data-dir", dataDir]);
    assert.deepEqual([code, stdout], [7, ""], stderr);
    assert.match(
      stderr,
      /older Daypass .* left as it is.*Stop that, start `serve` once with this version, then ask again/,
    );
  }
  assert.equal(newest(), number - 1);
  assert.equal(existsSync(`${file}.before-${number}`), false);
  database.close();
  const asked = await fetch(`${publicUrl}/api/v1/files`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(asked.status, 200, "the running serve goes on");
  await serve.stop();
});

test("token: a name that no list could show is refused before anything is opened", async () => {
  for (const name of ["", "  ", "x".repeat(101), "two\nlines"]) {
    const { code, stderr } = await daypassHere(["token", "create", "--name", name, "--data-dir", "/nonexistent"]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /--name must have 1 to 100 characters/);
  }
});

const takePort = async (host: string): Promise<{ port: number; close(): void }> => {
  const server = createServer().listen(0, host);
  await new Promise((ready) => server.once("listening", ready));
  return { port: (server.address() as { port: number }).port, close: () => server.close() };
};

test("serve: ports in use, exit code 5, naming the flag that helps", async () => {
  const taken = await takePort("127.0.0.1");
  for (const [flags, wants] of [
    [["--port", String(taken.port), "--bucket-port", "0"], /in use.*--port/],
    [["--port", "0", "--bucket-port", String(taken.port)], /in use.*--bucket-port/],
  ] as const) {
    const { code, stdout, stderr } = await daypassHere(["serve", "--data-dir", temporaryFolder(), ...flags]);
    assert.deepEqual({ code, stdout }, { code: 5, stdout: "" }, stderr);
    assert.match(stderr, wants);
  }
  taken.close();
});

test("serve: a newer database is refused and left alone, exit code 7", async () => {
  const dataDir = temporaryFolder();
  const serve = await startServe(dataDir);
  await serve.stop();
  const database = new DatabaseSync(join(dataDir, "daypass.sqlite"));
  database.exec("insert into migrations values (9999, 'from the future', 0)");
  database.close();
  const { code, stderr } = await daypass(["serve", "--data-dir", dataDir, ...FREE_PORTS.slice(0, 4)]);
  assert.equal(code, 7, stderr);
  assert.match(stderr, /newer/);
  assert.doesNotMatch(stderr, /\n\s+at /, "no stack");
});

const file = join(temporaryFolder(), "file");
writeFileSync(file, "");
const foreign = join(temporaryFolder(), "foreign");
mkdirSync(foreign);
writeFileSync(
  join(foreign, "daypass.sqlite"),
  "not a database at all, but long enough to be looked at by SQLite ".repeat(50),
);

for (const { says, args, env = {}, code, wants } of [
  { says: "a data folder that is a file", args: ["--data-dir", file], code: 6, wants: /is a file, not a folder/ },
  {
    says: "a data folder that cannot be made",
    args: ["--data-dir", "/proc/daypass"],
    code: 6,
    wants: /cannot be created/,
  },
  {
    says: "another program's database",
    args: ["--data-dir", foreign],
    env: { DAYPASS_INSTANCE_KEYS: `k:${Buffer.alloc(32).toString("base64")}` },
    code: 7,
    wants: /database/i,
  },
  {
    says: "an https app with an http bucket",
    args: ["--public-url", "https://a.example", "--bucket-public-url", "http://b.example"],
    code: 4,
    wants: /https/,
  },
  { says: "an address of another machine", args: ["--host", "192.0.2.1"], code: 4, wants: /192\.0\.2\.1/ },
  {
    says: "a bucket without a region",
    args: ["--bucket", "s3://reports"],
    env: KEY_ENV,
    code: 4,
    wants: /region is missing/,
  },
  {
    says: "a bucket without credentials",
    args: ["--bucket", "s3://reports", "--region", "eu-central-1"],
    code: 3,
    wants: /signer has no credentials.*\n.*Looked in/,
  },
  {
    says: "FIPS in a region without it, which must not be lost",
    args: ["--bucket", "s3://reports", "--region", "cn-north-1"],
    env: { ...KEY_ENV, AWS_USE_FIPS_ENDPOINT: "true" },
    code: 4,
    wants: /AWS_USE_FIPS_ENDPOINT is not available in cn-north-1/,
  },
  { says: "an unknown flag", args: ["--prot", "1"], code: 2, wants: /unknown option '--prot'/ },
])
  test(`serve refuses ${says}, exit code ${code}`, async () => {
    const ports = args[0] === "--bucket" ? ["--port", "0"] : ["--port", "0", "--bucket-port", "0"];
    const ended = await daypassHere(["serve", "--data-dir", temporaryFolder(), ...ports, ...args], env);
    assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code, stdout: "" }, ended.stderr);
    assert.match(ended.stderr, wants);
    assert.doesNotMatch(ended.stderr, /\n\s+at /, "no stack");
  });

test("serve on a bucket that it did not start: the same product, another origin for browsers", async () => {
  const bucket = startDaypass([
    "bucket",
    "--port",
    "0",
    "--bucket",
    "reports",
    "--region",
    "eu-central-1",
    "--json",
    "--authority",
    "localhost:1",
  ]);
  const { endpoint, accessKeyId, secretAccessKey } = JSON.parse(await bucket.waitFor(/endpoint/));
  const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  const dataDir = temporaryFolder();
  const browsersUse = endpoint.replace("127.0.0.1", "localhost");
  const args = [
    "--port",
    "0",
    "--json",
    "--bucket",
    "s3://reports/daypass",
    "--region",
    "eu-central-1",
    "--endpoint-url",
    endpoint,
    "--bucket-public-url",
    browsersUse,
  ];
  const serve = await startServe(dataDir, args, env);
  assert.equal(serve.started.bucket.kind, "s3");
  const token = await setUpOwner(dataDir, serve.started);
  const sent = await sendFile(serve.started, token, "far away");
  assert.equal(sent.bucketOrigin, browsersUse, "URLs name the public endpoint");
  assert.equal(await claim(sent), "far away");
  await serve.stop();
  await bucket.stop();
});

test("serve on a bucket that is away: starts, says so, and signs all the same", async () => {
  const nobody = await takePort("127.0.0.1");
  nobody.close();
  const endpoint = `http://127.0.0.1:${nobody.port}`;
  const dataDir = temporaryFolder();
  const args = ["--port", "0", "--json", "--bucket", "reports", "--region", "eu-central-1", "--endpoint-url", endpoint];
  const serve = await startServe(dataDir, args, KEY_ENV);
  await until(() => /cannot be reached at/.test(serve.stderr()), "the warning");
  const token = await setUpOwner(dataDir, serve.started);
  const { plan } = (await callApi(`${serve.started.publicUrl}/api/v1/uploads`, token, {
    name: "a",
    sizeBytes: 1,
  })) as never as {
    plan: { request: { url: string } };
  };
  assert.equal(new URL(plan.request.url).origin, endpoint);
  assert.equal((await serve.stop()).code, 0);
});
