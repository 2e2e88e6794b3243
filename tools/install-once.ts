// npm packages that only a trial or a benchmark needs, such as a rival: installed once for this copy of the project, beside
// its own dependencies and not among them.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";

const CACHE = resolve(import.meta.dirname, "../node_modules/.cache");
const EXACT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const PATIENCE_MILLISECONDS = 300_000;

export interface Wanted {
  /** Who needs them, such as `bench`: a folder in `node_modules/.cache`. */
  readonly area: string;
  /** Name → version, exactly. The first names the folder. */
  readonly packages: Readonly<Record<string, string>>;
  /** Packages whose install scripts may run, by name; none unless told. */
  readonly runScriptsOf?: readonly string[];
}

/**
 * The folder in which the packages are, in its `node_modules`; undefined, and one line on stderr, where npm cannot bring
 * them. It is whole or not there, also when two ask at once or one of them is killed.
 *
 * @throws {RangeError} a version that is not exact.
 */
export async function installOnce(wanted: Wanted, cache: string = CACHE): Promise<string | undefined> {
  const entries = Object.entries(wanted.packages);
  const [[name, version] = ["", ""]] = entries;
  for (const [each, given] of entries)
    if (!EXACT.test(given)) throw new RangeError(`The version of ${each} must be exact, such as 1.2.3, got "${given}"`);
  const folder = resolve(cache, wanted.area, `${name.replaceAll("/", "-")}-${version}`);
  const manifest = describe(wanted);
  if (await holds(folder, manifest)) return folder;

  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  try {
    await writeFile(resolve(draft, "package.json"), JSON.stringify(manifest));
    await runNpm(draft, wanted.runScriptsOf ?? []);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } catch (failure) {
    // Another process may have been quicker.
    if (await holds(folder, manifest)) return folder;
    const all = entries.map((entry) => entry.join("@")).join(", ");
    console.error(`npm could not install ${all}: ${findReason(failure as Failure)}`);
    return undefined;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

type Failure = Error & { readonly code?: number | string; readonly killed?: boolean; readonly stderr?: string };

/** npm 12 runs the scripts of no package that is not named. */
function describe({ packages, runScriptsOf = [] }: Wanted) {
  const allowScripts = Object.fromEntries(runScriptsOf.map((name) => [name, true]));
  return { private: true, dependencies: packages, allowScripts };
}

async function holds(folder: string, manifest: ReturnType<typeof describe>): Promise<boolean> {
  const file = resolve(folder, "package.json");
  return existsSync(file) && isDeepStrictEqual(JSON.parse(await readFile(file, "utf8")), manifest);
}

async function runNpm(cwd: string, runScriptsOf: readonly string[]): Promise<void> {
  const args = ["install", "--no-audit", "--no-fund", "--fetch-retries=1"];
  if (runScriptsOf.length === 0) args.push("--ignore-scripts");
  const isWindows = process.platform === "win32"; // where npm is a batch file
  await promisify(execFile)("npm", args, { cwd, shell: isWindows, timeout: PATIENCE_MILLISECONDS });
}

function findReason({ code, killed, message, stderr = "" }: Failure): string {
  if (code === "ENOENT") return "there is no npm on the PATH";
  if (killed) return `it took longer than ${PATIENCE_MILLISECONDS / 1000} s`;
  const said = /^npm (?:error|ERR!) (?!code |errno |syscall )(.+)$/m.exec(stderr);
  return said?.[1] ?? message.split("\n")[0]!;
}
