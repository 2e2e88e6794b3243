// The engine against a server and a bucket that misbehave: whatever happens on the way, the bytes that end up in the
// bucket are the file's, or the refusal says why not.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type Api, createApi, type Progress, TransferError, type UploadOptions, uploadFile } from "../src/index.ts";
import { s3Error } from "./fake-bucket.ts";
import type { Fault, Seen } from "./fake-http.ts";
import { type FakeServer, type FakeServerOptions, problem, startFakeServer } from "./fake-server.ts";

const PART = 1000;
const quick = { firstWaitMilliseconds: 1, longestWaitMilliseconds: 4, stallMilliseconds: 10_000 };

let server: FakeServer;
let api: Api;
let progress: Progress[];

async function begin(options: FakeServerOptions): Promise<void> {
  await server?.close();
  server = await startFakeServer(options);
  api = createApi({ baseUrl: server.origin });
}
const send = (bytes: Buffer, options: UploadOptions & { uploadId?: string } = {}) =>
  uploadFile(
    api,
    { name: "a.bin", contentType: "text/plain", blob: new Blob([new Uint8Array(bytes)]), uploadId: options.uploadId },
    { patience: quick, onProgress: (p) => progress.push(p), ...options },
  );
/** The one object that the bucket holds. */
const stored = () => [...server.bucket.objects.values()];

beforeEach(async () => {
  progress = [];
  await begin({});
});
afterEach(() => server.close());

function assertNeverBack(): void {
  for (const [index, now] of progress.entries()) {
    const before = progress[index - 1];
    assert.ok(now.sentBytes <= now.sizeBytes && now.acknowledgedBytes <= now.sentBytes);
    if (before) assert.ok(now.sentBytes >= before.sentBytes && now.acknowledgedBytes >= before.acknowledgedBytes);
  }
}

describe("a whole file arrives", () => {
  for (const { says, kind, sizeBytes, partSizeBytes } of [
    { says: "an empty file by PUT", kind: "put", sizeBytes: 0, partSizeBytes: undefined },
    { says: "by PUT", kind: "put", sizeBytes: 4321, partSizeBytes: undefined },
    { says: "by POST form", kind: "post", sizeBytes: 4321, partSizeBytes: undefined },
    { says: "in parts, the last one shorter", kind: "put", sizeBytes: 9 * PART + 1, partSizeBytes: PART },
    { says: "in parts of exactly the size", kind: "put", sizeBytes: 25 * PART, partSizeBytes: PART },
  ] as const)
    test(says, async () => {
      await begin({ kind, ...(partSizeBytes ? { partSizeBytes } : {}) });
      const bytes = randomBytes(sizeBytes);
      const file = await send(bytes);
      assert.equal(file.sizeBytes, sizeBytes);
      assert.deepEqual(stored(), [bytes]);
      assert.deepEqual(progress.at(-1), { sizeBytes, acknowledgedBytes: sizeBytes, sentBytes: sizeBytes });
      assertNeverBack();
    });

  test("a PUT carries the headers that were signed, and a part no Content-Type of its own", async () => {
    await send(Buffer.from("x"));
    const put = server.bucket.seen.find(({ method }) => method === "PUT")!;
    assert.equal(put.headers["content-type"], "text/plain");
    assert.equal(put.headers["if-none-match"], "*");
    await begin({ partSizeBytes: PART });
    await send(randomBytes(2 * PART));
    for (const part of server.bucket.seen) assert.equal(part.headers["content-type"], undefined);
  });

  test("parts are signed in batches, not one by one and not all at once", async () => {
    await begin({ partSizeBytes: PART });
    await send(randomBytes(40 * PART));
    const batches = server.seen
      .filter(({ path }) => path.endsWith("/parts"))
      .map(({ body }) => JSON.parse(`${body}`).parts);
    assert.ok(batches.length >= 5 && batches.length <= 12, `${batches.length} batches`);
    for (const batch of batches) assert.ok(batch.length <= 8);
  });

  test("at most `concurrency` parts are on their way at once", async () => {
    await begin({ partSizeBytes: PART });
    let now = 0;
    let most = 0;
    const { fetchTransport } = await import("../src/index.ts");
    const inner = fetchTransport();
    await send(randomBytes(30 * PART), {
      concurrency: 3,
      transport: {
        reportsProgress: false,
        async send(request) {
          most = Math.max(most, ++now);
          try {
            return await inner.send(request);
          } finally {
            now--;
          }
        },
      },
    });
    assert.equal(most, 3);
  });
});

describe("faults on the way that a person need not hear of", () => {
  const first = (method: string, fault: Fault) => (seen: Seen) =>
    seen.method === method && seen.nth === 0 ? fault : null;
  const rows: {
    says: string;
    options: FakeServerOptions;
    bucketFault?: (seen: Seen) => Fault;
    serverFault?: (seen: Seen) => Fault;
  }[] = [
    { says: "PUT: the connection is cut", options: {}, bucketFault: first("PUT", "cut") },
    { says: "PUT: the answer is lost, so the next try is 412", options: {}, bucketFault: first("PUT", "lose") },
    { says: "PUT: 503 SlowDown", options: {}, bucketFault: first("PUT", s3Error(503, "SlowDown")) },
    { says: "PUT: 500", options: {}, bucketFault: first("PUT", s3Error(500, "InternalError")) },
    { says: "PUT: 400 RequestTimeout", options: {}, bucketFault: first("PUT", s3Error(400, "RequestTimeout")) },
    { says: "PUT: 409", options: {}, bucketFault: first("PUT", s3Error(409, "ConditionalRequestConflict")) },
    { says: "PUT: the URL has expired", options: {}, bucketFault: first("PUT", s3Error(403, "AccessDenied")) },
    { says: "POST: the answer is lost", options: { kind: "post" }, bucketFault: first("POST", "lose") },
    {
      says: "every part's first connection is cut",
      options: { partSizeBytes: PART },
      bucketFault: first("PUT", "cut"),
    },
    { says: "every part's first answer is lost", options: { partSizeBytes: PART }, bucketFault: first("PUT", "lose") },
    {
      says: "every part's first URL has expired",
      options: { partSizeBytes: PART },
      bucketFault: first("PUT", s3Error(403, "AccessDenied", "Request has expired")),
    },
    { says: "the answer to the intent is lost", options: {}, serverFault: first("POST", "lose") },
    {
      says: "the server is down for a moment at every route",
      options: { partSizeBytes: PART },
      serverFault: first("POST", problem("internal")),
    },
    {
      says: "the server asks for patience",
      options: {},
      serverFault: first("POST", problem("too_many_tries", { retryAfterSeconds: 0 })),
    },
  ];
  for (const { says, options, bucketFault, serverFault } of rows)
    test(says, async () => {
      await begin(options);
      if (bucketFault) server.bucket.fault = bucketFault;
      if (serverFault) server.fault = serverFault;
      const bytes = randomBytes(6 * PART + 7);
      await send(bytes);
      assert.deepEqual(stored(), [bytes]);
      assert.equal(server.uploads.size, 1, "one upload, not two");
      assertNeverBack();
    });

  test("a URL near its end is signed anew before bytes are spent on it", async () => {
    const { PartSigner, rangesOf } = await import("../src/parts.ts");
    let batches = 0;
    const ranges = rangesOf({ sizeBytes: 2, partSizeBytes: 1, partCount: 2 });
    const signer = new PartSigner(ranges, 2, async (parts) => ({
      parts: parts.map(({ number }) => ({
        number,
        url: `http://b/?X-Amz-Expires=${batches++ === 0 ? 0 : 900}`,
        headers: {},
        sentByClient: {},
        expiresAt: "",
      })),
    }));
    const [piece] = signer.piecesOf(new Blob(["ab"]));
    assert.match((await piece!.sign(false)).url, /Expires=900/);
  });

  test("a completion that finds a part missing sends that part and no other", async () => {
    await begin({ partSizeBytes: PART });
    let dropped = false;
    server.fault = ({ path }) => {
      if (!path.endsWith("/complete") || dropped) return null;
      dropped = true;
      for (const parts of server.bucket.parts.values()) parts.delete(3);
      return null;
    };
    const bytes = randomBytes(5 * PART);
    await send(bytes);
    assert.deepEqual(stored(), [bytes]);
    assert.equal(server.bucket.seen.filter(({ query }) => query.get("partNumber") === "3").length, 2);
    assert.equal(server.bucket.seen.length, 6);
  });

  test("a try that stalls is cut and made again", async () => {
    server.bucket.fault = first("PUT", "hang");
    const { fetchTransport } = await import("../src/index.ts");
    const transport = { ...fetchTransport(), reportsProgress: true };
    await send(Buffer.from("stalls once"), { transport, patience: { ...quick, stallMilliseconds: 150 } });
    assert.equal(`${stored()[0]}`, "stalls once");
  });
});

describe("what cannot be mended is refused in words", () => {
  const always = (fault: Fault) => () => fault;
  for (const { says, fault, code, s3 } of [
    { says: "no right to write", fault: s3Error(403, "AccessDenied"), code: "bucket_refused", s3: "AccessDenied" },
    { says: "too large", fault: s3Error(400, "EntityTooLarge"), code: "bucket_refused", s3: "EntityTooLarge" },
    { says: "busy for ever", fault: s3Error(503, "SlowDown"), code: "bucket_refused", s3: "SlowDown" },
    { says: "not there", fault: s3Error(404, "NoSuchBucket"), code: "bucket_refused", s3: "NoSuchBucket" },
    { says: "no S3 at all", fault: { status: 405, body: "<html>" }, code: "bucket_refused", s3: "" },
  ] as const)
    test(says, async () => {
      server.bucket.fault = always(fault);
      await assert.rejects(send(Buffer.from("x"), { patience: { ...quick, maxTries: 3 } }), (error) => {
        assert.ok(error instanceof TransferError);
        assert.equal(error.code, code);
        assert.equal(error.s3?.code, s3);
        return true;
      });
      assert.ok(server.bucket.seen.length <= 3, "it is not asked for ever");
    });

  test("a bucket that is gone while the server answers is told apart from no connection at all", async () => {
    await server.bucket.close();
    const patience = { ...quick, maxTries: 2 };
    await assert.rejects(send(Buffer.from("x"), { patience }), { name: "TransferError", code: "bucket_unreachable" });
    server.fault = ({ path }) => (path.endsWith("/instance") ? "cut" : null);
    await assert.rejects(send(Buffer.from("x"), { patience }), { name: "TransferError", code: "offline" });
    server.bucket.close = async () => {};
  });

  test("a bucket that answers but cuts uploads looks as CORS does to a page", async () => {
    server.bucket.fault = ({ method }) => (method === "PUT" ? "cut" : null);
    await assert.rejects(send(Buffer.from("x"), { patience: { ...quick, maxTries: 2 } }), {
      code: "bucket_forbids_page",
    });
  });

  test("a part that is refused stops the others", async () => {
    await begin({ partSizeBytes: PART });
    server.bucket.fault = ({ query }) => (query.get("partNumber") === "2" ? s3Error(400, "InvalidArgument") : null);
    await assert.rejects(send(randomBytes(200 * PART)), { code: "bucket_refused" });
    assert.ok(server.bucket.seen.length < 50, `${server.bucket.seen.length} parts were sent`);
  });

  test("an answer of the server that is a refusal comes as it is", async () => {
    server.signedIn = false;
    await assert.rejects(send(Buffer.from("x")), { name: "ApiError", code: "not_signed_in" });
  });

  test("a concurrency out of range is the caller's mistake", async () => {
    await assert.rejects(send(Buffer.from("x"), { concurrency: 0 }), {
      name: "RangeError",
      message: /concurrency.*1\.\.16.*0/,
    });
  });

  test("a plan that does not cover the file is refused before a byte is sent", async () => {
    const { rangesOf } = await import("../src/parts.ts");
    assert.throws(() => rangesOf({ sizeBytes: 10, partSizeBytes: 3, partCount: 3 }), { name: "RangeError" });
  });
});

describe("going on", () => {
  test("an abort stops it, and resuming sends only what is missing", async () => {
    await begin({ partSizeBytes: PART });
    const bytes = randomBytes(20 * PART + 3);
    const stop = new AbortController();
    let uploadId = "";
    await assert.rejects(
      send(bytes, {
        signal: stop.signal,
        concurrency: 2,
        onUploadId: (id) => {
          uploadId = id;
        },
        onProgress: ({ acknowledgedBytes }) => {
          if (acknowledgedBytes >= 6 * PART) stop.abort();
        },
      }),
      { name: "AbortError" },
    );
    const held = server.bucket.parts.get(uploadId)!.size;
    assert.ok(held >= 6 && held < 21, `${held} parts`);
    const before = server.bucket.seen.length;
    await send(bytes, { uploadId });
    assert.deepEqual(stored(), [bytes]);
    assert.equal(server.bucket.seen.length - before, 21 - held);
    assert.ok(progress[0]!.acknowledgedBytes >= 6 * PART, "it begins where it was");
  });

  test("a part of the wrong size is sent again", async () => {
    await begin({ partSizeBytes: PART });
    const { id } = await api.createUpload({ name: "a", sizeBytes: 3 * PART });
    server.bucket.parts.get(id)!.set(2, Buffer.from("short"));
    const bytes = randomBytes(3 * PART);
    await send(bytes, { uploadId: id });
    assert.deepEqual(stored(), [bytes]);
  });

  test("a confirmed upload answers with its file and sends nothing", async () => {
    let uploadId = "";
    const file = await send(Buffer.from("once"), {
      onUploadId: (id) => {
        uploadId = id;
      },
    });
    const before = server.bucket.seen.length;
    assert.deepEqual(await send(Buffer.from("once"), { uploadId }), file);
    assert.equal(server.bucket.seen.length, before);
  });

  test("another file is not mixed into the upload", async () => {
    const { id } = await api.createUpload({ name: "a", sizeBytes: 3 });
    await assert.rejects(send(Buffer.from("longer"), { uploadId: id }), { code: "different_file" });
  });

  test("an upload that was ended cannot go on", async () => {
    const { id } = await api.createUpload({ name: "a", sizeBytes: 1 });
    await api.abortUpload(id);
    await assert.rejects(send(Buffer.from("x"), { uploadId: id }), { code: "upload_closed" });
  });
});

describe("a file that changes while it is read", () => {
  test("is refused as that, not as a broken line", async () => {
    const { mkdtemp, rm, writeFile } = await import("node:fs/promises");
    const { openAsBlob } = await import("node:fs");
    const { join } = await import("node:path");
    const { tmpdir } = await import("node:os");
    const folder = await mkdtemp(join(tmpdir(), "daypass-client-"));
    try {
      const path = join(folder, "changing.bin");
      await writeFile(path, randomBytes(50_000));
      const blob = await openAsBlob(path);
      await writeFile(path, randomBytes(70_000));
      await assert.rejects(uploadFile(api, { name: "changing.bin", blob }, { patience: quick }), {
        name: "TransferError",
        code: "file_changed",
      });
      assert.equal(server.bucket.objects.size, 0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
