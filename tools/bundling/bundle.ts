// Joins the built modules of a package into few files, for a fresh process pays for each file that it opens and for each
// letter that it parses. What stays readable: names, lines and annotations; what goes: comments, which the declarations have.
import { join } from "node:path";
import { build, normalizePath, type Plugin, type Rolldown } from "vite";

/** The built modules of a package, where declarations stay. */
export interface Modules {
  readonly folder: string;
  /** What `imports` of the manifest stands for: `#name` → module below `folder`, without extension. */
  readonly imports: Readonly<Record<string, string>>;
}

export interface Bundle extends Modules {
  readonly outDir: string;
  /** Name of a file → module below `folder`, without extension, or one that a plugin answers. */
  readonly input: Readonly<Record<string, string>>;
  readonly plugins?: readonly Plugin[] | undefined;
  readonly output?: Rolldown.OutputOptions | undefined;
}

/** As Vite names it, on every system. */
export const fileOf = ({ folder }: Modules, module: string): string => normalizePath(join(folder, `${module}.js`));

export async function writeBundle({ plugins = [], output, outDir, ...modules }: Bundle): Promise<void> {
  const filesOf = (names: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(names).map(([name, path]) => [name, path.includes(":") ? path : fileOf(modules, path)]),
    );
  await build({
    root: modules.folder,
    configFile: false,
    logLevel: "error",
    plugins: [...plugins],
    resolve: { alias: filesOf(modules.imports) },
    build: {
      outDir,
      emptyOutDir: false,
      minify: false,
      target: "es2024",
      modulePreload: false,
      rolldownOptions: {
        input: filesOf(modules.input),
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
          codeSplitting: false,
          ...output,
        },
      },
    },
  });
}

/** Leaves imports of a module as imports of `specifier`. */
export const leaveApart = (modules: Modules, module: string, specifier: string): Plugin => ({
  name: "leave-apart",
  enforce: "pre",
  async resolveId(source, importer) {
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    return resolved?.id === fileOf(modules, module) ? { id: specifier, external: true } : null;
  },
});
