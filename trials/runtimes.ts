// The built presigner in every runtime that is here: `npm run build && npm run trial -- runtimes`. Deno and Bun are taken
// from the variables DENO and BUN, or from PATH; Chromium is the one of the tests. A runtime that is missing is SKIPPED.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundle } from "../bench/bundle.ts";
import { launchBrowser } from "../test/support/browser.ts";

const built = resolve(import.meta.dirname, "../packages/presign/dist");
const CREDENTIALS = `{ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" }`;
/** The signature that AWS's documentation gives: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const SIGNATURE = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

/** `answer` is the signature of AWS's example, and what the verifier says of another URL. */
const programOf = (specifier: string): string => `
import { createPresigner, verify } from ${JSON.stringify(specifier)};
const credentials = ${CREDENTIALS};
const base = { credentials, endpoint: "https://s3.amazonaws.com", addressing: "virtual-hosted", region: "us-east-1", bucket: "examplebucket" };
const clock = () => new Date("2013-05-24T00:00:00Z");
const example = createPresigner({ ...base, clock }).get("test.txt", { expiresInSeconds: 86400 }).url;
const { host, pathname, search } = new URL(createPresigner({ ...base, clock }).get("é 日本", { expiresInSeconds: 900, downloadAs: "é" }).url);
const judged = verify({ method: "GET", target: pathname + search, rawHeaders: ["Host", host] }, () => credentials, clock(), { region: "us-east-1" });
const answer = example.slice(-64) + " " + judged.ok;
`;
const WANT = `${SIGNATURE} true`;

function report(runtime: string, answer: string | undefined): boolean {
  if (answer === undefined) console.log(`SKIPPED  ${runtime}: it is not on this machine`);
  else console.log(`${answer === WANT ? "ok     " : "FAILED "}  ${runtime}${answer === WANT ? "" : `: ${answer}`}`);
  return answer === undefined || answer === WANT;
}

/** Standard output, or what went wrong; undefined where there is no such program. */
function execute(program: string, args: readonly string[]): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, NO_COLOR: "1" },
  });
  if (error !== undefined) return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : error.message;
  return status === 0 ? stdout.trim() : stderr;
}

async function inChromium(): Promise<[page: string, worker: string]> {
  const library = 'export { createPresigner, verify } from "@daypass/presign";';
  const code = `data:text/javascript,${encodeURIComponent(await bundle(library, "browser"))}`;
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const run = (program: string) =>
      page.evaluate(async (text) => ((await import(text)) as { answer: string }).answer, program);
    const asModule = (tail: string) => `data:text/javascript,${encodeURIComponent(programOf(code) + tail)}`;
    const inPage = await run(asModule("export { answer };"));
    const inWorker = await page.evaluate(
      (text) =>
        new Promise<string>((done) => {
          const worker = new Worker(text, { type: "module" });
          worker.onmessage = ({ data }) => done(String(data));
          worker.onerror = ({ message }) => done(`error: ${message}`);
        }),
      asModule("postMessage(answer);"),
    );
    return [inPage, inWorker];
  } finally {
    await browser.close();
  }
}

export async function run(): Promise<boolean> {
  if (!existsSync(built)) throw new Error("no built package: run `npm run build` first");
  const folder = mkdtempSync(join(tmpdir(), "daypass-runtimes-"));
  try {
    const file = join(folder, "program.mjs");
    cpSync(built, join(folder, "node_modules/@daypass/presign"), { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "dependencies": { "@daypass/presign": "*" } }');
    writeFileSync(file, `${programOf("@daypass/presign")}console.log(answer);`);
    const DENO = process.env.DENO || "deno";
    const BUN = process.env.BUN || "bun";
    const results = [
      report(`Node ${process.version}`, execute(process.execPath, [file])),
      report("Deno", execute(DENO, ["run", "--quiet", "--node-modules-dir=manual", file])),
      report("Bun", execute(BUN, ["run", file])),
    ];
    const [page, worker] = await inChromium();
    results.push(report("Chromium, in a page", page), report("Chromium, in a worker", worker));
    return results.every(Boolean);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
