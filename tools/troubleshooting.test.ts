// The page of troubles is what the causes say, and leaves none out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CAUSES, explain } from "@daypass/presign/explain";
import { makeTroubleshooting, TROUBLESHOOTING_FILE } from "./build-troubleshooting.ts";
import { SAMPLES } from "./troubleshooting/samples.ts";
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

for (const { see, causes } of SECTIONS.flatMap(({ symptoms }) => symptoms))
  test(`what stands in the page leads to its causes: ${see}`, () => {
    const samples = SAMPLES[see] ?? [];
    const found = new Set<string>();
    for (const { url, answer, options, want = causes[0] } of samples) {
      const explained = explain(url, answer, options);
      assert.equal(explained.kind, "explained", answer);
      const codes = explained.kind === "explained" ? explained.causes.map(({ code }) => code) : [];
      assert.equal(codes[0], want, answer);
      for (const code of codes) found.add(code);
    }
    assert.ok(samples.some(({ want = causes[0] }) => want === causes[0]));
    assert.deepEqual(
      causes.filter((code) => !found.has(code)),
      [],
      "causes that no sample of the row has",
    );
    // Codes and words that the row quotes are those of its samples.
    for (const [, quoted = ""] of see.matchAll(/`([^`]+)`/g))
      for (const words of quoted.split("…").map((piece) => piece.trim()))
        if (words.length > 2 && !words.startsWith("curl"))
          assert.ok(
            samples.some(({ answer }) => answer.includes(words)),
            `no sample has ${words}`,
          );
  });

test("no sample is of a row that the page does not have", () => {
  const rows = new Set(SECTIONS.flatMap(({ symptoms }) => symptoms.map(({ see }) => see)));
  assert.deepEqual(
    Object.keys(SAMPLES).filter((see) => !rows.has(see)),
    [],
  );
});
