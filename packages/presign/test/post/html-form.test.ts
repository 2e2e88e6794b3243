import assert from "node:assert/strict";
import { test } from "node:test";
import { toHtmlForm, toHtmlPage } from "../../src/index.ts";
import { post } from "./forms.ts";

/** What a browser would send: names and values of the inputs, in order, with the references of HTML read. */
function inputsOf(html: string): [name: string, value: string | undefined][] {
  return [...html.matchAll(/<input\b([^>]*)>/g)].map(([, attributes]) => {
    const read = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes!)?.[1];
    return [readReferences(read("name")!)!, readReferences(read("value"))];
  });
}
const readReferences = (text: string | undefined) =>
  text?.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name as string]!,
  );

test("an HTML form: signed fields hidden and in order, open ones labelled, the file last, no script", () => {
  const form = post({ key: `a"'><script>&amp;`, contentTypeStartsWith: "image/", metadataStartsWith: { by: "a.b" } });
  const html = toHtmlForm(form, {
    labels: { "X-Amz-Meta-By": "Sent <by>" },
    fileLabel: "Picture",
    submitLabel: "Send & go",
  });
  assert.match(
    html,
    /^<form action="https:\/\/photos[^"]*" method="post" enctype="multipart\/form-data" accept-charset="utf-8">/,
  );
  assert.deepEqual(inputsOf(html), [
    ...Object.entries(form.fields),
    ["Content-Type", "image/"],
    ["x-amz-meta-by", "a.b"],
    ["file", undefined],
  ]);
  assert.match(html, /<label for="upload-2">Sent &lt;by&gt;<\/label> <input id="upload-2" [^>]*pattern="a\\\.b\.\*"/);
  assert.match(
    html,
    /<label for="upload-file">Picture<\/label> <input id="upload-file" name="file" type="file" required accept="image\/\*">/,
  );
  assert.match(html, />Send &amp; go<\/button>/);
  assert.doesNotMatch(html, /<script|\son\w+=/i);
});

test("values for open fields are hidden in the form", () => {
  const html = toHtmlForm(post({ contentTypeStartsWith: "image/", anyMetadata: ["by"] }), {
    values: { "content-type": "image/png", "x-amz-meta-by": "ann" },
  });
  assert.match(html, /<input type="hidden" name="Content-Type" value="image\/png">/);
  assert.match(html, /<input type="hidden" name="x-amz-meta-by" value="ann">/);
  assert.match(html, /type="file" required accept="image\/png"/);
  assert.equal(html.match(/<label/g)?.length, 1);
});

test("a page around the form is complete, in its language, and loads nothing", () => {
  const html = toHtmlPage(post(), { title: "A & B", lang: "de", note: "Bis <morgen>" });
  assert.match(html, /^<!doctype html>\n<html lang="de">/);
  assert.match(html, /<title>A &amp; B<\/title>/);
  assert.match(html, /<p>Bis &lt;morgen&gt;<\/p>/);
  assert.doesNotMatch(html, /<script|<link|src=|@import|url\(/i);
});

for (const [says, call, message] of [
  ["an option of another name", () => toHtmlForm(post(), { title: "a" } as never), /unknown option "title"/],
  ["a label that is a number", () => toHtmlForm(post(), { labels: { a: 1 } as never }), /labels "a" must be a string/],
  ["a title that is a number", () => toHtmlPage(post(), { title: 1 as never }), /title must be a string/],
  ["no form", () => toHtmlForm(undefined as never), /form must be/],
  ["a field that browsers fill themselves", () => toHtmlForm(post({ fields: { _charset_: "x" } })), /_charset_/],
  ["a value for what is not open", () => toHtmlForm(post(), { values: { acl: "x" } }), /no open field/],
] as [string, () => unknown, RegExp][])
  test(`an HTML form is refused: ${says}`, () => {
    assert.throws(call, (error: unknown) => error instanceof TypeError && message.test(error.message));
  });

test("a key with a line end, which browsers rewrite, is refused in a page too", () => {
  assert.throws(() => toHtmlForm(post({ key: "a\r\nb" })), /no line end/);
});

test("a NUL, which a page cannot hold, is refused", () => {
  assert.throws(() => toHtmlForm(post({ key: "a\0b" })), /no NUL/);
});
