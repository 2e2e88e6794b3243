// The reference pages are what the docstrings say; every example runs; every code is explained, both ways.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { BUCKET_ERROR_CODES } from "@daypass/bucket";
import { TRANSFER_CODES } from "@daypass/client";
import * as presign from "@daypass/presign";
import { CAUSES } from "@daypass/presign/explain";
import { makePage, PAGES, packageFolder, pageFile } from "./build-reference.ts";
import { readCodes } from "./reference/codes.ts";
import { extractCode } from "./reference/doc-comment.ts";
import { answerLikeS3 } from "./reference/fake-s3.ts";
import { findGaps } from "./reference/gaps.ts";
import { type PublicPackage, readPublicPackage } from "./reference/package-exports.ts";
import { joinBlocks, runExample } from "./reference/run-example.ts";

const read = (name: string): PublicPackage => readPublicPackage(packageFolder(name));

for (const name of PAGES) {
  test(`docs/reference/${name}.md is what the docstrings say`, () => {
    assert.equal(readFileSync(pageFile(name), "utf8"), makePage(name), "run: npm run reference");
  });

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

/** Package → its lists of codes as they are at run time. */
const CODES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  presign: {
    CAUSES: Object.keys(CAUSES),
    PRESIGN_CODES: presign.PRESIGN_CODES,
    REFUSAL_STATUS: Object.keys(presign.REFUSAL_STATUS),
  },
  bucket: { BUCKET_ERROR_CODES },
  client: { TRANSFER_CODES },
};

for (const [name, lists] of Object.entries(CODES)) {
  for (const [list, codes] of Object.entries(lists))
    test(`the page of ${name} has a row for each code of ${list}, and no other`, () => {
      const page = makePage(name);
      const part = page.slice(page.indexOf(`\n### ${list}\n`)).split("\n### ")[1]!;
      const rows = [...part.matchAll(/^\| `([^`]+)` \| (\S.*) \|$/gm)].map(([, code]) => code);
      assert.deepEqual(rows, [...codes]);
    });

  test(`no list of codes of ${name} is left out of this test`, () => {
    const found = [...read(name).names.values()].filter((item) => readCodes(item) !== undefined);
    assert.deepEqual(found.map((item) => item.name).sort(), Object.keys(lists));
  });
}

for (const [name, codes] of [
  ["presign", presign.PRESIGN_CODES],
  ["client", TRANSFER_CODES],
] as const)
  test(`every code of ${name} is thrown somewhere`, () => {
    const folder = packageFolder(name);
    // Where the codes are listed, and where there are words for each, nothing is thrown.
    const texts = globSync("src/**/*.ts", { cwd: folder, exclude: ["src/errors.ts", "src/explain.ts"] }).map((file) =>
      readFileSync(resolve(folder, file), "utf8"),
    );
    for (const code of codes)
      assert.ok(
        texts.some((text) => text.includes(`"${code}"`)),
        `${code} is thrown nowhere`,
      );
  });
