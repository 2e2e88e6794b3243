// The mission, on the running product: a user asks, the server decides and signs, the bytes go straight to the bucket.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { claim, errorCode, Person, sendForm, sendPut } from "./support/person.ts";
import { type Product, startProduct } from "./support/product.ts";

let product: Product;
let owner: Person;

before(async () => {
  product = await startProduct();
  owner = await Person.setUp(product);
});
after(async () => {
  await product?.stop();
  await product?.remove();
});

const bytes = (size: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(size));
const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

async function download(url: string): Promise<{ status: number; body: Uint8Array; headers: Headers }> {
  const answer = await fetch(url);
  return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()), headers: answer.headers };
}

test("a file goes in by a presigned PUT and out by a presigned GET, unchanged", async () => {
  const data = bytes(300_000);
  const file = await owner.upload("Bericht für Zoë.pdf", data, "application/pdf");
  assert.equal(file.sizeBytes, data.length);
  const share = await owner.createShare({ fileIds: [file.id] });
  const got = await download((await claim(share, file.id)).url);
  assert.equal(got.status, 200);
  assert.equal(sha256(got.body), sha256(data));
  const disposition = got.headers.get("content-disposition") ?? "";
  assert.match(disposition, /^attachment;/);
  assert.match(disposition, /filename\*=UTF-8''Bericht%20f%C3%BCr%20Zo%C3%AB\.pdf/);
});

test("a file goes in by a presigned POST form", async () => {
  const data = bytes(120_000);
  const { id, plan } = await owner.createUpload({ name: "form.bin", sizeBytes: data.length, prefer: "post" });
  assert.equal(plan.kind, "post");
  const sent = await sendForm(plan, data);
  assert.ok([200, 201, 204].includes(sent.status), `${sent.status} ${await sent.text()}`);
  const { file } = await owner.completeUpload(id);
  const share = await owner.createShare({ fileIds: [file.id] });
  const got = await download((await claim(share, file.id)).url);
  assert.equal(sha256(got.body), sha256(data));
});

test("a file larger than one part goes in by presigned parts", async () => {
  const data = bytes(35 * 1024 ** 2);
  const { id, plan } = await owner.createUpload({ name: "film.mov", sizeBytes: data.length });
  assert.equal(plan.kind, "multipart");
  const { partSizeBytes, partCount } = plan;
  const cut = (number: number) => data.subarray((number - 1) * partSizeBytes, number * partSizeBytes);
  const numbers = Array.from({ length: partCount }, (_, index) => index + 1);
  const { parts } = await owner.signParts(
    id,
    numbers.map((number) => ({ number, sizeBytes: cut(number).length })),
  );
  for (const part of parts) {
    const sent = await fetch(part.url, { method: "PUT", headers: part.headers, body: cut(part.number) });
    assert.equal(sent.status, 200, await sent.text());
  }
  const { file } = await owner.completeUpload(id);
  assert.equal(file.sizeBytes, data.length);
  const share = await owner.createShare({ fileIds: [file.id] });
  const got = await download((await claim(share, file.id)).url);
  assert.equal(sha256(got.body), sha256(data));
});

test("the server's process carries no byte of the files", {
  skip: !existsSync("/proc/self/io") && "SKIPPED: needs Linux's /proc/PID/io",
}, async () => {
  // What the process has read and written in all, sockets and disk together.
  const carried = () => {
    const io = readFileSync(`/proc/${product.process.pid}/io`, "utf8");
    return Number(/rchar: (\d+)/.exec(io)![1]) + Number(/wchar: (\d+)/.exec(io)![1]);
  };
  const data = bytes(16 * 1024 ** 2);
  const before = carried();
  const file = await owner.upload("large.bin", data);
  const share = await owner.createShare({ fileIds: [file.id] });
  const got = await download((await claim(share, file.id)).url);
  assert.equal(got.body.length, data.length);
  const carriedBytes = carried() - before;
  assert.ok(carriedBytes < 512 * 1024, `${carriedBytes} bytes went through the server for a file of ${data.length}`);

  // The canary: the same meter sees bytes that do pass through the server.
  const page = await (await fetch(`${product.url}/sign-in`)).text();
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(page)![1]!;
  const start = carried();
  let fetched = 0;
  for (let round = 0; round < 20; round++) {
    const answer = await fetch(product.url + style, { headers: { "accept-encoding": "identity" } });
    fetched += (await answer.arrayBuffer()).byteLength;
  }
  assert.ok(carried() - start >= fetched, `the meter saw ${carried() - start} of ${fetched} bytes`);
});

test("the plain URL of an uploaded file is refused where its presigned URL works", async () => {
  const file = await owner.upload("plain.txt", bytes(10));
  const share = await owner.createShare({ fileIds: [file.id] });
  const { url } = await claim(share, file.id);
  const plain = url.slice(0, url.indexOf("?"));
  const refused = await fetch(plain);
  assert.equal(refused.status, 403);
  assert.equal(errorCode(await refused.text()), "AccessDenied");
  assert.equal((await fetch(url)).status, 200);
});

test("a URL with one character changed is refused with SignatureDoesNotMatch", async () => {
  const file = await owner.upload("tampered.txt", bytes(10));
  const other = await owner.upload("other.txt", bytes(10));
  const share = await owner.createShare({ fileIds: [file.id, other.id] });
  const { url } = await claim(share, file.id);
  const pathOf = (text: string) => new URL(text).pathname;
  const { url: otherUrl } = await claim(share, other.id);
  for (const [says, changed] of [
    ["another object", url.replace(pathOf(url), pathOf(otherUrl))],
    ["a longer life", url.replace(/X-Amz-Expires=\d+/, "X-Amz-Expires=600")],
    ["another signature", url.replace(/X-Amz-Signature=(.)/, (_, c) => `X-Amz-Signature=${c === "0" ? "1" : "0"}`)],
    ["one parameter more", `${url}&response-content-type=text%2Fhtml`],
  ] as const) {
    assert.notEqual(changed, url, says);
    const answer = await fetch(changed);
    assert.equal(answer.status, 403, says);
    assert.equal(errorCode(await answer.text()), "SignatureDoesNotMatch", says);
  }
  assert.equal((await fetch(url, { method: "DELETE" })).status, 403, "another verb");
  assert.equal((await fetch(url)).status, 200, "the untouched URL still works");
});

test("more or fewer bytes than announced, a second PUT, a PUT after completion: refused, and nothing is replaced", async () => {
  const data = bytes(1000);
  const { id, plan } = await owner.createUpload({ name: "once.bin", sizeBytes: data.length });
  assert.equal(plan.kind, "put");
  for (const wrong of [bytes(1001), bytes(999)]) {
    const answer = await sendPut(plan, wrong);
    assert.equal(answer.status, 403, `${wrong.length} bytes`);
    assert.equal(errorCode(await answer.text()), "SignatureDoesNotMatch");
  }
  assert.equal((await sendPut(plan, data)).status, 200);
  const again = await sendPut(plan, bytes(1000));
  assert.equal(again.status, 412);
  assert.equal(errorCode(await again.text()), "PreconditionFailed");
  const { file } = await owner.completeUpload(id);
  assert.equal((await sendPut(plan, bytes(1000))).status, 412);
  assert.deepEqual((await owner.completeUpload(id)).file.id, file.id, "completing twice gives the same file");
  const share = await owner.createShare({ fileIds: [file.id] });
  assert.equal(sha256((await download((await claim(share, file.id)).url)).body), sha256(data));
});

test("two tabs claim the last download at once: one wins", async () => {
  const file = await owner.upload("last.bin", bytes(10));
  for (let round = 0; round < 5; round++) {
    const share = await owner.createShare({ fileIds: [file.id], maxClaims: 1 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        fetch(`${share.url}/files/${file.id}/claim`, { method: "POST", headers: { accept: "application/json" } }),
      ),
    );
    const won = answers.filter((answer) => answer.status === 201);
    assert.equal(won.length, 1, answers.map((answer) => answer.status).join(" "));
  }
});
