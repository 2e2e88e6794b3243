// What `npm test` runs: the static checks, then every test file, then one closing line that counts both.
// `--checks-only` stops after the checks. Further arguments are test files or globs to run instead of all.
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

const root = resolve(import.meta.dirname, "..");
const bin = (name: string) => resolve(root, "node_modules/.bin", name);
const node = process.execPath;
// Test files and the programs they start are hundreds of processes, which would each compile the same sources.
process.env.NODE_COMPILE_CACHE ??= resolve(root, "node_modules/.cache/node-compile");

const CHECKS: Record<string, readonly string[]> = {
  types: [bin("tsc"), "--noEmit", "-p", "tsconfig.json"],
  "types of the pages": [bin("tsc"), "--noEmit", "-p", "packages/web/tsconfig.json"],
  "lint and format": [bin("biome"), "check", "--error-on-warnings", "."],
  "who imports whom": [node, "tools/check-rooms.ts"],
};

const PATTERNS = ["packages/*/test/**/*.test.ts", "tools/**/*.test.ts", "test/**/*.test.ts"];

function runCheck(name: string, [program, ...args]: readonly string[]): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(program!, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => {
      output += error.message;
      done(false);
    });
    child.on("close", (code) => {
      console.log(`${code === 0 ? "✔" : "✖"} ${name}`);
      if (code !== 0) console.log(output);
      done(code === 0);
    });
  });
}

function runTests(files: string[]): Promise<{ passed: number; failed: number }> {
  return new Promise((done) => {
    let passed = 0;
    let failed = 0;
    const stream = run({ cwd: root, files, concurrency: 2, timeout: 240_000 });
    // Suites are not counted, only the tests in them; a file that dies counts as one failure. A suite fails because of a
    // test in it, which is counted already, or on its own (its body or a hook threw), which nothing else counts.
    stream.on("test:pass", (event) => {
      if (event.details.type !== "suite") passed++;
    });
    stream.on("test:fail", ({ details }) => {
      const { failureType } = details.error as { failureType?: string };
      if (details.type !== "suite" || failureType !== "subtestsFailed") failed++;
    });
    stream.on("end", () => done({ passed, failed }));
    stream.compose(spec).pipe(process.stdout);
  });
}

const args = process.argv.slice(2);
const checksOnly = args.includes("--checks-only");
const chosen = args.filter((argument) => !argument.startsWith("--"));

let passed = 0;
let failed = 0;
if (chosen.length === 0)
  for (const [name, command] of Object.entries(CHECKS)) (await runCheck(name, command)) ? passed++ : failed++;
if (!checksOnly) {
  const files = globSync(chosen.length > 0 ? chosen : PATTERNS, { cwd: root, exclude: ["**/node_modules/**"] })
    .sort()
    .map((file) => resolve(root, file));
  const counts = await runTests(files);
  passed += counts.passed;
  failed += counts.failed;
}
console.log(`took ${Math.round(process.uptime())} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
