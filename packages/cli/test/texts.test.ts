// Whatever a message tells people to type must be there: each flag, each command, each script of npm in the texts of src/.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import type { Command } from "commander";
import { parseSync, Visitor } from "oxc-parser";
import { createProcessIo } from "../src/io.ts";
import { createProgram } from "../src/program.ts";
import { ROOT } from "./command.ts";

const SRC = resolve(import.meta.dirname, "../src");
const program = createProgram(createProcessIo());
const files = globSync("**/*.ts", { cwd: SRC }).sort();

/** Flags of other programs, which are told or called. */
const OF_OTHERS: Readonly<Record<string, readonly string[]>> = {
  "presign/curl.ts": ["--form-string", "--fail-with-body", "--fail", "--head", "--data-binary"],
  "serve/check-bucket.ts": ["--cors-configuration"],
};

/** Rooms and files whose texts are read by whoever calls one command; all others may speak of any. */
const COMMAND_OF: readonly (readonly [where: RegExp, commands: readonly string[]])[] = [
  [/^(?:presign|ask)\/(?!flag-values|inspection|explanation)/, ["presign"]],
  [/^serve\/embedded-bucket\.ts$/, ["serve", "bucket"]],
  [/^serve\//, ["serve"]],
  [/^bucket\//, ["bucket"]],
  [/^tour\//, ["tour"]],
  [/^commands\/(?:presign|inspect|explain|serve|bucket|token|tour|user|setup-link)\.ts$/, []],
];

const walk = (command: Command): Command[] => [command, ...command.commands.flatMap(walk)];
const flagsOf = (commands: readonly Command[]): Set<string> =>
  new Set([
    "--help",
    "--version",
    ...commands.flatMap(walk).flatMap(({ options }) => options.flatMap(({ long }) => long ?? [])),
  ]);

/** The flags that a text of this file may name. */
function flagsFor(file: string): Set<string> {
  const [, named] = COMMAND_OF.find(([where]) => where.test(file)) ?? [];
  if (named === undefined) return flagsOf([program]);
  const names = named.length > 0 ? named : [/\/(.+)\.ts$/.exec(file)![1]!];
  return flagsOf(program.commands.filter((command) => names.includes(command.name())));
}

/** Every text of a source: strings and templates, `${…}` left out; neither comments nor regular expressions. */
function textsOf(source: string): string[] {
  const texts: string[] = [];
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === "string") texts.push(value);
    },
    TemplateLiteral: ({ quasis }) => {
      texts.push(quasis.map(({ value }) => value.cooked).join("…"));
    },
  }).visit(parseSync("a.ts", source).program);
  return texts;
}

const flagsIn = (text: string): string[] => text.match(/(?<![\w…-])--[a-z][a-z0-9-]*(?<!-)(?![\w…-])/g) ?? [];
const isCommand = (words: string): boolean => {
  const [first, second] = words.split(" ");
  const command = program.commands.find((command) => command.name() === first);
  const parts = command?.commands ?? [];
  return command !== undefined && (parts.length === 0 || !second || parts.some((part) => part.name() === second));
};

describe("what the texts tell people to type is there", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
  for (const file of files)
    test(file, () => {
      const flags = flagsFor(file);
      for (const text of textsOf(readFileSync(join(SRC, file), "utf8"))) {
        for (const flag of flagsIn(text))
          assert.ok(flags.has(flag) || OF_OTHERS[file]?.includes(flag), `${flag} in ${JSON.stringify(text)}`);
        for (const [, words] of text.matchAll(/\bdaypass ([a-z][a-z-]*(?: [a-z][a-z-]*)?)/g))
          assert.ok(isCommand(words!), `daypass ${words} in ${JSON.stringify(text)}`);
        for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g))
          assert.ok(Object.hasOwn(scripts, script!), `npm run ${script}`);
        assert.doesNotMatch(text, /npx|npm (?:i|install|exec) /, "npm does not have it");
      }
    });

  test("the flags of others are still told", () => {
    for (const [file, named] of Object.entries(OF_OTHERS)) {
      const told = textsOf(readFileSync(join(SRC, file), "utf8")).flatMap(flagsIn);
      assert.deepEqual(
        named.filter((flag) => !told.includes(flag)),
        [],
      );
    }
  });

  for (const { text, wants } of [
    { text: '"give --region"', wants: ["--region"] },
    { text: "`give --$" + "{name} or --port`", wants: ["--port"] },
    { text: '/--x-s3$/; // --gone\n"reports--use1-az4--x-s3"', wants: [] },
  ])
    test(`the flags in ${text}`, () => {
      assert.deepEqual(textsOf(text).flatMap(flagsIn), wants);
    });
});
