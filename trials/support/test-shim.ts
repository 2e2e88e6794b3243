// Stands in for `node:test` where thousands of runs of the same tests must not start thousands of processes: it collects.
type Run = () => unknown;

export interface CollectedTest {
  readonly name: string;
  readonly run: Run;
}

const path: string[] = [];

export function test(name: string, ...rest: unknown[]): void {
  (globalThis as { daypassTests?: CollectedTest[] }).daypassTests!.push({
    name: [...path, name].join(" > "),
    run: rest.at(-1) as Run,
  });
}

/** Its body must not wait for anything. */
export function describe(name: string, ...rest: unknown[]): void {
  path.push(name);
  (rest.at(-1) as Run)();
  path.pop();
}

export const it = test;
export default test;
