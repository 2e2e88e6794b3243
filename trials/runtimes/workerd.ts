// Cloudflare's runtime, run by itself: a worker whose test handler writes the answer, and a configuration around it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../bench/bundle.ts";
import { IMPORTS } from "./entries.ts";
import { execute } from "./execute.ts";

const CONFIGURATION = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .main)]);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = FLAGS,
);
`;

/** With Node's cryptography where `hasNode`, else in plain TypeScript. */
export async function inWorkerd(
  program: string,
  { folder, vectors, hasNode }: { readonly folder: string; readonly vectors: string; readonly hasNode: boolean },
): Promise<string> {
  const source = `${IMPORTS}${vectors}\nexport default { test() { console.log("ANSWER " + run(presign)); } };`;
  writeFileSync(join(folder, "worker.js"), await bundle(source, hasNode ? "node" : "browser"));
  const file = join(folder, "worker.capnp");
  writeFileSync(file, CONFIGURATION.replace("FLAGS", hasNode ? '["nodejs_compat"]' : "[]"));
  const output = await execute(program, ["test", file]);
  return /^.*?ANSWER (\{.*\})$/m.exec(output)?.[1] ?? output;
}
