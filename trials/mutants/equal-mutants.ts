// Mutants that are the same program: no test can tell them from the source. Each is named with the reason, counted as
// unnoticed all the same, and held to be unnoticed: one that a test notices is not equal.

export interface EqualMutant {
  readonly file: string;
  /** The source line, without its indentation, and what the mutant makes of a part of it. */
  readonly line: string;
  readonly change: string;
  readonly because: string;
}

export const EQUAL_MUTANTS: readonly EqualMutant[] = [];
