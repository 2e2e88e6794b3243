import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeStrictBase64, type Json, parseStrictJson } from "../src/verify/strict-json.ts";

/** Maps back to objects, to compare with JSON.parse. */
function plain(value: Json | undefined): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
  return Array.isArray(value) ? value.map(plain) : value;
}
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

for (const [says, text] of [
  ["nothing", ""],
  ["blanks", "  "],
  ["a string without an end", '"abc'],
  ["a string that ends in a backslash", '"abc\\'],
  ["a line end in a string", '"a\nb"'],
  ["an unknown escape", '"\\x41"'],
  ["an escape with three digits", '"\\u004"'],
  ["an escape with a sign", '"\\u+041"'],
  ["a lone surrogate, escaped", '"\\ud800"'],
  ["a number with a leading zero", "01"],
  ["a number with a plus", "+1"],
  ["a number that ends in a dot", "1."],
  ["NaN", "NaN"],
  ["a word in upper case", "True"],
  ["single quotes", "'a'"],
  ["a comma at the end of a list", "[1,]"],
  ["a comma at the end of an object", '{"a":1,}'],
  ["no comma", "[1 2]"],
  ["a list without an end", "[1"],
  ["an object without an end", '{"a":1'],
  ["a member without a value", '{"a"}'],
  ["a name without quotes", "{a:1}"],
  ["two values", "1 2"],
  ["a comment", "/**/1"],
  ["a byte order mark", "\ufeff1"],
  ["a blank of Unicode", "\u00a01"],
  ["two equal members", '{"a":1,"a":2}'],
  ["two equal members, deep down", '[{"a":{"b":1,"b":1}}]'],
  ["two equal members named __proto__", '{"__proto__":1,"__proto__":2}'],
  ["nine levels", "[[[[[[[[[1]]]]]]]]]"],
] as const)
  test(`not strict JSON: ${says}`, () => assert.equal(parseStrictJson(text), undefined));

test("the values of JSON", () => {
  const text =
    '\r\n\t{"a": [true, false, null, -0.5e+2, 0, [], {}], "\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t": "\\$ \\ud83d\\ude00"} ';
  assert.deepEqual(plain(parseStrictJson(text)), {
    a: [true, false, null, -50, 0, [], {}],
    'é\n"\\/\b\f\r\t': "$ 😀",
  });
});

test("what JSON.stringify writes is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value);
      if (/\\ud[89a-f]/.test(text)) return;
      assert.deepEqual(plain(parseStrictJson(text)), plain(JSON.parse(text) as Json));
    }),
  );
});

test("whatever is accepted, JSON.parse reads alike", () => {
  const tokens = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"b"',
    "1",
    "-",
    "0",
    "e1",
    ".5",
    "true",
    "null",
    " ",
    '"',
    "\\",
    "\\n",
    "\\u0061",
  );
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 8 }), (parts) => {
      const text = parts.join("");
      const ours = parseStrictJson(text);
      if (ours === undefined) return;
      accepted++;
      assert.deepEqual(plain(ours), parsed(text));
    }),
    { numRuns: 5000 },
  );
  assert.ok(accepted > 20, String(accepted));
});

for (const [says, text] of [
  ["no padding", "YQ"],
  ["padding too many", "YQ==="],
  ["url-safe letters", "_-8="],
  ["a line end", "YWJj\n"],
  ["junk between", "YW!Jj"],
  ["bits left over", "YR=="],
  ["bytes that are not UTF-8", "/w=="],
  ["an overlong zero", "wIA="],
] as const)
  test(`not strict base64: ${says}`, () => assert.equal(decodeStrictBase64(text), undefined));

test("base64 of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      fc.pre(text.isWellFormed());
      assert.equal(decodeStrictBase64(Buffer.from(text).toString("base64")), text);
    }),
  );
});
