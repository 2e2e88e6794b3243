import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";

const runner = resolve(import.meta.dirname, "test.ts");

function run(args: readonly string[]): { stdout: string; stderr: string; status: number | null } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, [runner, ...args], { encoding: "utf8", env });
}

/** The closing line and the exit code of the runner for one file of tests. */
function runFile(source: string): { counted: string | undefined; code: number | null } {
  const folder = mkdtempSync(join(tmpdir(), "daypass-runner-"));
  try {
    const file = join(folder, "fixture.test.mjs");
    writeFileSync(file, `import { after, describe, it } from "node:test";\n${source}`);
    const { stdout, status } = run([file]);
    return { counted: stdout.trim().split("\n").at(-1), code: status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CASES = [
  {
    name: "suites are not counted when all is well",
    source: `describe("s", () => it("t", () => {}));`,
    counted: "1 passed, 0 failed",
    code: 0,
  },
  {
    name: "a suite whose own set-up throws is a failure",
    source: `describe("s", () => { throw new Error("no"); });`,
    counted: "0 passed, 1 failed",
    code: 1,
  },
  {
    name: "so is a suite whose hook throws after its tests passed",
    source: `describe("s", () => { after(() => { throw new Error("no"); }); it("t", () => {}); });`,
    counted: "1 passed, 1 failed",
    code: 1,
  },
  {
    name: "a failed test counts once, however deep its suites",
    source: `describe("s", () => describe("t", () => it("u", () => { throw new Error("no"); })));`,
    counted: "0 passed, 1 failed",
    code: 1,
  },
  {
    name: "what is skipped, or still to be written, is no pass",
    source: `it("t", () => {}); it.skip("u", () => {}); it.todo("v");`,
    counted: "1 passed, 0 failed, 2 skipped",
    code: 0,
  },
  { name: "a file without a test is a failure", source: "", counted: "0 passed, 1 failed", code: 1 },
  {
    name: "so is a run in which every test was skipped",
    source: `it.skip("t", () => {});`,
    counted: "0 passed, 1 failed, 1 skipped",
    code: 1,
  },
];

for (const { name, source, counted, code } of CASES)
  test(name, () => assert.deepEqual(runFile(source), { counted, code }));

test("a name or a glob that matches no file is refused by its name, whatever else is named", () => {
  const missing = ["packages/presign/test/not-here.test.ts", "tools/*.not-here.ts"];
  const { stdout, stderr, status } = run(["tools/install-once.test.ts", ...missing]);
  assert.equal(status, 2);
  assert.equal(stdout, "", "nothing was run");
  for (const name of missing) assert.ok(stderr.includes(name), stderr);
  assert.ok(!stderr.includes("install-once"), stderr);
});

test("CONTRIBUTING's example of one test file is a file that is here", () => {
  const root = resolve(import.meta.dirname, "..");
  const examples = [...readFileSync(join(root, "CONTRIBUTING.md"), "utf8").matchAll(/npm test -- ([^`\s]+)/g)];
  assert.ok(examples.length > 0);
  for (const [, file] of examples) assert.ok(existsSync(join(root, file!)), file);
});
