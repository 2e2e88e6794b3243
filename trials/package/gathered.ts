// The presigner's entry for Node reads most of the package at first use, from files beside it. Here it goes through what
// people do to a program before it runs: bundlers, with the conditions that they set or lack, and gatherers of files.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { installOnce } from "../../tools/install-once.ts";

const PROGRAM = join(import.meta.dirname, "every-part.js");

interface Output {
  /** What every call answered, as text. */
  readonly answers: string;
  /** Call → parts that were read by it. */
  readonly read: Readonly<Record<string, readonly string[]>>;
}

function execute(file: string): Output {
  const { answers, read } = JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));
  return { answers: JSON.stringify(answers), read };
}

/** A step's name and what it does, which throws when something is wrong. */
type Step = readonly [says: string, act: () => string | Promise<string>];

/** `folder` has the package installed. */
export async function stepsOfGathering(folder: string): Promise<readonly Step[]> {
  const program = join(folder, "every-part.mjs");
  cpSync(PROGRAM, program);
  const installed = join(folder, "node_modules/@daypass/presign");
  const wanted = once(() => execute(program));
  const requireSame = (file: string): string => {
    if (execute(file).answers !== wanted().answers) throw new Error(`${file} answers otherwise`);
    return "";
  };
  return [
    [
      "each part is read by the first call that needs it, and a download needs none",
      () => requireParts(wanted(), installed),
    ],
    [
      "the whole in one file answers the same",
      () => {
        const text = readFileSync(program, "utf8").replace("@daypass/presign", join(installed, "node/whole.js"));
        writeFileSync(join(folder, "whole.mjs"), text);
        return requireSame(join(folder, "whole.mjs"));
      },
    ],
    ...(await bundled(program, (file) => {
      // Some bundlers write down where a file was: what they made must do without it.
      const away = `${folder}.away`;
      wanted();
      renameSync(join(folder, "node_modules"), away);
      try {
        return requireSame(file);
      } finally {
        renameSync(away, join(folder, "node_modules"));
      }
    })),
    ...(await gathered("1.11.5", program, requireSame)),
    ...(await gathered("0.29.4", program, requireSame)),
  ];
}

function requireParts({ read }: Output, installed: string): string {
  const parts = readdirSync(join(installed, "node/later")).map((file) => file.replace(".cjs", ""));
  const missing = parts.filter((part) => !Object.values(read).flat().includes(part));
  if (missing.length > 0) throw new Error(`no call reads ${missing.join(", ")}`);
  if (read.get!.length > 0) throw new Error(`get reads ${read.get!.join(", ")}`);
  return "";
}

type Judge = (file: string) => string;

const skipped = (says: string): Step[] => [[`SKIPPED ${says}: npm could not bring it`, () => ""]];

/** By esbuild, which takes `module` only where no other condition is set, and by ncc, which knows no more than `node`. */
async function bundled(program: string, requireSame: Judge): Promise<Step[]> {
  const tools = await installOnce({ area: "trials", packages: { esbuild: "0.28.2", "@vercel/ncc": "0.45.0" } });
  if (tools === undefined) return skipped("bundled by esbuild and ncc");
  const require = createRequire(join(tools, "package.json"));
  const folder = dirname(program);
  const byEsbuild = ["esm", "cjs"].flatMap((format) =>
    [undefined, "other"].map(
      (condition): Step => [
        `bundled by esbuild as ${format}${condition === undefined ? "" : ", with a condition of one's own"}`,
        async () => {
          const outfile = join(folder, `esbuild-${condition}.${format === "esm" ? "mjs" : "cjs"}`);
          await require("esbuild").build({
            entryPoints: [program],
            bundle: true,
            platform: "node",
            format,
            outfile,
            logLevel: "silent",
            ...(condition === undefined ? {} : { conditions: [condition] }),
            // The program itself asks for what was read.
            define: format === "cjs" ? { "import.meta.url": "'file:///'" } : {},
          });
          return requireSame(outfile);
        },
      ],
    ),
  );
  return [
    ...byEsbuild,
    [
      "bundled by ncc",
      async () => {
        const { code } = await require("@vercel/ncc")(program, { esm: true, quiet: true, cache: false });
        const outfile = join(folder, "ncc.mjs");
        writeFileSync(outfile, code);
        return requireSame(outfile);
      },
    ],
  ];
}

/** The files alone that nft finds, as they would be copied to a server. */
async function gathered(version: string, program: string, requireSame: Judge): Promise<Step[]> {
  const says = `copied by the list of files that nft ${version} makes`;
  const tools = await installOnce({ area: "trials", packages: { "@vercel/nft": version } });
  if (tools === undefined) return skipped(says);
  const { nodeFileTrace } = createRequire(join(tools, "package.json"))("@vercel/nft");
  const folder = dirname(program);
  const gather = async () => {
    const { fileList } = await nodeFileTrace([program], { base: folder });
    const target = join(folder, `gathered-${version}`);
    for (const file of fileList as Set<string>) {
      mkdirSync(dirname(join(target, file)), { recursive: true });
      cpSync(join(folder, file), join(target, file));
    }
    return requireSame(join(target, "every-part.mjs"));
  };
  return [[says, gather]];
}

function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
