// Runs the examples of docstrings and READMEs as they stand, and holds them to what they say they print:
// `console.log(x); // → text`, where `…` at the end stands for the rest of the line.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const PRINT = /console\.log\(.*?(?:\/\/ → (.*))?$/gm;

export interface Surroundings {
  /** Instead of the network. */
  readonly fetch?: typeof fetch;
}

/** Throws what the example throws, or an Error that says which line printed something else. */
export async function runExample(code: string, surroundings: Surroundings = {}): Promise<void> {
  const promised = [...code.matchAll(PRINT)].map(([line, text]) => ({ line, text }));
  if (!promised.some(({ text }) => text !== undefined))
    throw new Error(`An example prints something and says what: console.log(x); // → text\n${code}`);
  const printed = await printedBy(code, surroundings);
  if (printed.length !== promised.length)
    throw new Error(
      `It has ${promised.length} console.log and printed ${printed.length} times:\n${printed.join("\n")}`,
    );
  for (const [index, { line, text }] of promised.entries()) {
    const got = printed[index]!;
    if (text === undefined || (text.endsWith("…") ? got.startsWith(text.slice(0, -1)) : got === text)) continue;
    throw new Error(`${line}\nprinted ${got}`);
  }
}

async function printedBy(code: string, { fetch = globalThis.fetch }: Surroundings): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "daypass-example-"));
  const file = join(folder, "example.mts");
  // From the temporary folder nothing of the tree can be found by its name.
  writeFileSync(
    file,
    code.replace(/(?<=\bfrom ")(@daypass\/[^"]+)(?=")/g, (name) => import.meta.resolve(name)),
  );
  const printed: string[] = [];
  const before = { log: console.log, fetch: globalThis.fetch };
  console.log = (...values: unknown[]) => printed.push(format(...values));
  globalThis.fetch = fetch;
  try {
    await import(pathToFileURL(file).href);
  } finally {
    console.log = before.log;
    globalThis.fetch = before.fetch;
    rmSync(folder, { recursive: true });
  }
  return printed;
}

const IMPORT = /^import \{([^}]*)\} from "([^"]+)";\n/gm;

/** Several blocks of one page as one program, as they are read: a name may be imported by more than one of them. */
export function joinBlocks(blocks: readonly string[]): string {
  const code = blocks.join("\n");
  const imports = new Map<string, Set<string>>();
  for (const [, names = "", from = ""] of code.matchAll(IMPORT))
    for (const name of names.split(","))
      if (name.trim() !== "") imports.set(from, (imports.get(from) ?? new Set()).add(name.trim()));
  const head = [...imports].map(([from, names]) => `import { ${[...names].join(", ")} } from "${from}";\n`);
  return head.join("") + code.replace(IMPORT, "");
}
