import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { after, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { CliError } from "../src/exit-codes.ts";
import type { Io } from "../src/io.ts";
import { findDifference } from "../src/tour/check.ts";
import { runTour, type TourParts } from "../src/tour/run.ts";
import { createIdentities, openScene } from "../src/tour/scene.ts";
import { noRight } from "../src/tour/steps/no-right.ts";
import { plainUrl } from "../src/tour/steps/plain-url.ts";
import { STEPS } from "../src/tour/steps.ts";
import type { Answer, Expected } from "../src/tour/types.ts";
import { CLEAN_ENV, collect, DAYPASS, daypass, temporaryFolder, until } from "./command.ts";

/** What each step must have seen, in order: a status with S3's code, or how it failed. */
const WANT: Readonly<Record<string, readonly string[]>> = {
  "plain-url": ["GET 403 AccessDenied"],
  "upload-put": ["PUT 200", "HEAD 200"],
  "upload-post": ["POST 204", "POST 400 EntityTooLarge"],
  download: ["GET 200"],
  tamper: [
    "GET 200",
    "GET 403 SignatureDoesNotMatch",
    "GET 403 SignatureDoesNotMatch",
    "PUT 403 SignatureDoesNotMatch",
  ],
  expire: ["GET 200", "GET 200", "GET 403 AccessDenied"],
  "no-right": ["GET 403 AccessDenied", "DELETE 403 AccessDenied"],
  "bucket-off": ["GET ECONNREFUSED", "GET 200"],
};

interface Row {
  readonly asked: { readonly method: string };
  readonly seen: { readonly status?: number; readonly code?: string; readonly unreachable?: string };
}

test("tour --yes --json: every step sees what it must, no signature is printed whole, and no folder is left", async () => {
  const folder = temporaryFolder();
  const { code, stdout, stderr } = await daypass(["tour", "--yes", "--json"], { env: { TMPDIR: folder } });
  assert.equal(code, 0, stderr);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const seen = lines.map(({ step, exchanges }) => [
    step,
    exchanges.map((row: Row) =>
      [row.asked.method, row.seen.status, row.seen.code, row.seen.unreachable].filter(Boolean).join(" "),
    ),
  ]);
  assert.deepEqual(Object.fromEntries(seen), WANT);
  assert.deepEqual(
    lines.map(({ step, ok }) => [step, ok]),
    STEPS.map(({ id }) => [id, true]),
  );
  assert.doesNotMatch(stdout, /[0-9a-f]{64}/);
  assert.match(stdout, /X-Amz-Signature=[0-9a-f]{4}…[0-9a-f]{4}/);
  assert.deepEqual(readdirSync(folder), []);
});

/** Runs the tour in this process and gives what it printed. */
async function play(parts: TourParts, flags = {}): Promise<{ text: string; error: unknown }> {
  let text = "";
  const io = {
    env: { NO_COLOR: "1" },
    stdin: { isTTY: false },
    stdout: process.stdout,
    out: (line: string) => {
      text += `${line}\n`;
    },
    err: () => {},
    isInteractive: false,
    stderr: process.stderr,
  } as unknown as Io;
  try {
    await runTour(io, flags, parts);
  } catch (error) {
    return { text, error };
  }
  return { text, error: undefined };
}

test("a bucket that allows everything is found out, and the step says so", async () => {
  const policy = [{ actions: ["s3:*"], bucket: "*", keyPrefix: "" }];
  const open = () => openScene(createIdentities().map((identity) => ({ ...identity, policy })));
  const { text, error } = await play({ steps: [noRight], open });
  assert.ok(error instanceof CliError && error.failure === "failed", String(error));
  assert.match(error.message, /"no-right".*expected 403 AccessDenied, got 404 NoSuchKey/);
  assert.match(text, /✗ 404 {4}NoSuchKey/);
  const json = await play({ steps: [noRight], open }, { json: true });
  assert.equal(JSON.parse(json.text).ok, false);
});

test("without a terminal it does not wait, and says what it did", async () => {
  const { text, error } = await play({ steps: [plainUrl] });
  assert.equal(error, undefined);
  assert.match(text, /✓ 403 {4}AccessDenied: Access Denied/);
});

const refused: Answer = { kind: "answered", status: 403, code: "AccessDenied", message: "No.", headers: {}, body: "" };
for (const { says, expected, seen, want } of [
  { says: "the same", expected: { status: 403, code: "AccessDenied", message: "No" }, seen: refused, want: undefined },
  { says: "another status", expected: { status: 200 }, seen: refused, want: /expected 200, got 403 AccessDenied/ },
  {
    says: "another code",
    expected: { status: 403, code: "NoSuchKey" },
    seen: refused,
    want: /403 NoSuchKey, got 403 A/,
  },
  {
    says: "another message",
    expected: { status: 403, message: "expired" },
    seen: refused,
    want: /"expired", got "No."/,
  },
  {
    says: "another header",
    expected: { status: 403, headers: { etag: "1" } },
    seen: refused,
    want: /etag: 1, got none/,
  },
  { says: "another body", expected: { status: 403, body: "x" }, seen: refused, want: /body "x", got ""/ },
  { says: "an answer where none may be", expected: { unreachable: "ECONNREFUSED" }, seen: refused, want: /got 403/ },
  {
    says: "no answer",
    expected: { status: 200 },
    seen: { kind: "unreachable", error: "ECONNRESET" },
    want: /expected 200, got no answer: ECONNRESET/,
  },
] satisfies { says: string; expected: Expected; seen: Answer; want: RegExp | undefined }[])
  test(`an answer is compared: ${says}`, () => {
    const difference = findDifference(expected, seen);
    if (want === undefined) assert.equal(difference, undefined);
    else assert.match(difference ?? "", want);
  });

// A terminal comes from util-linux's `script`; without it this test is skipped, and says so.
const hasTerminal = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
const skip = hasTerminal ? false : "no `script` of util-linux on this machine: waiting for Enter is not tested";

test("in a terminal it waits for Enter; Ctrl-C ends it with 130 and removes the folder", { skip }, async () => {
  const folder = temporaryFolder();
  const command = `stty cols 60 rows 40; '${process.execPath}' '${DAYPASS}' tour`;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    env: { ...CLEAN_ENV, TERM: "xterm", TMPDIR: folder },
  });
  after(() => child.kill("SIGKILL"));
  let screen = "";
  child.stdout.on("data", (chunk) => {
    screen += stripVTControlCharacters(String(chunk));
  });
  const ended = collect(child);
  await until(() => /Press Enter to begin/.test(screen), "the question before the first step");
  assert.doesNotMatch(screen, /1\/8/);
  child.stdin.write("\r");
  await until(() => /Press Enter to go on/.test(screen), "the question before the second step");
  assert.match(screen, /1\/8/);
  assert.doesNotMatch(screen, /2\/8/);
  child.stdin.write("\u0003");
  assert.equal((await ended).code, 130, screen);
  assert.deepEqual(readdirSync(folder), []);
});
