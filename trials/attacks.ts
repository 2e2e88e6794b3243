// `npm run trial -- attacks`: every trial in `attacks/`, one after the other. With `--canary`, every canary of each.
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { basename, resolve } from "node:path";

/** Each in a process of its own, so that none leaves anything to the next. */
export async function run(args: readonly string[]): Promise<boolean> {
  const names = globSync("attacks/*.ts", { cwd: import.meta.dirname })
    .map((file) => basename(file, ".ts"))
    .sort();
  const failed: string[] = [];
  for (const name of names) {
    const child = spawn(process.execPath, [resolve(import.meta.dirname, "run.ts"), name, ...args], {
      stdio: "inherit",
    });
    const exitCode = await new Promise((done) => child.on("close", done));
    if (exitCode !== 0) failed.push(name);
  }
  console.log(
    `attacks: ${names.length - failed.length} of ${names.length} held${failed.length > 0 ? `; NOT ${failed.join(", ")}` : ""}`,
  );
  return failed.length === 0;
}
