// Whatever is pasted: nothing is thrown, and nothing takes long.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { explain } from "../../src/explain/explain.ts";
import { type ExplainOptions, inspect } from "../../src/index.ts";
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

// Each would take many minutes, were a pattern to go back over it.
for (const [says, answer, options] of [
  ["the title of a page", `<html><title>${"\n".repeat(1e6)}x`],
  ["titles of a page", `<html>${"<title> ".repeat(120_000)}`],
  ["a message", toXml("X", "security".repeat(16_000))],
  ["blanks in a message", toXml("X", `x-amz-mfa:${"\t".repeat(130_000)}&lt;`)],
  ["a message in JSON", JSON.stringify({ code: "AccessDenied", message: "security".repeat(16_000) })],
  ["a server's name", "<html>", { status: 403, responseHeaders: { server: "security".repeat(8000) } }],
] as [string, string, ExplainOptions?][])
  test(`an answer is read in time that grows with it: ${says}`, () => {
    assert.ok(explain(get, answer, options).kind.length > 0);
  });

test("a page's title is told without its blanks, and only a short one", () => {
  const told = (title: string) => {
    const found = explain(get, `<html><title>${title}</title>`, { status: 403 });
    return found.kind === "explained" ? found.causes[0].text : found.text;
  };
  assert.match(told(`\n   Sign in\n   `), /^A web page came back, "Sign in", with/);
  for (const title of ["a".repeat(81), "  ", " ".repeat(500)]) assert.match(told(title), /^A web page came back, with/);
});

test("of a server's name what is told is short", () => {
  for (const answer of ["<html>", '{"a":1}']) {
    const found = explain(get, answer, { status: 502, responseHeaders: { server: "x".repeat(1000) } });
    assert.ok(found.kind === "explained");
    assert.match(found.causes[0].text, /[^x]x{80} has answered/);
  }
});

test("a document with more elements than S3 has is none", () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`E${at}`, "a"]));
  assert.equal(explain(get, toXml("AccessDenied", "No", many(190))).kind, "explained");
  const found = explain(get, toXml("AccessDenied", "No", many(200)));
  assert.ok(found.kind === "not_an_error_document");
  assert.match(found.text, /more than 200 elements/);
});

test("an element's name is told where it is one", () => {
  const twice = (name: string) => explain(get, `<Error><Code>A</Code><${name}>a</${name}><${name}>a</${name}></Error>`);
  const [short, long] = [twice("Key"), twice(`x${"0".repeat(64)}`)];
  assert.ok(short.kind === "not_an_error_document" && long.kind === "not_an_error_document");
  assert.match(short.text, /element Key is there twice/);
  assert.match(long.text, /element of 65 characters is there twice/);
});

for (const list of ["headers", "fields", "responseHeaders"] as const)
  test(`no more is read of ${list} than a request can have`, () => {
    const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-${at}`, "a"]));
    for (const given of [named(500), { a: "b".repeat(65_535) }]) explain(get, "", { status: 403, [list]: given });
    for (const given of [named(501), { a: "b".repeat(65_536) }])
      assert.throws(
        () => explain(get, "", { status: 403, [list]: given }),
        (error: Error) =>
          error instanceof RangeError &&
          error.message.includes(`${list} must be at most 500 names with 65536 characters`),
      );
  });
