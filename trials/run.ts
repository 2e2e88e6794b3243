// `npm run trial -- NAME [ARGUMENTS]`: the long tests that `npm test` has no time for. Each file beside this one is one.
import { existsSync, globSync } from "node:fs";
import { basename, resolve } from "node:path";

const [name = "", ...args] = process.argv.slice(2);
const file = resolve(import.meta.dirname, `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || name === "run" || !existsSync(file)) {
  const names = globSync("*.ts", { cwd: import.meta.dirname }).map((each) => basename(each, ".ts"));
  console.error(`Usage: npm run trial -- NAME. Known: ${names.filter((each) => each !== "run").join(", ")}`);
  process.exitCode = 2;
} else {
  const trial = (await import(file)) as { run(args: readonly string[]): Promise<boolean> };
  process.exitCode = (await trial.run(args)) ? 0 : 1;
}
