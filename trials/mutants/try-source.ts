// All mutants of one source, each with the tests that reach it.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { openBench } from "./bench.ts";
import { EQUAL_MUTANTS } from "./equal-mutants.ts";
import { type Source, STRICT } from "./sources.ts";
import type { MakeMutants, Mutant } from "./stryker.ts";
import { isSomeoneWaiting, loadAnew, PACKAGES } from "./tests-in-process.ts";

export interface Score {
  readonly mutants: number;
  readonly unnoticed: number;
  /** Of the unnoticed, those that are known to be the same program. */
  readonly equal: number;
  /** The mutant that another thread is to go on with, because here a test still waits. */
  readonly next?: number;
}

/** Who is told what was found. */
export interface Report {
  line(says: string): void;
  /** What must not be. */
  miss(says: string): void;
}

/** Once in a thread: from then on every file of the packages is loaded with the mutants of this one. Begins with the one at `from`. */
export async function trySource(
  { file, tests }: Source,
  from: number,
  { makeMutants, report: { line: print, miss } }: { readonly makeMutants: MakeMutants; readonly report: Report },
): Promise<Score> {
  const name = resolve(PACKAGES, file);
  const content = readFileSync(name, "utf8");
  const lines = content.split("\n");
  const { code, mutants } = await makeMutants(name, content);
  loadAnew(pathToFileURL(name).href, code);
  const bench = await openBench(tests, miss);
  const known = EQUAL_MUTANTS.filter((each) => each.file === file);
  const findTwin = ({ line, change }: Described) => known.find((each) => each.line === line && each.change === change);
  const met = new Set(mutants.map((mutant) => findTwin(describe(mutant, lines))));
  for (const twin of known) if (!met.has(twin)) miss(`no mutant of ${file} is ${twin.change} | ${twin.line}`);
  let unnoticed = 0;
  let equal = 0;
  let i = from;
  for (; i < mutants.length && !isSomeoneWaiting(); i++) {
    const mutant = mutants[i]!;
    const { line, change } = describe(mutant, lines);
    const twin = findTwin({ line, change });
    if (await bench.notices(mutant.id)) {
      if (twin) miss(`a mutant of ${file} is noticed that is listed as equal: ${change} | ${line}`);
      continue;
    }
    unnoticed++;
    if (twin) equal++;
    if (!twin && STRICT.test(line)) miss(`unnoticed where something is compared or ends: ${change} | ${line}`);
    print(`${twin ? "equal" : "unnoticed"}: ${file}:${mutant.location.start.line + 1}: ${change} | ${line}`);
  }
  if (i < mutants.length) return { mutants: i - from, unnoticed, equal, next: i };
  await bench.close();
  return { mutants: i - from, unnoticed, equal };
}

interface Described {
  readonly line: string;
  readonly change: string;
}

/** The line that it is in, and what it makes of which part. */
function describe({ replacement, location: { start, end } }: Mutant, lines: readonly string[]): Described {
  const first = lines[start.line]!;
  const part = end.line === start.line ? first.slice(start.column, end.column) : `${first.slice(start.column)} …`;
  return { line: first.trim(), change: `${shorten(part)} → ${shorten(replacement)}` };
}

function shorten(text: string): string {
  const squeezed = text.replace(/\s+/g, " ").trim();
  return squeezed.length <= 80 ? squeezed : `${squeezed.slice(0, 80)}…`;
}
