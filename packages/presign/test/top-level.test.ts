// A bundle that takes one function must be without the others: nothing of a module may run when it is read, but what a
// bundler may leave out when nobody needs it.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { parseSync } from "oxc-parser";

const src = resolve(import.meta.dirname, "../src");

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === "string";

/** Functions that are marked where they stand, so that their calls need no mark. */
const MARKED_FUNCTIONS = new Set(
  globSync("**/*.ts", { cwd: src }).flatMap((path) =>
    [...readFileSync(join(src, path), "utf8").matchAll(/const (\w+) = \/\* @__NO_SIDE_EFFECTS__ \*\//g)].map(
      ([, name]) => name,
    ),
  ),
);

/** Beginnings of what runs when the module is read and has no `@__PURE__` in front of it, and of what such a mark does not cover. */
function findWhatRuns(file: string, text: string): string[] {
  const found: string[] = [];
  const isMarked = ({ start }: Node) => /@__(?:PURE|NO_SIDE_EFFECTS)__ \*\/\s*$/.test(text.slice(0, start));
  /** Bundlers know what these do with a list, or with nothing. */
  const isKnown = (node: Node) => MARKED_FUNCTIONS.has(String((node.callee as Node).name)) || isKnownClass(node);
  const isKnownClass = ({ type, callee, arguments: given }: Node) =>
    type === "NewExpression" &&
    /^(?:WeakMap|Set|Map|Int32Array|Uint8Array)$/.test(String((callee as Node).name)) &&
    (given as Node[]).every((one) => ["ArrayExpression", "TSSatisfiesExpression", "Literal"].includes(one.type));
  function visit(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isNode(value) || /Function|^TS(?!Satisfies|As)/.test(value.type)) return;
    const { type } = value;
    if (type === "SpreadElement") found.push(text.slice(value.start, value.start + 60));
    if ((type === "CallExpression" || type === "NewExpression") && !isMarked(value) && !isKnown(value))
      found.push(text.slice(value.start, value.start + 60));
    // A function that is called at once has its mark, and runs only if the mark is not obeyed.
    const parts = isMarked(value) && isNode(value.callee) && /Function|Parenthesized/.test(value.callee.type);
    if (!parts) for (const member of Object.values(value)) visit(member);
  }
  for (const statement of parseSync(file, text).program.body as unknown as Node[]) {
    const declared = (statement.declaration ?? statement) as Node;
    if (/^(?:Import|ExportAll)/.test(statement.type) || /Function|Class|^TS/.test(declared.type)) continue;
    visit(declared.type === "VariableDeclaration" ? declared.declarations : declared);
  }
  return found;
}

describe("what a module runs when it is read", () => {
  for (const path of globSync("**/*.ts", { cwd: src }))
    test(path, () => assert.deepEqual(findWhatRuns(path, readFileSync(join(src, path), "utf8")), []));
});

for (const { says, text, found } of [
  { says: "a call", text: "const a = f();", found: ["f();"] },
  { says: "a call in a list", text: "export const a = [1, f()];", found: ["f()];"] },
  {
    says: "a call behind a marked one",
    text: "const a = /* @__PURE__ */ new Set(b.map(String));",
    found: ["b.map(String));"],
  },
  { says: "a spread, which may call anything", text: "const a = /* @__PURE__ */ new Set([...b]);", found: ["...b]);"] },
  { says: "an expression", text: "register(1);", found: ["register(1);"] },
  { says: "no function", text: "const a = () => f(); function b() { f(); }", found: [] },
  { says: "no set of what stands there", text: 'const a = new Set(["a"]);', found: [] },
  { says: "no marked call", text: "const a = /* @__PURE__ */ (() => new Set(b.map(String)))();", found: [] },
])
  test(`found is ${says}`, () => assert.deepEqual(findWhatRuns("a.ts", text), found));
