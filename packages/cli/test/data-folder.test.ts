import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findDataFolder, lockDataFolder, openDataFolder } from "../src/data-folder.ts";
import { CliError, type Failure } from "../src/exit-codes.ts";
import { createAccessKey, loadBucketKeys, loadInstanceKeys } from "../src/secrets.ts";
import { temporaryFolder } from "./command.ts";

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const refusal = (failure: Failure, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof CliError);
  assert.equal(error.failure, failure);
  assert.match(error.message, message);
  return true;
};

test("a new data folder is 0700, its secrets 0600, whatever the umask", () => {
  const before = process.umask(0);
  try {
    const folder = openDataFolder(join(temporaryFolder(), "deep", "data"));
    loadInstanceKeys(folder, undefined);
    loadBucketKeys(folder);
    lockDataFolder(folder).release();
    assert.equal(modeOf(folder.path), "700");
    for (const file of readdirSync(folder.path)) assert.equal(modeOf(join(folder.path, file)), "600", file);
    assert.deepEqual(readdirSync(folder.path).sort(), ["bucket-identities.json", "instance-keys.json", "lock"]);
  } finally {
    process.umask(before);
  }
});

test("a data folder that others could read is closed to them", () => {
  const path = temporaryFolder();
  chmodSync(path, 0o755);
  openDataFolder(path);
  assert.equal(modeOf(path), "700");
});

test("secrets are made once, differ between instances, and are found again", () => {
  const [a, b] = [openDataFolder(temporaryFolder()), openDataFolder(temporaryFolder())];
  const first = { instance: loadInstanceKeys(a, undefined), bucket: loadBucketKeys(a) };
  assert.deepEqual({ instance: loadInstanceKeys(a, undefined), bucket: loadBucketKeys(a) }, first);
  assert.equal(first.instance[0]?.key.length, 32);
  assert.notDeepEqual(loadInstanceKeys(b, undefined), first.instance);
  assert.notDeepEqual(loadBucketKeys(b), first.bucket);
  assert.notEqual(first.bucket.signer.secretAccessKey, first.bucket.janitor.secretAccessKey);
});

test("an access key has the shape of an access key", () => {
  const { accessKeyId, secretAccessKey } = createAccessKey();
  assert.match(accessKeyId, /^DAYPASS[A-Z2-7]{13}$/);
  assert.match(secretAccessKey, /^[A-Za-z0-9_-]{40}$/);
});

test("instance keys come from the environment when given: the first seals, all open", () => {
  const key = (byte: number): string => Buffer.alloc(32, byte).toString("base64");
  const folder = openDataFolder(temporaryFolder());
  const keys = loadInstanceKeys(folder, `new:${key(2)}, old:${key(1)}`);
  assert.deepEqual(
    keys.map(({ id, key: bytes }) => [id, bytes[0]]),
    [
      ["new", 2],
      ["old", 1],
    ],
  );
  assert.deepEqual(readdirSync(folder.path), []);
});

for (const [says, value] of [
  ["too short", "k1:YWJj"],
  ["without a name", Buffer.alloc(32).toString("base64")],
] as const)
  test(`an instance key ${says} is refused without being shown`, () => {
    const folder = openDataFolder(temporaryFolder());
    assert.throws(
      () => loadInstanceKeys(folder, value),
      (error: Error) => {
        assert.doesNotMatch(error.message, /YWJj|AAAA/);
        return refusal("configuration", /32 bytes in base64/)(error);
      },
    );
  });

test("a lost instance key beside a database is never replaced by a new one", () => {
  const folder = openDataFolder(temporaryFolder());
  loadInstanceKeys(folder, undefined);
  writeFileSync(folder.database, "");
  rmSync(folder.instanceKeys);
  assert.throws(() => loadInstanceKeys(folder, undefined), refusal("data_folder", /is missing.*backup/));
});

for (const [says, content] of [
  ["cut off", '{"keys": ['],
  ["empty", '{"keys": []}'],
] as const)
  test(`a key file that is ${says} is refused and left alone`, () => {
    const folder = openDataFolder(temporaryFolder());
    writeFileSync(folder.instanceKeys, content);
    assert.throws(() => loadInstanceKeys(folder, undefined), refusal("data_folder", /cannot be read.*backup/));
    assert.equal(readFileSync(folder.instanceKeys, "utf8"), content);
  });

test("one folder, one serve: the second is refused until the first lets go", () => {
  const folder = openDataFolder(temporaryFolder());
  const lock = lockDataFolder(folder);
  assert.throws(() => lockDataFolder(folder), refusal("data_folder", /in use by another/));
  lock.release();
  lockDataFolder(folder).release();
});

test("folders that cannot be used are refused", () => {
  const parent = temporaryFolder();
  const file = join(parent, "file");
  writeFileSync(file, "");
  assert.throws(() => openDataFolder(file), refusal("data_folder", /is a file, not a folder/));
  assert.throws(
    () => openDataFolder(join(file, "below")),
    refusal("data_folder", /cannot be created \(E(EXIST|NOTDIR)\)/),
  );
  assert.throws(() => openDataFolder("/proc/daypass"), refusal("data_folder", /cannot be created/));
  assert.throws(() => openDataFolder("/proc/daypass/data"), refusal("data_folder", /cannot be created/));
  assert.throws(() => findDataFolder(join(parent, "none")), refusal("data_folder", /no data folder/));
  mkdirSync(join(parent, "empty"));
  assert.throws(() => findDataFolder(join(parent, "empty")), refusal("data_folder", /is no data folder of Daypass/));
});
