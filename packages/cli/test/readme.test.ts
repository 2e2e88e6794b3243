import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
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
