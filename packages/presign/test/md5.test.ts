import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { md5 } from "../src/sign/md5.ts";

test("MD5 is node:crypto's, for each length over two blocks", () => {
  for (let length = 0; length <= 130; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255);
    assert.deepEqual(Buffer.from(md5(bytes)), createHash("md5").update(bytes).digest(), `${length} bytes`);
  }
});

// https://www.rfc-editor.org/rfc/rfc1321 A.5
for (const [text, digest] of [
  ["", "d41d8cd98f00b204e9800998ecf8427e"],
  ["abc", "900150983cd24fb0d6963f7d28e17f72"],
  ["abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"],
] as const)
  test(`MD5 of "${text}" is the RFC's`, () => {
    assert.equal(Buffer.from(md5(new TextEncoder().encode(text))).toString("hex"), digest);
  });
