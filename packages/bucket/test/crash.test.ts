import assert from "node:assert/strict";
import { readdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, test } from "node:test";
import { type CrashLog, inspect, type RunningChild, startChild, uploadUntilKilled } from "./crash-harness.ts";
import { makeFolder } from "./support.ts";

const ROUNDS = 3;
const ACKNOWLEDGEMENTS = 20;

describe("kill -9 during uploads", async () => {
  const dir = await makeFolder();
  const log: CrashLog = { sent: new Map(), acknowledged: new Set() };
  let child: RunningChild | undefined;
  afterEach(() => child?.kill());

  // Each round begins with the start after the kill of the one before.
  for (let round = 1; round <= ROUNDS + 1; round++)
    test(`start ${round}: nothing acknowledged is lost, nothing partial shows, nothing unnamed is left`, async () => {
      child = await startChild(dir);
      const { listed, ...found } = await inspect(child, dir, log);
      assert.deepEqual(found, { lost: [], partial: [], drafts: 0, orphans: 0 });
      assert.ok(listed >= (round - 1) * ACKNOWLEDGEMENTS);
      await uploadUntilKilled(child, log, ACKNOWLEDGEMENTS);
      // What a kill at the worst moment leaves: a draft, and a blob whose row was never written.
      await writeFile(join(dir, "tmp", "0".repeat(32)), "half");
      await writeFile(join(dir, "blobs", "0".repeat(32)), "unnamed");
    });

  test("damage is seen: blobs cut short, gone or altered [the canary of the starts above]", async () => {
    await rm(join(dir, "blobs", "0".repeat(32)));
    const blobs = await readdir(join(dir, "blobs"));
    for (const [i, blob] of blobs.entries())
      if (i % 2 === 0) await truncate(join(dir, "blobs", blob), 0);
      else await rm(join(dir, "blobs", blob));
    await child?.kill();
    const index = new DatabaseSync(join(dir, "index.sqlite"));
    index.exec("UPDATE smallBlobs SET bytes = zeroblob(length(bytes))");
    index.close();
    child = await startChild(dir);
    const { partial, listed } = await inspect(child, dir, log);
    assert.equal(partial.length, listed);
    assert.ok(listed > 0);
  });
});
