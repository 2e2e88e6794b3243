// Digests on a thread of their own: the same as here, and nobody waits for what was abandoned.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, describe, test } from "node:test";
import { crc32 } from "node:zlib";
import { CHECKSUM_ALGORITHMS } from "../src/checksums.ts";
import { DigestPool, type Slab } from "../src/digests/digest-pool.ts";
import { createDigests, type DigestName } from "../src/digests/digests.ts";
import { CHUNK_BYTES } from "../src/disk/blob-format.ts";

const NAMES: readonly DigestName[] = ["MD5", ...CHECKSUM_ALGORITHMS];

function makeSlab(bytes: Uint8Array, index = 0): Slab {
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return { index, memory };
}

describe("digests on another thread", () => {
  const pool = new DigestPool();
  after(() => pool.close());

  test("are those of this thread, also when many run at once", async () => {
    const bodies = Array.from({ length: 8 }, () => [randomBytes(70_000), randomBytes(1), randomBytes(300)]);
    const all = bodies.map(async (chunks) => {
      const run = pool.begin(NAMES);
      for (const [i, chunk] of chunks.entries()) await run.update(makeSlab(chunk, i), chunk.length);
      return run.finish();
    });
    for (const [i, digests] of (await Promise.all(all)).entries()) {
      const here = createDigests(NAMES);
      for (const chunk of bodies[i]!) here.update(chunk);
      assert.deepEqual(digests, here.digest());
    }
  });

  test("come with the CRC of each chunk, and a slab may be filled again", async () => {
    const slab = makeSlab(randomBytes(2 * CHUNK_BYTES));
    const bytes = new Uint8Array(slab.memory);
    const [run, here] = [pool.begin(["MD5"]), createDigests(["MD5"])];
    for (const count of [bytes.length, CHUNK_BYTES + 1]) {
      bytes.set(randomBytes(count));
      here.update(bytes.subarray(0, count));
      const crcs = [crc32(bytes.subarray(0, CHUNK_BYTES)), crc32(bytes.subarray(CHUNK_BYTES, count))];
      assert.deepEqual(await run.update(slab, count), crcs);
    }
    assert.deepEqual(await run.finish(), here.digest());
  });

  test("who waits for one that is abandoned goes on, and others are not disturbed", async () => {
    const bytes = randomBytes(1000);
    const [abandoned, other] = [pool.begin(NAMES), pool.begin(["MD5"])];
    const waiting = abandoned.update(makeSlab(bytes), bytes.length);
    abandoned.abandon();
    abandoned.abandon();
    await waiting;
    await other.update(makeSlab(bytes), bytes.length);
    const here = createDigests(["MD5"]);
    here.update(bytes);
    assert.deepEqual(await other.finish(), here.digest());
    await assert.rejects(abandoned.finish(), /has ended/);
  });

  test("who waits when the threads end is told so, and the next upload gets a new one", async () => {
    const ending = new DigestPool();
    const bytes = randomBytes(1000);
    const waiting = ending.begin(NAMES).update(makeSlab(bytes), bytes.length);
    ending.close();
    await assert.rejects(waiting, /has ended/);
    const run = ending.begin(["MD5"]);
    await run.update(makeSlab(bytes), bytes.length);
    assert.equal((await run.finish()).size, 1);
    ending.close();
  });
});
