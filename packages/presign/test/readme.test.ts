// The tables of the README say what the code does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { resolveAddress } from "../src/address/address.ts";
import { PROVIDERS, type Provider } from "../src/index.ts";
import { callsByOption, providerRows } from "./readme-tables.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const sectionOf = (title: string): string => readme.split(`\n### ${title}\n`)[1]?.split("\n##")[0] ?? "";

test("the README has a row for each option, with the calls that take it, and no other", () => {
  const rows = [...sectionOf("Options").matchAll(/^\| `(\w+)` \| ([\w, ]+) \| \S.*\|$/gm)];
  assert.deepEqual(new Map(rows.map(([, option, calls]) => [option!, calls!])), callsByOption());
});

test("the README has a row for each provider, made from its entry", () => {
  const section = sectionOf("Providers");
  for (const row of providerRows()) assert.ok(section.includes(row), row);
  for (const { name, avoid, sources } of Object.values(PROVIDERS as Record<string, Provider>)) {
    for (const sentence of avoid) assert.ok(section.includes(sentence), `${name}: ${sentence}`);
    for (const source of sources) assert.match(source, /^https:\/\//);
  }
});

const ROW = /^\| .* \| `(\{.*\})` \| `(https?:\/\/[^`]+)` \|$/gm;

test("each row of the README's addresses is what an address comes to", () => {
  const rows = [...sectionOf("Addresses").matchAll(ROW)];
  assert.ok(rows.length >= 12, `${rows.length} rows`);
  for (const [, written = "", url] of rows) {
    const { origin, basePath } = resolveAddress({
      region: "eu-west-1",
      ...JSON.parse(written),
    });
    assert.equal(`${origin}${basePath}/k`, url, written);
  }
});
