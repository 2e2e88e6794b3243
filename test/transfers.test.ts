// The client's engine against the real server and bucket: what arrives is what was sent, byte for byte.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { type Api, createApi, fetchTransport, TransferError, uploadFile } from "@daypass/client";
import { startApp, type TestApp } from "./support/app.ts";

let app: TestApp;
let api: Api;

before(async () => {
  app = await startApp();
  api = createApi({ baseUrl: app.url, token: await app.server.createApiToken("test") });
});
after(() => app?.close());

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const MIB = 1024 ** 2;

/** What a recipient of a link to the file gets. */
async function download(fileId: string): Promise<Uint8Array> {
  const share = await api.createShare({ fileIds: [fileId] });
  const { url, headers } = await api.claim(share.url, fileId);
  const answer = await fetch(url, { headers });
  assert.equal(answer.status, 200);
  return new Uint8Array(await answer.arrayBuffer());
}

describe("a file arrives whole, and comes out through its link", () => {
  for (const { says, sizeBytes } of [
    { says: "no byte at all", sizeBytes: 0 },
    { says: "one byte", sizeBytes: 1 },
    { says: "as much as goes in one piece", sizeBytes: 16 * MIB },
    { says: "one byte more, in parts", sizeBytes: 16 * MIB + 1 },
    { says: "many parts", sizeBytes: 70 * MIB + 3 },
  ])
    test(says, async () => {
      const bytes = randomBytes(sizeBytes);
      const file = await uploadFile(api, { name: `${says}.bin`, blob: new Blob([bytes]) });
      assert.equal(file.sizeBytes, sizeBytes);
      assert.equal(digest(await download(file.id)), digest(bytes));
    });
});

test("cut off in the middle, it goes on with what is missing", async () => {
  const bytes = randomBytes(64 * MIB);
  const blob = new Blob([bytes]);
  const stop = new AbortController();
  let uploadId = "";
  await assert.rejects(
    uploadFile(
      api,
      { name: "cut.bin", blob },
      {
        signal: stop.signal,
        concurrency: 1,
        onUploadId: (id) => {
          uploadId = id;
        },
        onProgress: ({ acknowledgedBytes }) => {
          if (acknowledgedBytes > 0) stop.abort();
        },
      },
    ),
    { name: "AbortError" },
  );
  let sentBytes = 0;
  const inner = fetchTransport();
  const file = await uploadFile(
    api,
    { name: "cut.bin", blob, uploadId },
    {
      transport: {
        ...inner,
        send(request) {
          if (request.body instanceof Blob) sentBytes += request.body.size;
          return inner.send(request);
        },
      },
    },
  );
  assert.ok(sentBytes > 0 && sentBytes < blob.size, `${sentBytes} bytes were sent again`);
  assert.equal(digest(await download(file.id)), digest(bytes));
});

test("a lost answer is no failure: the bytes had arrived, and the server confirms them", async () => {
  const inner = fetchTransport();
  let lost = 0;
  const file = await uploadFile(
    api,
    { name: "lost.bin", blob: new Blob(["once is enough"]) },
    {
      patience: { firstWaitMilliseconds: 1 },
      transport: {
        ...inner,
        async send(request) {
          const answer = await inner.send(request);
          if (lost++ === 0) throw new TypeError("The answer was lost");
          return answer;
        },
      },
    },
  );
  assert.equal(lost, 2);
  assert.equal(Buffer.from(await download(file.id)).toString(), "once is enough");
});

test("a signature that was tampered with on the way is S3's refusal, in words", async () => {
  const inner = fetchTransport();
  await assert.rejects(
    uploadFile(
      api,
      { name: "tampered.bin", blob: new Blob(["x"]) },
      {
        patience: { firstWaitMilliseconds: 1 },
        transport: {
          ...inner,
          send: (request) =>
            inner.send({
              ...request,
              url: request.url.replace(/(Signature=)(.)/, (_, name, first) => name + (first === "0" ? "1" : "0")),
            }),
        },
      },
    ),
    (error) => error instanceof TransferError && error.s3?.code === "SignatureDoesNotMatch",
  );
});

test("what the server does not take comes as its own problem", async () => {
  await assert.rejects(uploadFile(createApi({ baseUrl: app.url }), { name: "a", blob: new Blob(["x"]) }), {
    name: "ApiError",
    code: "not_signed_in",
  });
  await assert.rejects(api.createUpload({ name: "a/b", sizeBytes: 1 }), { name: "ApiError", code: "invalid_request" });
});
