// A fresh `node` that imports the built package and signs one URL, against one that does nothing; after `npm run build`.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { median, printTable } from "./measure.ts";
import { printTargets } from "./targets.ts";

const root = resolve(import.meta.dirname, "..");
const built = resolve(root, "packages/presign/dist/src");
const SIGN = `.get("a/b.jpg", { expiresInSeconds: 900 }).url.length > 300 || process.exit(1)`;
const CREDENTIALS = `{ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }`;
const importOf = (file: string) => JSON.stringify(pathToFileURL(resolve(built, file)).href);

const BARE = "bare node";
const WHOLE = "import of @daypass/presign and the first URL";
const PROGRAMS: Readonly<Record<string, string>> = {
  [BARE]: "",
  [WHOLE]: `import { createPresigner } from ${importOf("index.js")};
    createPresigner({ credentials: ${CREDENTIALS}, region: "eu-central-1", bucket: "photos" })${SIGN}`,
  "import of @daypass/presign/get and the first URL": `import { createGetPresigner } from ${importOf("sign/get-presigner.js")};
    createGetPresigner({ credentials: ${CREDENTIALS}, region: "eu-central-1", bucketUrl: "https://photos.s3.eu-central-1.amazonaws.com" })${SIGN}`,
  "import of @aws-sdk/s3-request-presigner and the first URL": `import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
    import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
    await getSignedUrl(new S3Client({ region: "eu-central-1", credentials: ${CREDENTIALS} }), new GetObjectCommand({ Bucket: "photos", Key: "a" }))`,
};

/** Milliseconds of processor time of one process: user and system, as the kernel counts them. */
function timeOf(program: string): number {
  const report = `\n;process.on("exit", () => { const { user, system } = process.cpuUsage(); console.log((user + system) / 1000); });`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program + report], { cwd: root });
  return Number(output.toString());
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rounds: { type: "string", default: "15" } } });
  const rounds = Number(values.rounds);
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new RangeError("--rounds must be a positive integer");
  if (!existsSync(resolve(built, "index.js"))) throw new Error("no built package: run `npm run build` first");
  const names = Object.keys(PROGRAMS);
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (const name of names) timeOf(PROGRAMS[name]!); // once for the file system's sake
  for (let round = 0; round < rounds; round++) for (const name of names) times.get(name)!.push(timeOf(PROGRAMS[name]!));
  const bare = times.get(BARE)!;
  const over = (name: string): number => median(times.get(name)!.map((time, round) => time - bare[round]!));
  printTable(
    ["a fresh process", "median ms", "over bare node, ms"],
    names.map((name) => [name, median(times.get(name)!).toFixed(1), over(name).toFixed(1)]),
  );
  printTargets([
    { what: "import and first URL, over bare node", measured: over(WHOLE), unit: " ms", bound: { atMost: 10 } },
  ]);
}
