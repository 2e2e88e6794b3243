import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const packageUrl = new URL("../package.json", import.meta.url);
const { imports } = JSON.parse(readFileSync(packageUrl, "utf8")) as { imports: Record<string, { default: string }> };

/** Every source file that `entry` (below `src/`) reaches at run time in a browser, with its text. */
export function importsOf(entry: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (file: URL): void => {
    const path = fileURLToPath(file);
    if (found.has(path)) return;
    const source = readFileSync(file, "utf8");
    found.set(path, source);
    for (const [, next] of source.matchAll(/^(?:import|export)(?! type)[^"]*from "((?:\.{1,2}\/|#)[^"]+)"/gm))
      visit(next!.startsWith("#") ? new URL(imports[next!]!.default, packageUrl) : new URL(next!, file));
  };
  visit(new URL(`../src/${entry}`, import.meta.url));
  return found;
}
