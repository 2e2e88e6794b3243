// The part of Stryker that writes every mutant of a source into it, each behind a switch.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { installOnce } from "../../tools/install-once.ts";

const NAME = "@stryker-mutator/instrumenter";
// Texts of messages are for people, who are not simulated here; codes are looked at by the tests as they are.
const OPTIONS = { plugins: null, excludedMutations: ["StringLiteral"], ignorers: [] };

export interface Mutant {
  readonly id: string;
  readonly mutatorName: string;
  readonly replacement: string;
  /** `Ignored` when it is excluded, and so not in the code. */
  readonly status?: string;
  /** Lines and columns are counted from 0. */
  readonly location: Readonly<Record<"start" | "end", { readonly line: number; readonly column: number }>>;
}

export type MakeMutants = (name: string, content: string) => Promise<{ code: string; mutants: Mutant[] }>;

interface Instrumenter {
  instrument(
    files: readonly { name: string; mutate: boolean; content: string }[],
    options: unknown,
  ): Promise<{ files: { content: string }[]; mutants: Mutant[] }>;
}

/** Undefined where npm cannot bring Stryker. */
export async function findMutantMaker(): Promise<MakeMutants | undefined> {
  const installed = await installOnce({ area: "trials", packages: { [NAME]: "10.1.1" } });
  if (installed === undefined) return undefined;
  const entry = createRequire(resolve(installed, "package.json")).resolve(NAME);
  const stryker: { Instrumenter: new (logger: unknown) => Instrumenter } = await import(pathToFileURL(entry).href);
  const instrumenter = new stryker.Instrumenter({ debug() {}, info() {}, isDebugEnabled: () => false });
  return async (name, content) => {
    const { files, mutants } = await instrumenter.instrument([{ name, mutate: true, content }], OPTIONS);
    return { code: files[0]!.content, mutants: mutants.filter(({ status }) => status !== "Ignored") };
  };
}

interface Switchboard {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

/** A loop that a mutant has made endless is one that was noticed: so many times as often as without, and some more. */
const TIMES_AS_OFTEN = 100;
const MORE_HITS = 1_000;
/** Where the code looks for the mutant that is switched on, and writes who reaches which. */
const board: Switchboard = {};
(globalThis as { __stryker__?: Switchboard }).__stryker__ = board;

/** `usualHits`: how often what runs now comes by without a mutant. */
export function switchOn(id: string, usualHits: number): void {
  board.hitCount = 0;
  board.hitLimit = TIMES_AS_OFTEN * usualHits + MORE_HITS;
  board.activeMutant = id;
}

export function switchOff(): void {
  board.activeMutant = undefined;
}

export interface Reach {
  /** How often mutants are come by when the file is loaded, by id. */
  readonly atLoad: ReadonlyMap<string, number>;
  /** The same for each test, in order. */
  readonly byTest: readonly ReadonlyMap<string, number>[];
}

/** Runs the tests that `load` gives, and watches which mutants they reach. */
export async function watchReach<T>(
  load: () => Promise<readonly T[]>,
  run: (test: T) => Promise<void>,
): Promise<Reach> {
  board.mutantCoverage = { static: {}, perTest: {} };
  board.currentTestId = undefined;
  const tests = await load();
  for (const [i, test] of tests.entries()) {
    board.currentTestId = String(i);
    await run(test);
  }
  board.currentTestId = undefined;
  const { static: atLoad, perTest } = board.mutantCoverage;
  return {
    atLoad: new Map(Object.entries(atLoad)),
    byTest: tests.map((_, i) => new Map(Object.entries(perTest[i] ?? {}))),
  };
}
