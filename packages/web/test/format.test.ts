import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { encode } from "uqr";
import { extensionOf, formatDuration, formatMoment, formatPart, formatSize, plural } from "../src/lib/format.ts";
import { drawQr } from "../src/lib/qr.ts";
import { nameOf, tellActor, tellEvent } from "../src/lib/share-words.ts";

for (const [bytes, want] of [
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1 KB"],
  [999_999, "1 MB"],
  [2_400_000, "2.4 MB"],
  [1_840_000_000, "1.84 GB"],
] as const)
  test(`${bytes} is ${want}`, () => assert.equal(formatSize(bytes), want));

for (const [bytes, size, want] of [
  [1_100_000_000, 1_840_000_000, "1.1 of 1.84 GB"],
  [500_000, 1_840_000_000, "500 KB of 1.84 GB"],
] as const)
  test(want, () => assert.equal(formatPart(bytes, size), want));

for (const [seconds, want] of [
  [0.2, "1 s"],
  [40, "40 s"],
  [66, "1 min 6 s"],
  [720, "12 min"],
  [7500, "2 h 5 min"],
  [7200, "2 h"],
  [200_000, "2 days"],
] as const)
  test(`${seconds} seconds are ${want}`, () => assert.equal(formatDuration(seconds), want));

describe("moments, in the reader's zone", () => {
  const now = new Date(2026, 10, 24, 12, 0);
  for (const [at, want] of [
    [new Date(2026, 10, 24, 23, 59), "today, 23:59"],
    [new Date(2026, 10, 25, 0, 0), "tomorrow, 00:00"],
    [new Date(2026, 10, 23, 9, 5), "yesterday, 09:05"],
    [new Date(2026, 11, 1, 14, 5), "Tue 1 Dec, 14:05"],
    [new Date(2028, 0, 2, 14, 5), "2 Jan 2028, 14:05"],
  ] as const)
    test(want, () => assert.equal(formatMoment(at, now), want));
});

test("counts", () => assert.deepEqual([plural(1, "file"), plural(1200, "file")], ["1 file", "1,200 files"]));

for (const [name, want] of [
  ["a.PDF", "pdf"],
  ["archive.tar.gz", "gz"],
  [".bashrc", ""],
  ["no extension", ""],
  ["a.<b>", ""],
] as const)
  test(`extension of ${name}`, () => assert.equal(extensionOf(name), want));

test("a link without a title is called by its files", () => {
  const file = (name: string) => ({ id: "", name, sizeBytes: 0, contentType: "" });
  assert.equal(nameOf({ title: null, files: [file("a")] }), "a");
  assert.equal(nameOf({ title: null, files: [file("a"), file("b"), file("c")] }), "a and 2 more");
  assert.equal(nameOf({ title: "T", files: [] }), "T");
});

test("an event that is not known yet is still told", () => {
  const event = { id: "", at: "", actor: "", tokenId: null, network: null, shareId: null, details: {} };
  assert.equal(tellEvent({ ...event, kind: "share.something_new" }).text, "share something new");
});

for (const [actor, tokenId, want] of [
  ["me", null, "You"],
  ["me", "tok_a", "An API token"],
  ["recipient", null, "Recipient"],
  ["operator", null, "operator"],
] as const)
  test(`in a link's trail ${actor}, by token ${tokenId}, is ${want}`, () =>
    assert.equal(
      tellActor(
        { id: "", at: "", kind: "share.created", actor, tokenId, network: null, shareId: null, details: {} },
        "me",
      ),
      want,
    ));

test("the QR code's path draws exactly the dark modules", () => {
  const text = "https://share.example.org/s/kx7qm2vtz9ar4pl0wycbe5hjn8";
  const { size, path } = drawQr(text);
  const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    for (let i = 0; i < Number(width); i++) drawn[Number(y)]![Number(x) + i] = true;
  const { data } = encode(text, { ecc: "M", border: 4 });
  assert.deepEqual(drawn, data);
  assert.ok(data.flat().includes(true));
});
