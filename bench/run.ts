// `npm run bench -- NAME [options]`: runs bench/NAME.ts.
import { globSync } from "node:fs";

const NOT_BENCHMARKS = ["run.ts", "measure.ts", "targets.ts", "bundle.ts"];
const names = globSync("*.ts", { cwd: import.meta.dirname })
  .filter((file) => !NOT_BENCHMARKS.includes(file))
  .map((file) => file.slice(0, -3))
  .sort();
const [name, ...args] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  console.error(`usage: npm run bench -- NAME [options]\nbenchmarks: ${names.join(", ")}`);
  process.exitCode = name === undefined ? 0 : 2;
} else {
  const { run }: { run: (args: string[]) => Promise<void> } = await import(`./${name}.ts`);
  await run(args);
}
