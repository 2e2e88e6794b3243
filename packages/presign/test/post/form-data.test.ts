import assert from "node:assert/strict";
import { test } from "node:test";
import { PresignError, toFormData } from "../../src/index.ts";
import { importsOf } from "../imports-of.ts";
import { judge, post } from "./forms.ts";

const png = new File(["12345"], "a.png", { type: "image/png" });
const variable = "$" + "{filename}";
/** Name and value of each part, in order; of the file its name. */
const partsOf = (data: FormData) =>
  [...data].map(([name, value]) => [name, typeof value === "string" ? value : value.name]);

test("a form's data: the signed fields in order, then the open ones, and the file last", () => {
  const form = post({
    key: undefined,
    keyStartsWith: "in/",
    metadata: { a: "1" },
    contentTypeStartsWith: "image/",
    anyMetadata: ["note"],
  });
  const parts = partsOf(toFormData(form, png, { values: { "X-Amz-Meta-Note": "hi" } }));
  assert.deepEqual(parts, [
    ...Object.entries(form.fields),
    ["x-amz-meta-note", "hi"],
    ["Content-Type", "image/png"],
    ["file", "a.png"],
  ]);
  const fields = parts.slice(0, -1) as [string, string][];
  assert.deepEqual(judge(fields), { verifier: "stored", evaluator: "stored" });
});

test("a form that came as JSON is as good, and one without open fields too", () => {
  const form = post({ anyContentType: true });
  assert.deepEqual(partsOf(toFormData(JSON.parse(JSON.stringify(form)), png)), partsOf(toFormData(form, png)));
  const { url, fields } = post();
  assert.equal(partsOf(toFormData({ url, fields }, png)).length, Object.keys(fields).length + 1);
});

test("any type is also the type of a file that has none", () => {
  const parts = partsOf(toFormData(post({ anyContentType: true }), new Blob(["1"])));
  assert.deepEqual(parts.slice(-2), [
    ["Content-Type", "binary/octet-stream"],
    ["file", "file"],
  ]);
});

test("a name given goes before the file's own", () => {
  const form = post({ key: undefined, anyKey: true });
  assert.equal(form.fields.key, variable);
  assert.deepEqual(partsOf(toFormData(form, png, { fileName: "ü.png" })).at(-1), ["file", "ü.png"]);
});

for (const [says, call, type, message] of [
  ["no form", () => toFormData({} as never, png), TypeError, /form must be \{url, fields\}/],
  ["null", () => toFormData(null as never, png), TypeError, /form must be/],
  ["a form for another scheme", () => toFormData({ url: "javascript:x", fields: {} }, png), TypeError, /form\.url/],
  [
    "a field that is a number",
    () => toFormData({ url: "https://b/", fields: { a: 1 } as never }, png),
    TypeError,
    /form\.fields "a"/,
  ],
  ["a file that is text", () => toFormData(post(), "text" as never), TypeError, /Blob or a File, got "text"/],
  [
    "an option of another name",
    () => toFormData(post(), png, { name: "a" } as never),
    TypeError,
    /unknown option "name"/,
  ],
  [
    "a file without the name that the key takes",
    () => toFormData(post({ key: undefined, anyKey: true }), new Blob([])),
    TypeError,
    /fileName must be given/,
  ],
  [
    "an open field without a value",
    () => toFormData(post({ anyMetadata: ["a"] }), png),
    TypeError,
    /values must have "x-amz-meta-a"/,
  ],
  [
    "a value for a field that is not open",
    () => toFormData(post(), png, { values: { acl: "x" } }),
    TypeError,
    /no open field "acl"; it has none/,
  ],
  [
    "a value that is a number",
    () => toFormData(post({ anyMetadata: ["a"] }), png, { values: { "x-amz-meta-a": 1 } as never }),
    TypeError,
    /must be a string/,
  ],
  [
    "a value that the policy refuses",
    () => toFormData(post({ metadataStartsWith: { a: "p-" } }), png, { values: { "x-amz-meta-a": "q" } }),
    PresignError,
    /must begin with "p-".*got "q"/,
  ],
  [
    "a file whose type the policy refuses",
    () => toFormData(post({ contentTypeStartsWith: "image/" }), new File(["1"], "a.html", { type: "text/html" })),
    PresignError,
    /type that begins with "image\/".*got "text\/html"/,
  ],
  [
    "a file without a type where one is wanted",
    () => toFormData(post({ contentTypeStartsWith: "image/" }), new Blob(["1"])),
    PresignError,
    /begins with "image\/".*got ""/,
  ],
  [
    "a key with a line end, which forms rewrite",
    () => toFormData(post({ key: "a\nb" }), png),
    PresignError,
    /"key" must have no line end/,
  ],
  [
    "a value with a line end",
    () => toFormData(post({ anyMetadata: ["a"] }), png, { values: { "x-amz-meta-a": "a\rb" } }),
    PresignError,
    /must have no line end/,
  ],
] as [string, () => unknown, typeof Error, RegExp][])
  test(`a form's data is refused: ${says}`, () => {
    assert.throws(call, (error: unknown) => {
      assert.ok(error instanceof type, String(error));
      assert.match((error as Error).message, message);
      return true;
    });
  });

test("what sends a form runs in a browser, and loads no signer", () => {
  const files = importsOf("post/form.ts");
  for (const [path, source] of files) {
    assert.doesNotMatch(source, /from "node:|\bBuffer\b|\bprocess\b/, path);
    assert.doesNotMatch(path, /sigv4|\/sign\//, path);
  }
  assert.ok(files.size >= 4);
});
