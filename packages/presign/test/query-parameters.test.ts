// The parameters of the signature among the others, in whatever order they come.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readQueryParameters } from "../src/verify/query-parameters.ts";

const OF_SIGNATURE = ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"];
const NAMES = OF_SIGNATURE.map((name) => `X-Amz-${name}`);
const SIGNATURE = "X-Amz-Signature";

const read = (names: readonly string[]) => {
  const result = readQueryParameters(names.map((name, i) => [name, `value ${i}`]));
  assert.ok(result.ok, JSON.stringify(result));
  return result;
};

for (const [says, names, isSorted] of [
  ["as signers write them", NAMES, true],
  [
    "with the optional ones",
    NAMES.toSpliced(4, 0, "X-Amz-Security-Token").toSpliced(1, 0, "X-Amz-Content-Sha256"),
    true,
  ],
  ["with the signature first", [SIGNATURE, ...NAMES.slice(0, -1)], true],
  ["with the signature between", [...NAMES.slice(0, 2), SIGNATURE, ...NAMES.slice(2, -1)], true],
  ["with others before and behind", ["A", "B", ...NAMES, "a", "b"], true],
  ["with another between", [NAMES[0]!, "X-Amz-B", ...NAMES.slice(1)], true],
  ["with another between, that belongs before", [NAMES[0]!, "X-A", ...NAMES.slice(1)], false],
  ["with another behind, that belongs between", [...NAMES, "X-Amz-B"], false],
  ["with another behind, that belongs before", [...NAMES, "A"], false],
  ["with another before, that belongs behind", ["a", ...NAMES], false],
  ["with two others in the wrong order", [...NAMES, "b", "a"], false],
  ["with another twice", [...NAMES, "a", "a"], false],
  ["with two of them exchanged", NAMES.with(1, NAMES[2]!).with(2, NAMES[1]!), false],
  ["with the first one behind", [...NAMES.slice(1), NAMES[0]!], false],
  ["backwards", NAMES.toReversed(), false],
] as const)
  test(`${says}: ${isSorted ? "sorted" : "not sorted"} but for the signature`, () =>
    assert.equal(read(names).isSorted, isSorted));

test("each order of four of them and two others is called sorted when it is", () => {
  const fixed = NAMES.slice(4, -1);
  const orders = (names: readonly string[]): string[][] =>
    names.length === 0
      ? [[]]
      : names.flatMap((name, i) => orders(names.toSpliced(i, 1)).map((rest) => [name, ...rest]));
  for (const order of orders([...NAMES.slice(0, 4), "X-Amz-D", "a"])) {
    const names = [...order, SIGNATURE, ...fixed];
    const signed = [...order, ...fixed];
    assert.equal(read(names).isSorted, signed.join() === signed.toSorted().join(), names.join());
  }
});

test("each value is that of its name, and what is left over is in the order received", () => {
  const result = read([
    "b",
    "X-Amz-Date",
    "X-Amz-Signature",
    "a",
    ...NAMES.filter((name) => !/Date|ature/.test(name)),
    "c",
  ]);
  assert.deepEqual(
    [result.date, result.signature, result.algorithm, result.securityToken],
    ["value 1", "value 2", "value 4", undefined],
  );
  assert.deepEqual(
    result.others.map(([name]) => name),
    ["b", "a", "c"],
  );
});
