// Whatever is pasted: nothing is thrown, and nothing takes long.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { explain } from "../../src/explain/explain.ts";
import { inspect } from "../../src/index.ts";
import { get, toXml, URLS } from "./urls.ts";

const piece = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "&",
    "=",
    "%",
    "%zz",
    "%ff",
    "?",
    "#",
    "\r\n",
    "> ",
    "=\n",
    "X-Amz-Date=",
    "&X-Amz-Signature=",
    "…",
    "\ud800",
    "<Error>",
  ),
);
const mangled = fc
  .tuple(fc.nat({ max: get.length }), fc.nat({ max: 20 }), piece)
  .map(([at, cut, more]) => get.slice(0, at) + more + get.slice(at + cut));

test("a URL that is mangled anyhow is inspected, or said to be none", () => {
  fc.assert(
    fc.property(fc.oneof(mangled, fc.string({ unit: "binary", maxLength: 200 })), (text) => {
      assert.ok(inspect(text, { now: new Date(0) }).kind.length > 0);
    }),
    { numRuns: 1000 },
  );
});

test("an answer that is mangled anyhow is explained, or said to be none", () => {
  const codes = fc.constantFrom("AccessDenied", "SignatureDoesNotMatch", "InvalidArgument", "ExpiredToken", "X");
  const words = fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replace(/[<>&]/g, ""));
  const answer = fc.oneof(
    fc.tuple(codes, words, words, words).map(([code, message, toSign, canonical]) =>
      toXml(code, message, {
        StringToSign: toSign,
        CanonicalRequest: `${canonical}\n${message}`,
        ServerTime: words.toString(),
      }),
    ),
    fc.string({ unit: "binary", maxLength: 200 }),
    words.map((text) => `HTTP/1.1 403 ${text}\r\nserver: ${text}\r\n\r\n{"code":"${text}"}`),
  );
  const url = fc.oneof(fc.constantFrom(...Object.values(URLS)), mangled);
  fc.assert(
    fc.property(
      url,
      answer,
      fc.option(fc.constantFrom(0, 200, 400, 403, 599), { nil: undefined }),
      (sent, text, status) => {
        assert.ok(explain(sent, text, { status, now: new Date(0) }).kind.length > 0);
      },
    ),
    { numRuns: 1000 },
  );
});

/** Texts that make a careless pattern go back over them again and again. */
for (const [says, text] of [
  ["blanks", `${get}${" ".repeat(16_000 - get.length)}x`],
  ["line ends", `${get}${"\n> ".repeat(5000)}`],
  ["brackets", `${get}${">".repeat(15_000)}x`],
  ["dots", `https://${"a.".repeat(7500)}x/`],
  ["parameters", `${get}${"&a=".repeat(5000)}`],
  ["percent signs", get.replace("/k?", `/${"%25".repeat(5000)}?`)],
] as const)
  test(`a long text does not take long: ${says}`, () => {
    const before = process.cpuUsage();
    inspect(text);
    explain(text, "<html>".padEnd(130_000, " <title>"), {});
    explain(text, "<Error>".repeat(18_000), {});
    const { user } = process.cpuUsage(before);
    assert.ok(user < 500_000, `${user} µs of processor time`);
  });

/** Each as long as an answer may be: a pattern that goes back over it again and again would not end before the runner's limit. */
for (const [says, piece] of [
  ["marks of quoting", "> "],
  ["lines that are quoted", "> a\n"],
  ["blanks and marks", " \t>"],
  ["blanks", "\t "],
  ["escaped marks", "&lt;Error&gt;"],
  ["escaped ampersands", "&amp;"],
  ["backslashes", "\\"],
  ["line ends of JSON", "\\r\\n"],
  ["errors", "<Error><Code>A</Code><Key>k</Key></Error>"],
  ["titles", "<html><title> 413"],
] as const)
  test(`a long answer is read to its end: ${says}`, () => {
    const long = piece.repeat(Math.floor(131_000 / piece.length));
    for (const answer of [long, `<Error>\n${long.slice(20)}</Error>`]) assert.ok(explain(get, answer).kind.length > 0);
  });
