// What `npm test` runs: the static checks, then every test file, then one closing line that counts both.
// `--checks-only` stops after the checks. Further arguments are test files or globs to run instead of all. A name that
// matches nothing, or files in which no test ran, are a failure: a slip of the pen must not look like a green run.
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

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function runTests(files: string[]): Promise<Counts> {
  return new Promise((done) => {
    let passed = 0;
    let failed = 0;
    let skipped = 0;
    const stream = run({ cwd: root, files, concurrency: 2, timeout: 240_000 });
    // Suites are not counted, only the tests in them; a file that dies counts as one failure. A suite fails because of a
    // test in it, which is counted already, or on its own (its body or a hook threw), which nothing else counts.
    stream.on("test:pass", (event) => {
      if (event.details.type === "suite" || isFileWithoutTests(event)) return;
      event.skip !== undefined || event.todo !== undefined ? skipped++ : passed++;
    });
    stream.on("test:fail", ({ details }) => {
      const { failureType } = details.error as { failureType?: string };
      if (details.type !== "suite" || failureType !== "subtestsFailed") failed++;
    });
    stream.on("end", () => done({ passed, failed, skipped }));
    stream.compose(spec).pipe(process.stdout);
  });
}

/** Node reports a file that ends well without a test as a test that passed, under the file's own name. */
const isFileWithoutTests = ({ name, file }: { name: string; file?: string | undefined }): boolean => name === file;

/** The files that names and globs stand for. Ends the run if one of them stands for none. */
function findFiles(patterns: readonly string[]): string[] {
  const found = patterns.map((pattern) => globSync(pattern, { cwd: root, exclude: ["**/node_modules/**"] }));
  const nothing = patterns.filter((_, at) => found[at]?.length === 0);
  if (nothing.length > 0) {
    console.error(`no test file matches ${nothing.join(", ")} (looked in ${root})`);
    process.exit(2);
  }
  return [...new Set(found.flat().map((file) => resolve(root, file)))].sort();
}

const args = process.argv.slice(2);
const checksOnly = args.includes("--checks-only");
const chosen = args.filter((argument) => !argument.startsWith("--"));

// A name that matches nothing is said before the checks, which take a while.
const files = checksOnly ? [] : findFiles(chosen.length > 0 ? chosen : PATTERNS);

let passed = 0;
let failed = 0;
let skipped = 0;
if (chosen.length === 0)
  for (const [name, command] of Object.entries(CHECKS)) (await runCheck(name, command)) ? passed++ : failed++;
if (!checksOnly) {
  const counts = await runTests(files);
  passed += counts.passed;
  failed += counts.failed;
  skipped += counts.skipped;
  if (counts.passed + counts.failed === 0) {
    console.log("✖ no test ran");
    failed++;
  }
}
console.log(`took ${Math.round(process.uptime())} s`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed === 0 ? 0 : 1;
