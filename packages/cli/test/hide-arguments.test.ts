// What was given in the wrong place is named without its signature and its token: terminals, logs and tickets keep messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hideArguments, showArgument } from "../src/hide-arguments.ts";
import { daypassHere } from "./command.ts";

const SIGNATURE = "0123456789abcdef".repeat(4);
const TOKEN = `FwoGPLANTED${"aB3/+z".repeat(20)}==`;
const URL_ = `https://u:planted@b.s3.eu-central-1.amazonaws.com/k?X-Amz-Security-Token=${encodeURIComponent(TOKEN)}&X-Amz-Signature=${SIGNATURE}`;
const CUT = URL_.slice("https://u:planted@".length);

for (const args of [
  ["inspect", URL_, "extra"],
  ["explain", URL_, "x", "y"],
  ["presign", URL_],
  ["presign", "get", URL_],
  [URL_],
  [TOKEN],
  [SIGNATURE],
  ["explain", URL_, "--status", URL_],
  ["explain", URL_, "--status", TOKEN],
  ["explain", URL_, "Failed to fetch", "--method", URL_],
  ["explain", URL_, "<Error/>", "--method", TOKEN],
  ["explain", URL_, TOKEN],
  ["explain", CUT, "x"],
  ["inspect", "x", CUT],
  ["inspect", URL_, "--method", URL_],
  ["inspect", `--token=${TOKEN}`],
  ["presign", "get", "s3://reports/k", "--expires-in", URL_],
  ["presign", "get", "s3://reports/k", "--provider", TOKEN],
  ["tour", URL_],
  ["explain", "--json", URL_, "--status", URL_],
])
  test(`a mistake is told without secrets: daypass ${args.map((text) => text.slice(0, 24)).join(" ")}`, async () => {
    const { code, stdout, stderr } = await daypassHere(args);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, "");
    assert.notEqual(stderr, "");
    for (const secret of ["planted", "PLANTED", SIGNATURE.slice(16), "aB3"])
      assert.equal(stderr.includes(secret), false, stderr);
  });

for (const text of [
  "https://b.s3.eu-central-1.amazonaws.com/k",
  "s3://reports/2030/january.pdf",
  "/home/someone/a-folder-with-a-long-name/and-another-one/error",
  "arn:aws:s3:eu-central-1:111122223333:accesspoint/a-long-name-of-one",
  "there is no such-file.xml?",
  "a-word",
])
  test(`what is no secret is shown: ${text}`, () => {
    assert.equal(showArgument(text), text);
    assert.equal(hideArguments(`It is "${text}".`, [text]), `It is "${text}".`);
  });

test("more headers than a request can have are a mistake, not a defect", async () => {
  const { code, stderr } = await daypassHere(["explain", URL_, "<Error/>", "--header", `x-a: ${"b".repeat(70_000)}`]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^daypass: --header must be at most 500 names with 65536 characters in all, got 1 with 70003\.$/m,
  );
});
