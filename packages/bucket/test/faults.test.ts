// The disk fails: at a commit, at a close, at a removal, for want of room, for want of handles.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import fs, { type FileHandle, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, mock, test } from "node:test";
import { Blobs } from "../src/disk/blobs.ts";
import type { Blob, Objects } from "../src/disk/objects.ts";
import { openStore } from "../src/disk/store.ts";
import { HTTP_LIMITS } from "../src/http/server.ts";
import { startBucket } from "../src/index.ts";
import { runLifecycle } from "../src/lifecycle-job.ts";
import { BUCKET, codeOf, identity, long, makeFolder, openLab, send, until } from "./support.ts";

const who = identity("owner", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
const expiresInSeconds = 60;
const SQLITE_FULL = 13;
const SQLITE_IOERR_FSYNC = 1034;

/** Lets a function stand in for each COMMIT of this process until it is restored. */
function replaceCommit(commit: (real: () => void) => void) {
  const exec = DatabaseSync.prototype.exec;
  return mock.method(DatabaseSync.prototype, "exec", function (this: DatabaseSync, sql: string) {
    if (sql === "COMMIT") commit(() => exec.call(this, sql));
    else exec.call(this, sql);
  });
}
const sqliteError = (errcode: number) => Object.assign(new Error(`errcode ${errcode}`), { errcode });

/** Lets each file that is opened until `restore` behave as told. */
function alterHandles(alter: (handle: FileHandle) => void): { restore(): void } {
  const { open } = fs;
  const opening = mock.method(fs, "open", async (...args: Parameters<typeof open>) => {
    const handle = await open.apply(fs, args);
    alter(handle);
    return handle;
  });
  // Modules hold the function by its name.
  syncBuiltinESMExports();
  return {
    restore: () => {
      opening.mock.restore();
      syncBuiltinESMExports();
    },
  };
}

/** Lets each write of a file opened until `restore` take so long. */
function slowWrites(milliseconds: number) {
  return alterHandles((handle) => {
    const { write } = handle;
    handle.write = (async (...args: Parameters<FileHandle["write"]>) => {
      await new Promise((done) => setTimeout(done, milliseconds));
      return write.apply(handle, args);
    }) as typeof handle.write;
  });
}

async function writeBlob(blobs: Blobs, text: string): Promise<Blob> {
  const bytes = Buffer.from(text);
  const writing = blobs.createDraft([]);
  await writing.write(bytes);
  const { draft } = await writing.finish();
  await draft.publish();
  return { name: draft.name, sizeBytes: bytes.length };
}

async function warningsDuring(run: () => Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  const listen = (warning: Error) => void seen.push(warning.message);
  process.on("warning", listen);
  await run();
  await new Promise((done) => setImmediate(done));
  process.off("warning", listen);
  return seen;
}

describe("a commit of which nobody knows whether it is on the disk", () => {
  for (const reaches of [true, false])
    test(`writes end, reads go on, and the next start has the object whole [the commit ${reaches ? "is" : "is not"} there]`, async () => {
      const dir = await makeFolder();
      const lab = await openLab({ dir, identities: [who] });
      await lab.put("k", long("old"));
      const commits = replaceCommit((real) => {
        if (reaches) real();
        throw sqliteError(SQLITE_IOERR_FSYNC);
      });
      const failed = await lab.put("k", long("new"));
      commits.mock.restore();
      assert.deepEqual([failed.status, await codeOf(failed)], [500, "InternalError"]);
      // Both blobs are kept, because either may be the one that recovery finds.
      assert.equal((await lab.listFiles()).blobs.length, 2);
      const refused = await lab.put("other", "x");
      assert.deepEqual([refused.status, await codeOf(refused)], [503, "ServiceUnavailable"]);
      await until(() => lab.lines.at(-1)?.path.endsWith("/other") === true);
      assert.match(lab.lines.at(-1)!.error!.message, /could not be written .*only reads from now on/);
      assert.equal(await (await lab.get("k")).text(), long(reaches ? "new" : "old"));
      await lab.close();
      const again = await openLab({ dir, identities: [who] });
      assert.equal(await (await again.get("k")).text(), long(reaches ? "new" : "old"));
      assert.equal((await again.put("other", "x")).status, 200);
      await again.close();
    });
});

describe("a full disk", () => {
  test("nothing is stored, but removing makes room; afterwards the reserve is there again", async () => {
    const lab = await openLab();
    const reserve = join(lab.dir, "reserve");
    await lab.put("k", "kept");
    assert.ok((await stat(reserve)).size >= 1024 ** 2);
    const presigner = lab.presigner();
    const created = await send(presigner.multipart.create("m", { expiresInSeconds }));
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(await created.text())![1]!;
    for (const free of [
      () => send(presigner.delete("k", { expiresInSeconds })),
      () => send(presigner.multipart.abort("m", { expiresInSeconds, uploadId })),
    ]) {
      const commits = replaceCommit((real) => {
        if (existsSync(reserve)) throw sqliteError(SQLITE_FULL);
        real();
      });
      const put = await lab.put("more", long("x"));
      assert.deepEqual([put.status, await codeOf(put)], [507, "InsufficientStorage"]);
      assert.equal((await free()).status, 204);
      commits.mock.restore();
      assert.ok(existsSync(reserve));
    }
    assert.equal((await lab.get("k")).status, 404);
    // The blobs of the failed uploads went once a later commit had covered theirs.
    assert.equal((await lab.put("k", long("again"))).status, 200);
    await until(async () => (await lab.listFiles()).blobs.length === 1);
  });
});

describe("lifecycle rules on a full disk", () => {
  const now = new Date(10 * 24 * 60 * 60 * 1000);
  const facts = { etag: "1", lastModifiedAt: 0, headers: {}, metadata: {}, tags: [] };

  async function openWithRules() {
    const dir = await makeFolder();
    const store = await openStore(dir);
    after(() => store.close());
    await store.buckets.create("b", now);
    await store.buckets.putSetting("b", "lifecycle", [
      { id: "r", enabled: true, filter: { prefix: "", tags: [] }, expiration: { days: 1 }, abortUploadsAfterDays: 1 },
    ]);
    for (const key of ["k", "l"]) {
      const blob = await writeBlob(store.blobs, long(key));
      await store.objects.put("b", { key, ...facts, sizeBytes: blob.sizeBytes, blobs: [blob] }, {});
    }
    await store.uploads.create({ bucket: "b", key: "u", initiatedAt: 0, headers: {}, metadata: {}, tags: [] });
    const left = async () => ({
      objects: store.objects.list("b", { prefix: "", after: "", limit: 10 }).length,
      uploads: store.uploads.list("b", { prefix: "", after: "", limit: 10 }).length,
      blobs: (await readdir(join(dir, "blobs"))).length,
      reserve: existsSync(join(dir, "reserve")),
    });
    return { dir, store, left };
  }

  test("are obeyed by means of the reserve, which is there again afterwards", async () => {
    const { dir, store, left } = await openWithRules();
    const commits = replaceCommit((real) => {
      if (existsSync(join(dir, "reserve"))) throw sqliteError(SQLITE_FULL);
      real();
    });
    const report = await runLifecycle(store, now).finally(() => commits.mock.restore());
    assert.deepEqual(report, { expiredObjects: 2, abortedUploads: 1 });
    assert.deepEqual(await left(), { objects: 0, uploads: 0, blobs: 0, reserve: true });
  });

  test("one removal that fails does not keep the bytes of the others", async () => {
    const { store, left } = await openWithRules();
    const { deleteUnchanged } = store.objects;
    mock.method(
      store.objects,
      "deleteUnchanged",
      function (this: Objects, ...args: Parameters<typeof deleteUnchanged>) {
        if (args[1].key === "l") return Promise.reject(sqliteError(SQLITE_IOERR_FSYNC));
        return deleteUnchanged.apply(this, args);
      },
    );
    await assert.rejects(runLifecycle(store, now), /errcode 1034/);
    assert.deepEqual(await left(), { objects: 1, uploads: 1, blobs: 1, reserve: true });
  });
});

describe("tidying that fails", () => {
  test("a stored upload is answered 200, and the operator is warned", async () => {
    const lab = await openLab();
    await lab.put("k", long("old"));
    const [blob] = (await lab.listFiles()).blobs;
    // A folder in the place of a file is what not even root removes.
    await rm(join(lab.dir, "blobs", blob!));
    await mkdir(join(lab.dir, "blobs", blob!));
    const warnings = await warningsDuring(async () => assert.equal((await lab.put("k", "new")).status, 200));
    assert.match(warnings.join(), /Bytes are left over/);
    assert.equal(await (await lab.get("k")).text(), "new");
  });

  test("a draft goes although its file cannot be closed", async () => {
    const dir = await makeFolder();
    const { blobs, close } = await openStore(dir);
    after(close);
    const altered = alterHandles((handle) => {
      const { close } = handle;
      handle.close = async () => {
        await close.call(handle);
        throw new Error("EIO at close");
      };
    });
    const draft = blobs.createDraft([]);
    await draft.write(Buffer.from(long(""))).finally(() => altered.restore());
    const warnings = await warningsDuring(() => draft.discard());
    assert.deepEqual(await readdir(join(dir, "tmp")), []);
    assert.match(warnings.join(), /EIO at close/);
  });

  test("a file that cannot be looked at is closed", async () => {
    const { blobs, close } = await openStore(await makeFolder());
    after(close);
    const blob = await writeBlob(blobs, long(""));
    let closed = 0;
    const altered = alterHandles((handle) => {
      const { close } = handle;
      handle.stat = (async () => Promise.reject(new Error("EIO at stat"))) as typeof handle.stat;
      handle.close = () => {
        closed++;
        return close.call(handle);
      };
    });
    await assert.rejects(blobs.open(blob, { start: 0, end: 0 }), /EIO at stat/).finally(() => altered.restore());
    assert.equal(closed, 1);
  });
});

describe("exchanges that fail", () => {
  test("an onRequest that throws ends neither the process nor the next request", async () => {
    const running = await startBucket({
      dir: await makeFolder(),
      onRequest: () => {
        throw new Error("their mistake");
      },
    });
    after(() => running.close());
    const warnings = await warningsDuring(async () => {
      for (let i = 0; i < 2; i++) await fetch(`${running.endpoint}/daypass/k`).catch(() => {});
    });
    assert.match(warnings.join(), /could not be served to its end: their mistake/);
  });

  test("what an older version stored and no header can carry is left out and counted", async () => {
    const dir = await makeFolder();
    const lab = await openLab({ dir, identities: [who] });
    await lab.put("k", "x", { "x-amz-meta-good": "1", "cache-control": "no-store" });
    await lab.close();
    const index = new DatabaseSync(join(dir, "index.sqlite"));
    index
      .prepare("UPDATE objects SET headers = ?, metadata = ?")
      .run('{"cache-control":"отчёт","content-type":"a/b"}', '{"good":"1","a b":"2","name":"отчёт"}');
    index.close();
    const again = await openLab({ dir, identities: [who] });
    const { status, headers } = await again.get("k");
    assert.deepEqual(
      [status, headers.get("x-amz-meta-good"), headers.get("x-amz-missing-meta"), headers.get("content-type")],
      [200, "1", "2", "a/b"],
    );
    assert.equal(headers.get("cache-control"), null);
    await again.close();
  });

  test("no file handle left: SlowDown", async () => {
    const lab = await openLab();
    await lab.put("k", long("x"));
    const reading = mock.method(Blobs.prototype, "open", () =>
      Promise.reject(Object.assign(new Error("too many open files"), { code: "EMFILE" })),
    );
    const got = await lab.get("k");
    reading.mock.restore();
    assert.deepEqual([got.status, await codeOf(got)], [503, "SlowDown"]);
    assert.equal((await lab.get("k")).status, 200);
  });
});

describe("an object of many parts", () => {
  test("forty parts are one answer without a warning", async () => {
    const dir = await makeFolder();
    await (await startBucket({ dir })).close();
    const store = await openStore(dir);
    const parts = Array.from({ length: 40 }, (_, i) => long(`part ${i};`));
    const blobs: Blob[] = [];
    for (const part of parts) blobs.push(await writeBlob(store.blobs, part));
    const sizeBytes = blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0);
    const facts = { key: "k", etag: "e-40", sizeBytes, lastModifiedAt: 0, headers: {}, metadata: {}, tags: [], blobs };
    await store.objects.put("daypass", facts, {});
    store.close();
    const lab = await openLab({ dir, identities: [who] });
    let text = "";
    const warnings = await warningsDuring(async () => {
      text = await (await lab.get("k")).text();
    });
    assert.equal(text, parts.join(""));
    assert.deepEqual(warnings, []);
    // A part that is gone cuts the answer: half of it must not look whole.
    await rename(join(dir, "blobs", blobs[20]!.name), join(dir, "gone"));
    await assert.rejects(lab.get("k").then((got) => got.text()));
    await lab.close();
  });
});

describe("a disk that takes longer than any limit", async () => {
  const timeouts = { ...HTTP_LIMITS.timeouts, idleMilliseconds: 400 };
  const body = { windowMilliseconds: 400, minimumBytes: 1024 };
  const lab = await openLab({}, { ...HTTP_LIMITS, timeouts, body });
  const presigner = lab.presigner();
  const bytes = randomBytes(8 * 1024 * 1024);

  test("a sender who has sent all it could is not blamed", async () => {
    const slow = slowWrites(1_000);
    const answer = await lab.put("slow", bytes).finally(() => slow.restore());
    assert.equal(answer.status, 200);
  });

  test("a copy is answered, although nothing flows for so long", async () => {
    await lab.put("from", bytes);
    const copy = presigner.request({
      method: "PUT",
      key: "to",
      headers: { "x-amz-copy-source": `/${BUCKET}/from`, "x-amz-checksum-algorithm": "SHA256" },
      expiresInSeconds,
    });
    const slow = slowWrites(1_000);
    const answer = await send(copy).finally(() => slow.restore());
    assert.match(await answer.text(), /CopyObjectResult/);
  });
});
