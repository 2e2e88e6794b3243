// The reader of the documents that requests carry: what it takes, what it refuses, and how long it takes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { writeDocument } from "../src/xml.ts";
import { findText, readChildren, readXml, type XmlElement } from "../src/xml-reader.ts";

const toTree = ({ name, text, children }: XmlElement): unknown =>
  children.length > 0 ? { [name]: children.map(toTree) } : { [name]: text };

describe("what is read", () => {
  for (const [says, document, want] of [
    ["nothing inside", "<a/>", { a: "" }],
    ["text, with its blanks", "<a> b </a>", { a: " b " }],
    ["children between blanks", "<a>\n <b>1</b>\t<c/> </a>\n", { a: [{ b: "1" }, { c: "" }] }],
    ["a declaration", '<?xml version="1.0" encoding="UTF-8"?>\n<a>1</a>', { a: "1" }],
    ["a byte order mark", "\ufeff<a>1</a>", { a: "1" }],
    ["attributes and blanks in tags", `<a xmlns="u" xsi:type='t' ><b x = "1" >2</b ></a>`, { a: [{ b: "2" }] }],
    ["references", "<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;&#x1;</a>", { a: "<>&\"'AB\u{1f600}\u0001" }],
    ["a reference is resolved once", "<a>&amp;lt;</a>", { a: "&lt;" }],
    ["an element called __proto__", "<a><__proto__>1</__proto__></a>", { a: [{ ["__proto__"]: "1" }] }],
    ["eight levels", `${"<a>".repeat(8)}x${"</a>".repeat(8)}`, undefined],
  ] as const)
    test(says, () => {
      const read = toTree(readXml(document, "a"));
      if (want !== undefined) assert.equal(JSON.stringify(read), JSON.stringify(want));
    });

  test("what the writer writes, whatever the text [property]", () => {
    const text = fc.string({ unit: "grapheme" }).filter((value) => value.isWellFormed() && !value.includes("\0"));
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (key, keys) => {
        const root = readXml(writeDocument("Delete", { Key: key, Object: keys.map((Key) => ({ Key })) }), "Delete");
        assert.equal(findText(root, "Key"), key);
        const objects = root.children.filter(({ name }) => name === "Object");
        assert.deepEqual(
          objects.map((object) => findText(object, "Key")),
          keys,
        );
      }),
    );
  });
});

describe("what is refused, as MalformedXML", () => {
  for (const [says, document] of [
    ["nothing", ""],
    ["text", "hello"],
    ["another root", "<b/>"],
    ["two roots", "<a/><a/>"],
    ["text behind the root", "<a/>b"],
    ["text before the root", "b<a/>"],
    ["an element that is not closed", "<a><b></a>"],
    ["an element closed twice", "<a></a></a>"],
    ["a closing tag alone", "</a>"],
    ["text beside elements", "<a>x<b/></a>"],
    ["a document type", '<!DOCTYPE a [<!ENTITY e "1">]><a>&e;</a>'],
    ["an entity that is not predefined", "<a>&e;</a>"],
    ["an entity that an object inherits", "<a>&toString;</a>"],
    ["an entity without an end", "<a>&amp</a>"],
    ["a stray ampersand", "<a>b & c</a>"],
    ["a reference to nothing", "<a>&#0;</a>"],
    ["a reference to half a character", "<a>&#xD800;</a>"],
    ["a reference beyond Unicode", "<a>&#x110000;</a>"],
    ["a comment", "<a><!-- --></a>"],
    ["a CDATA section", "<a><![CDATA[b]]></a>"],
    ["a processing instruction", "<a><?b?></a>"],
    ["a prefixed name", "<s:a/>"],
    ["an attribute without a value", "<a b/>"],
    ["an attribute with a tag in it", '<a b="<c>"/>'],
    ["a raw control character", "<a>\u0001</a>"],
    ["nine levels", `${"<a>".repeat(9)}x${"</a>".repeat(9)}`],
    ["a thousand elements and one", `<a>${"<b/>".repeat(1_000)}</a>`],
    ["a tag that never ends", `<a ${" ".repeat(100_000)}`],
    ["a hundred thousand openings", "<".repeat(100_000)],
  ] as const)
    test(says, () => assert.throws(() => readXml(document, "a"), { code: "MalformedXML" }));

  test("text where elements are meant", () => {
    assert.throws(() => readChildren(readXml("<a>b</a>", "a"), ["b"]), { code: "MalformedXML" });
  });

  test("an unknown element, and one twice where one is meant", () => {
    const root = readXml("<a><b/><b/></a>", "a");
    assert.throws(() => readChildren(root, ["c"]), { code: "MalformedXML" });
    assert.throws(() => findText(root, "b"), { code: "MalformedXML" });
  });
});

test("ten thousand parts are read, as many as an upload can have", () => {
  const parts = Array.from({ length: 10_000 }, (_, i) => ({
    PartNumber: i + 1,
    ETag: '"0123456789abcdef0123456789abcdef"',
    ChecksumCRC32: "AAAAAA==",
  }));
  const document = writeDocument("CompleteMultipartUpload", { Part: parts });
  assert.equal(readXml(document, "CompleteMultipartUpload", 40_001).children.length, 10_000);
});
