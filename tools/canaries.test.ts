// A canary breaks one guard by changing one text of a source. Where that text is gone, the trial tries nothing any more.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { EQUAL_MUTANTS } from "../trials/mutants/equal-mutants.ts";
import { SOURCES } from "../trials/mutants/sources.ts";
import type { Canary } from "../trials/support/canary.ts";

const root = resolve(import.meta.dirname, "..");
const trials = globSync(["trials/{attacks,durability}/*.ts", "trials/mutants.ts"], { cwd: root }).sort();

for (const file of trials) {
  const { canaries }: { canaries: readonly Canary[] } = await import(join(root, file));
  test(`${file} has canaries`, () => assert.ok(canaries.length > 0));
  for (const { says, patch } of canaries)
    if (patch !== undefined)
      test(`${file}: the text that the canary changes stands once in ${patch.file}: ${says}`, () => {
        const source = readFileSync(join(root, "packages", patch.file), "utf8");
        assert.equal(source.split(patch.from).length - 1, 1, patch.from);
        assert.notEqual(patch.from, patch.to);
      });
}

for (const { file, tests } of SOURCES)
  test(`the mutants of ${file} are tried with tests that there are`, () => {
    assert.ok(tests.length > 0);
    for (const each of [file, ...tests]) assert.ok(existsSync(join(root, "packages", each)), each);
  });

for (const { file, line, change } of EQUAL_MUTANTS)
  test(`what is listed as equal is a change of a line of ${file}: ${change}`, () => {
    const lines = readFileSync(join(root, "packages", file), "utf8").split("\n");
    assert.ok(
      lines.some((each) => each.trim() === line),
      line,
    );
    assert.ok(line.includes(change.split(" → ")[0]!), change);
  });
