// Builds the pages when their sources are newer than the last build, so that `npm start` and `npm test` never show old ones.
import { existsSync, globSync, statSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const web = resolve(root, "packages/web");
const manifest = resolve(web, "dist/.vite/manifest.json");
const SOURCES = [
  "packages/{web,client}/src/**/*",
  "packages/{api,presign}/src/**/*.ts",
  "packages/web/{vite.config.ts,package.json,*.html}",
  "package-lock.json",
];

function isStale(): boolean {
  if (!existsSync(manifest)) return true;
  const builtAt = statSync(manifest).mtimeMs;
  return globSync(SOURCES, { cwd: root }).some((file) => statSync(resolve(root, file)).mtimeMs > builtAt);
}

if (existsSync(resolve(web, "vite.config.ts")) && isStale()) {
  const { build } = await import("vite");
  await build({ root: web, configFile: resolve(web, "vite.config.ts"), logLevel: "warn" });
}
