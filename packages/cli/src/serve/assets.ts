import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AssetFolder } from "@daypass/server";

/** The built pages: beside this package in a checkout, inside it as published. Undefined when they were never built. */
export function findAssets(): AssetFolder | undefined {
  for (const place of ["../../../web/dist/", "../../web/"]) {
    const folder = fileURLToPath(new URL(place, import.meta.url));
    const manifest = join(folder, ".vite/manifest.json");
    if (existsSync(manifest)) return { folder, manifest: JSON.parse(readFileSync(manifest, "utf8")) };
  }
  return undefined;
}
