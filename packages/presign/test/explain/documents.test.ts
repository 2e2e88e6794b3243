// What is read as an answer, what is not, and what the call itself refuses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CAUSES, explain } from "../../src/explain/explain.ts";
import { importsOf } from "../imports-of.ts";
import { get, read } from "./urls.ts";

const error = "<Error><Code>NoSuchKey</Code><Message>m</Message></Error>";
for (const { says, xml, wants } of [
  { says: "nothing, as HEAD answers", xml: " \n", wants: /empty.*HEAD/ },
  { says: "no XML", xml: "Forbidden", wants: /not S3's error document/ },
  { says: "half a document", xml: error.slice(0, -4), wants: /cut off/ },
  { says: "nesting", xml: "<Error><Code>A</Code><Message><b>m</b></Message></Error>", wants: /not flat/ },
  {
    says: "a document type",
    xml: `<?xml version="1.0"?><!DOCTYPE Error [<!ENTITY a "b">]>${error}`,
    wants: /document type/,
  },
  { says: "CDATA", xml: "<Error><Code><![CDATA[A]]></Code></Error>", wants: /not flat/ },
  { says: "an unknown entity", xml: "<Error><Code>&a;</Code></Error>", wants: /entity/ },
  { says: "an element twice", xml: "<Error><Code>A</Code><Code>B</Code></Error>", wants: /twice/ },
  { says: "no code", xml: "<Error><Message>m</Message></Error>", wants: /no Code/ },
  {
    says: "one error, once of another region",
    xml: `<Error><Code>A</Code><Region>a</Region></Error>\n<Error><Code>A</Code><Region>b</Region></Error>`,
    wants: /Several errors/,
  },
  {
    says: "one error, once with headers",
    xml: `<Error><Code>A</Code></Error>\n<Error><Code>A</Code><HeadersNotSigned>b</HeadersNotSigned></Error>`,
    wants: /Several errors/,
  },
  { says: "one error, once damaged", xml: `${error}\n<Error><Code>A</Error>`, wants: /Several errors/ },
  { says: "two messages", xml: `${error}\n${error.replace(">m<", ">n<")}`, wants: /Several errors/ },
  { says: "two errors", xml: `${error}\n${error.replace("NoSuchKey", "AccessDenied")}`, wants: /Several errors/ },
  { says: "a list of objects", xml: '<?xml version="1.0"?><ListBucketResult/>', wants: /another one/ },
  { says: "a book", xml: "<Error>".padEnd(200_000, "a"), wants: /more than/ },
])
  test(`a document that is none: ${says}`, () => {
    const found = explain(get, xml);
    assert.equal(found.kind, "not_an_error_document");
    assert.match("text" in found ? found.text : "", wants);
  });

test("head lines of curl -i, indentation and references are read", () => {
  const { error: read1 } = read(
    get,
    `HTTP/1.1 404 Not Found\r\n\r\n<?xml version="1.0"?>\r\n<Error>\n  <Code>\n NoSuchKey</Code>\n<Message>a &lt;&#x41;&#66;</Message><Key/></Error>\n`,
  );
  assert.deepEqual(read1, { code: "NoSuchKey", message: "a <AB", details: { Key: "" } });
});

const quoted = error.replaceAll("><", ">\n> <");

for (const [says, text] of [
  ["zsh's mark of a missing line end", `${error}%\n`],
  ["what curl -w writes", `${error}\nHTTP 403 in 0.1 s\n`],
  ["a prompt", `${error}joe@host:~$ `],
  ["the line of a log", `2026-11-24 ERROR body="<?xml version="1.0"?>${error}" status=404`],
  ["the same again", `${error}\n${error}`],
  ["an envelope, as STS has it", `<ErrorResponse xmlns="https://x/">${error}<RequestId>1</RequestId></ErrorResponse>`],
  ["an envelope with a declaration", `<?xml version="1.0"?>\n<ErrorResponse>\n${error}</ErrorResponse>`],
  ["itself, in a mail", `On Tuesday somebody wrote:\n> ${quoted}\nWhat is it?`],
  ["itself, in a mail about a mail, with words", `Look:\n> > ${quoted.replaceAll("\n>", "\n> >")}`],
  ["itself, in a mail about a mail", `> > ${quoted.replaceAll("\n>", "\n> >")}`],
  ["a mail's lines that have no blank behind their mark", `>${quoted.replaceAll("\n> ", "\n>")}`],
  ["a page's source", error.replaceAll("<", "&lt;").replaceAll(">", "&gt;")],
  ["a page's source with more of it", `<pre>${error.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</pre>`],
  ["JSON that Go has written", JSON.stringify({ body: error }).replaceAll("<", "\\u003c").replaceAll(">", "\\u003E")],
  ["JSON with its line ends", JSON.stringify({ body: error.replaceAll("><", ">\r\n  <") })],
  ["two tries", [1, 2].map((id) => error.replace("</Error>", `<RequestId>${id}</RequestId></Error>`)).join("\n")],
  [
    "DeleteObjects' answer",
    `<DeleteResult>${["a", "b"].map((key) => error.replace("<Code>", `<Key>${key}</Key><Code>`)).join("")}</DeleteResult>`,
  ],
] as const)
  test(`an error is read in the midst of ${says}`, () => {
    assert.deepEqual(read(get, text).error, { code: "NoSuchKey", message: "m", details: {} });
  });

test("what all of several answers say is kept, what only one says is not", () => {
  const [a, b] = ["1", "2"].map((id) =>
    error.replace("</Error>", `<Key>k</Key><RequestId>${id}</RequestId><Resource>/k</Resource></Error>`),
  );
  assert.deepEqual(read(get, `${a}\n${b}`).error?.details, { Key: "k", Resource: "/k" });
});

for (const options of [
  { method: 1 },
  { method: "P UT" },
  { headers: { a: 1 } },
  { now: new Date(Number.NaN) },
  { secret: "s" },
])
  test(`an option that is none is refused: ${JSON.stringify(options)}`, () => {
    assert.throws(() => explain(get, error, options as never), TypeError);
  });

test("nothing that explain reads needs Node", () => {
  const files = importsOf("explain/explain.ts");
  for (const [path, source] of files) assert.doesNotMatch(source, /from "node:|\bBuffer\b|\bprocess\./, path);
  assert.ok(files.size > 8);
});

test("the README names every cause", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const section = /^## Explaining$(.*?)^## /ms.exec(readme)?.[1] ?? "";
  assert.deepEqual(
    [...section.matchAll(/`([a-z0-9]+(?:_[a-z0-9]+)+|expired|unsupported|unknown)`/g)].map(([, code]) => code).sort(),
    Object.keys(CAUSES).sort(),
  );
});
