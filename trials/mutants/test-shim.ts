// Stands in for `node:test` where thousands of runs of the same tests must not start thousands of processes: it collects.
import { AsyncLocalStorage } from "node:async_hooks";

type Work = () => unknown;

export interface CollectedTest {
  readonly name: string;
  readonly run: Work;
}

/** Whose tests are collected: one for each time that files are loaded. */
export interface Collection {
  readonly tests: CollectedTest[];
  /** Suites that may still be collecting. */
  readonly suites: Promise<unknown>[];
  /** What is to be done when the tests are not needed any more. */
  readonly endings: Work[];
}

const path = new AsyncLocalStorage<readonly string[]>();
const collection = (): Collection => (globalThis as { daypassTests?: Collection }).daypassTests!;
const pathTo = (name: string): readonly string[] => [...(path.getStore() ?? []), name];

export function test(name: string, ...rest: unknown[]): void {
  collection().tests.push({ name: pathTo(name).join(" > "), run: rest.at(-1) as Work });
}

export function describe(name: string, ...rest: unknown[]): void {
  const { suites } = collection();
  suites.push(Promise.resolve(path.run(pathTo(name), rest.at(-1) as Work)));
}

export function after(work: Work): void {
  collection().endings.push(work);
}

export { mock } from "node:test";
