// Bytes that are no longer what was stored: none of them is handed on, and what was handed on before never looks whole.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { open, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { CHUNK_BYTES, readTrailer, trailerBytes, writeTrailer } from "../src/disk/blob-format.ts";
import { SMALL_BYTES } from "../src/disk/small-blobs.ts";
import { codeOf, identity, makeFolder, openLab, until } from "./support.ts";

const who = identity("owner", { actions: ["s3:*"], bucket: "*", keyPrefix: "" });

async function flipByte(file: string, position: number): Promise<void> {
  const handle = await open(file, "r+");
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, position);
  buffer[0]! ^= 1;
  await handle.write(buffer, 0, 1, position);
  await handle.close();
}

/** Bytes of the body, or the status of a refusal, or that the answer was cut. */
const outcomeOf = async (answer: Response): Promise<Buffer | number | "cut"> =>
  answer.status >= 300
    ? answer.status
    : answer.bytes().then(
        (bytes) => Buffer.from(bytes),
        () => "cut" as const,
      );

describe("sizes and ranges around every border", async () => {
  const lab = await openLab();
  for (const sizeBytes of [
    0,
    1,
    SMALL_BYTES,
    SMALL_BYTES + 1,
    CHUNK_BYTES - 1,
    CHUNK_BYTES,
    CHUNK_BYTES + 1,
    5 * CHUNK_BYTES + 17,
  ])
    test(`${sizeBytes} bytes come back as they were stored`, async () => {
      const bytes = randomBytes(sizeBytes);
      const key = `size-${sizeBytes}`;
      assert.equal((await lab.put(key, bytes)).status, 200);
      assert.ok(bytes.equals(await (await lab.get(key)).bytes()));
      for (const start of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1])
        for (const end of [start, CHUNK_BYTES - 1, CHUNK_BYTES, 3 * CHUNK_BYTES]) {
          if (start >= sizeBytes || end < start) continue;
          const got = await lab.get(key, { range: `bytes=${start}-${end}` });
          assert.equal(got.status, 206);
          assert.ok(bytes.subarray(start, end + 1).equals(await got.bytes()), `bytes ${start} to ${end}`);
        }
    });
});

describe("a byte that is altered on the disk", async () => {
  const lab = await openLab();
  const sizeBytes = 3 * CHUNK_BYTES + 100;
  const fileEnd = sizeBytes + trailerBytes(sizeBytes);
  for (const { says, position, want } of [
    { says: "the first", position: 0, want: 500 },
    { says: "the last of the first chunk", position: CHUNK_BYTES - 1, want: 500 },
    { says: "the first of the second chunk", position: CHUNK_BYTES, want: "cut" },
    { says: "the last", position: sizeBytes - 1, want: "cut" },
    { says: "of the first checksum", position: sizeBytes, want: 500 },
    { says: "of the checksum of checksums", position: fileEnd - 9, want: 500 },
    { says: "the last of the file", position: fileEnd - 1, want: 500 },
  ])
    test(`${says}: ${want === 500 ? "InternalError" : "the answer is cut"}`, async () => {
      const key = `at-${position}`;
      const bytes = randomBytes(sizeBytes);
      const before = new Set((await lab.listFiles()).blobs);
      await lab.put(key, bytes);
      assert.deepEqual(await outcomeOf(await lab.get(key)), bytes);
      const blob = (await lab.listFiles()).blobs.find((name) => !before.has(name))!;
      await flipByte(join(lab.dir, "blobs", blob), position);
      assert.equal(await outcomeOf(await lab.get(key)), want);
      await until(() => lab.lines.some(({ error }) => error?.message.startsWith(`Blob ${blob} is damaged`) === true));
      // What is read of it elsewhere is still right.
      if (want === "cut")
        assert.deepEqual(await outcomeOf(await lab.get(key, { range: "bytes=0-9" })), bytes.subarray(0, 10));
    });

  test("a file that is cut short is InternalError", async () => {
    const before = new Set((await lab.listFiles()).blobs);
    await lab.put("short", randomBytes(sizeBytes));
    const blob = (await lab.listFiles()).blobs.find((name) => !before.has(name))!;
    await truncate(join(lab.dir, "blobs", blob), sizeBytes - 1);
    const got = await lab.get("short");
    assert.deepEqual([got.status, await codeOf(got)], [500, "InternalError"]);
  });

  for (const { says, sql } of [
    { says: "altered", sql: "UPDATE smallBlobs SET bytes = CAST('thing' AS BLOB)" },
    { says: "gone", sql: "DELETE FROM smallBlobs" },
  ])
    test(`bytes that are ${says} in the index are InternalError`, async () => {
      const dir = await makeFolder();
      const first = await openLab({ dir, identities: [who] });
      await first.put("k", "think");
      await first.close();
      const index = new DatabaseSync(join(dir, "index.sqlite"));
      index.exec(sql);
      index.close();
      const second = await openLab({ dir, identities: [who] });
      assert.equal(await outcomeOf(await second.get("k")), 500);
      await second.close();
    });

  test("a blob of before there were checksums is served as it is", async () => {
    const before = new Set((await lab.listFiles()).blobs);
    const bytes = randomBytes(sizeBytes);
    await lab.put("old", bytes);
    const blob = (await lab.listFiles()).blobs.find((name) => !before.has(name))!;
    await truncate(join(lab.dir, "blobs", blob), sizeBytes);
    assert.deepEqual(await outcomeOf(await lab.get("old")), bytes);
  });
});

describe("the trailer of a blob", () => {
  test("is read as it was written", () => {
    const trailer = writeTrailer([1, 2, 0xffffffff]);
    assert.equal(trailer.length, trailerBytes(2 * CHUNK_BYTES + 1));
    assert.deepEqual([...readTrailer(trailer)!], [1, 2, 0xffffffff]);
  });

  test("with any bit altered it is none", () => {
    const trailer = writeTrailer([1, 2, 3]);
    for (let bit = 0; bit < trailer.length * 8; bit++) {
      const altered = Buffer.from(trailer);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      assert.equal(readTrailer(altered), undefined, `bit ${bit}`);
    }
  });

  test("what is stored is the bytes themselves, so that a copy of them can be taken without this program", async () => {
    const lab = await openLab();
    const bytes = randomBytes(CHUNK_BYTES + 1);
    await lab.put("k", bytes);
    const [blob] = (await lab.listFiles()).blobs;
    assert.deepEqual((await readFile(join(lab.dir, "blobs", blob!))).subarray(0, bytes.length), bytes);
  });
});
