// What is read on a terminal is broken between words, at any width; what goes into a pipe is not.
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { createPresigner, inspect } from "@daypass/presign";
import { explain } from "@daypass/presign/explain";
import type { Command } from "commander";
import { note } from "../src/ask/note.ts";
import { columnsOf, fold, foldLine } from "../src/fold.ts";
import { layOut } from "../src/help.ts";
import type { Io } from "../src/io.ts";
import { runCommand } from "../src/main.ts";
import { renderExplanation } from "../src/presign/explanation.ts";
import { renderInspection } from "../src/presign/inspection.ts";
import { createProgram } from "../src/program.ts";
import { KEY_ENV } from "./command.ts";

/** A screen of so many columns without colours; of none, a pipe. */
function screen(columns: number | undefined): { io: Io; shown: () => string } {
  let text = "";
  const stream = new PassThrough().on("data", (chunk) => {
    text += chunk;
  });
  const stdout = Object.assign(stream, { isTTY: columns !== undefined, columns, getColorDepth: () => 1 });
  return { io: { env: {}, stdout, stderr: stdout } as never, shown: () => text };
}

for (const { says, text, columns, start = 0, indent = 0, wants } of [
  { says: "what fits", text: "one two", columns: 7, wants: "one two" },
  { says: "what is one too wide", text: "one two", columns: 6, wants: "one\ntwo" },
  { says: "what has something in front", text: "one two", columns: 9, start: 3, indent: 2, wants: "one\n  two" },
  { says: "a word that fits nowhere", text: "a https://h/long b", columns: 6, wants: "a\nhttps://h/long\nb" },
  { says: "a command line", text: "run `a --b c` now", columns: 6, wants: "run\n`a --b c`\nnow" },
  { says: "colours", text: "\u001b[31mone\u001b[39m two", columns: 7, wants: "\u001b[31mone\u001b[39m two" },
  { says: "a pipe", text: "one two", columns: undefined, wants: "one two" },
  { says: "several blanks", text: "one  two", columns: 80, wants: "one  two" },
])
  test(`folding: ${says}`, () => assert.equal(fold(text, columns, start, indent), wants));

for (const { says, line, columns, wants } of [
  { says: "a sentence", line: "one two  three", columns: 8, wants: "one two \nthree" },
  {
    says: "a row whose column stays",
    line: `  a  ${"word ".repeat(8)}`,
    columns: 40,
    wants: `  a  ${"word ".repeat(6)}word\n     word `,
  },
  {
    says: "a row without room for its column",
    line: "  a name      one two three",
    columns: 20,
    wants: "  a name\n      one two three",
  },
  { says: "a row that fits", line: "  a    one", columns: 20, wants: "  a    one" },
  {
    says: "what goes on in a column",
    line: `${" ".repeat(14)}one two three`,
    columns: 20,
    wants: "      one two three",
  },
])
  test(`a line of a message: ${says}`, () => assert.equal(foldLine(line, columns), wants));

/** The screen, and a person's side of it. */
function person(columns: number | undefined) {
  const { io, shown } = screen(columns);
  return { io: { ...io, err: (line: string) => void io.stderr.write(`${line}\n`) }, shown };
}

for (const columns of [40, undefined])
  test(`an error ${columns === undefined ? "in a pipe is one line" : `at ${columns} columns has no wider line`}`, async () => {
    const { io, shown } = person(columns);
    assert.equal(await runCommand(["presign", "s3://a/b"], io), 2);
    const lines = shown().trimEnd().split("\n");
    assert.equal(
      lines.join(" "),
      'daypass: "a" is no bucket name (3 to 63 letters, digits, dots and hyphens): write s3://BUCKET/KEY, for example s3://reports/2030/january.pdf',
    );
    if (columns === undefined) assert.equal(lines.length, 1);
    else for (const line of lines) assert.ok(line.length <= columns, line);
  });

test("what is said between two questions stays beside their bar", () => {
  const { io, shown } = person(40);
  note(io, "Signing with credentials from environment. Nothing is sent anywhere.");
  const lines = stripVTControlCharacters(shown()).trimEnd().split("\n");
  assert.ok(lines.length > 2);
  for (const line of lines) assert.ok(/^[│●]/.test(line) && line.length <= 40, line);
});

for (const { says, isTTY, columns, wants } of [
  { says: "a terminal", isTTY: true, columns: 60, wants: 60 },
  { says: "a terminal that does not know", isTTY: true, columns: 0, wants: undefined },
  { says: "a pipe", isTTY: false, columns: 60, wants: undefined },
])
  test(`the width of ${says}`, () => assert.equal(columnsOf({ isTTY, columns }), wants));

for (const { says, text, columns, wants } of [
  { says: "a paragraph", text: "\nOne two\nthree.\n\nFour.", columns: 9, wants: "\nOne two\nthree.\n\nFour." },
  { says: "a paragraph, wider", text: "\nOne two\nthree.\n\nFour.", columns: 20, wants: "\nOne two three.\n\nFour." },
  { says: "examples that fit", text: "E:\n  a --b    why so\n", columns: 20, wants: "E:\n  a --b    why so\n" },
  {
    says: "the remarks of all examples, when one does not fit",
    text: "E:\n  a --b    why\n  c --d e  f    why so\n  g",
    columns: 20,
    wants: "E:\n  a --b\n      why\n  c --d e  f\n      why so\n  g",
  },
])
  test(`below the options: ${says}`, () => assert.equal(layOut(text, columns), wants));

const walk = (command: Command): Command[] => [command, ...command.commands.flatMap(walk)];
/** To be copied, so that it stays on its line. */
const IS_EXAMPLE = /^Usage: |^ {2}(?:daypass |curl |\[\{)|^ {4}"policy"/;
/** A word alone. */
const IS_WORD = /^ *\S+$/;

for (const columns of [40, 60, 80, 120, undefined])
  describe(`the help at ${columns ?? "no"} columns has no wider line`, () => {
    for (const [at, command] of walk(createProgram(screen(80).io)).entries())
      test(command.name(), () => {
        const { io, shown } = screen(columns);
        walk(createProgram(io))[at]!.outputHelp();
        assert.match(shown(), /^Usage: /);
        for (const line of shown().split("\n"))
          if (!IS_EXAMPLE.test(line) && !IS_WORD.test(line))
            assert.ok(line.length <= (columns ?? 80), `${line.length}: ${line}`);
      });
  });

const NOW = new Date("2030-01-02T03:04:05Z");
const { url } = createPresigner({
  credentials: { accessKeyId: KEY_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: KEY_ENV.AWS_SECRET_ACCESS_KEY },
  region: "eu-central-1",
  bucket: "reports",
  clock: () => NOW,
}).get("a  name that is longer than a line of the terminal.pdf", { expiresInSeconds: 604_800 });
const inspection = inspect(url, { now: NOW });
const explanation = explain(url, "", { status: 403, now: NOW });
assert.ok(explanation.kind === "explained");
const VIEWS = {
  inspection: (io: Io) => renderInspection(io, inspection, NOW),
  explanation: (io: Io) => renderExplanation(io, explanation),
};

for (const [name, render] of Object.entries(VIEWS)) {
  const inPipe = render(screen(undefined).io);
  test(`an ${name} in a pipe has one fact a line`, () => {
    for (const line of inPipe) assert.ok(!line.includes("\n"), line);
    assert.ok(inPipe.some((line) => line.length > 100));
  });
  for (const columns of [40, 80])
    test(`an ${name} at ${columns} columns: no line of prose is wider, nothing is lost`, () => {
      const shown = render(screen(columns).io);
      for (const line of shown.join("\n").split("\n"))
        if (!IS_WORD.test(line) && !/^(?:key|query) /.test(line))
          assert.ok(line.length <= columns, `${line.length}: ${line}`);
      assert.deepEqual(
        shown.map((fact) => fact.replaceAll(/\n +/g, " ")),
        inPipe,
      );
      if (name === "inspection")
        assert.ok(shown.includes("key     a  name that is longer than a line of the terminal.pdf"));
    });
}
