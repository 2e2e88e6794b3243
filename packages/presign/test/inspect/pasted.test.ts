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

const create = `${get}&uploads=`;

const half = Math.floor(get.length / 2);
const wrapped = (end: string) => `${get.slice(0, half)}${end}${get.slice(half)}`;
const afterName = get.replace("X-Amz-Date=", "X-Amz-Date=\n");

for (const [says, text, codes] of [
  ["as it was made", get, []],
  ["angle brackets and a line end", `<${get}>\n`, ["trailing_characters"]],
  ["quotes", `"${get}"`, ["trailing_characters"]],
  ["a quotation mark at its end", `${get}"`, ["trailing_characters"]],
  ["a quotation mark in front of it", `"${get}`, ["leading_characters"]],
  ["a backtick and a blank", `\` ${get} \``, ["trailing_characters"]],
  ["typographic quotes", `“${get}”`, ["trailing_characters"]],
  ["blanks around", `  ${get}\t\r\n`, []],
  ["a blank that does not break", `${get}\u00a0`, ["invisible_characters"]],
  ["the mark of a file in front of it", `\ufeff${get}`, ["invisible_characters"]],
  ["a mark of direction at its end", `${get}\u200e`, ["invisible_characters"]],
  ["a quotation mark and a mark of direction", `${get}"\u200e`, ["trailing_characters", "invisible_characters"]],
  ["a full stop behind a parameter without a value", `${create}.`, ["trailing_characters"]],
  ["a bracket and a comma behind a parameter without a value", `(${create}),`, ["trailing_characters"]],
  ["stars behind a parameter without a value", `**${create}**`, ["trailing_characters"]],
  ["an encoded blank behind a parameter without a value", `${create}%20`, ["trailing_characters"]],
  ["an escaped line end behind a parameter without a value", `${create}\\n`, ["trailing_characters"]],
  ["a parameter without a value", create, []],
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
    assert.ok(!found.query.some(([name, value]) => name === "uploads" && value !== ""), "nothing of the text is left");
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
