// The reference pages are what the docstrings say; every example runs; every code is explained, both ways.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import * as presign from "@daypass/presign";
import { makePage, PAGES, packageFolder } from "./build-reference.ts";
import { readCodes } from "./reference/codes.ts";
import { extractCode } from "./reference/doc-comment.ts";
import { answerLikeS3 } from "./reference/fake-s3.ts";
import { findGaps } from "./reference/gaps.ts";
import { type PublicPackage, readPublicPackage } from "./reference/package-exports.ts";
import { joinBlocks, runExample } from "./reference/run-example.ts";

const read = (name: string): PublicPackage => readPublicPackage(packageFolder(name));

for (const name of PAGES) {
  test(`${name}: everything public has a docstring, each function an example, each code a meaning and a remedy`, () =>
    assert.deepEqual(findGaps(read(name)), []));

  for (const item of read(name).names.values())
    for (const [index, code] of (item.doc?.examples ?? []).entries())
      test(`the example of ${item.name} runs and prints what it says (${index + 1})`, () => runExample(code));
}

test("the examples of presign's README run and print what they say, one after the other", () => {
  const blocks = extractCode(readFileSync(resolve(packageFolder("presign"), "README.md"), "utf8"));
  assert.ok(blocks.length >= 2);
  const secrets = { AKIAIOSFODNN7EXAMPLE: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
  return runExample(joinBlocks(blocks), { fetch: answerLikeS3(secrets, "eu-central-1") });
});

const CODES: Readonly<Record<string, readonly string[]>> = {
  PRESIGN_CODES: presign.PRESIGN_CODES,
  CAUSES: Object.keys(presign.CAUSES),
  REFUSAL_STATUS: Object.keys(presign.REFUSAL_STATUS),
};

for (const [list, codes] of Object.entries(CODES))
  test(`the page has a row for each code of ${list}, and no other`, () => {
    const page = makePage("presign");
    const part = page.slice(page.indexOf(`\n### ${list}\n`)).split("\n### ")[1]!;
    const rows = [...part.matchAll(/^\| `([^`]+)` \| (\S.*) \|$/gm)].map(([, code]) => code);
    assert.deepEqual(rows, [...codes]);
  });

test("no list of codes is left out of this test", () => {
  const lists = [...read("presign").names.values()].filter((item) => readCodes(item) !== undefined);
  assert.deepEqual(lists.map(({ name }) => name).sort(), Object.keys(CODES).sort());
});

test("every code of the signer is thrown somewhere", () => {
  const folder = packageFolder("presign");
  const texts = globSync("src/**/*.ts", { cwd: folder, exclude: ["src/errors.ts"] }).map((file) =>
    readFileSync(resolve(folder, file), "utf8"),
  );
  for (const code of presign.PRESIGN_CODES)
    assert.ok(
      texts.some((text) => text.includes(`"${code}"`)),
      `${code} is thrown nowhere`,
    );
});
