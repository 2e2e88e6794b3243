import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { createPresigner } from "@daypass/presign";
import type { Style } from "../src/io.ts";
import { renderExchange } from "../src/tour/exchange-view.ts";
import { chooseColumns, type Screen, wrap } from "../src/tour/screen.ts";
import { STEPS } from "../src/tour/steps.ts";
import type { Exchange } from "../src/tour/types.ts";
import { renderUrl, splitIntoParts } from "../src/tour/url-view.ts";
import { createTextVoice } from "../src/tour/voice.ts";

const { url } = createPresigner({
  credentials: { accessKeyId: "READER", secretAccessKey: "secret-secret" },
  region: "us-east-1",
  bucket: "tour",
  endpoint: "http://127.0.0.1:9000",
  clock: () => new Date("2030-01-02T03:04:05Z"),
}).get("in/report-1.txt", { expiresInSeconds: 60, downloadAs: "Report of January.txt" });
const signature = url.slice(-64);
const short = `${signature.slice(0, 4)}…${signature.slice(-4)}`;

const plain = (columns: number): Screen => ({ columns, paint: (_style, text) => text });
const tagged = (columns: number): Screen => ({
  columns,
  paint: (style: Style, text) => `<${[style].flat().join("+")}>${text}</>`,
});
const exchange: Exchange = {
  asked: { method: "GET", url },
  expected: { status: 403, code: "AccessDenied" },
  seen: {
    kind: "answered",
    status: 403,
    code: "AccessDenied",
    message: "Request has expired, and this message goes on for so long that no terminal has it on one line.",
    headers: {},
    body: "",
  },
};

test("the parts are the whole URL but for its signature", () => {
  const text = splitIntoParts(url)
    .map((part) => part.text)
    .join("");
  assert.equal(text, url.replace(signature, short));
});

for (const columns of [40, 60, 100])
  for (const explain of [false, true])
    test(`an exchange at ${columns} columns${explain ? ", explained" : ""}: no line is wider, nothing is lost`, () => {
      const lines = renderExchange(plain(columns), exchange, { explain });
      for (const line of lines) assert.ok(line.length <= columns, `${line.length}: ${line}`);
      const text = lines.join("").replaceAll(/\s+/g, "");
      if (!explain) assert.ok(text.includes(url.replace(signature, short)), text);
      else
        for (const meaning of ["whose key", "the proof", "which object"])
          assert.match(lines.join("\n"), new RegExp(meaning));
      assert.ok(!text.includes(signature));
      assert.match(lines.join("\n"), /✓ 403 {4}AccessDenied: Request/);
    });

test("at 100 columns the parts share lines, at 60 they have more of them", () => {
  const wide = renderUrl(plain(100), url, { indent: 11 });
  const narrow = renderUrl(plain(60), url, { indent: 11 });
  assert.equal(wide[0], "http://127.0.0.1:9000/tour/in/report-1.txt");
  assert.ok(wide.length < narrow.length, `${wide.length} ${narrow.length}`);
});

test("each part has its colour, and the changed one stands out", () => {
  const text = renderUrl(tagged(100), url, { indent: 0, changed: "X-Amz-Expires" }).join("\n");
  for (const want of ["<magenta>&X-Amz-Credential", "<yellow>&X-Amz-Date", `<green>&X-Amz-Signature=${short}`])
    assert.ok(text.includes(want), text);
  assert.ok(text.includes("<inverse+bold>&X-Amz-Expires=60</>"), text);
});

test("an answer that is not the expected one is marked and said", () => {
  const text = renderExchange(plain(60), { ...exchange, difference: "expected 200, got 403 AccessDenied" }).join("\n");
  assert.match(text, /✗ 403/);
  assert.match(text, /expected 200, got 403 AccessDenied/);
});

test("text is wrapped between words, and code stays in one piece", () => {
  assert.deepEqual(wrap(plain(20), "one two `three four five` six"), ["one two", "three four five six"]);
  assert.deepEqual(wrap(plain(8), "abcdefghijkl m", 2), ["  abcdef", "  ghijkl", "  m"]);
});

for (const [terminal, variable, want] of [
  [120, undefined, 100],
  [60, "90", 60],
  [undefined, "64", 64],
  [undefined, undefined, 80],
  [undefined, "wide", 80],
  [10, undefined, 40],
] as const)
  test(`width: terminal ${terminal}, COLUMNS ${variable}`, () => assert.equal(chooseColumns(terminal, variable), want));

for (const columns of [40, 80])
  test(`the heads of the steps at ${columns} columns are as wide as the screen, or wrapped`, () => {
    const lines: string[] = [];
    const stdout = Object.assign(new PassThrough(), { columns, isTTY: false });
    const voice = createTextVoice({ env: {}, stdout, out: (line: string) => void lines.push(line) } as never);
    STEPS.forEach((step, index) => {
      voice.beginStep(step, index + 1, STEPS.length);
    });
    for (const line of lines) assert.ok(line.length <= columns, line);
    assert.equal(lines.filter((line) => line.endsWith("─") && line.length === columns).length, STEPS.length);
  });
