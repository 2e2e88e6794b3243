// The path of a target or of a copy source: decoded once, or refused because another reader would see another key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePath } from "../src/index.ts";

for (const [raw, path] of [
  ["/", "/"],
  ["/b/k", "/b/k"],
  ["/b/a%20b%2Fc", "/b/a b/c"],
  ["/b/%C3%A9", "/b/é"],
  ["/b/a%252e", "/b/a%2e"],
  ["/b//k/", "/b//k/"],
  ["/b/.hidden/..also/a.", "/b/.hidden/..also/a."],
  ["/b/...", "/b/..."],
  ["/b/a+b", "/b/a b"],
  ["/b/a%2Bb%252B", "/b/a+b%2B"],
  ["", undefined],
  ["b/k", undefined],
  ["x/b/k", undefined],
  ["/b/a b", undefined],
  ["/b/é", undefined],
  ["/b/k#f", undefined],
  ["/b/a\\b", undefined],
  ["/b/a%5Cb", undefined],
  ["/b/%00", undefined],
  ["/b/%", undefined],
  ["/b/%zz", undefined],
  ["/b/%FF", undefined],
  ["/b/..", undefined],
  ["/b/.", undefined],
  ["/b/../k", undefined],
  ["/b/./k", undefined],
  ["/b/%2e%2E/k", undefined],
  ["/b/a/..", undefined],
  ["/..", undefined],
] as const)
  test(`${JSON.stringify(raw)} is ${path === undefined ? "no path" : `the path ${JSON.stringify(path)}`}`, () =>
    assert.equal(parsePath(raw), path));

test("what is no text is a mistake of who asks", () =>
  assert.throws(() => parsePath(5 as never), { name: "TypeError", message: /^raw must be a string/ }));
