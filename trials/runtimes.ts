// The built presigner in every runtime that runs it: `npm run build && npm run trial -- runtimes`. All are given the same
// calls, and must answer with the same bytes as Node, whose signatures are those of AWS's documentation. Deno, Bun and
// workerd are brought by npm where this machine has none; Chromium is the one of the tests. What npm cannot bring is SKIPPED.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundle } from "../bench/bundle.ts";
import { isSignedWith } from "../packages/presign/test/support/verify-sigv4a.ts";
import { launchBrowser } from "../test/support/browser.ts";
import { IMPORTS } from "./runtimes/entries.ts";
import { execute } from "./runtimes/execute.ts";
import { findRuntime, type RuntimeName } from "./runtimes/programs.ts";
import { inWorkerd } from "./runtimes/workerd.ts";

const built = resolve(import.meta.dirname, "../packages/presign/dist");
const CREDENTIALS = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
/** The first is of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html, the second of the same with a token. */
const SIGNATURES = [
  "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  "bf77b83a7135594046c90a7e7e10cf1a4c8f8ecc1d541d0f42bea6b7670870c7",
];

interface Answer {
  readonly answers: readonly string[];
  readonly signedForEveryRegion: string;
}

/** Why an answer is wrong; undefined for one that is right. */
function findFault(text: string, node: Answer | undefined): string | undefined {
  let answer: Answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return text.slice(0, 2000);
  }
  const { answers, signedForEveryRegion: url } = answer;
  const wanted = node?.answers ?? SIGNATURES.map((signature) => JSON.stringify(signature));
  for (const [at, want] of wanted.entries())
    if (answers[at] !== want)
      return `vector ${at + 1}: ${answers[at]?.slice(0, 1000)}\n  instead of ${want.slice(0, 1000)}`;
  if (node !== undefined && answers.length !== node.answers.length) return `${answers.length} vectors`;
  const host = /^https:\/\/([^/]+)/.exec(url)?.[1] ?? "";
  return isSignedWith(CREDENTIALS, { method: "GET", url, headers: { host } }) ? undefined : "SigV4A does not verify";
}

async function inChromium(vectors: string): Promise<[page: string, worker: string]> {
  const source = `${IMPORTS}${vectors}\nexport const answer = run(presign);`;
  const code = await bundle(source, "browser");
  const asModule = (tail: string) => `data:text/javascript,${encodeURIComponent(tail)}`;
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const inPage = await page.evaluate(
      async (text) => ((await import(text)) as { answer: string }).answer,
      asModule(code),
    );
    const inWorker = await page.evaluate(
      (text) =>
        new Promise<string>((done) => {
          const worker = new Worker(text, { type: "module" });
          worker.onmessage = ({ data }) => done(String(data));
          worker.onerror = ({ message }) => done(`error: ${message}`);
        }),
      asModule(`import { answer } from ${JSON.stringify(asModule(code))}; postMessage(answer);`),
    );
    return [inPage, inWorker];
  } finally {
    await browser.close();
  }
}

export async function run(): Promise<boolean> {
  if (!existsSync(built)) throw new Error("no built package: run `npm run build` first");
  const folder = mkdtempSync(join(tmpdir(), "daypass-runtimes-"));
  const vectors = readFileSync(resolve(import.meta.dirname, "runtimes/vectors.js"), "utf8");
  const counts = { ok: 0, FAILED: 0, SKIPPED: 0 };
  const say = (result: keyof typeof counts, text: string): void => {
    counts[result]++;
    console.log(`${result.padEnd(7)}  ${text}`);
  };
  let node: Answer | undefined;
  const report = (runtime: string, text: string): void => {
    const fault = findFault(text, node);
    say(fault === undefined ? "ok" : "FAILED", fault === undefined ? runtime : `${runtime}: ${fault}`);
  };
  const tryRuntime = async (name: RuntimeName, title: string, answer: (path: string) => Promise<string>) => {
    const found = await findRuntime(name);
    if (found === undefined) say("SKIPPED", `${title}: it is not on this machine, and npm cannot bring it`);
    else report(`${title.replace(name, `${name} ${found.version}`)}`, await answer(found.path));
  };
  try {
    const file = join(folder, "program.mjs");
    cpSync(built, join(folder, "node_modules/@daypass/presign"), { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "dependencies": { "@daypass/presign": "*" } }');
    writeFileSync(file, `${IMPORTS}${vectors}\nconsole.log(run(presign));`);
    const ofNode = await execute(process.execPath, [file]);
    report(`Node ${process.version}`, ofNode);
    if (counts.FAILED > 0) return false;
    node = JSON.parse(ofNode);
    console.log(`         ${node?.answers.length} vectors, each to be the same everywhere, and one of SigV4A`);
    await tryRuntime("deno", "deno", (path) => execute(path, ["run", "--quiet", "--node-modules-dir=manual", file]));
    await tryRuntime("bun", "bun", (path) => execute(path, ["run", file]));
    await tryRuntime("workerd", "workerd, in plain TypeScript", (path) =>
      inWorkerd(path, { folder, vectors, hasNode: false }),
    );
    await tryRuntime("workerd", "workerd, with nodejs_compat", (path) =>
      inWorkerd(path, { folder, vectors, hasNode: true }),
    );
    const [page, worker] = await inChromium(vectors);
    report("Chromium, in a page", page);
    report("Chromium, in a worker", worker);
    console.log(`${counts.ok} runtimes ok, ${counts.FAILED} failed, ${counts.SKIPPED} skipped`);
    return counts.FAILED === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
