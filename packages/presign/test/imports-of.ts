import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Every source file that `entry` (below `src/`) reaches at run time, with its text. */
export function importsOf(entry: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (file: URL): void => {
    const path = fileURLToPath(file);
    if (found.has(path)) return;
    const source = readFileSync(file, "utf8");
    found.set(path, source);
    for (const [, next] of source.matchAll(/^(?:import|export)(?! type)[^"]*from "(\.{1,2}\/[^"]+)"/gm))
      visit(new URL(next!, file));
  };
  visit(new URL(`../src/${entry}`, import.meta.url));
  return found;
}
