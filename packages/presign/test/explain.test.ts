import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CAUSES, createPresigner, type Explained, type ExplainOptions, explain, verify } from "../src/index.ts";
import { importsOf } from "./imports-of.ts";
import { EXPLAIN_ROWS, type ExplainRow } from "./rows/explain.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const base = { credentials, region: "us-east-2", bucket: "photos", clock: () => NOW };
const presigner = createPresigner(base);
const life = { expiresInSeconds: 900 };
const temporary = createPresigner({
  ...base,
  credentials: { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "AQoD+b/c=" },
}).get("k", life).url;
const get = presigner.get("k", life).url;

const URLS: Record<NonNullable<ExplainRow["url"]>, string> = {
  get,
  put: presigner.put("k", { ...life, contentType: "text/plain" }).url,
  create: presigner.put("k", { ...life, createOnly: true }).url,
  temporary,
  tokenless: temporary.replace(/&X-Amz-Security-Token=[^&]*/, ""),
  hoisted: `${get}&x-amz-server-side-encryption=aws%3Akms`,
  "empty-checksum": `${get}&x-amz-checksum-crc32=AAAAAA%3D%3D`,
  plain: "https://photos.s3.us-east-2.amazonaws.com/k",
  sigv2: "https://photos.s3.amazonaws.com/k?AWSAccessKeyId=AKIDEXAMPLE&Expires=1763985600&Signature=abc%3D",
  form: "https://photos.s3.us-east-2.amazonaws.com/",
  cut: get.replace(/&X-Amz-Signature=.*/, ""),
  dots: get.replace("/k?", "/a/../k?"),
};

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const toXml = (code: string, message: string, details: Readonly<Record<string, string>> = {}) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message>${Object.entries(
    details,
  )
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join("")}<RequestId>4442587FB7D0A2F9</RequestId></Error>`;

function read(url: string, xml: string, options?: ExplainOptions): Explained {
  const found = explain(url, xml, options);
  assert.equal(found.kind, "explained", JSON.stringify(found));
  return found as Explained;
}

for (const { says, code, message, details, url = "get", want, names } of EXPLAIN_ROWS)
  test(`explains ${says}: ${code} → ${want}`, () => {
    const [cause] = read(URLS[url], toXml(code, message, details)).causes;
    assert.equal(cause.code, want, cause.text);
    assert.equal(cause.remedy, CAUSES[want]);
    if (names) assert.match(cause.text, names);
  });

/** What a real verifier says to a request that is not quite the one that was signed. */
interface Change {
  method?: string;
  target?: (target: string) => string;
  headers?: Record<string, string>;
  secret?: string;
}
function refuse(url: string, { method = "GET", target = (same) => same, headers = {}, secret = "secret" }: Change) {
  const [, host = "", path = ""] = /^https?:\/\/([^/]+)(.*)$/.exec(url) ?? [];
  const sent = { host, ...headers };
  const request = { method, target: target(path), rawHeaders: Object.entries(sent).flat() };
  const lookup = () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret });
  const refusal = verify(request, lookup, NOW, { region: "us-east-2" });
  assert.ok(!refusal.ok, "the verifier let it pass");
  return toXml(refusal.code, refusal.message, refusal.details);
}

const put = presigner.put("k", { ...life, contentType: "image/png", contentLength: 5 });
const odd = presigner.get("a+b//c.txt", life).url;
const plusInPath = odd.replace("%2B", "+");
const asSpace = (target: string) => target.replace("a+b", "a%20b");
for (const { says, url, change, want, what, line, options } of [
  {
    says: "a proxy's Host",
    url: get,
    change: { headers: { host: "minio:9000" } },
    want: "host_changed",
    what: "header host",
    line: 4,
  },
  {
    says: "another method",
    url: presigner.put("k", { ...life, createOnly: true }).url,
    change: { headers: { "if-none-match": "*" } },
    want: "method_differs",
    what: "method",
    line: 1,
  },
  {
    says: "the method, when it is told",
    url: get,
    change: { method: "PUT" },
    options: { method: "GET" },
    want: "method_differs",
    what: "method",
    line: 1,
  },
  {
    says: "a raw + read as a space",
    url: plusInPath,
    change: { target: asSpace },
    want: "raw_plus",
    what: "path",
    line: 2,
  },
  {
    says: "folded slashes",
    url: odd,
    change: { target: (t: string) => t.replace("//", "/") },
    want: "slashes_folded",
    what: "path",
    line: 2,
  },
  {
    says: "a prefix put in front",
    url: get,
    change: { target: (t: string) => `/s3${t}` },
    want: "path_changed",
    what: "path",
    line: 2,
  },
  {
    says: "a path encoded twice",
    url: odd,
    change: { target: (t: string) => t.replace("%2B", "%252B") },
    want: "encoded_twice",
    what: "path",
    line: 2,
  },
  {
    says: "a parameter added on the way",
    url: get,
    change: { target: (t: string) => `${t}&v=2` },
    want: "parameter_added",
    what: "parameter v",
    line: 3,
  },
  {
    says: "a parameter lost on the way",
    url: presigner.get("k", { ...life, downloadAs: "a" }).url,
    change: { target: (t: string) => t.replace(/response-content-disposition=[^&]*&?/, "") },
    want: "parameter_removed",
    what: "parameter response-content-disposition",
    line: 3,
  },
  {
    says: "a header that was not sent",
    url: put.url,
    change: { method: "PUT", headers: { "content-length": "5" } },
    want: "header_not_sent",
    what: "header content-type",
    line: 5,
  },
  {
    says: "another content type, when it is told",
    url: put.url,
    change: { method: "PUT", headers: { "content-length": "5", "content-type": "text/html" } },
    options: { headers: { "Content-Type": "image/png", "Content-Length": "5" } },
    want: "content_type_changed",
    what: "header content-type",
    line: 5,
  },
  {
    says: "another size, when it is told",
    url: put.url,
    change: { method: "PUT", headers: { "content-length": "6", "content-type": "image/png" } },
    options: { headers: { "Content-Type": "image/png", "Content-Length": "5" } },
    want: "size_differs",
    what: "header content-length",
    line: 4,
  },
] as {
  says: string;
  url: string;
  change: Change;
  want: string;
  what: string;
  line: number;
  options?: ExplainOptions;
}[])
  test(`SignatureDoesNotMatch: ${says}`, () => {
    const { causes, differences } = read(url, refuse(url, change), options);
    assert.equal(causes[0].code, want, JSON.stringify(causes));
    assert.deepEqual(
      differences.map((difference) => [difference.what, difference.line]),
      [[what, line]],
    );
  });

test("SignatureDoesNotMatch: equal in everything is the secret", () => {
  const { causes, differences } = read(get, refuse(get, { secret: "another" }), { method: "GET" });
  assert.deepEqual(differences, []);
  assert.deepEqual(
    causes.map(({ code }) => code),
    ["secret_wrong"],
  );
});

test("SignatureDoesNotMatch: a tracker in the URL comes before the secret", () => {
  const tracked = `${get}&utm_source=mail`;
  assert.deepEqual(
    read(tracked, refuse(tracked, {}), { method: "GET" }).causes.map(({ code }) => code),
    ["parameter_added", "secret_wrong"],
  );
});

test("SignatureDoesNotMatch: a type that the client made up is suspected, and shown as not checked", () => {
  const headers = { "content-length": "5", "content-type": "application/x-www-form-urlencoded" };
  const { causes, unchecked } = read(put.url, refuse(put.url, { method: "PUT", headers }));
  assert.equal(causes[0].code, "content_type_changed");
  assert.match(causes[0].text, /curl -d/);
  assert.ok(unchecked.some(({ what }) => what === "header content-type"));
});

test("SignatureDoesNotMatch: the error of another URL is not compared", () => {
  const other = presigner.get("other", life).url;
  assert.equal(read(get, refuse(other, { headers: { host: "x" } })).causes[0].code, "other_url");
});

test("SignatureDoesNotMatch: without line ends the bytes are read, and without them it says so", () => {
  const xml = refuse(get, { headers: { host: "proxy" } });
  const canonical = /<CanonicalRequest>(.*)<\/CanonicalRequest>/s.exec(xml)![1]!.replaceAll("&amp;", "&");
  const flat = xml.replace(
    /(<CanonicalRequest>)(.*)(<\/CanonicalRequest>)/s,
    (_, a, text, b) => a + text.replaceAll("\n", " ") + b,
  );
  assert.deepEqual(
    read(get, flat).causes.map(({ code }) => code),
    ["not_comparable", "secret_wrong"],
  );
  const bytes = Buffer.from(canonical).toString("hex").replace(/../g, "$& ");
  const whole = flat.replace("</Error>", `<CanonicalRequestBytes>${bytes}</CanonicalRequestBytes></Error>`);
  assert.equal(read(get, whole).causes[0].code, "host_changed");
});

test("SignatureDoesNotMatch: version 2 signs the type that a client adds", () => {
  const xml = toXml("SignatureDoesNotMatch", "No.", { StringToSign: "PUT\n\ntext/plain\n1763985600\n/photos/k" });
  assert.equal(read(URLS.sigv2, xml).causes[0].code, "content_type_added");
});

test("a session token is not repeated in what differs", () => {
  const lost = (target: string) => target.replace(/X-Amz-Security-Token=[^&]*/, "X-Amz-Security-Token=other");
  const canonical = `GET\n/k\n${lost(temporary.split("?")[1]!.replace(/&X-Amz-Signature=.*/, ""))}\nhost:photos.s3.us-east-2.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD`;
  const { differences } = read(temporary, toXml("SignatureDoesNotMatch", "No.", { CanonicalRequest: canonical }));
  assert.deepEqual(
    differences.map(({ signed, received }) => [signed, received]),
    [["(9 characters)", "(5 characters)"]],
  );
});

const error = "<Error><Code>NoSuchKey</Code><Message>m</Message></Error>";
for (const { says, xml, wants } of [
  { says: "nothing, as HEAD answers", xml: " \n", wants: /empty.*HEAD/ },
  { says: "no XML", xml: "Forbidden", wants: /not S3's error document/ },
  { says: "half a document", xml: error.slice(0, -4), wants: /cut off/ },
  { says: "nesting", xml: "<Error><Code>A</Code><Message><b>m</b></Message></Error>", wants: /not flat/ },
  {
    says: "a document type",
    xml: `<?xml version="1.0"?><!DOCTYPE Error [<!ENTITY a "b">]>${error}`,
    wants: /cut off|another one/,
  },
  { says: "CDATA", xml: "<Error><Code><![CDATA[A]]></Code></Error>", wants: /not flat/ },
  { says: "an unknown entity", xml: "<Error><Code>&a;</Code></Error>", wants: /entity/ },
  { says: "an element twice", xml: "<Error><Code>A</Code><Code>B</Code></Error>", wants: /twice/ },
  { says: "no code", xml: "<Error><Message>m</Message></Error>", wants: /no Code/ },
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
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const section = /^## Explaining$(.*?)^## /ms.exec(readme)?.[1] ?? "";
  assert.deepEqual(
    [...section.matchAll(/`([a-z0-9]+(?:_[a-z0-9]+)+|expired|unsupported|unknown)`/g)].map(([, code]) => code).sort(),
    Object.keys(CAUSES).sort(),
  );
});
