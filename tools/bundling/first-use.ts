// An entry for Node that reads little when it is imported: a fresh process pays for every letter, also of what it never
// calls. The rest lies in parts, files beside it, and each is read at the first call of one of its functions.
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
  /** Answers what a module exports, so that the entry can stand in for it. */
  readonly load: (module: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly outDir: string;
}

const READ_PART = resolve(import.meta.dirname, "read-part.js");
/** Some bundlers understand `require` in a module. The one that writes the entry must leave it to them. */
const REQUIRE = "requireOfBundlers";

/** Writes the entry, and `later/PART.cjs`. */
export async function bundleForFirstUse(given: FirstUse): Promise<void> {
  const { entry, parts, shared, outDir } = given;
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
}

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
      for (const chunk of Object.values(output))
        if (chunk.type === "chunk")
          chunk.code = chunk.code.replaceAll(`${REQUIRE}(`, "require(") + listFiles(Object.keys(parts));
    },
  };
}

const readerOf = (part: string): string => `import { readPart } from "first-use:read-part";
let part;
export const read = () => (part ??= readPart("./later/${part}.cjs", () => ${REQUIRE}("./later/${part}.cjs")));`;

/**
 * Each function reads the part when it is called, and each table when one of its entries is asked for. Of anything else there is
 * no stand-in: an entry that imports it does not build.
 */
export function standInFor(part: string, exports: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(exports).map(([name, value]) => {
    if (typeof value === "function") return `export const ${name} = (...given) => read().${name}(...given);`;
    if (!isTable(value)) return "";
    const getters = Object.keys(value).map((key) => `get ${key}() { return read().${name}.${key}; }`);
    return `export const ${name} = { ${getters.join(", ")} };`;
  });
  return [`import { read } from "part:${part}";`, ...lines.filter((line) => line !== "")].join("\n");
}

const isTable = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

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

const listFiles = (parts: readonly string[]): string => `
// Never called: it tells programs that gather the files of a package which others belong to this one.
const files = () => [${parts.map((part) => `import("./later/${part}.cjs")`).join(", ")}];
`;
