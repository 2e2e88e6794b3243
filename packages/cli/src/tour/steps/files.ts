/** What the tour uploads. The two keys differ in one character, which the tour tampers with. */
export const FIRST = { key: "in/report-1.txt", name: "report-1.txt", type: "text/plain", text: "The first report.\n" };
export const SECOND = {
  key: "in/report-2.txt",
  name: "report-2.txt",
  type: "text/plain",
  text: "The second report.\n",
};

/** Runs something that asks nobody, and says how long it took. */
export function timed<Result>(run: () => Result): { result: Result; took: string } {
  const startedAt = performance.now();
  const result = run();
  return { result, took: `${(performance.now() - startedAt).toFixed(2)} ms` };
}
