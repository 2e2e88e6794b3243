// What a trial counts and says.

const SHOWN = 5;
/** After so many misses there is nothing more to learn. */
const ENOUGH = 20;

export interface Ledger {
  /** Counts one case of that kind. */
  count(kind: string, cases?: number): void;
  /** Counts something that must not be, and shows the first ones. */
  miss(says: string): void;
  readonly isEnough: boolean;
  /** Prints all figures; true when nothing was missed and every bar was reached. */
  close(bars: Readonly<Record<string, number>>): boolean;
}

export function openLedger(name: string): Ledger {
  const startedAt = performance.now();
  const counts = new Map<string, number>();
  let misses = 0;
  const miss = (says: string) => {
    misses++;
    if (misses <= SHOWN) console.log(`MISS ${name}: ${says}`);
  };
  return {
    count: (kind, cases = 1) => void counts.set(kind, (counts.get(kind) ?? 0) + cases),
    miss,
    get isEnough() {
      return misses >= ENOUGH;
    },
    close(bars) {
      // A trial that broke off has found something already: that it is short is no second finding.
      if (misses === 0)
        for (const [kind, atLeast] of Object.entries(bars))
          if ((counts.get(kind) ?? 0) < atLeast) miss(`only ${counts.get(kind) ?? 0} ${kind}, ${atLeast} are wanted`);
      const figures = [...counts].map(([kind, cases]) => `${cases.toLocaleString("en")} ${kind}`).join(", ");
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${misses === 0 ? "pass" : "FAIL"} ${name}: ${figures}; ${misses} misses; ${seconds} s`);
      return misses === 0;
    },
  };
}
