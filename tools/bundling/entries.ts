// One file for each entry of a package.
import { globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { leaveApart, type Modules, writeBundle } from "./bundle.ts";

export interface Entries extends Modules {
  /** Name → module below `folder`, without extension. */
  readonly entries: Readonly<Record<string, string>>;
}

/** For bundlers and every runtime but Node: in place of the modules, with chunks for what entries share. */
export async function bundleInPlace({ entries, ...modules }: Entries): Promise<void> {
  const { folder } = modules;
  const before = globSync("**/*.js", { cwd: folder });
  const paths = Object.values(entries);
  await writeBundle({
    ...modules,
    outDir: folder,
    input: Object.fromEntries(paths.map((path) => [path, path])),
    output: { codeSplitting: { groups: [{ name: "sigv4", test: /\/sigv4\/(?!hash\/)|\/errors\.js$/ }] } },
  });
  const kept = new Set(paths.map((path) => `${path}.js`));
  for (const file of before) if (!kept.has(file)) rmSync(join(folder, file));
}

/**
 * For Node: one file for each entry, whatever else has a copy of its modules, and one for `shared`, which must be the same
 * for all: `instanceof` would else depend on where a class was imported from.
 */
export async function bundleAlone({
  entries,
  shared,
  outDir,
  ...modules
}: Entries & { readonly shared: string; readonly outDir: string }): Promise<void> {
  for (const [name, path] of [...Object.entries(entries), [shared, shared] as const])
    await writeBundle({
      ...modules,
      outDir,
      input: { [name]: path },
      plugins: path === shared ? [] : [leaveApart(modules, shared, `./${shared}.js`)],
    });
}
