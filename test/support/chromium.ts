// A real Chromium for tests, from `npm ci` alone on Linux x64. The npm package carries the program compressed; its own
// unpacking writes into the common temporary folder and is not safe when several test files start at once, so we unpack
// into a folder of our own beside it and move that into place in one step: whoever comes second finds it whole.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../..");

export interface Chromium {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The same fonts on every machine, so that pages break their lines alike and pictures can be compared. */
const fontsConfig = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
  <alias binding="same"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>ui-monospace</family><prefer><family>DejaVu Sans Mono</family><family>Liberation Mono</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>DejaVu Sans Mono</family><family>Liberation Mono</family></prefer></alias>
</fontconfig>
`;

/** What is written last is there. */
const isWhole = (folder: string): boolean => existsSync(join(folder, "fonts.conf"));

async function unpack(packageFolder: string, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    // The package unpacks into the temporary folder of its process, so it gets a process whose temporary folder is ours.
    const script = `const { inflate } = await import(${JSON.stringify(join(packageFolder, "build/index.js"))});
      await Promise.all(["chromium.br", "fonts.tar.br", "al2023.tar.br"].map((name) => inflate(${JSON.stringify(`${packageFolder}/bin/`)} + name)));`;
    await run(process.execPath, ["--input-type=module", "-e", script], { env: { ...process.env, TMPDIR: partial } });
    await writeFile(join(partial, "fonts.conf"), fontsConfig(folder));
    await rename(partial, folder).catch(async (error) => {
      if (isWhole(folder)) return;
      // A copy of this project that was moved may have left its cache of fonts here.
      await rm(folder, { recursive: true, force: true });
      await rename(partial, folder).catch(() => {
        if (!isWhole(folder)) throw error;
      });
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Small machines miss libraries such as NSS: the package ships those for them. Where they are there, they are used. */
async function findLibraries(executable: string, folder: string): Promise<Record<string, string>> {
  const shipped = { LD_LIBRARY_PATH: join(folder, "al2023/lib") };
  const starts = (env: Record<string, string>) =>
    run(executable, ["--version"], { env: { ...process.env, ...env } }).then(
      () => null,
      (error: Error) => error,
    );
  if ((await starts({})) === null) return {};
  const failure = await starts(shipped);
  if (failure === null) return shipped;
  throw new Error("The Chromium of @sparticuz/chromium does not start on this machine", { cause: failure });
}

async function findPackaged(): Promise<Chromium | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const packageFolder = resolve(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..");
  const { version } = createRequire(import.meta.url)(join(packageFolder, "package.json")) as { version: string };
  const folder = join(root, "node_modules/.cache", `chromium-${version}`);
  if (!isWhole(folder)) await unpack(packageFolder, folder);
  const executable = join(folder, "chromium");
  const libraries = await findLibraries(executable, folder);
  return { executable, env: { ...libraries, FONTCONFIG_FILE: join(folder, "fonts.conf") } };
}

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge"];
const SYSTEM_PATHS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
  "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
];

function findSystem(): Chromium | null {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [...folders.flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name))), ...SYSTEM_PATHS];
  const executable = candidates.find((path) => existsSync(path));
  return executable === undefined ? null : { executable, env: {} };
}

let found: Promise<Chromium> | undefined;

/** The packaged Chromium on Linux x64, elsewhere one that is installed. Throws when there is neither. */
export function findChromium(): Promise<Chromium> {
  found ??= findPackaged().then((packaged) => {
    const chromium = packaged ?? findSystem();
    if (chromium === null)
      throw new Error("These tests need a Chromium: install Chromium or Chrome, so that it is found on the PATH");
    return chromium;
  });
  return found;
}
