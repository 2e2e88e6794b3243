// The page of troubles is what the causes say, and leaves none out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CAUSES } from "@daypass/presign/explain";
import { makeTroubleshooting, TROUBLESHOOTING_FILE } from "./build-troubleshooting.ts";
import { SECTIONS } from "./troubleshooting/symptoms.ts";

test("docs/troubleshooting.md is what `npm run reference` writes", () =>
  assert.equal(readFileSync(TROUBLESHOOTING_FILE, "utf8"), makeTroubleshooting()));

test("every cause stands under a symptom, with its own remedy", () => {
  const named = new Set(SECTIONS.flatMap(({ symptoms }) => symptoms.flatMap(({ causes }) => causes)));
  assert.deepEqual([...named].sort(), Object.keys(CAUSES).sort());
  const page = readFileSync(TROUBLESHOOTING_FILE, "utf8");
  for (const [code, remedy] of Object.entries(CAUSES))
    assert.ok(page.includes(`| ${remedy.replaceAll("|", "\\|").replaceAll("<", "&lt;")} |`), code);
});
