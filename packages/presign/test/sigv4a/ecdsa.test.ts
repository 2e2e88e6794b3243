import assert from "node:assert/strict";
import { createECDH, createHash, createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import { encodeSignature } from "../../src/sigv4a/ecdsa/der.ts";
import type { Ecdsa } from "../../src/sigv4a/ecdsa/ecdsa.ts";
import * as node from "../../src/sigv4a/ecdsa/node.ts";
import { deriveNonces } from "../../src/sigv4a/ecdsa/nonce.ts";
import * as portable from "../../src/sigv4a/ecdsa/portable.ts";
import { bytesToNumber, numberToBytes } from "../../src/sigv4a/numbers.ts";
import { invert, multiplyBase, ORDER, PRIME } from "../../src/sigv4a/p256.ts";

const BOTH: Record<string, Ecdsa> = { node, portable };

const publicPoint = (privateKey: Uint8Array): Buffer => {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(privateKey);
  return curve.getPublicKey();
};

function isSignature(privateKey: Uint8Array, text: string, signature: string): boolean {
  const point = publicPoint(privateKey);
  const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
  const key = createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x, y } });
  return verify("sha256", Buffer.from(text), key, Buffer.from(signature, "hex"));
}

// https://www.rfc-editor.org/rfc/rfc6979#appendix-A.2.5, P-256 with SHA-256
const RFC6979_KEY = numberToBytes(0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721n);
for (const { text, k, r, s } of [
  {
    text: "sample",
    k: 0xa6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60n,
    r: 0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716n,
    s: 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n,
  },
  {
    text: "test",
    k: 0xd16b6ae827f17175e040871a1c7ec3500192c4c92677336ec2537acaee0008e0n,
    r: 0xf1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367n,
    s: 0x019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083n,
  },
])
  test(`RFC 6979 "${text}": nonce and signature`, () => {
    const digest = createHash("sha256").update(text).digest();
    assert.equal(deriveNonces(RFC6979_KEY, digest).next().value, k);
    assert.equal(portable.createEcdsaSign(RFC6979_KEY)(text), encodeSignature(r, s));
    assert.ok(isSignature(RFC6979_KEY, text, encodeSignature(r, s)));
  });

test("a nonce that does not serve is followed by others", () => {
  const nonces = deriveNonces(RFC6979_KEY, createHash("sha256").update("sample").digest());
  const some = Array.from({ length: 20 }, () => nonces.next().value);
  assert.equal(new Set(some).size, 20);
  for (const nonce of some) assert.ok(nonce >= 1n && nonce < ORDER);
});

/** Scalars where carries, columns and the cases of an addition meet. */
const SCALARS = [
  1n,
  2n,
  3n,
  15n,
  16n,
  2n ** 64n - 1n,
  2n ** 64n,
  2n ** 64n + 1n,
  2n ** 128n,
  2n ** 192n,
  2n ** 192n + 2n ** 128n + 2n ** 64n + 1n,
  2n ** 255n,
  ORDER / 2n,
  ORDER / 2n + 1n,
  ORDER - 2n ** 64n,
  ORDER - 3n,
  ORDER - 2n,
  ORDER - 1n,
  BigInt(`0x${"a5".repeat(32)}`),
];

test("multiples of the base point are those of node:crypto", () => {
  const seeds = Array.from({ length: 40 }, (_, i) => createHash("sha256").update(`scalar ${i}`).digest());
  for (const scalar of [...SCALARS, ...seeds.map((seed) => (bytesToNumber(seed) % (ORDER - 1n)) + 1n)]) {
    const { x, y } = multiplyBase(scalar);
    const want = publicPoint(numberToBytes(scalar)).toString("hex");
    assert.equal(Buffer.from([4, ...numberToBytes(x), ...numberToBytes(y)]).toString("hex"), want, `${scalar} G`);
  }
});

test("inverses", () => {
  for (const modulus of [PRIME, ORDER])
    for (const value of [1n, 2n, 3n, 2n ** 128n, modulus / 2n, modulus - 2n, modulus - 1n])
      assert.equal((invert(value, modulus) * value) % modulus, 1n, `${value}`);
});

for (const [name, { createEcdsaSign }] of Object.entries(BOTH))
  test(`${name}: keys at both ends of the range, and texts of any kind, are verified by node:crypto`, () => {
    for (const scalar of [1n, 2n, 0xffn, ORDER - 2n, ORDER - 1n]) {
      const privateKey = numberToBytes(scalar);
      const sign = createEcdsaSign(privateKey);
      for (const text of ["", "a", "x".repeat(1000), "zoë", "\u{1f600}"]) {
        const signature = sign(text);
        assert.match(signature, /^30[0-9a-f]+$/);
        assert.ok(isSignature(privateKey, text, signature), `${scalar}: ${text}`);
        assert.ok(!isSignature(privateKey, `${text}.`, signature), `${scalar}: changed`);
        assert.ok(!isSignature(numberToBytes(3n), text, signature), `${scalar}: another key`);
      }
    }
  });

test("portable: equal texts get equal signatures, other texts others; node: never", () => {
  const [ours, theirs] = [portable.createEcdsaSign(RFC6979_KEY), node.createEcdsaSign(RFC6979_KEY)];
  assert.equal(ours("a"), ours("a"));
  assert.notEqual(ours("a"), ours("b"));
  assert.notEqual(theirs("a"), theirs("a"));
});

// https://www.itu.int/rec/T-REC-X.690: the shortest form, and a zero in front of a first bit that would say "negative"
for (const { says, r, s, want } of [
  { says: "one byte each", r: 1n, s: 2n, want: "3006020101020102" },
  { says: "127 is positive as it stands", r: 0x7fn, s: 1n, want: "300602017f020101" },
  { says: "128 takes a zero", r: 0x80n, s: 1n, want: "300702020080020101" },
  { says: "an odd number of digits", r: 0x123n, s: 1n, want: "300702020123020101" },
  {
    says: "the largest",
    r: ORDER - 1n,
    s: ORDER - 1n,
    want: `3046${`022100${(ORDER - 1n).toString(16)}`.repeat(2)}`,
  },
  {
    says: "a leading zero byte is left out",
    r: ORDER >> 8n,
    s: 2n ** 248n - 1n,
    want: `3044${`022000${(ORDER >> 8n).toString(16)}`}${`022000${"ff".repeat(31)}`}`,
  },
])
  test(`DER: ${says}`, () => assert.equal(encodeSignature(r, s), want));
