// That the checks of the reference find what they are there to find.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseDocComment } from "./doc-comment.ts";
import { findGaps } from "./gaps.ts";
import { readPublicPackage } from "./package-exports.ts";
import { renderPage } from "./render.ts";
import { joinBlocks, runExample } from "./run-example.ts";

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A package of one file, and what its entry exports of it. */
function packageOf(source: string, entry: string) {
  const folder = mkdtempSync(join(tmpdir(), "daypass-reference-"));
  folders.push(folder);
  mkdirSync(join(folder, "src"));
  const manifest = { name: "@x/y", description: "A package.", exports: { ".": "./src/index.ts" } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "src/code.ts"), source);
  writeFileSync(join(folder, "src/index.ts"), entry);
  return readPublicPackage(folder);
}

const WHOLE_FUNCTION = `/**
 * Does it. https://example.com
 *
 * @throws {TypeError} for anything but a string.
 * @example
 * \`\`\`ts
 * console.log(1); // → 1
 * \`\`\`
 */
export function f(options: Options): Answer { return options; }
`;
const WHOLE = `${WHOLE_FUNCTION}
/** What f takes. */
export interface Options extends Base { /** Whole seconds, 1..9. */ readonly seconds?: number | undefined; }
/** What all take. */
export interface Base { /** A name. */ name: string; readonly kind: "x"; }
/** An answer. */
export type Answer = Options;
/** Codes. */
export const CODES = [ /** It is bad. Make it good. */ "bad" ] as const;
/** Codes with remedies. */
export const REMEDIES = { /** It is bad. */ bad: "Make it good." } as const;
`;
const ENTRY = 'export { CODES, REMEDIES, f, type Answer, type Base, type Options } from "./code.ts";';

test("a package that says everything has no gaps", () => assert.deepEqual(findGaps(packageOf(WHOLE, ENTRY)), []));

for (const [says, from, to, want] of [
  [
    "a function without docstring",
    WHOLE_FUNCTION,
    "export function f(options: Options): Answer { return options; }\n",
    "f has no docstring",
  ],
  ["no page", " https://example.com", "", "f names no page of AWS or standard that it obeys"],
  ["no errors", "@throws {TypeError} for", "@returns", "f does not say what it throws"],
  ["no example", "@example", "@see", "f has no @example"],
  ["an interface without docstring", "/** What f takes. */", "", "Options has no docstring"],
  ["a type without docstring", "/** An answer. */", "", "Answer has no docstring"],
  ["a comment that is no docstring", "/** An answer. */", "/* An answer. */", "Answer has no docstring"],
  ["a docstring of something else", "/** An answer. */", "/** An answer. */ const y = 1;", "Answer has no docstring"],
  ["an option without docstring", "/** Whole seconds, 1..9. */", "", "Options.seconds has no docstring"],
  ["an empty docstring", "/** A name. */", "/** */", "Base.name has no docstring"],
  ["a code without meaning", "/** It is bad. Make it good. */", "", "CODES: bad has no docstring"],
  [
    "a code without remedy",
    "It is bad. Make it good.",
    "It is bad.",
    "CODES: bad has no remedy: say what it means, and in a second sentence what to do",
  ],
  ["a remedy without meaning", '/** It is bad. */ bad: "', 'bad: "', "REMEDIES: bad has no docstring"],
] as const)
  test(`found: ${says}`, () => {
    assert.ok(WHOLE.includes(from));
    assert.ok(findGaps(packageOf(WHOLE.replace(from, to), ENTRY)).includes(want));
  });

test("found: a type that nobody can name", () => {
  const entry = ENTRY.replace("type Base, ", "");
  assert.deepEqual(findGaps(packageOf(WHOLE, entry)), ["Options refers to Base, which is not exported"]);
});

for (const [says, source, entry, message] of [
  ["a name that is declared nowhere", "", 'export { x } from "./code.ts";', /x is declared nowhere/],
  ["an export that hides its names", "", 'export * from "./code.ts";', /export \* hides/],
  ["a misspelt tag", "/** @exmaple */ export const x = 1;", 'export { x } from "./code.ts";', /unknown tag @exmaple/],
  [
    "a list of codes with something else in it",
    "export const X = [y];",
    'export { X } from "./code.ts";',
    /something else than codes/,
  ],
] as const)
  test(`refused: ${says}`, () => {
    assert.throws(() => findGaps(packageOf(source, entry)), message);
  });

test("the page has the members with their types, links, bounds and codes", () => {
  const page = renderPage(packageOf(WHOLE, ENTRY), "npm run reference");
  for (const line of [
    "```ts\nfunction f(options: Options): Answer\n```",
    "Throws `TypeError`: for anything but a string.",
    "Has everything of [`Base`](#base) too.",
    "- `seconds?: number`: Whole seconds, 1..9.",
    '- `kind: "x"`',
    "| `bad` | It is bad. Make it good. |",
    "| `bad` | It is bad. | Make it good. |",
  ])
    assert.ok(page.includes(line), `${line}\n\nis not in\n\n${page}`);
});

test("prose, tags and code of a docstring are told apart", () => {
  const doc = parseDocComment(
    "*\n * One.\n * Two.\n *\n * @param a.b An a.\n * @throws {X} when\n *   it rains\n * @see https://x\n * @example\n * ```ts\n * import {} from\n * @daypass/x\n * ```\n ",
  );
  assert.equal(doc.text, "One.\nTwo.");
  assert.deepEqual([...doc.params], [["a.b", "An a."]]);
  assert.deepEqual(doc.throws, ["{X} when\n  it rains"]);
  assert.deepEqual(doc.see, ["https://x"]);
  assert.deepEqual(doc.examples, ["import {} from\n@daypass/x\n"]);
});

test("an example that prints what it says is taken, and the console is as before", async () => {
  const { log } = console;
  await runExample(
    'import { safeFileName } from "@daypass/presign";\nconst a: string = safeFileName("a");\nconsole.log(a); // → a\nconsole.log("b"); // any\nconsole.log("cde", 1); // → cd…\n',
  );
  assert.equal(console.log, log);
});

for (const [says, code, message] of [
  ["prints something else", 'console.log("a"); // → b\n', /printed a/],
  ["begins otherwise", 'console.log("a"); // → b…\n', /printed a/],
  ["prints less than it says", 'if (false) console.log("a"); // → a\n', /printed 0 times/],
  ["prints more than it says", "for (const x of [1, 1]) console.log(x); // → 1\n", /printed 2 times/],
  ["says nothing about what it prints", 'console.log("a");\n', /says what/],
  ["throws", 'console.log("a"); // → a\nthrow new Error("no");\n', /no/],
  ["does not parse", 'console.log("a") // → a\nconst = 1;\n', /./],
  [
    "imports what is not there",
    'import { nothing } from "@daypass/presign";\nconsole.log(nothing); // → a\n',
    /nothing/,
  ],
] as const)
  test(`an example that ${says} fails`, () => assert.rejects(runExample(code), message));

test("blocks of a page share their imports", async () => {
  const from = '"@daypass/presign"';
  const code = joinBlocks([
    `import { safeFileName } from ${from};\nconst a = safeFileName("a");\n`,
    `import { inspect, safeFileName } from ${from};\nconsole.log(a, safeFileName("b"), inspect("x").kind); // → a b not_a_url\n`,
  ]);
  await runExample(code);
});
