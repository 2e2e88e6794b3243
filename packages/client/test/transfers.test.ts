// The queue as a page sees it: what is shown, in which order, and what happens to a file that is paused, refused or removed.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, test } from "node:test";
import { createApi, createTransfers, type Transfer, type Transfers, type TransfersOptions } from "../src/index.ts";
import { s3Error } from "./fake-bucket.ts";
import { type FakeServer, startFakeServer } from "./fake-server.ts";

const PART = 1000;
let server: FakeServer;
let transfers: Transfers;

function open(options: TransfersOptions = {}): void {
  const patience = { firstWaitMilliseconds: 1, longestWaitMilliseconds: 2, maxTries: 3 };
  transfers = createTransfers(createApi({ baseUrl: server.origin }), { patience, ...options });
}
beforeEach(async () => {
  server = await startFakeServer({ partSizeBytes: PART });
  open();
});
afterEach(async () => {
  for (const { id } of transfers.items) transfers.remove(id);
  await server.close();
});

/** Waits for the queue to be as asked; a test that hangs is ended by the runner. */
function until(isSo: (items: readonly Transfer[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo(transfers.items)) return;
      stop();
      resolve();
    };
    const stop = transfers.subscribe(look);
    look();
  });
}
const kinds = () => transfers.items.map(({ state }) => state.kind);
const blobOf = (sizeBytes: number) => new Blob([new Uint8Array(randomBytes(sizeBytes))]);
const held = (uploadId: string | null) => server.bucket.parts.get(uploadId ?? "")?.size ?? 0;

describe("the queue", () => {
  test("sends two files at once, in order, and shows all as done", async () => {
    let most = 0;
    transfers.subscribe(() => {
      most = Math.max(most, kinds().filter((kind) => kind === "sending").length);
    });
    transfers.add(Array.from({ length: 5 }, (_, index) => ({ name: `${index}.bin`, blob: blobOf(3 * PART + index) })));
    assert.deepEqual(kinds(), ["sending", "sending", "queued", "queued", "queued"]);
    await until((items) => items.every(({ state }) => state.kind === "done"));
    assert.equal(most, 2);
    assert.deepEqual(
      [...server.bucket.objects.values()].map(({ length }) => length).sort(),
      [3000, 3001, 3002, 3003, 3004],
    );
    for (const { sentBytes, acknowledgedBytes, sizeBytes } of transfers.items)
      assert.deepEqual([sentBytes, acknowledgedBytes], [sizeBytes, sizeBytes]);
  });

  test("keeps the same array until something changes, and a new one after", async () => {
    const before = transfers.items;
    assert.equal(transfers.items, before);
    transfers.add([{ name: "a", blob: blobOf(1) }]);
    assert.notEqual(transfers.items, before);
  });

  test("a refused file does not hold up the others", async () => {
    server.bucket.fault = ({ body }) => (body.length === 7 ? s3Error(400, "EntityTooLarge") : null);
    transfers.add([7, 8, 9].map((size) => ({ name: `${size}`, blob: blobOf(size) })));
    await until((items) => items.every(({ state }) => state.kind === "done" || state.kind === "refused"));
    assert.deepEqual(kinds(), ["refused", "done", "done"]);
    const { state } = transfers.items[0]!;
    assert.ok(state.kind === "refused");
    assert.match(state.explanation.message, /larger than it takes/);
    assert.match(state.explanation.details ?? "", /EntityTooLarge.*FAKE0001/);
  });

  test("names are made such that the server takes them", () => {
    transfers.add([{ name: "../a\u202Egpj.exe", blob: blobOf(1) }]);
    assert.equal(transfers.items[0]!.name, ".._agpj.exe");
  });
});

describe("pause and going on", () => {
  test("a pause stops the bytes, keeps the parts, and never takes progress back", async () => {
    open({ concurrency: 1 });
    const seen: number[] = [];
    const [id] = transfers.add([{ name: "a", blob: blobOf(30 * PART) }]);
    transfers.subscribe(() => seen.push(transfers.items[0]?.sentBytes ?? Number.POSITIVE_INFINITY));
    await until(([item]) => item!.acknowledgedBytes >= 5 * PART);
    transfers.pause(id!);
    assert.deepEqual(kinds(), ["paused"]);
    const { uploadId } = transfers.items[0]!;
    assert.ok(held(uploadId) >= 5);
    const puts = server.bucket.seen.length;
    transfers.resume(id!);
    await until(([item]) => item!.state.kind === "done");
    assert.ok(server.bucket.seen.length - puts <= 26, "what was there is not sent again");
    assert.equal(server.uploads.size, 1);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
  });

  test("a pause makes room for the next file", async () => {
    open({ filesAtOnce: 1 });
    server.bucket.fault = ({ body }) => (body.length === 5 ? "hang" : null);
    const [first] = transfers.add([
      { name: "hangs", blob: blobOf(5) },
      { name: "goes", blob: blobOf(6) },
    ]);
    assert.deepEqual(kinds(), ["sending", "queued"]);
    transfers.pause(first!);
    await until(([, second]) => second!.state.kind === "done");
    assert.deepEqual(kinds(), ["paused", "done"]);
  });

  test("a session that ended refuses with the way back, and goes on after it", async () => {
    server.signedIn = false;
    const [id] = transfers.add([{ name: "a", blob: blobOf(2 * PART) }]);
    await until(([item]) => item!.state.kind === "refused");
    const { state } = transfers.items[0]!;
    assert.ok(state.kind === "refused" && state.explanation.remedy === "sign_in");
    server.signedIn = true;
    transfers.resume(id!);
    await until(([item]) => item!.state.kind === "done");
  });

  test("an upload that was closed meanwhile begins anew at the next try", async () => {
    open({ concurrency: 1 });
    const [id] = transfers.add([{ name: "a", blob: blobOf(9 * PART) }]);
    await until(([item]) => item!.acknowledgedBytes >= 2 * PART);
    transfers.pause(id!);
    const old = transfers.items[0]!.uploadId!;
    await createApi({ baseUrl: server.origin }).abortUpload(old);
    transfers.resume(id!);
    await until(([item]) => item!.state.kind === "refused");
    transfers.resume(id!);
    await until(([item]) => item!.state.kind === "done");
    assert.equal(server.uploads.size, 2);
  });

  test("an upload that is thrown away elsewhere while it runs says so, counts nothing any more, and can begin again", async () => {
    open({ concurrency: 1 });
    const [id] = transfers.add([{ name: "a", blob: blobOf(40 * PART) }]);
    await until(([item]) => item!.acknowledgedBytes >= 2 * PART);
    await createApi({ baseUrl: server.origin }).abortUpload(transfers.items[0]!.uploadId!);
    await until(([item]) => item!.state.kind === "refused");
    const { state, sentBytes, acknowledgedBytes, uploadId } = transfers.items[0]!;
    assert.ok(state.kind === "refused" && state.explanation.remedy === "try_again");
    assert.match(state.explanation.message, /thrown away elsewhere/);
    assert.deepEqual([sentBytes, acknowledgedBytes, uploadId], [0, 0, null]);
    transfers.resume(id!);
    await until(([item]) => item!.state.kind === "done");
  });

  test("a transfer says when its file was last changed, where the blob does", () => {
    transfers.add([
      { name: "a", blob: new File(["a"], "a", { lastModified: 1_700_000_000_000 }) },
      { name: "b", blob: blobOf(1) },
    ]);
    assert.deepEqual(
      transfers.items.map(({ lastModified }) => lastModified),
      [1_700_000_000_000, null],
    );
  });

  test("a wait is shown with its end, and can be cut short", async () => {
    open({ patience: { firstWaitMilliseconds: 600_000, longestWaitMilliseconds: 600_000 } });
    server.bucket.fault = ({ nth }) => (nth === 0 ? s3Error(503, "SlowDown") : null);
    const [id] = transfers.add([{ name: "a", blob: blobOf(3 * PART) }]);
    await until(([item]) => item!.state.kind === "waiting");
    const { state } = transfers.items[0]!;
    assert.ok(state.kind === "waiting" && state.untilMilliseconds > Date.now() + 200_000);
    assert.equal(state.because, "The bucket is busy");
    transfers.tryNow(id);
    await until(([item]) => item!.state.kind === "done");
  });
});

describe("removing", () => {
  test("throws away what the bucket has of an unfinished file", async () => {
    open({ concurrency: 1 });
    const [id] = transfers.add([{ name: "a", blob: blobOf(50 * PART) }]);
    await until(([item]) => item!.acknowledgedBytes >= 2 * PART);
    const { uploadId } = transfers.items[0]!;
    transfers.remove(id!);
    assert.deepEqual(transfers.items, []);
    while (server.uploads.get(uploadId!)!.state !== "aborted") await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(server.bucket.objects.size, 0);
  });

  test("leaves a finished file alone", async () => {
    const [id] = transfers.add([{ name: "a", blob: blobOf(5) }]);
    await until(([item]) => item!.state.kind === "done");
    transfers.remove(id!);
    assert.equal(server.files.size, 1);
    assert.ok(!server.seen.some(({ method }) => method === "DELETE"));
  });

  test("another blob begins anew and ends the old upload", async () => {
    server.bucket.fault = ({ body }) => (body.length === 5 ? s3Error(400, "BadDigest") : null);
    const [id] = transfers.add([{ name: "a", blob: blobOf(5) }]);
    await until(([item]) => item!.state.kind === "refused");
    transfers.replace(id!, blobOf(6));
    await until(([item]) => item!.state.kind === "done");
    assert.equal(transfers.items[0]!.sizeBytes, 6);
  });
});
