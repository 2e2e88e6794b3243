// Every argument of every exported function, and every member of one, however deep: a value of the wrong type is a
// TypeError, one out of bounds a PresignError, and both name what they refuse.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { type Credentials, createPresigner, PresignError } from "../../src/index.ts";
import { CALLS } from "../../src/sign/calls.ts";
import { CREDENTIALS, NOW } from "./called.ts";
import { type ArgumentsOf, type Leaf, type Tree, text } from "./kinds.ts";
import { MATRIX } from "./matrix.ts";
import { MEMBERS, METHODS } from "./presigner-calls.ts";

interface Untyped {
  readonly call: (...all: unknown[]) => unknown;
  readonly good: () => readonly unknown[];
  readonly rows: readonly (readonly [name: string, rows: Leaf | Tree<Record<string, Leaf>>])[];
}
type Path = readonly [at: number, ...members: string[]];

/** The same arguments with another value in one place; what holds it is copied. */
function replaceAt(given: unknown, [first, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (first === undefined) return value;
  const inner = replaceAt((given as Record<string, unknown> | undefined)?.[first], rest, value);
  if (Array.isArray(given)) return given.map((item, at) => (at === first ? inner : item));
  return { ...(given as object), [first]: inner };
}

const isTree = (rows: Leaf): rows is Tree<Record<string, Leaf>> => "members" in rows;

function refuses(kind: "mistake" | "bound", named: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof TypeError || error instanceof PresignError, String(error));
    assert.equal(error instanceof PresignError ? "bound" : "mistake", kind, error.message);
    assert.match(error.message, named);
    assert.ok(error.message.length > 15 && error.message.length < 500, error.message);
    assert.doesNotMatch(error.message, /Cannot |is not a function|is not iterable|\[object|undefined \(/);
    return true;
  };
}

function tryRows({ call, good }: Untyped, path: Path, name: string, rows: Leaf): void {
  const { mistakes, bounds, taken = [], named = new RegExp(name) } = rows;
  const given = (value: unknown): unknown[] => replaceAt(withBeside(good(), path, rows), path, value) as unknown[];
  for (const value of mistakes) assert.throws(() => call(...given(value)), refuses("mistake", named), show(value));
  for (const value of bounds) assert.throws(() => call(...given(value)), refuses("bound", named), show(value));
  for (const value of taken) assert.doesNotThrow(() => call(...given(value)), show(value));
  if (isTree(rows)) {
    if (rows.takesMore === undefined)
      assert.throws(
        () => call(...(replaceAt(given({}), [...path, "surprise"], 1) as unknown[])),
        /unknown option "surprise"/,
      );
  }
}

/** What an option needs beside it stands in the same options, the last argument. */
function withBeside(given: readonly unknown[], path: Path, { beside }: Leaf): unknown {
  if (beside === undefined) return given;
  return replaceAt(given, [path[0]], { ...(given[path[0]] as object), ...beside });
}

const show = (value: unknown): string => (typeof value === "object" ? inspect(value) : String(value));

function tryAll(function_: string, tried: Untyped, path: Path, name: string, rows: Leaf, beside: Leaf["beside"]): void {
  const own = { ...rows, beside: { ...beside, ...rows.beside } };
  test(`${function_}: ${[name, ...path.slice(1)].join(".")}`, () =>
    tryRows(tried, path, path.length > 1 ? String(path.at(-1)) : name, own));
  if (!isTree(rows)) return;
  for (const [member, inner] of Object.entries(rows.members))
    tryAll(function_, tried, [...path, member] as unknown as Path, name, inner, own.beside);
}

for (const [name, tried] of Object.entries({ ...MATRIX, ...METHODS, ...MEMBERS }) as unknown as [string, Untyped][]) {
  test(`${name}: the arguments beside which others are tried are good`, () =>
    assert.doesNotThrow(() => tried.call(...tried.good())));
  for (const [at, [argument, rows]] of tried.rows.entries()) tryAll(name, tried, [at], argument, rows, undefined);
}

test("every function that the package exports is in the matrix", async () => {
  const { exports } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const found = new Set<string>();
  for (const entry of Object.values<string>(exports)) {
    const module: Record<string, unknown> = await import(new URL(`../../${entry}`, import.meta.url).href);
    for (const [name, value] of Object.entries(module))
      if (typeof value === "function" && !/^class /.test(String(value))) found.add(name);
  }
  assert.deepEqual([...found].sort(), Object.keys(MATRIX).sort());
});

test("every call of a presigner is in this matrix, or in that of options.test.ts", () => {
  const presigner = createPresigner({
    credentials: CREDENTIALS,
    region: "r-1",
    bucket: "photos",
    endpoint: "https://h",
    clock: () => NOW,
  });
  const { multipart, ...calls } = presigner;
  const names = [
    ...Object.entries(calls)
      .filter(([, value]) => typeof value === "function")
      .map(([name]) => name),
    ...Object.keys(multipart).map((name) => `multipart.${name}`),
  ];
  const tried = [...CALLS.map(({ name }) => name), ...Object.keys(METHODS), "getAndHead", "multipart.parts"];
  assert.deepEqual(names.sort(), tried.sort());
});

test("an argument without rows is an error of types", () => {
  // @ts-expect-error Three members are missing: were they not asked for, an option could be added and never tried.
  const incomplete: ArgumentsOf<Credentials> = { accessKeyId: text() };
  assert.ok(incomplete);
});
