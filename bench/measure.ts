// Measures contestants in one process and the same minute: every round runs all of them in a new order, and ratios are
// taken within a round, so that what else the machine does meanwhile falls on all alike. What is measured is processor
// time of the whole process, threads included: waiting for a processor that others use is nobody's fault.

export interface Contestant {
  readonly name: string;
  /** One unit of work; `i` makes each different. */
  readonly work: (i: number) => unknown;
}

export interface Result {
  readonly name: string;
  /** Microseconds of processor time a unit, one figure a round. */
  readonly rounds: readonly number[];
}

export interface Measurement {
  readonly rounds: number;
  readonly millisecondsPerTurn: number;
}

export async function measure(contestants: readonly Contestant[], plan: Measurement): Promise<Result[]> {
  const results = contestants.map(({ name }) => ({ name, rounds: [] as number[] }));
  let counter = 0;
  const turn = async ({ work }: Contestant): Promise<number> => {
    const from = performance.now();
    const cpuFrom = process.cpuUsage();
    let units = 0;
    do {
      // The clock is read every few units only, and a promise is awaited only where there is one.
      for (let i = 0; i < 8; i++) {
        const result = work(counter++);
        if (result instanceof Promise) await result;
      }
      units += 8;
    } while (performance.now() - from < plan.millisecondsPerTurn);
    const { user, system } = process.cpuUsage(cpuFrom);
    return (user + system) / units;
  };
  for (const contestant of contestants) await turn(contestant);
  for (let round = 0; round < plan.rounds; round++)
    for (const index of shuffled(contestants.length)) results[index]!.rounds.push(await turn(contestants[index]!));
  return results;
}

/** 0 to `length` - 1 in a new random order. */
export function shuffled(length: number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median of how many times longer `a` took than `b` in the same round. */
export const pairedRatio = (a: Result, b: Result): number => median(a.rounds.map((value, i) => value / b.rounds[i]!));

export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(" | ")} |`;
  console.log(line(header));
  console.log(
    `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`,
  );
  for (const row of rows) console.log(line(row));
}
