// Builds what is published: a complete package in each `packages/*/dist`, with its own `package.json`, JavaScript and
// types. In the tree `exports` point at the TypeScript sources, which work through workspace links and not from a
// tarball (Node does not strip types below `node_modules`). The pages are Vite's and travel inside `daypass`.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleAlone, bundleInPlace, type Entries } from "./bundling/entries.ts";
import { bundleForFirstUse, type Parts } from "./bundling/first-use.ts";

const root = resolve(import.meta.dirname, "..");
const PACKAGES = ["presign", "api", "bucket", "server", "client", "cli"] as const;

/**
 * What a program that imports the presigner and signs a download does without. The code around must not call into these
 * modules before they are needed; what it takes of them are functions.
 */
export const PRESIGN_PARTS: Parts = {
  calls: ["sign/further-calls", "sign/customer-key", "sign/headers", "show-named"],
  post: ["post/form-signer", "providers/form"],
  form: ["post/form"],
  places: ["address/endpoint", "address/access-point", "address/directory-bucket", "providers/directory-bucket"],
  providers: ["providers/place", "providers/special", "providers/signed-names"],
  sigv4a: ["sigv4a/scheme", "sigv4a/region-set"],
  native: ["sigv4/hash/native"],
  verify: ["verify/verify", "verify/form", "verify/path"],
  inspect: ["inspect/inspect"],
  trace: ["trace/trace"],
};

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly imports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

/** `./src/index.ts` → what Node and TypeScript find in the built package. */
const builtEntry = (source: string) => {
  const stem = source.replace(/\.ts$/, "");
  return { types: `${stem}.d.ts`, default: `${stem}.js` };
};

/** `./get` → `get`, and the entry of the package itself → `index`. */
const nameOf = (path: string): string => path.replace(/^\.\/?/, "") || "index";

/**
 * Where `imports` choose by a condition, each choice is built in: `node/` has the entries for Node, `src/` those for
 * everything else.
 */
const chosenEntry = (path: string, source: string) => {
  const { types, default: portable } = builtEntry(source);
  if (path !== ".") return { types, node: `./node/${nameOf(path)}.js`, default: portable };
  // What Node itself takes reads its parts from files beside it, and bundlers would leave them behind: those that know `module`,
  // and those that know no more than `node`, get the whole in one.
  return {
    types,
    module: { node: "./node/whole.js", default: portable },
    "module-sync": "./node/index.js",
    node: "./node/traced.js",
    default: portable,
  };
};

export function publishedManifest({ devDependencies: _, files: __, ...manifest }: Manifest): object {
  const { exports, imports, ...rest } = manifest;
  const entry = imports === undefined ? (_: string, source: string) => builtEntry(source) : chosenEntry;
  return {
    ...rest,
    ...(exports && {
      exports: Object.fromEntries(Object.entries(exports).map(([path, source]) => [path, entry(path, source)])),
    }),
    // The rest of a built folder is there to be published; tarballs of an earlier try are not.
    files: ["src", ...(imports === undefined ? [] : ["node"]), "bin", "web"],
  };
}

const readManifest = (name: (typeof PACKAGES)[number]): Manifest =>
  JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));

/** The built modules in `folder` as those that others may import, with what `imports` choose under a condition. */
function bundlingOf({ exports = {}, imports = {} }: Manifest, folder: string, condition: "node" | "default"): Entries {
  const module = (source: string) => source.replace(/^\.\/src\/|\.ts$/g, "");
  const rename = (entries: [string, string][]) => Object.fromEntries(entries);
  return {
    folder,
    entries: rename(Object.entries(exports).map(([path, source]) => [nameOf(path), module(source)])),
    imports: rename(Object.entries(imports).map(([name, sources]) => [name, module(sources[condition]!)])),
  };
}

/** One run of the compiler over all packages, so that they are checked against each other's sources. */
function compile(outDir: string): void {
  const config = join(outDir, "tsconfig.json");
  writeFileSync(
    config,
    JSON.stringify({
      extends: resolve(root, "tsconfig.base.json"),
      compilerOptions: {
        lib: ["es2024", "dom", "dom.iterable"],
        rootDir: resolve(root, "packages"),
        outDir,
        declaration: true,
        sourceMap: false,
        noEmitOnError: true,
        typeRoots: [resolve(root, "node_modules/@types")],
      },
      include: PACKAGES.map((name) => resolve(root, "packages", name, "src/**/*.ts")),
    }),
  );
  execFileSync(process.execPath, [resolve(root, "node_modules/typescript/bin/tsc"), "-p", config], {
    cwd: root,
    stdio: "inherit",
  });
}

function assemble(name: (typeof PACKAGES)[number], compiled: string): string {
  const source = resolve(root, "packages", name);
  const dist = join(source, "dist");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const folder of ["src", "node"])
    if (existsSync(join(compiled, name, folder)))
      cpSync(join(compiled, name, folder), join(dist, folder), { recursive: true });
  // The compiler rewrites `./x.ts` in JavaScript, but not in declarations.
  for (const file of globSync("src/**/*.d.ts", { cwd: dist })) {
    const text = readFileSync(join(dist, file), "utf8");
    writeFileSync(join(dist, file), text.replace(/((?:from|import) |import\()"(\.{1,2}\/[^"]+)\.ts"/g, '$1"$2.js"'));
  }
  // What is no TypeScript but belongs to the sources.
  for (const file of globSync("src/**/*", { cwd: source, exclude: ["**/*.ts"], withFileTypes: true }))
    if (file.isFile()) {
      const from = join(file.parentPath, file.name);
      const to = from.replace(source, dist);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(from, to);
    }
  for (const [from, to] of [
    [join(source, "README.md"), "README.md"],
    [join(root, "LICENSE"), "LICENSE"],
    [join(source, "bin"), "bin"],
  ] as const)
    if (existsSync(from)) cpSync(from, join(dist, to), { recursive: true });
  if (name === "cli") cpSync(resolve(root, "packages/web/dist"), join(dist, "web"), { recursive: true });
  writeFileSync(join(dist, "package.json"), `${JSON.stringify(publishedManifest(readManifest(name)), null, 2)}\n`);
  return dist;
}

if (import.meta.main) {
  await import("./build-web.ts");
  const folder = resolve(root, "node_modules/.cache");
  mkdirSync(folder, { recursive: true });
  // Below the project's root, so that the compiler finds the dependencies' types as it does for the sources.
  const compiled = mkdtempSync(join(folder, "daypass-build-"));
  try {
    compile(compiled);
    // Functions that run for a moment import the signer: for them each file that must be opened counts.
    const manifest = readManifest("presign");
    const folder = join(compiled, "presign/src");
    const outDir = join(compiled, "presign/node");
    const shared = "errors";
    const { entries: forNode, ...modules } = bundlingOf(manifest, folder, "node");
    const { index = "", get = "", ...others } = forNode;
    await bundleAlone({ ...modules, entries: { ...others, whole: index }, shared, outDir });
    await bundleForFirstUse({
      ...modules,
      entry: ["index", index],
      parts: PRESIGN_PARTS,
      shared,
      whole: "whole",
      load: (module) => import(pathToFileURL(resolve(root, `packages/presign/src/${module}.ts`)).href),
      outDir,
    });
    // What signs a few downloads never hashes so much that `node:crypto` would pay.
    const { imports } = bundlingOf(manifest, folder, "default");
    await bundleAlone({ folder, entries: { get }, imports, shared, outDir });
    await bundleInPlace(bundlingOf(manifest, folder, "default"));
    for (const name of PACKAGES) console.log(`built ${assemble(name, compiled)}`);
  } finally {
    rmSync(compiled, { recursive: true, force: true });
  }
}
