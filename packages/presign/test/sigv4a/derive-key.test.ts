import assert from "node:assert/strict";
import { createECDH, createHmac } from "node:crypto";
import { test } from "node:test";
import { addOne, derivePrivateKey, isAbove } from "../../src/sigv4a/derive-key.ts";
import { bytesToNumber, numberToBytes } from "../../src/sigv4a/numbers.ts";
import { ORDER } from "../../src/sigv4a/p256.ts";

// awslabs/aws-c-auth: the suite's key, and tests/key_derivation_tests.c, which agrees with IAM's own code.
for (const { accessKeyId, secretAccessKey, x, y } of [
  {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    x: "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1",
    y: "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518",
  },
  {
    accessKeyId: "AKISORANDOMAASORANDOM",
    secretAccessKey: "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom",
    x: "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb",
    y: "0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0",
  },
])
  test(`the key pair of ${accessKeyId} is AWS's`, () => {
    const curve = createECDH("prime256v1");
    curve.setPrivateKey(derivePrivateKey(accessKeyId, secretAccessKey));
    assert.equal(curve.getPublicKey("hex"), `04${x}${y}`);
  });

const N_MINUS_2 = numberToBytes(ORDER - 2n);
const ALL_ONES = new Uint8Array(32).fill(0xff);

test("a candidate above n-2 is passed over, with the next counter", () => {
  for (const [candidates, want] of [
    [[numberToBytes(0n)], 1n],
    [[N_MINUS_2], ORDER - 1n],
    [[numberToBytes(ORDER - 1n), numberToBytes(6n)], 7n],
    [[ALL_ONES, ALL_ONES, numberToBytes(41n)], 42n],
  ] as const) {
    const counters: number[] = [];
    const key = derivePrivateKey("AK", "secret", (_key, input) => {
      counters.push(input.at(-5)!);
      return candidates[counters.length - 1]!;
    });
    assert.equal(bytesToNumber(key), want);
    assert.deepEqual(
      counters,
      candidates.map((_, index) => index + 1),
    );
  }
});

// Nobody publishes a key that needs a second candidate, which is one in four billion. So the first are made to fail, and the
// one that fits is held to the formula of the page above `derivePrivateKey`, written down once more.
test("the candidate of every counter is that of the specification", () => {
  const number = (value: number): Buffer => Buffer.from(value.toString(16).padStart(8, "0"), "hex");
  const byTheBook = (accessKeyId: string, secretAccessKey: string, counter: number): bigint => {
    const context = Buffer.concat([Buffer.from(accessKeyId), Buffer.of(counter)]);
    const fixedInput = Buffer.concat([Buffer.from("AWS4-ECDSA-P256-SHA256"), Buffer.of(0), context, number(256)]);
    const hmac = createHmac("sha256", `AWS4A${secretAccessKey}`).update(Buffer.concat([number(1), fixedInput]));
    return BigInt(`0x${hmac.digest("hex")}`) + 1n;
  };
  const seen = new Set<bigint>();
  for (const accessKeyId of ["A", "AKIDEXAMPLE", "ASIA".padEnd(128, "Z")])
    for (let counter = 1; counter <= 254; counter++) {
      const secretAccessKey = `secret ${counter}`;
      let calls = 0;
      const key = derivePrivateKey(accessKeyId, secretAccessKey, (inputKey, input) => {
        calls++;
        return calls < counter ? ALL_ONES : createHmac("sha256", inputKey).update(input).digest();
      });
      assert.equal(bytesToNumber(key), byTheBook(accessKeyId, secretAccessKey, counter), `${accessKeyId} ${counter}`);
      seen.add(bytesToNumber(key));
    }
  assert.equal(seen.size, 3 * 254);
});

test("with candidates that never fit it ends, after 254", () => {
  let calls = 0;
  const never = () => {
    calls++;
    return ALL_ONES;
  };
  assert.throws(() => derivePrivateKey("AK", "secret", never), /254 tries/);
  assert.equal(calls, 254);
});

test("the comparison is that of the numbers", () => {
  const numbers = [0n, 1n, 255n, 256n, ORDER - 3n, ORDER - 2n, ORDER - 1n, ORDER, 2n ** 255n, 2n ** 256n - 1n];
  for (const a of numbers)
    for (const b of numbers) assert.equal(isAbove(numberToBytes(a), numberToBytes(b)), a > b, `${a} > ${b}`);
});

test("one is added with its carry", () => {
  for (const value of [0n, 1n, 254n, 255n, 65_535n, 2n ** 248n - 1n, ORDER - 2n])
    assert.equal(bytesToNumber(addOne(numberToBytes(value))), value + 1n);
  assert.equal(bytesToNumber(addOne(ALL_ONES)), 0n);
});
