// Bundles of the built package, as an application's bundler makes them.
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";

const root = resolve(import.meta.dirname, "..");
const built = resolve(root, "packages/presign/dist");

export type Platform = "node" | "browser";

/** Minified code of a module that is `source`, where `@daypass/presign` is the built package. */
export async function bundle(source: string, platform: Platform): Promise<string> {
  if (!existsSync(join(built, "package.json"))) throw new Error("no built package: run `npm run build` first");
  const folder = mkdtempSync(join(tmpdir(), "daypass-bundle-"));
  try {
    mkdirSync(join(folder, "node_modules/@daypass"), { recursive: true });
    symlinkSync(built, join(folder, "node_modules/@daypass/presign"), "junction");
    const entry = join(folder, "entry.js");
    writeFileSync(entry, source);
    const result = await build({
      root: folder,
      configFile: false,
      logLevel: "silent",
      build: {
        write: false,
        minify: true,
        target: "es2024",
        modulePreload: false,
        rolldownOptions: { input: entry, external: [/^node:/], preserveEntrySignatures: "strict" },
      },
      resolve: { conditions: ["module", platform, "import", "default"] },
    });
    const outputs = Array.isArray(result) ? result : [result];
    const [first] = outputs as unknown as readonly { output: readonly { code: string }[] }[];
    return first!.output[0]!.code;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
