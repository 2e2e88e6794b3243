// One byte is altered in each of many stored blobs: `npm run trial -- bit-rot [COUNT]`, default 1,000.
import { randomBytes, randomInt } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { scrubFolder } from "@daypass/bucket";
import { inspect, type RunningChild, sha256, startChild } from "../../packages/bucket/test/crash-harness.ts";
import type { Canary } from "../support/canary.ts";
import { inTurns, judge, newLog, readCount } from "../support/durability.ts";
import { openLedger } from "../support/ledger.ts";

const MOST_BYTES = 700_000;
const MINUTE = { expiresInSeconds: 60 };

export const canaries: readonly Canary[] = [
  {
    says: "the bytes of a file are not checked",
    args: ["50"],
    patch: {
      file: "bucket/src/disk/blob-reader.ts",
      from: "if (this.#crcs && crc32(chunk) !== this.#crcs[index])",
      to: "if (crc32(chunk) === -1)",
    },
  },
  {
    says: "the bytes in the index are not checked",
    args: ["200"],
    patch: {
      file: "bucket/src/disk/small-blobs.ts",
      from: "crc32(bytes) !== row.crc",
      to: "crc32(bytes) === -1",
    },
  },
];

export async function run([count]: readonly string[]): Promise<boolean> {
  const times = readCount("COUNT", count, 1_000);
  const ledger = openLedger("bit-rot");
  const dir = mkdtempSync(join(tmpdir(), "daypass-rot-"));
  try {
    const log = newLog();
    const first = await startChild(dir);
    await inTurns(times, async (i) => {
      // One in three lies in the index.
      const body = randomBytes(randomInt(1, i % 3 === 0 ? 16_000 : MOST_BYTES));
      const { url } = first.presigner.put(`f/${i}`, MINUTE);
      const answer = await fetch(url, { method: "PUT", body });
      if (!answer.ok) throw new Error(`An upload was answered ${answer.status}`);
      log.sent.set(`f/${i}`, sha256(body));
      log.acknowledged.add(`f/${i}`);
    });
    judge(ledger, await inspect(first, dir, log));
    await first.kill();
    const before = await scrubFolder(dir);
    if (before.damaged.length > 0) ledger.miss(`scrub finds ${before.damaged.length} damaged where nothing is`);

    const altered = await alterAll(dir);
    ledger.count("blobs altered", altered.size);
    const { damaged } = await scrubFolder(dir);
    const found = new Set(damaged.map(({ blob }) => blob));
    ledger.count("found by scrub", found.size);
    for (const blob of altered) if (!found.has(blob)) ledger.miss(`scrub does not find ${blob}`);

    const second = await startChild(dir);
    await inTurns(times, async (i) => {
      if (await isServedWhole(second, `f/${i}`)) ledger.miss(`f/${i} is served as whole`);
      else ledger.count("not served as whole");
    });
    await second.kill();
  } finally {
    await rm(dir, { recursive: true });
  }
  return ledger.close({ "blobs altered": times, "found by scrub": times, "not served as whole": times });
}

async function isServedWhole(child: RunningChild, key: string): Promise<boolean> {
  const answer = await fetch(child.presigner.get(key, MINUTE).url);
  return (
    answer.ok &&
    (await answer.bytes().then(
      () => true,
      () => false,
    ))
  );
}

/** A random byte of each file, its checksums included, and of each row. Resolves with the names of the blobs. */
async function alterAll(dir: string): Promise<Set<string>> {
  const names = new Set<string>();
  for (const name of await readdir(join(dir, "blobs"))) {
    const path = join(dir, "blobs", name);
    const { size } = await stat(path);
    const file = await open(path, "r+");
    const position = randomInt(size);
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, position);
    byte[0]! ^= randomInt(1, 256);
    await file.write(byte, 0, 1, position);
    await file.close();
    names.add(name);
  }
  const index = new DatabaseSync(join(dir, "index.sqlite"));
  const update = index.prepare("UPDATE smallBlobs SET bytes = ? WHERE id = ?");
  for (const { id, bytes } of index.prepare("SELECT id, bytes FROM smallBlobs").all()) {
    const copy = Buffer.from(bytes as Uint8Array);
    copy[randomInt(copy.length)]! ^= randomInt(1, 256);
    update.run(copy, id!);
    names.add(`s${id}`);
  }
  index.close();
  return names;
}
