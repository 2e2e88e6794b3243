// What a benchmark has to reach, and whether it did.

export interface Target {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly bound: { readonly atMost: number } | { readonly atLeast: number };
}

export const isReached = ({ measured, bound }: Target): boolean =>
  "atMost" in bound ? measured <= bound.atMost : measured >= bound.atLeast;

const format = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));

/** Prints a line for each target and makes the process end with 1 when one is missed. */
export function printTargets(targets: readonly Target[]): void {
  console.log("\nTargets:\n");
  for (const target of targets) {
    const { what, measured, unit, bound } = target;
    const limit = "atMost" in bound ? `at most ${format(bound.atMost)}` : `at least ${format(bound.atLeast)}`;
    console.log(
      `  ${isReached(target) ? "reached" : "MISSED "}  ${what}: ${format(measured)}${unit} (${limit}${unit})`,
    );
  }
  if (!targets.every(isReached)) process.exitCode = 1;
}
