// Joins the built modules of a package into one file for each entry and chunks that entries share: a fresh process
// opens a few files instead of a hundred. Nothing is renamed or minified, so that a stack trace still reads well.
import { globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

/** Rewrites the `.js` files below `folder`; declarations stay where they are. Entries are paths below it, without extension. */
export async function bundleEntries(folder: string, entries: readonly string[]): Promise<void> {
  const before = globSync("**/*.js", { cwd: folder });
  await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: "es2024",
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((entry) => [entry, join(folder, `${entry}.js`)])),
        // `#hash` and `#ecdsa` are chosen by whoever runs the package.
        external: [/^node:/, /^#/],
        preserveEntrySignatures: "strict",
        treeshake: false,
        output: {
          entryFileNames: "[name].js",
          chunkFileNames: "shared/[name].js",
          codeSplitting: { groups: [{ name: "sigv4", test: /\/sigv4\/(?!hash\/)|\/errors\.js$/ }] },
        },
      },
    },
  });
  const kept = new Set(entries.map((entry) => `${entry}.js`));
  for (const file of before) if (!kept.has(file)) rmSync(join(folder, file));
}
