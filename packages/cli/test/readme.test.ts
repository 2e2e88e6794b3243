import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { EXIT_CODES } from "../src/exit-codes.ts";
import { createProcessIo } from "../src/io.ts";
import { describeOperations } from "../src/presign/flag.ts";
import { PRESIGN_FLAGS } from "../src/presign/flags.ts";
import { createProgram } from "../src/program.ts";
import { SERVE_VARIABLES } from "../src/serve/config.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const program = createProgram(createProcessIo());
const serve = program.commands.find((command) => command.name() === "serve");

test("the README has the table of exit codes that the program has", () => {
  const rows = [...readme.matchAll(/^\| (\d+) \| (\w+) \|/gm)].map(([, code, name]) => [name, Number(code)]);
  assert.deepEqual(Object.fromEntries(rows), EXIT_CODES);
});

test("each setting of serve has a flag, a variable and a row in the README", () => {
  const flags = (serve?.options ?? []).map((option) => option.attributeName()).filter((name) => name !== "json");
  assert.deepEqual(flags.sort(), Object.keys(SERVE_VARIABLES).sort());
  for (const option of serve?.options ?? [])
    if (option.attributeName() !== "json") {
      const variable = SERVE_VARIABLES[option.attributeName() as keyof typeof SERVE_VARIABLES];
      assert.equal(variable, `DAYPASS_${option.long?.slice(2).replaceAll("-", "_").toUpperCase()}`);
      assert.match(readme, new RegExp(`\`${option.long}[^|]*\` \\| \`${variable}\``));
    }
});

test("the rights that serve needs on S3 are those of the policies in docs/aws.md", () => {
  const page = readFileSync(new URL("../../../docs/aws.md", import.meta.url), "utf8");
  const [signer, janitor] = [...page.matchAll(/```json\n(\{\n {2}"Version"[^`]*)```/g)].map(([, policy]) =>
    (JSON.parse(policy!) as { Statement: { Action: string[] }[] }).Statement.flatMap(({ Action }) => Action),
  );
  const said = /the signer needs (.+?), the janitor (.+?);/s.exec(readme)!.slice(1);
  const named = said.map((text) => [...text.matchAll(/`(s3:\w+)`/g)].map(([, right]) => right));
  assert.deepEqual(named, [signer, janitor]);
});

test("each flag of presign has its row in the README, word for word", () => {
  for (const { spec, of, help } of PRESIGN_FLAGS)
    assert.ok(readme.includes(`| \`${spec}\` | ${describeOperations(of)} | ${help} |`), spec);
});

test("every command that the README names is there, and has --json", () => {
  const named = new Set([...readme.matchAll(/^daypass ([\w-]+)/gm)].map(([, name]) => name));
  assert.deepEqual([...named].sort(), program.commands.map((command) => command.name()).sort());
  for (const command of program.commands) {
    const leaves = command.commands.length > 0 ? command.commands : [command];
    for (const leaf of leaves)
      assert.ok(
        leaf.options.some(({ long }) => long === "--json"),
        leaf.name(),
      );
  }
});

const root = new URL("../../../", import.meta.url);
const documents = globSync(["README.md", "docs/*.md", "packages/*/README.md"], { cwd: root }).sort();

describe("how the command is called, while npm has none of this name", () => {
  for (const file of documents)
    test(file, () => {
      const text = readFileSync(new URL(file, root), "utf8");
      assert.doesNotMatch(text, /npx (?:-\S+ )*daypass [a-z]/, "npx asks npm for it wherever it is not installed");
      const called = text.search(/^daypass |`daypass |[|(] ?daypass /m);
      const told = text.search(/^alias daypass="\$PWD\/node_modules\/\.bin\/daypass"|running\.md#the-command\)/m);
      if (called >= 0) assert.ok(told >= 0 && told < called + 100, "said before, or where it is first called");
    });

  test("the command is where the alias has it, and the script is there", () => {
    assert.ok(existsSync(new URL("node_modules/.bin/daypass", root)));
    const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
    assert.equal(scripts.daypass, "node packages/cli/bin/daypass.js");
  });
});
