// Joins the built modules of a package into few files, for a fresh process pays for each file that it opens and for each
// letter that it parses. What stays readable: names, lines and annotations; what goes: comments, which the declarations have.
import { globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "vite";

export interface Bundling {
  /** Where the built modules are; declarations stay there. */
  readonly folder: string;
  /** Name → module below `folder`, without extension. */
  readonly entries: Readonly<Record<string, string>>;
  /** What `imports` of the manifest stands for: `#name` → module below `folder`, without extension. */
  readonly imports: Readonly<Record<string, string>>;
}

/** For bundlers and every runtime but Node: in place of the modules, with chunks for what entries share. */
export async function bundleInPlace({ folder, entries, imports }: Bundling): Promise<void> {
  const before = globSync("**/*.js", { cwd: folder });
  const modules = Object.values(entries);
  await bundle({ folder, imports, outDir: folder, entries: Object.fromEntries(modules.map((path) => [path, path])) });
  const kept = new Set(modules.map((path) => `${path}.js`));
  for (const file of before) if (!kept.has(file)) rmSync(join(folder, file));
}

/**
 * For Node: one file for each entry, whatever else has a copy of its modules, and one for `shared`, which must be the same
 * for all: `instanceof` would else depend on where a class was imported from.
 */
export async function bundleAlone({
  shared,
  outDir,
  ...bundling
}: Bundling & { readonly shared: string; readonly outDir: string }): Promise<void> {
  const { folder, entries, imports } = bundling;
  for (const [name, path] of [...Object.entries(entries), [shared, shared] as const])
    await bundle({ folder, imports, outDir, entries: { [name]: path }, apart: path === shared ? undefined : shared });
}

interface Run extends Bundling {
  readonly outDir: string;
  /** A module that stays a file of its own, beside what is written. */
  readonly apart?: string | undefined;
}

async function bundle({ folder, outDir, entries, imports, apart }: Run): Promise<void> {
  await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    plugins: apart === undefined ? [] : [leaveApart(join(folder, `${apart}.js`), `./${apart}.js`)],
    resolve: {
      alias: Object.fromEntries(Object.entries(imports).map(([name, path]) => [name, join(folder, `${path}.js`)])),
    },
    build: {
      outDir,
      emptyOutDir: false,
      minify: false,
      target: "es2024",
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(folder, `${path}.js`)])),
        external: [/^node:/],
        preserveEntrySignatures: "strict",
        experimental: { attachDebugInfo: "none" },
        treeshake: { moduleSideEffects: false },
        output: {
          entryFileNames: "[name].js",
          chunkFileNames: "shared/[name].js",
          // A text of ASCII is read and kept in half the room.
          charset: "ascii",
          comments: { legal: false, jsdoc: false, annotation: true },
          codeSplitting: apart === undefined && {
            groups: [{ name: "sigv4", test: /\/sigv4\/(?!hash\/)|\/errors\.js$/ }],
          },
        },
      },
    },
  });
}

/** Leaves imports of `file` as imports of `specifier`. */
const leaveApart = (file: string, specifier: string): Plugin => ({
  name: "leave-apart",
  enforce: "pre",
  async resolveId(source, importer) {
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    return resolved?.id === file ? { id: specifier, external: true } : null;
  },
});
