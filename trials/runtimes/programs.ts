// Runtimes that npm has: which package holds the program, and where in it. Those of the variables DENO, BUN and WORKERD, or
// on the PATH, go before.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installOnce } from "../../tools/install-once.ts";

interface Source {
  readonly version: string;
  /** `process.platform`-`process.arch` → package, and the program in it. */
  readonly packages: Readonly<Record<string, readonly [name: string, program: string]>>;
}

const SOURCES: Readonly<Record<string, Source>> = {
  deno: {
    version: "2.9.6",
    packages: {
      "linux-x64": ["@deno/linux-x64-glibc", "deno"],
      "linux-arm64": ["@deno/linux-arm64-glibc", "deno"],
      "darwin-x64": ["@deno/darwin-x64", "deno"],
      "darwin-arm64": ["@deno/darwin-arm64", "deno"],
      "win32-x64": ["@deno/win32-x64", "deno.exe"],
    },
  },
  bun: {
    version: "1.4.5",
    packages: {
      // It runs on processors without AVX2 too.
      "linux-x64": ["@oven/bun-linux-x64-baseline", "bin/bun"],
      "linux-arm64": ["@oven/bun-linux-aarch64", "bin/bun"],
      "darwin-x64": ["@oven/bun-darwin-x64", "bin/bun"],
      "darwin-arm64": ["@oven/bun-darwin-aarch64", "bin/bun"],
      "win32-x64": ["@oven/bun-windows-x64", "bin/bun.exe"],
    },
  },
  workerd: {
    version: "1.20261117.1",
    packages: {
      "linux-x64": ["@cloudflare/workerd-linux-64", "bin/workerd"],
      "linux-arm64": ["@cloudflare/workerd-linux-arm64", "bin/workerd"],
      "darwin-x64": ["@cloudflare/workerd-darwin-64", "bin/workerd"],
      "darwin-arm64": ["@cloudflare/workerd-darwin-arm64", "bin/workerd"],
      "win32-x64": ["@cloudflare/workerd-windows-64", "bin/workerd.exe"],
    },
  },
};

export type RuntimeName = "deno" | "bun" | "workerd";

export interface Program {
  readonly path: string;
  /** As it says itself. */
  readonly version: string;
}

/** Where the runtime is; undefined when it is not on this machine and npm cannot bring it. */
export async function findRuntime(name: RuntimeName): Promise<Program | undefined> {
  const given = process.env[name.toUpperCase()] || name;
  const known = ask(given);
  if (known !== undefined) return known;
  const { version, packages } = SOURCES[name]!;
  const [source, program] = packages[`${process.platform}-${process.arch}`] ?? [];
  if (source === undefined || program === undefined) return undefined;
  const folder = await installOnce({ area: "runtimes", packages: { [source]: version } });
  return folder === undefined ? undefined : ask(join(folder, "node_modules", source, program));
}

function ask(path: string): Program | undefined {
  const { error, status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 60_000 });
  if (error !== undefined || status !== 0) return undefined;
  return { path, version: /\d[\w.-]*/.exec(stdout)?.[0] ?? stdout.trim() };
}
