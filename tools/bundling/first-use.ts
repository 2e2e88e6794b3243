// An entry for Node that reads little when it is imported: a fresh process pays for every letter, also of what it never
// calls. The rest lies in parts, files beside it, and each is read at the first call of one of its functions.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";
import { fileOf, leaveApart, type Modules, writeBundle } from "./bundle.ts";

/** Name of a part → its modules, without extension. What they import comes along, also where the entry has it too. */
export type Parts = Readonly<Record<string, readonly string[]>>;

export interface FirstUse extends Modules {
  /** Name of the file → module. */
  readonly entry: readonly [name: string, module: string];
  readonly parts: Parts;
  /** The module that must be the same for all, a file of its own. */
  readonly shared: string;
  /** Name of the file beside the entry that has all in one. */
  readonly whole: string;
  /** Answers what a module exports, so that the entry can stand in for it. */
  readonly load: (module: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly outDir: string;
}

const filesOf = (parts: Parts): string[] => Object.keys(parts).map((part) => `later/${part}.cjs`);

const READ_PART = resolve(import.meta.dirname, "read-part.js");

/** Writes the entry, `later/PART.cjs`, and `traced.js`. */
export async function bundleForFirstUse(given: FirstUse): Promise<void> {
  const { entry, parts, shared, whole, outDir } = given;
  await writeBundle({
    ...given,
    input: { [entry[0]]: entry[1] },
    plugins: [putOff(given), leaveApart(given, shared, `./${shared}.js`)],
  });
  for (const [part, modules] of Object.entries(parts))
    await writeBundle({
      ...given,
      outDir: join(outDir, "later"),
      input: { [part]: `part:${part}` },
      plugins: [joinModules(given, modules), leaveApart(given, shared, `./${shared}.js`)],
      output: {
        format: "cjs",
        entryFileNames: "[name].cjs",
        // In brackets, which tells V8 that it is called at once: it would else read it all twice.
        banner: "module.exports = ((require) => { const exports = {};",
        footer: "return exports; });",
      },
    });
  // For bundlers, and for programs that gather files but do not resolve as Node does.
  const files = [`${entry[0]}.js`, ...filesOf(parts)];
  writeFileSync(join(outDir, "traced.js"), `export * from "./${whole}.js";\n${listFiles(files)}`);
}

/** A function that nobody calls, with every file in it. */
const listFiles = (files: readonly string[]): string => `
// Never called: it shows programs that gather the files of a package which ones belong to this.
const files = () => [${files.map((file) => `import("./${file}")`).join(", ")}];
`;

/** Puts a stand-in in the place of each module of a part. */
function putOff(given: FirstUse): Plugin {
  const { parts, shared, load } = given;
  const partOf = new Map(
    Object.entries(parts).flatMap(([part, modules]) =>
      modules.map((module) => [fileOf(given, module), { part, module }]),
    ),
  );
  return {
    name: "put-off",
    enforce: "pre",
    async resolveId(source, importer) {
      if (source === "first-use:read-part") return READ_PART;
      if (source === "first-use:shared") return { id: `./${shared}.js`, external: true };
      if (source.startsWith("part:")) return source;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      const found = resolved && partOf.get(resolved.id);
      return found ? `stand-in:${found.module}` : null;
    },
    async load(id) {
      if (id.startsWith("part:")) return readerOf(id.slice("part:".length));
      if (!id.startsWith("stand-in:")) return null;
      const module = id.slice("stand-in:".length);
      const { part } = partOf.get(fileOf(given, module))!;
      return standInFor(part, await load(module));
    },
    // At the very end, when nothing is left out any more because nobody calls it.
    generateBundle(_, output) {
      for (const chunk of Object.values(output)) if (chunk.type === "chunk") chunk.code += listFiles(filesOf(parts));
    },
  };
}

const readerOf = (part: string): string => `import { readPart } from "first-use:read-part";
let part;
export const read = () => (part ??= readPart("./later/${part}.cjs"));`;

/** Each function reads the part when it is called. Of anything else there is no stand-in: an entry that imports it does not build. */
export function standInFor(part: string, exports: Readonly<Record<string, unknown>>): string {
  const functions = Object.keys(exports).filter((name) => typeof exports[name] === "function");
  return [
    `import { read } from "part:${part}";`,
    ...functions.map((name) => `export const ${name} = (...given) => read().${name}(...given);`),
  ].join("\n");
}

/** One module that exports what all of them do. */
const joinModules = (given: Modules, modules: readonly string[]): Plugin => ({
  name: "join-modules",
  enforce: "pre",
  resolveId: (source) => (source.startsWith("part:") ? source : null),
  load: (id) =>
    id.startsWith("part:")
      ? modules.map((module) => `export * from ${JSON.stringify(fileOf(given, module))};`).join("\n")
      : null,
});
