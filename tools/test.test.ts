import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";

const runner = resolve(import.meta.dirname, "test.ts");

/** The closing line and the exit code of the runner for one file of tests. */
function runFile(source: string): { counted: string | undefined; code: number | null } {
  const folder = mkdtempSync(join(tmpdir(), "daypass-runner-"));
  try {
    const file = join(folder, "fixture.test.mjs");
    writeFileSync(file, `import { after, describe, it } from "node:test";\n${source}`);
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { stdout, status } = spawnSync(process.execPath, [runner, file], { encoding: "utf8", env });
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
];

for (const { name, source, counted, code } of CASES)
  test(name, () => assert.deepEqual(runFile(source), { counted, code }));
