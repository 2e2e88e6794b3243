import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { bundleForFirstUse, standInFor } from "./first-use.ts";

const temporary = mkdtempSync(join(tmpdir(), "daypass-first-use-"));
after(() => rmSync(temporary, { recursive: true }));

/** A package in a folder of its own; what a module says when it is read is seen in `globalThis.read`. */
function layOut(name: string, modules: Readonly<Record<string, string>>): { folder: string; outDir: string } {
  const folder = join(temporary, name, "src");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(temporary, name, "package.json"), JSON.stringify({ type: "module" }));
  for (const [module, text] of Object.entries(modules)) writeFileSync(join(folder, `${module}.js`), text);
  return { folder, outDir: join(temporary, name, "node") };
}

async function bundle(name: string, modules: Readonly<Record<string, string>>, parts: Record<string, string[]>) {
  const { folder, outDir } = layOut(name, modules);
  await bundleForFirstUse({
    folder,
    imports: {},
    entry: ["index", "index"],
    parts,
    shared: "errors",
    whole: "whole",
    load: (module) => import(pathToFileURL(join(folder, `${module}.js`)).href),
    outDir,
  });
  writeFileSync(join(outDir, "errors.js"), modules.errors!);
  return outDir;
}

const MODULES = {
  errors: "export class Fault extends Error {}",
  index: `export { Fault } from "./errors.js";
export { multiply } from "./heavy.js";
export { common } from "./common.js";
export const light = () => "light";`,
  heavy: `import { Fault } from "./errors.js";
import { common } from "./common.js";
globalThis.timesRead = (globalThis.timesRead ?? 0) + 1;
export const LIMIT = 9;
export function multiply(a, b) {
  if (a > LIMIT) throw new Fault(common());
  return a * b;
}`,
  common: `export const common = () => "too much";`,
};

test("an entry reads a part at the first call of one of its functions, once, and shares its errors with it", async () => {
  const outDir = await bundle("whole", MODULES, { heavy: ["heavy"] });
  const globals = globalThis as { timesRead?: number };
  delete globals.timesRead;
  const entry = await import(pathToFileURL(join(outDir, "index.js")).href);
  assert.equal(entry.light(), "light");
  assert.equal(globals.timesRead, undefined);

  assert.equal(entry.multiply(2, 3), 6);
  assert.equal(entry.multiply(3, 3), 9);
  assert.throws(() => entry.multiply(10, 1), entry.Fault);
  assert.equal(globals.timesRead, 1);
});

test("the entry has nothing of a part in it, and names its file for programs that gather files, as `traced.js` does", async () => {
  const outDir = await bundle("apart", MODULES, { heavy: ["heavy"] });
  const text = readFileSync(join(outDir, "index.js"), "utf8");
  assert.doesNotMatch(text, /timesRead/);
  assert.match(text, /readPart\("\.\/later\/heavy\.cjs"\)/);
  assert.match(text, /\[import\("\.\/later\/heavy\.cjs"\)\]/);
  assert.deepEqual(readdirSync(join(outDir, "later")), ["heavy.cjs"]);
  const traced = readFileSync(join(outDir, "traced.js"), "utf8");
  assert.match(traced, /^export \* from "\.\/whole\.js";/);
  assert.match(traced, /\[import\("\.\/index\.js"\), import\("\.\/later\/heavy\.cjs"\)\]/);
});

test("a part that cannot be read says why", async () => {
  const outDir = await bundle("alone", MODULES, { heavy: ["heavy"] });
  rmSync(join(outDir, "later"), { recursive: true });
  const entry = await import(pathToFileURL(join(outDir, "index.js")).href);
  assert.equal(entry.light(), "light");
  assert.throws(
    () => entry.multiply(2, 3),
    /^Error: @daypass\/presign cannot read a part of itself: Cannot find module '\.\/later\/heavy\.cjs'/,
  );
});

test("an entry that takes anything but functions out of a part does not build", () =>
  assert.rejects(
    bundle("constant", { ...MODULES, index: `export { LIMIT } from "./heavy.js";` }, { heavy: ["heavy"] }),
    /LIMIT/,
  ));

test("stand-ins hand on every argument, and leave out what cannot wait", () =>
  assert.equal(
    standInFor("heavy", { multiply: () => 0, TABLE: { one: 1 }, LIMIT: 9 }),
    `import { read } from "part:heavy";
export const multiply = (...given) => read().multiply(...given);`,
  ));

test("the parts of the presigner name modules that exist", async () => {
  const { PRESIGN_PARTS } = await import("../build.ts");
  for (const module of Object.values(PRESIGN_PARTS).flat())
    assert.ok(readFileSync(resolve(import.meta.dirname, `../../packages/presign/src/${module}.ts`)), module);
});
