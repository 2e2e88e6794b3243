// What the web's build left: hashed names by source, and the files themselves.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(import.meta.dirname, "../../packages/web/dist");

function readManifest(): Record<string, { file: string; css?: string[] }> {
  const path = join(folder, ".vite/manifest.json");
  if (!existsSync(path)) throw new Error("The pages are not built: run `node tools/build-web.ts` first");
  return JSON.parse(readFileSync(path, "utf8"));
}

function readEntry(source: string) {
  const entry = readManifest()[source];
  if (!entry) throw new Error(`The build has no entry for ${source}`);
  return entry;
}

/** Where a page finds a built source, for example `/assets/recipient-x1.js` of `src/recipient.ts`. */
export const assetHref = (source: string): string => `/assets/${readEntry(source).file}`;

/** Style sheets that a built source brings along. */
export const assetStyles = (source: string): string[] => (readEntry(source).css ?? []).map((file) => `/assets/${file}`);

const TYPES: Record<string, string> = { css: "text/css", js: "text/javascript" };

/** A built file by its address; null when there is none. */
export function readAsset(href: string): { readonly body: Buffer; readonly contentType: string } | null {
  const name = /^\/assets\/([\w.-]+\.(css|js))$/.exec(href);
  if (!name || !existsSync(join(folder, name[1]!))) return null;
  return { body: readFileSync(join(folder, name[1]!)), contentType: TYPES[name[2]!]! };
}
