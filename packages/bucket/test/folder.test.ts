// The folder and the index in it: which belongs to which, what is put aside, and who may read it.
import assert from "node:assert/strict";
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, mock, test } from "node:test";
import { readFolderStats, scrubFolder, startBucket } from "../src/index.ts";
import { identity, long, makeFolder, openLab } from "./support.ts";

const who = identity("owner", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });
const ORPHAN = "0".repeat(32);
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** A closed folder with one object, and a copy of its index from before. */
async function makeUsedFolder() {
  const dir = await makeFolder();
  const index = join(dir, "index.sqlite");
  await (await startBucket({ dir })).close();
  await copyFile(index, join(dir, "old.sqlite"));
  const lab = await openLab({ dir, identities: [who] });
  assert.equal((await lab.put("k", long("kept"))).status, 200);
  await lab.close();
  const [blob] = await readdir(join(dir, "blobs"));
  return { dir, index, blob: blob! };
}

describe("bytes whose index is missing, foreign or old", () => {
  for (const { says, spoil, message } of [
    {
      says: "no index",
      spoil: ({ index }: { index: string }) => rm(index),
      message: /index .* is missing or empty.*Put the index back/,
    },
    {
      says: "an empty index",
      spoil: ({ index }: { index: string }) => writeFile(index, ""),
      message: /missing or empty/,
    },
    {
      says: "the index of another folder",
      spoil: async ({ index }: { index: string }) => {
        const other = await makeFolder();
        await (await startBucket({ dir: other })).close();
        await copyFile(join(other, "index.sqlite"), index);
      },
      message: /index .* is that of another folder: its id differs/,
    },
    {
      says: "the folder's id is missing",
      spoil: ({ dir }: { dir: string }) => rm(join(dir, "folder-id")),
      message: /another folder: .*folder-id is missing/,
    },
  ])
    test(`${says}: the start is refused and every byte stays`, async () => {
      const used = await makeUsedFolder();
      await spoil(used);
      await assert.rejects(startBucket({ dir: used.dir }), (error: { code?: string; message: string }) => {
        assert.equal(error.code, "index_foreign");
        assert.match(error.message, message);
        return true;
      });
      assert.deepEqual(await readdir(join(used.dir, "blobs")), [used.blob]);
    });

  test("an old copy of the index: what it does not know is put aside, and the right index finds it again", async () => {
    const { dir, index, blob } = await makeUsedFolder();
    await copyFile(index, join(dir, "right.sqlite"));
    await copyFile(join(dir, "old.sqlite"), index);
    await (await startBucket({ dir })).close();
    assert.deepEqual([await readdir(join(dir, "blobs")), await readdir(join(dir, "lost"))], [[], [blob]]);
    await copyFile(join(dir, "right.sqlite"), index);
    const lab = await openLab({ dir, identities: [who] });
    assert.equal(await (await lab.get("k")).text(), long("kept"));
    await lab.close();
  });

  test("what is put aside stays for seven days from then, and no longer", async () => {
    const { dir, blob } = await makeUsedFolder();
    const long = new Date("2020-01-01");
    await writeFile(join(dir, "blobs", ORPHAN), "unnamed");
    await utimes(join(dir, "blobs", ORPHAN), long, long);
    const startAt = async (milliseconds: number) => {
      await (await startBucket({ dir, clock: () => new Date(milliseconds) })).close();
      return readdir(join(dir, "lost"));
    };
    const now = Date.now();
    assert.deepEqual(await startAt(now), [ORPHAN]);
    assert.deepEqual(await startAt(now + 6.9 * DAY_MILLISECONDS), [ORPHAN]);
    assert.deepEqual(await startAt(now + 7.1 * DAY_MILLISECONDS), []);
    assert.deepEqual(await readdir(join(dir, "blobs")), [blob]);
  });

  /** As the first version left it: without an id, and with fewer tables. */
  async function makeOldFolder() {
    const used = await makeUsedFolder();
    const old = new DatabaseSync(used.index);
    old.exec(`
      DROP TABLE folder;
      DROP TABLE bucketSettings;
      DROP TABLE smallBlobs;
      ALTER TABLE objects DROP COLUMN tags;
      ALTER TABLE uploads DROP COLUMN tags;
      ALTER TABLE objectBlobs DROP COLUMN checksum;
      PRAGMA user_version = 1;
    `);
    old.close();
    await rm(join(used.dir, "folder-id"));
    return used;
  }

  test("an index of the first version gets an id, and keeps its bytes", async () => {
    const { dir, blob } = await makeOldFolder();
    await (await startBucket({ dir })).close();
    assert.deepEqual(await readdir(join(dir, "blobs")), [blob]);
    assert.match(await readFile(join(dir, "folder-id"), "utf8"), /^[0-9a-f]{32}\n$/);
  });

  for (const { says, make } of [
    { says: "of the first version", make: makeOldFolder },
    { says: "of this one", make: makeUsedFolder },
  ])
    test(`to look at a folder changes nothing in it [${says}]`, async () => {
      const { dir, index } = await make();
      const seen = async () => ({ names: (await readdir(dir)).sort(), bytes: await readFile(index) });
      const before = await seen();
      assert.equal((await readFolderStats(dir)).bytes, long("kept").length);
      assert.deepEqual((await scrubFolder(dir)).damaged, []);
      assert.deepEqual(await seen(), before);
      await (await startBucket({ dir })).close();
    });

  test("a start that has nothing to change writes nothing, so that it needs no room [a full disk]", async () => {
    const { dir, index } = await makeUsedFolder();
    const before = await readFile(index);
    await (await startBucket({ dir })).close();
    assert.deepEqual(await readFile(index), before);
  });

  test("a full disk that hinders a start is named, and the index is not advised away", async () => {
    const { dir } = await makeUsedFolder();
    const exec = mock.method(DatabaseSync.prototype, "exec", () => {
      throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
    });
    const starting = startBucket({ dir }).finally(() => exec.mock.restore());
    await assert.rejects(starting, { code: "folder_unusable", message: /Free some space and start again/ });
  });

  test("a damaged index is never advised away", async () => {
    const { dir, index } = await makeUsedFolder();
    await writeFile(index, "no database".repeat(1000));
    await assert.rejects(startBucket({ dir }), (error: Error) => {
      assert.match(error.message, /Restore it from a copy of the same folder/);
      assert.doesNotMatch(error.message, /move it away/);
      return true;
    });
  });
});

describe("who may read", { skip: process.platform === "win32" && "has no modes" }, () => {
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

  test("the index, its log and its bytes are for their owner alone, also where they were not", async () => {
    const dir = await makeFolder();
    const index = join(dir, "index.sqlite");
    await (await startBucket({ dir })).close();
    await chmod(index, 0o644);
    await chmod(dir, 0o755);
    const lab = await openLab({ dir, identities: [who] });
    await lab.put("k", "secret");
    assert.deepEqual([await modeOf(dir), await modeOf(index), await modeOf(`${index}-wal`)], [0o700, 0o600, 0o600]);
    assert.deepEqual([await modeOf(join(dir, "reserve")), await modeOf(join(dir, "folder-id"))], [0o600, 0o600]);
    await lab.close();
  });

  test("a folder with other things in it is not closed to others", async () => {
    const dir = join(await makeFolder(), "shared");
    await mkdir(dir, { mode: 0o755 });
    await writeFile(join(dir, "theirs"), "");
    await (await startBucket({ dir })).close();
    assert.equal(await modeOf(dir), 0o755);
    assert.equal(await modeOf(join(dir, "index.sqlite")), 0o600);
  });
});
