// Digests on a thread of their own: the same as here, and nobody waits for what was abandoned.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, describe, test } from "node:test";
import { CHECKSUM_ALGORITHMS } from "../src/checksums.ts";
import { DigestPool } from "../src/digests/digest-pool.ts";
import { createDigests, type DigestName } from "../src/digests/digests.ts";

const NAMES: readonly DigestName[] = ["MD5", ...CHECKSUM_ALGORITHMS];

function makeSlab(bytes: Uint8Array): SharedArrayBuffer {
  const slab = new SharedArrayBuffer(bytes.length);
  new Uint8Array(slab).set(bytes);
  return slab;
}

describe("digests on another thread", () => {
  const pool = new DigestPool();
  after(() => pool.close());

  test("are those of this thread, also when many run at once", async () => {
    const bodies = Array.from({ length: 8 }, () => [randomBytes(70_000), randomBytes(1), randomBytes(300)]);
    const all = bodies.map(async (chunks) => {
      const run = pool.begin(NAMES);
      for (const chunk of chunks) await run.update(makeSlab(chunk), chunk.length);
      return run.finish();
    });
    for (const [i, digests] of (await Promise.all(all)).entries()) {
      const here = createDigests(NAMES);
      for (const chunk of bodies[i]!) here.update(chunk);
      assert.deepEqual(digests, here.digest());
    }
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
