import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { createPresigner } from "@daypass/presign";
import { parseDuration } from "../src/ask/duration.ts";
import { CLEAN_ENV, collect, KEY_ENV, ROOT, temporaryFolder, until } from "./command.ts";

// A terminal for the questions comes from util-linux's `script`; without it these tests are skipped, and say so.
const hasTerminal = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
const skip = hasTerminal ? false : "no `script` of util-linux on this machine: the questions are not tested";

const KEYS = { enter: "\r", interrupt: "\u0003" } as const;

/** Runs the generator in a terminal and types each answer when its question stands there. */
async function talk(answers: readonly (readonly [question: RegExp, typed: string])[], flags = "") {
  const result = join(temporaryFolder(), "stdout");
  // A new terminal has no size, and the questions would be wrapped at every character.
  const command = `stty cols 100 rows 40; '${process.execPath}' generate-presigned-url.js ${flags} > '${result}'`;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: ROOT,
    env: { ...CLEAN_ENV, ...KEY_ENV, TERM: "xterm", COLUMNS: "100" },
  });
  after(() => child.kill("SIGKILL"));
  let screen = "";
  child.stdout.on("data", (chunk) => {
    screen += stripVTControlCharacters(String(chunk));
  });
  const ended = collect(child);
  let seen = 0;
  for (const [question, typed] of answers) {
    await until(() => question.test(screen.slice(seen)), String(question));
    seen = screen.length;
    child.stdin.write(typed);
  }
  const { code } = await ended;
  return { code, screen, stdout: readFileSync(result, "utf8") };
}

test("the generator asks for what it needs, and stdout is the URL alone", { skip }, async () => {
  const { code, screen, stdout } = await talk([
    [/Where is the bucket/, KEYS.enter],
    [/What may the holder/, KEYS.enter],
    [/Bucket/, `reports${KEYS.enter}`],
    [/Key/, `2030/january.pdf${KEYS.enter}`],
    [/For how long/, `15m${KEYS.enter}`],
    [/region/, `eu-central-1${KEYS.enter}`],
    [/Save it under the name/, KEYS.enter],
  ]);
  assert.equal(code, 0, screen);
  const url = stdout.trimEnd();
  const at = /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(url)?.slice(1).map(Number) as number[];
  const want = createPresigner({
    credentials: { accessKeyId: KEY_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: KEY_ENV.AWS_SECRET_ACCESS_KEY },
    region: "eu-central-1",
    bucket: "reports",
    clock: () => new Date(Date.UTC(at[0]!, at[1]! - 1, at[2]!, at[3]!, at[4]!, at[5]!)),
  }).get("2030/january.pdf", { expiresInSeconds: 900 });
  assert.equal(url, want.url);
  assert.match(screen, /curl/);
});

test("the generator asks for the account where a service has it, and offers nothing that the service lacks", {
  skip,
}, async () => {
  const { code, screen, stdout } = await talk(
    [
      [/What may the holder/, KEYS.enter],
      [/Bucket/, `photos${KEYS.enter}`],
      [/Key/, `a.jpg${KEYS.enter}`],
      [/For how long/, KEYS.enter],
      [/account id at Cloudflare R2/, `1a2b3c${KEYS.enter}`],
      [/Save it under the name/, KEYS.enter],
    ],
    "--provider r2",
  );
  assert.equal(code, 0, screen);
  assert.match(stdout, /^https:\/\/1a2b3c\.r2\.cloudflarestorage\.com\/photos\/a\.jpg\?.*%2Fauto%2Fs3%2F/);
  assert.doesNotMatch(screen, /HTML form/);
});

test("Ctrl-C in a question ends the generator with 130, and nothing is signed", { skip }, async () => {
  const { code, screen, stdout } = await talk([
    [/Where is the bucket/, KEYS.enter],
    [/What may the holder/, KEYS.enter],
    [/Bucket/, KEYS.interrupt],
  ]);
  assert.deepEqual({ code, stdout }, { code: 130, stdout: "" });
  assert.match(screen, /Nothing was signed/);
});

for (const [text, want] of [
  ["90", 90],
  ["15m", 900],
  ["1 H", 3600],
  ["7d", 604_800],
  ["0", "at least one second"],
  ["8d", "it takes at most 7 days (604800 seconds)"],
  ["soon", "write a number and s, m, h or d, like 15m"],
] as const)
  test(`a duration of ${text}`, () => assert.equal(parseDuration(text), want));
