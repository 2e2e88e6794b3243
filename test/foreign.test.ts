// The same server on a bucket that is not its own: one that somebody else started and runs, reached as any S3 would be,
// at one address by the server and at another by browsers.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { DemoUrls } from "@daypass/api/schemas";
import { claim, Person, sendPut } from "./support/person.ts";
import { DAYPASS, type Product, startProduct } from "./support/product.ts";

const KEYS = { DAYPASS_BUCKET_ACCESS_KEY: "FOREIGNKEY", DAYPASS_BUCKET_SECRET_KEY: "secret-of-the-foreign-bucket" };
let folder: string;
let bucket: ChildProcess;
let endpoint: string;
/** Another address of the same bucket, which counts what goes through it: the one that browsers are given. */
let publicDoor: Server & { carriedBytes?: number };
let publicEndpoint: string;
let product: Product;
let owner: Person;

async function startForeignBucket(): Promise<void> {
  const args = [
    "bucket",
    "--dir",
    join(folder, "bucket"),
    "--port",
    "0",
    "--bucket",
    "foreign",
    "--region",
    "eu-west-9",
  ];
  const port = (publicDoor.address() as { port: number }).port;
  bucket = spawn(process.execPath, [DAYPASS, ...args, "--authority", `localhost:${port}`, "--json"], {
    env: { ...process.env, ...KEYS },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const chunk of bucket.stdout!) {
    endpoint = (JSON.parse(String(chunk)) as { endpoint: string }).endpoint;
    break;
  }
}

async function openPublicDoor(): Promise<void> {
  publicDoor = createServer((incoming) => {
    const outgoing = connect(Number(new URL(endpoint).port), "127.0.0.1");
    const count = (chunk: Buffer) => {
      publicDoor.carriedBytes = (publicDoor.carriedBytes ?? 0) + chunk.length;
    };
    incoming.on("data", count).on("error", () => outgoing.destroy());
    outgoing.on("data", count).on("error", () => incoming.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((done) => publicDoor.listen(0, "127.0.0.1", done));
  publicEndpoint = `http://localhost:${(publicDoor.address() as { port: number }).port}`;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "daypass-foreign-"));
  await openPublicDoor();
  await startForeignBucket();
  product = await startProduct({
    args: [
      "--bucket",
      "s3://foreign/team",
      "--region",
      "eu-west-9",
      "--endpoint-url",
      endpoint,
      "--bucket-public-url",
      publicEndpoint,
    ],
    env: {
      AWS_ACCESS_KEY_ID: KEYS.DAYPASS_BUCKET_ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: KEYS.DAYPASS_BUCKET_SECRET_KEY,
      AWS_EC2_METADATA_DISABLED: "true",
    },
  });
  owner = await Person.setUp(product);
});
after(async () => {
  await product?.stop();
  await product?.remove();
  bucket?.kill();
  publicDoor?.close();
  await rm(folder, { recursive: true, force: true });
});

test("a file goes into a foreign bucket and out again, through its public address", async () => {
  const data = new Uint8Array(randomBytes(200_000));
  const file = await owner.upload("abroad.bin", data);
  const share = await owner.createShare({ fileIds: [file.id] });
  const { url } = await claim(share, file.id);
  assert.ok(url.startsWith(`${publicEndpoint}/foreign/team/`), url);
  const got = new Uint8Array(await (await fetch(url)).arrayBuffer());
  assert.equal(createHash("sha256").update(got).digest("hex"), createHash("sha256").update(data).digest("hex"));
  assert.ok(publicDoor.carriedBytes! >= 2 * data.length, "both ways went through the public address");
});

test("the live try of Learn uses the foreign bucket, at its public address and under the prefix", async () => {
  const answer = await fetch(`${product.url}/learn/demo`, { method: "POST", headers: { accept: "application/json" } });
  const { plainUrl, presignedUrl, bucketFault } = (await answer.json()) as DemoUrls;
  assert.deepEqual([plainUrl, bucketFault], [`${publicEndpoint}/foreign/team/learn/hello.txt`, null]);
  assert.equal((await fetch(plainUrl)).status, 403);
  assert.match(await (await fetch(presignedUrl)).text(), /^Hello!/);
  const page = await fetch(`${product.url}/learn`);
  assert.ok(page.headers.get("content-security-policy")!.includes(`connect-src 'self' ${publicEndpoint};`));
});

test("signing needs no word with the bucket: it works while the bucket is down", async () => {
  const file = await owner.upload("before.bin", new Uint8Array(randomBytes(100)));
  const share = await owner.createShare({ fileIds: [file.id] });
  const gone = new Promise((done) => bucket.once("exit", done));
  bucket.kill("SIGKILL");
  await gone;
  const { plan, id } = await owner.createUpload({ name: "later.bin", sizeBytes: 5 });
  assert.equal(plan.kind, "put", "an upload was signed");
  assert.match((await claim(share, file.id)).url, /X-Amz-Signature=[0-9a-f]{64}$/, "a download was signed");
  await assert.rejects(sendPut(plan, new Uint8Array(5)), "and the bucket is really down");
  const answer = await owner.fetch(`/api/v1/uploads/${id}/complete`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  assert.equal(answer.status, 502);
  assert.equal(((await answer.json()) as { code: string }).code, "bucket_unreachable");
});
