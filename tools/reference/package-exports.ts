// The public names of a package, over all its entry points.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Declaration, exportedNames, findDeclaration } from "./sources.ts";

export interface PublicName extends Declaration {
  /** What it can be imported from, `@daypass/presign` and subpaths. */
  readonly from: readonly string[];
}

export interface PublicPackage {
  readonly name: string;
  readonly description: string;
  readonly folder: string;
  /** In the order of the entry files; the main one first. */
  readonly names: ReadonlyMap<string, PublicName>;
}

interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly exports: Readonly<Record<string, string>>;
}

export function readPublicPackage(folder: string): PublicPackage {
  const { name, description, exports }: Manifest = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8"));
  const names = new Map<string, PublicName>();
  for (const [path, entry] of Object.entries(exports)) {
    const from = name + path.slice(1);
    const file = resolve(folder, entry);
    for (const exported of exportedNames(file)) {
      const known = names.get(exported);
      const declaration = findDeclaration(file, exported);
      if (declaration === undefined) throw new Error(`${file}: ${exported} is declared nowhere in the package`);
      if (known !== undefined && known.node !== declaration.node)
        throw new Error(`${exported} is one thing in ${known.from[0]} and another in ${from}`);
      names.set(exported, { ...declaration, from: [...(known?.from ?? []), from] });
    }
  }
  return { name, description, folder, names };
}
