// What the build makes of the sources: small, and without what must not be in it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";

const dist = resolve(import.meta.dirname, "../dist");
const manifest: Record<string, { file: string; css?: string[] }> = JSON.parse(
  readFileSync(join(dist, ".vite/manifest.json"), "utf8"),
);
const gzippedBytes = (file: string) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
const built = readdirSync(dist).filter((name) => /\.(js|css)$/.test(name));

/** Words that only Zod's own code has: names survive as strings in its checks. */
const ZOD = /ZodError|invalid_union|unrecognized_keys/;
/** What a page under the CSP and Trusted Types cannot do, or must not. */
const UNSAFE = /\beval\(|new Function\(|document\.write\(|insertAdjacentHTML/;

describe("sizes, gzipped", () => {
  for (const { source, mostBytes } of [
    { source: "src/main.tsx", mostBytes: 40_000 },
    { source: "src/recipient.ts", mostBytes: 5_000 },
    { source: "src/daypass.css", mostBytes: 6_000 },
  ])
    test(`${source} is at most ${mostBytes} bytes`, (t) => {
      const { file, css = [] } = manifest[source]!;
      const bytes = gzippedBytes(file);
      t.diagnostic(`${file}: ${bytes} bytes${css.map((name) => `, ${name}: ${gzippedBytes(name)} bytes`).join("")}`);
      assert.ok(bytes <= mostBytes, `${bytes} bytes`);
    });
});

test("Zod is in no bundle", () => {
  for (const file of built) assert.doesNotMatch(readFileSync(join(dist, file), "utf8"), ZOD, file);
});

test("the canary: Zod's own code would be found", () => {
  const zod = readFileSync(resolve(import.meta.dirname, "../../../node_modules/zod/v4/core/errors.js"), "utf8");
  assert.match(zod, ZOD);
});

test("no bundle makes code or markup of text", () => {
  for (const file of built) assert.doesNotMatch(readFileSync(join(dist, file), "utf8"), UNSAFE, file);
  assert.match('eval("1")', UNSAFE);
});

test("nothing is fetched from elsewhere: no address of another host", () => {
  for (const file of built) {
    const found = readFileSync(join(dist, file), "utf8").match(/https?:\/\/[a-z0-9.-]+/gi) ?? [];
    assert.deepEqual(
      found.filter((url) => !url.endsWith("://www.w3.org")),
      [],
      file,
    );
  }
});
