// Chance that repeats: the same seed gives the same cases, so that what was found can be found again.

export interface Random {
  /** An integer from 0 to below `end`. */
  below(end: number): number;
  pick<T>(items: readonly T[]): T;
  /** True in so many cases of a hundred. */
  chance(percent: number): boolean;
  bytes(count: number): Buffer;
}

/** Mulberry32: small, quick, and good enough to choose test cases. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (end: number): number => Math.floor((next() / 2 ** 32) * end);
  return {
    below,
    pick: (items) => items[below(items.length)]!,
    chance: (percent) => below(100) < percent,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
  };
}
