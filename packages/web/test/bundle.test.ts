// What the build makes of the sources: small, and without what must not be in it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";

const dist = resolve(import.meta.dirname, "../dist");
const manifest: Record<string, { file: string; css?: string[]; imports?: string[] }> = JSON.parse(
  readFileSync(join(dist, ".vite/manifest.json"), "utf8"),
);
const gzippedBytes = (file: string) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
const built = readdirSync(dist).filter((name) => /\.(js|css)$/.test(name));

/** An entry, and what it shares with others. */
const filesOf = (source: string): string[] =>
  [source, ...(manifest[source]!.imports ?? [])].map((name) => manifest[name]!.file);

/** Words that only Zod's own code has: names survive as strings in its checks. */
const ZOD = /ZodError|invalid_union|unrecognized_keys/;
/** What a page under the CSP and Trusted Types cannot do, or must not. */
const UNSAFE = /\beval\(|new Function\(|document\.write\(|insertAdjacentHTML/;

describe("sizes, gzipped", () => {
  for (const { source, mostBytes } of [
    { source: "src/main.tsx", mostBytes: 40_000 },
    { source: "src/recipient.ts", mostBytes: 2_000 },
    { source: "src/learn.tsx", mostBytes: 45_000 },
    { source: "src/daypass.css", mostBytes: 4_500 },
  ])
    test(`${source} is at most ${mostBytes} bytes`, (t) => {
      const { file, css = [] } = manifest[source]!;
      const bytes = filesOf(source).reduce((sum, name) => sum + gzippedBytes(name), 0);
      t.diagnostic(`${file}: ${bytes} bytes${css.map((name) => `, ${name}: ${gzippedBytes(name)} bytes`).join("")}`);
      assert.ok(bytes <= mostBytes, `${bytes} bytes`);
    });
});

test("the recipient's page loads one file, and only Learn carries the signer", () => {
  assert.equal(filesOf("src/recipient.ts").length, 1);
  const signs = (source: string) =>
    filesOf(source).some((file) => readFileSync(join(dist, file), "utf8").includes("aws4_request"));
  assert.deepEqual(["src/main.tsx", "src/recipient.ts", "src/learn.tsx"].filter(signs), ["src/learn.tsx"]);
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
      // The names of XML; names that are kept for examples, by https://www.rfc-editor.org/rfc/rfc2606 and by AWS's documentation.
      found.filter(
        (url) => !/:\/\/(?:www\.w3\.org|(?:[a-z0-9-]+\.)?example\.com|amzn-s3-demo-bucket\.[a-z0-9.-]+)$/.test(url),
      ),
      [],
      file,
    );
  }
});
