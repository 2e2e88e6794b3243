// URLs as mail, chats, shells and documents hand them on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "../../src/index.ts";
import { get, open, presigner } from "./urls.ts";

/** The order of another signer: the signature is not the last. */
const [start, signature] = get.split(/&(?=X-Amz-Signature=)/) as [string, string];
const signedHeadersLast = start.replace("&X-Amz-SignedHeaders=host", `&${signature}&X-Amz-SignedHeaders=host`);
const idLast = `${presigner.get("k", { ...open, downloadAs: "k" }).url}&x-id=GetObject`;
const versionLast = `${get}&versionId=a.b`;

const half = Math.floor(get.length / 2);
const wrapped = (end: string) => `${get.slice(0, half)}${end}${get.slice(half)}`;
const afterName = get.replace("X-Amz-Date=", "X-Amz-Date=\n");

for (const [says, text, codes] of [
  ["as it was made", get, []],
  ["angle brackets and a line end", `<${get}>\n`, []],
  ["quotes", `"${get}"`, []],
  ["typographic quotes", `“${get}”`, []],
  ["blanks around", `  ${get}\t`, []],
  ["a full stop at its end", `${get}.`, ["trailing_characters"]],
  ["a closing bracket and a comma", `(${get}),`, ["trailing_characters"]],
  ["a full stop behind the signed headers", `${signedHeadersLast}.`, ["trailing_characters"]],
  ["a semicolon behind the signed headers", `${signedHeadersLast};`, ["trailing_characters"]],
  ["a bracket behind the signed headers", `[${signedHeadersLast}]`, ["trailing_characters"]],
  ["brackets around a name of an SDK", `(${idLast}).`, ["trailing_characters", "sdk_parameter"]],
  ["a question mark behind a name of an SDK", `${idLast}?`, ["trailing_characters", "sdk_parameter"]],
  ["a comma behind a version", `${versionLast},`, ["trailing_characters"]],
  ["a version with a full stop and a bracket behind it", `(${versionLast}.)`, ["trailing_characters"]],
  ["a version that ends with a full stop, as it may", `${versionLast}.`, []],
  ["a version in brackets of its own", `${get}&versionId=(a)`, []],
  ["broken into lines", wrapped("\r\n"), ["line_breaks"]],
  ["broken into quoted lines", wrapped("\n> "), ["line_breaks"]],
  ["broken into lines by quoted-printable", wrapped("=\r\n"), ["line_breaks"]],
  ["broken behind the = of a parameter", afterName, ["line_breaks"]],
] as [string, string, string[]][])
  test(`reads a URL that was pasted: ${says}`, () => {
    const found = inspect(text);
    assert.equal(found.kind, "presigned", JSON.stringify(found));
    if (found.kind !== "presigned") return;
    assert.equal(found.key, "k");
    assert.deepEqual(
      found.warnings.map(({ code }) => code),
      codes,
    );
  });

for (const [says, text, kind, code] of [
  ["from the source of a page", get.replaceAll("&", "&amp;"), "malformed", "html_escaped"],
  ["from JSON", get.replaceAll("&", "\\u0026"), "malformed", "json_escaped"],
  ["from a shell", get.replace("?", "\\?").replaceAll("&", "\\&"), "malformed", "shell_escaped"],
  ["encoded twice", get.replaceAll("%2F", "%252F"), "malformed", "encoded_twice"],
  ["shortened for display", `${get.slice(0, 200)}…`, "malformed", "shortened"],
  ["shortened behind the signature", `${idLast.slice(0, -4)}...`, "presigned", "shortened"],
  ["with an invisible character", get.replace("/k?", "/k\u200b?"), "presigned", "invisible_characters"],
  ["with a blank in it", get.replace("/k?", "/a k?"), "presigned", "has_blanks"],
] as [string, string, string, string][])
  test(`says what happened to a URL: ${says}`, () => {
    const found = inspect(text);
    assert.equal(found.kind, kind, JSON.stringify(found));
    assert.ok(found.warnings.some((finding) => finding.code === code && finding.level === "broken"));
  });
