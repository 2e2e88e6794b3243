// Everything that may happen to stored bytes, one trial after the other: `npm run trial -- durability [--quick]`. The quick
// form runs each with a tenth of its rounds.
import type { Trial } from "./support/canary.ts";

const TRIALS: readonly (readonly [name: string, rounds: number])[] = [
  ["crash", 200],
  ["power-cut", 200],
  ["disk-full", 20],
  ["io-faults", 200],
  ["torn", 1_000],
  ["bit-rot", 1_000],
];

export async function run(args: readonly string[]): Promise<boolean> {
  const share = args.includes("--quick") ? 10 : 1;
  let passed = true;
  for (const [name, rounds] of TRIALS) {
    const trial = (await import(`./durability/${name}.ts`)) as Trial;
    if (!(await trial.run([String(Math.ceil(rounds / share))]))) passed = false;
  }
  return passed;
}
