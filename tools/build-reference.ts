// Writes the reference pages, docs/reference/*.md, from the docstrings of what the packages export.
// `npm test` holds the pages to the docstrings, runs their examples and looks for what has no docstring.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { readPublicPackage } from "./reference/package-exports.ts";
import { renderPage } from "./reference/render.ts";

const root = resolve(import.meta.dirname, "..");

/** The packages that have a page. */
export const PAGES = ["presign", "bucket", "client"] as const;

export const packageFolder = (name: string): string => resolve(root, "packages", name);
export const pageFile = (name: string): string => resolve(root, "docs/reference", `${name}.md`);
export const makePage = (name: string): string =>
  renderPage(readPublicPackage(packageFolder(name)), "npm run reference");

if (import.meta.main)
  for (const name of PAGES) {
    mkdirSync(resolve(root, "docs/reference"), { recursive: true });
    writeFileSync(pageFile(name), makePage(name));
    console.log(`docs/reference/${name}.md`);
  }
