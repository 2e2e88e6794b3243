import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { attachmentDisposition, createPresigner } from "../src/index.ts";

for (const { says, name, ascii, utf8 } of [
  { says: "a plain name", name: "report.pdf", ascii: "report.pdf", utf8: "report.pdf" },
  { says: "blanks", name: "my report.pdf", ascii: "my report.pdf", utf8: "my%20report.pdf" },
  { says: "accents fall off for old clients", name: "résumé.pdf", ascii: "resume.pdf", utf8: "r%C3%A9sum%C3%A9.pdf" },
  { says: "what is not Latin becomes a line", name: "日本.txt", ascii: "__.txt", utf8: "%E6%97%A5%E6%9C%AC.txt" },
  { says: "quotes and percent signs", name: `a"b'c%41.txt`, ascii: "a_b'c_41.txt", utf8: "a%22b%27c%2541.txt" },
  {
    says: "a line end cannot start a header",
    name: "a\r\nSet-Cookie: x",
    ascii: "a__Set-Cookie_ x",
    utf8: "a__Set-Cookie_%20x",
  },
  { says: "text that turns around", name: "a\u202egpj.exe", ascii: "a_gpj.exe", utf8: "a_gpj.exe" },
  { says: "a path", name: "../../etc/passwd", ascii: ".._.._etc_passwd", utf8: ".._.._etc_passwd" },
  { says: "a path of Windows", name: "C:\\a.txt", ascii: "C__a.txt", utf8: "C__a.txt" },
  { says: "a stream of a file", name: "a.txt:b.exe", ascii: "a.txt_b.exe", utf8: "a.txt_b.exe" },
  { says: "a device of Windows", name: "CON", ascii: "_CON", utf8: "_CON" },
  { says: "a device with an ending", name: "nul.tar.gz", ascii: "_nul.tar.gz", utf8: "_nul.tar.gz" },
  { says: "a device with blanks", name: " com1 .txt", ascii: "_com1 .txt", utf8: "_com1%20.txt" },
  { says: "a port with a raised digit", name: "LPT¹", ascii: "_LPT1", utf8: "_LPT%C2%B9" },
  { says: "the console's input", name: "CONIN$", ascii: "_CONIN$", utf8: "_CONIN%24" },
  { says: "no device", name: "console.txt", ascii: "console.txt", utf8: "console.txt" },
  { says: "no port", name: "com10", ascii: "com10", utf8: "com10" },
  {
    says: "a wide device, for old clients",
    name: "ｃｏｎ.txt",
    ascii: "_con.txt",
    utf8: "%EF%BD%83%EF%BD%8F%EF%BD%8E.txt",
  },
  { says: "a wide colon, for old clients", name: "C：a", ascii: "C_a", utf8: "C%EF%BC%9Aa" },
  { says: "a lone surrogate", name: "a\ud800.txt", ascii: "a_.txt", utf8: "a%EF%BF%BD.txt" },
  { says: "only marks that old clients lose", name: "\u0591", ascii: "download", utf8: "%D6%91" },
  {
    says: "wide slashes are no path for old clients either",
    name: "..／..／a＼b",
    ascii: ".._.._a_b",
    utf8: "..%EF%BC%8F..%EF%BC%8Fa%EF%BC%BCb",
  },
  { says: "one letter of three with a slash", name: "℀.txt", ascii: "a_c.txt", utf8: "%E2%84%80.txt" },
  { says: "wide dots", name: "．．", ascii: "download", utf8: "%EF%BC%8E%EF%BC%8E" },
  { says: "nothing", name: "", ascii: "download", utf8: "download" },
  { says: "only dots", name: "..", ascii: "download", utf8: "download" },
  {
    says: "too long, the ending stays",
    name: `${"n".repeat(300)}.tar`,
    ascii: `${"n".repeat(236)}.tar`,
    utf8: `${"n".repeat(236)}.tar`,
  },
])
  test(`download name: ${says}`, () => {
    assert.equal(attachmentDisposition(name), `attachment; filename="${ascii}"; filename*=UTF-8''${utf8}`);
  });

test("any name at all gives one safe header, and a URL", () => {
  const presigner = createPresigner({
    credentials: { accessKeyId: "AK", secretAccessKey: "sk" },
    region: "eu-central-1",
    bucket: "photos",
  });
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
      const header = attachmentDisposition(name);
      assert.match(
        header,
        /^attachment; filename="[^"%/\\:\x00-\x1f\x7f-\uffff]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$/,
      );
      const { url } = presigner.get("k", { expiresInSeconds: 60, downloadAs: name });
      assert.equal(new URL(url).searchParams.get("response-content-disposition"), header);
    }),
    { numRuns: 500 },
  );
});
