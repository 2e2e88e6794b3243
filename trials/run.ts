// `npm run trial -- NAME [ARGUMENTS]`: the long tests that `npm test` has no time for. Each file beside this one, and each in
// `attacks/` and `durability/`, is one. With `--canary` it runs against known-bad variants of the code, and each must be found out.
import { globSync } from "node:fs";
import { basename, resolve } from "node:path";
import { catchCanaries, type Trial } from "./support/canary.ts";

const files = new Map(
  globSync(["*.ts", "attacks/*.ts", "durability/*.ts"], { cwd: import.meta.dirname })
    .filter((file) => file !== "run.ts")
    .sort()
    .map((file) => [basename(file, ".ts"), resolve(import.meta.dirname, file)]),
);
const [name = "", ...args] = process.argv.slice(2);
const file = files.get(name);
if (file === undefined) {
  console.error(`Usage: npm run trial -- NAME. Known: ${[...files.keys()].join(", ")}`);
  process.exitCode = 2;
} else {
  const trial = (await import(file)) as Trial;
  const passed =
    args.includes("--canary") && name !== "attacks" ? await catchCanaries(name, trial) : await trial.run(args);
  // Set, not called: what is still being written goes out.
  process.exitCode = passed ? 0 : 1;
}
