// What is published of the presigner, as a stranger gets it: `npm run trial -- package`. Builds, packs, lets publint and
// attw judge, installs the tarball in an empty folder, uses every subpath, compiles a strict program against the types, and
// bundles and copies one as people do.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stepsOfGathering } from "./package/gathered.ts";

const root = resolve(import.meta.dirname, "..");
const dist = resolve(root, "packages/presign/dist");
const tool = (path: string) => resolve(root, "node_modules", path);

const USE = `
import { createPresigner, inspect, PresignError, verify } from "@daypass/presign";
import { toFormData } from "@daypass/presign/form";
import { createGetPresigner } from "@daypass/presign/get";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const base = { credentials, region: "eu-central-1", clock: () => new Date("2026-11-24T12:00:00Z") };
const signed = createPresigner({ ...base, bucket: "photos" }).get("a b+é", { expiresInSeconds: 900 });
const small = createGetPresigner({ ...base, bucketUrl: "https://photos.s3.eu-central-1.amazonaws.com" });
if (small.get("a b+é", { expiresInSeconds: 900 }).url !== signed.url) throw new Error("the two presigners differ");
const { host, pathname, search } = new URL(signed.url);
const request = { method: "GET", target: pathname + search, rawHeaders: ["Host", host] };
const judged = verify(request, () => credentials, base.clock(), { region: "eu-central-1" });
if (!judged.ok || inspect(signed.url).kind !== "presigned") throw new Error("the URL does not verify");
const pictures = createPresigner({ ...base, bucket: "photos" }).post({
  key: "a", contentTypeStartsWith: "image/", contentLengthRange: { min: 1, max: 9 }, expiresInSeconds: 900,
});
const refusals = [
  () => small.get("", { expiresInSeconds: 900 }),
  () => toFormData(pictures, new Blob(["x"], { type: "text/plain" })),
];
for (const refuse of refusals) {
  let error: unknown;
  try { refuse(); } catch (thrown) { error = thrown; }
  if (!(error instanceof PresignError)) throw new Error("not of the one class: " + String(error));
}
console.log(signed.url);
`;

async function step(says: string, act: () => string | Promise<string>): Promise<boolean> {
  try {
    const output = await act();
    console.log(`ok      ${says}`);
    if (output.trim() !== "") console.log(output.trimEnd().replace(/^/gm, "          "));
    return true;
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string };
    console.log(`FAILED  ${says}\n${[stdout, stderr].filter(Boolean).join("\n") || message}`);
    return false;
  }
}

export async function run(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "daypass-package-"));
  const node = (args: readonly string[], cwd = folder) =>
    execFileSync(process.execPath, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  try {
    console.log("building…");
    node([resolve(root, "tools/build.ts")], root);
    const { exports } = JSON.parse(readFileSync(join(dist, "package.json"), "utf8")) as { exports: object };
    const subpaths = Object.keys(exports).map((path) => `@daypass/presign${path.slice(1)}`);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const npm = (...args: string[]) =>
      execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    const tarball = () => join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz"))!);
    const results = [
      await step("npm pack", () => npm("pack", "--silent", dist)),
      await step("publint finds nothing", () => node([tool("publint/src/cli.js"), "run", "--strict", tarball()])),
      await step("attw finds the types of every subpath", () =>
        node([
          tool("@arethetypeswrong/cli/dist/index.js"),
          "--profile",
          "esm-only",
          "--format",
          "ascii",
          "--no-emoji",
          tarball(),
        ]).slice(0, 0),
      ),
      await step("npm install of the tarball, which brings nothing else", () => {
        npm("install", "--no-audit", "--no-fund", "--offline", "--silent", tarball());
        const others = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
        if (others.join() !== "@daypass") throw new Error(`it brought ${others.join(", ")}`);
        return "";
      }),
      await step(`an import of ${subpaths.join(", ")}`, () =>
        node(["--input-type=module", "-e", `for (const path of ${JSON.stringify(subpaths)}) await import(path);`]),
      ),
      await step("a URL is signed, verified and inspected; every entry throws the one PresignError", () =>
        node(["--input-type=module-typescript", "-e", USE]),
      ),
      await step("a strict program compiles, also where a bundler resolves", () => {
        writeFileSync(
          join(folder, "use.ts"),
          `${USE}\n${subpaths.map((path, i) => `export * as s${i} from "${path}";`).join("\n")}\n`,
        );
        mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
        symlinkSync(tool("@types/node"), join(folder, "node_modules/@types/node"), "junction");
        symlinkSync(tool("undici-types"), join(folder, "node_modules/undici-types"), "junction");
        for (const [module, moduleResolution] of [
          ["nodenext", "nodenext"],
          ["esnext", "bundler"],
        ])
          node([
            tool("typescript/bin/tsc"),
            "--noEmit",
            "--strict",
            "--exactOptionalPropertyTypes",
            "--noUncheckedIndexedAccess",
            "--target",
            "es2024",
            "--lib",
            "es2024,dom",
            "--types",
            "node",
            "--module",
            module!,
            "--moduleResolution",
            moduleResolution!,
            "use.ts",
          ]);
        return "";
      }),
    ];
    for (const [says, act] of await stepsOfGathering(folder)) results.push(await step(says, act));
    return results.every(Boolean);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
