// Both hashes against `createHash` and `createHmac`, which neither of them uses for texts.
import assert from "node:assert/strict";
import crypto, { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import type { Hash } from "../src/sigv4/hash/hash.ts";
import { createNativeHash } from "../src/sigv4/hash/native.ts";
import * as portable from "../src/sigv4/hash/portable.ts";
import { isSameSecret, isSameSignature } from "../src/sigv4/signature.ts";
import { importsOf } from "./imports-of.ts";

const HASHES: Record<string, Hash> = { native: createNativeHash(crypto), portable };

/** Bytes that look random and are the same every time. */
function bytesOf(length: number, seed: number): Uint8Array {
  let x = seed * 2_654_435_761 + 1;
  return Uint8Array.from({ length }, () => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    return x >>> 24;
  });
}
const byteText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const digest = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
const hmac = (key: Uint8Array, bytes: Uint8Array): Buffer => createHmac("sha256", key).update(bytes).digest();

for (const [name, hash] of Object.entries(HASHES)) {
  // FIPS 180-4's own: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
  test(`${name}: the published examples of SHA-256`, () => {
    assert.equal(hash.sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert.equal(
      hash.sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
    assert.equal(
      hash.sha256Hex("a".repeat(1_000_000)),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    );
  });

  test(`${name}: every size from 0 to 300 bytes, and large ones`, () => {
    for (const size of [...Array(301).keys(), 1023, 1024, 1025, 4096, 70_000]) {
      const bytes = bytesOf(size, size);
      const want = digest(bytes);
      assert.equal(hash.sha256Hex(byteText(bytes)), want.toString("hex"), `sha256Hex of ${size} bytes`);
      assert.deepEqual(Buffer.from(hash.sha256(bytes)), want, `sha256 of ${size} bytes`);
      const ascii = bytes.map((byte) => byte & 127);
      assert.equal(hash.sha256HexOfAscii(byteText(ascii)), digest(ascii).toString("hex"), `ASCII of ${size} bytes`);
    }
  });

  test(`${name}: HMAC with every size of key from 0 to 200 bytes, and of text from 0 to 300`, () => {
    for (let size = 0; size <= 300; size++) {
      const bytes = bytesOf(size, 7);
      const key = bytesOf(size % 201, size);
      assert.deepEqual(Buffer.from(hash.hmacSha256(key, bytes)), hmac(key, bytes), `key ${key.length}, text ${size}`);
      if (key.length > 64) continue;
      const sign = hash.createHmac(key);
      const want = hmac(key, bytes).toString("hex");
      assert.equal(sign(byteText(bytes)), want);
      assert.equal(sign(byteText(bytes)), want, "a second time");
    }
  });

  test(`${name}: keys do not disturb each other, nor does a long text a short one`, () => {
    const texts = ["short", "x".repeat(5000), "", "é".repeat(700), "short"];
    const keys = [bytesOf(32, 1), bytesOf(32, 2)];
    const signs = keys.map((key) => hash.createHmac(key));
    for (const text of texts)
      for (const [i, sign] of signs.entries())
        assert.equal(sign(text), hmac(keys[i]!, Buffer.from(text, "latin1")).toString("hex"));
  });

  test(`${name}: a head stands before the text, whatever stood there before`, () => {
    const key = bytesOf(32, 3);
    const sign = hash.createHmac(key);
    const [head, other, long] = ["head one\n", "head two\n", "é".repeat(3000)];
    for (const [text, before] of [
      ["a", head],
      ["bc", head],
      ["over the head"],
      ["a", head],
      ["a", other],
      ["a", ""],
      ["a", other],
      ["x".repeat(5000), other],
      ["a", other],
      ["", long],
      ["a", long],
      ["", head],
      ["é", head],
    ] as const)
      assert.equal(sign(text, before), hmac(key, Buffer.from((before ?? "") + text, "latin1")).toString("hex"));
  });

  test(`${name}: of a character above 255 the low byte counts, in every place of a block`, () => {
    for (let at = 0; at < 140; at++) {
      const text = `${"a".repeat(at)}\u{1f600}日é${"b".repeat(139 - at)}`;
      assert.equal(hash.sha256Hex(text), digest(Buffer.from(text, "latin1")).toString("hex"));
    }
  });
}

/** A `#hash` of Node that has hashed nothing yet. */
const freshNodeHash = (name: string): Promise<Hash> => import(`../src/sigv4/hash/node.ts?${name}`);

/** What `load` was asked for while `act` ran. */
function loadedIn(act: () => void, load = process.getBuiltinModule): string[] {
  const asked: string[] = [];
  const real = process.getBuiltinModule;
  process.getBuiltinModule = ((id: string) => {
    asked.push(id);
    return load(id);
  }) as typeof real;
  try {
    act();
  } finally {
    process.getBuiltinModule = real;
  }
  return asked;
}

for (const [says, load, calls] of [
  ["with node:crypto", process.getBuiltinModule, 5],
  ["where node:crypto is missing", () => undefined as never, 0],
  ["where its hash is missing", () => ({}) as never, 0],
] as const)
  test(`node: the first texts load nothing, many load node:crypto once, and all come out alike, ${says}`, async (t) => {
    const hash = await freshNodeHash(says);
    const key = bytesOf(32, 1);
    const sign = hash.createHmac(key);
    const text = "x".repeat(700);
    const native = t.mock.method(crypto, "hash");
    const check = () => {
      assert.equal(sign(text), hmac(key, Buffer.from(text)).toString("hex"));
      assert.equal(hash.sha256Hex(text), digest(Buffer.from(text)).toString("hex"));
      assert.deepEqual(Buffer.from(hash.hmacSha256(key, key)), hmac(key, key));
      assert.deepEqual(Buffer.from(hash.sha256(key)), digest(key));
    };
    assert.deepEqual(loadedIn(check), []);
    assert.deepEqual(
      loadedIn(() => {
        for (let i = 0; i < 100; i++) check();
      }, load),
      ["node:crypto"],
    );
    native.mock.resetCalls();
    assert.deepEqual(loadedIn(check), []);
    assert.equal(native.mock.callCount() > 0, calls > 0, "who hashed");
  });

test("a signature is the same only in lower-case hex, whole", () => {
  const signature = "0123456789abcdef".repeat(4);
  assert.ok(isSameSignature(signature, signature));
  for (const other of [
    "",
    signature.toUpperCase(),
    `${signature}00`,
    signature.slice(1),
    `1${signature.slice(1)}`,
    `${signature.slice(0, -1)}0`,
    `${signature}\n`,
    signature.replace("0", "ﾀ"),
  ])
    assert.ok(!isSameSignature(other, signature), JSON.stringify(other));
  assert.ok(!isSameSignature(signature, ""));
});

test("a secret is the same only letter by letter", () => {
  assert.ok(isSameSecret("", ""));
  assert.ok(isSameSecret("zoë", "zoë"));
  for (const other of ["", "zoe", "zoë ", "Zoë", "zoe\u0308"]) assert.ok(!isSameSecret(other, "zoë"), other);
});

test("the library runs anywhere: no file that its entry imports needs Node", () => {
  const files = importsOf("index.ts");
  for (const [path, source] of files) assert.doesNotMatch(source, /"node:|\bBuffer\b|\bprocess\b/, path);
  assert.ok([...files.keys()].some((path) => path.endsWith("sigv4/hash/portable.ts")));
});
