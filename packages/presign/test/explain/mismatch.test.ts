// SignatureDoesNotMatch: what a real verifier says to a request that is not quite the one that was signed, and whom it blames.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../../src/explain/explain.ts";
import type { ExplainOptions } from "../../src/index.ts";
import { type Change, get, life, presigner, read, refuse, temporary, toXml, URLS } from "./urls.ts";

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
    url: presigner.put("k", { ...life, contentLength: 5 }).url,
    change: { headers: { "content-length": "5" } },
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

test("SignatureDoesNotMatch: no key among the headers is shown", () => {
  for (const name of ["x-amz-server-side-encryption-customer-key", "constructor"]) {
    const { url } = presigner.request({ ...life, method: "GET", key: "k", headers: { [name]: "hush-hush" } });
    for (const options of [{}, { headers: { [name]: "hush-hush-2" } }]) {
      const { causes, differences, unchecked } = read(
        url,
        refuse(url, { headers: { [name]: "hush-hush" }, secret: "another" }),
        options,
      );
      if (name === "constructor") assert.equal(causes[0].code, "header_changed");
      else assert.doesNotMatch(JSON.stringify({ causes, differences, unchecked }), /hush-hush/);
    }
  }
});

/** S3's answer to the plain download, with one thing in what it computed changed. */
const computed = (from: string | RegExp, to: string, secret = "another") => refuse(get, { secret }).replace(from, to);
const downloadNamed = presigner.get("k", { ...life, downloadAs: "a" }).url;

for (const [says, url, answer, want, what, document, line] of [
  [
    "another region in what was signed",
    get,
    computed("/us-east-2/s3/", "/eu-west-1/s3/"),
    "region_wrong",
    "region",
    "StringToSign",
    3,
  ],
  [
    "another service in what was signed",
    get,
    computed("/us-east-2/s3/", "/us-east-2/s3express/"),
    "query_malformed",
    "service",
    "StringToSign",
    3,
  ],
  [
    "a hash of the body",
    get,
    computed("UNSIGNED-PAYLOAD", "ab".repeat(32)),
    "payload_hash_sent",
    "payload hash",
    "CanonicalRequest",
    7,
  ],
  [
    "a parameter's value that was changed",
    downloadNamed,
    refuse(downloadNamed, { target: (target) => target.replace(/(response-content-disposition=)[^&]*/, "$1inline") }),
    "parameter_changed",
    "parameter response-content-disposition",
    "CanonicalRequest",
    3,
  ],
  [
    "a life that somebody lengthened",
    get,
    refuse(get, { target: (target) => target.replace("X-Amz-Expires=900", "X-Amz-Expires=604800") }),
    "parameter_changed",
    "parameter X-Amz-Expires",
    "CanonicalRequest",
    3,
  ],
] as const)
  test(`SignatureDoesNotMatch: ${says}`, () => {
    const { causes, differences } = read(url, answer, { method: "GET" });
    assert.equal(causes[0].code, want, JSON.stringify(causes));
    assert.deepEqual(
      differences.map((difference) => [difference.what, difference.document, difference.line]),
      [[what, document, line]],
    );
  });

const complete = URLS.complete;
const XML = "%3CCompleteMultipartUpload%3E%3CPart%3E%3C%2FPart%3E%3C%2FCompleteMultipartUpload%3E=";
for (const [says, method, body, want] of [
  ["a list of parts (aws/aws-sdk-php#1078, aws/aws-sdk-java-v2#4196)", "POST", XML, "body_read_as_query"],
  ["a list of parts with its declaration", "POST", `%3C%3Fxml%20version=%221.0%22%3F%3E&${XML}`, "body_read_as_query"],
  ["a form", "POST", "user=joe&password=hush-hush", "body_read_as_query"],
  ["what was added to a PUT, which is no form", "PUT", "v=2", "parameter_added"],
] as const)
  test(`SignatureDoesNotMatch: ${method === "POST" ? "a body that S3 read as parameters" : "parameters"}: ${says}`, () => {
    const answer = refuse(complete, { method, target: (target) => `${target}&${body}` });
    const { causes, differences, unchecked } = read(complete, answer, { method });
    assert.equal(causes[0].code, want, JSON.stringify(causes));
    if (want === "body_read_as_query") assert.deepEqual([differences.length, causes.length], [1, 1]);
    assert.doesNotMatch(JSON.stringify({ causes, differences, unchecked }), /hush-hush|CompleteMultipart/);
  });

test("SignatureDoesNotMatch: equal in everything is the secret", () => {
  const { causes, differences } = read(get, refuse(get, { secret: "another" }), { method: "GET" });
  assert.deepEqual(differences, []);
  assert.deepEqual(
    causes.map(({ code }) => code),
    ["secret_wrong"],
  );
});

for (const [says, url, method, options, want] of [
  ["a GET of what may be an upload", get, "GET", {}, ["method_differs", "secret_wrong"]],
  ["a HEAD of what may be a download", get, "HEAD", {}, ["method_differs", "secret_wrong"]],
  ["the method that was signed, as it is told", get, "GET", { method: "GET" }, ["secret_wrong"]],
  [
    "what can only be a download",
    presigner.get("k", { ...life, downloadAs: "a" }).url,
    "GET",
    {},
    ["secret_wrong", "method_differs"],
  ],
  [
    "the method that an SDK wrote into the URL",
    presigner.get("k", { ...life, query: { "x-id": "GetObject" } }).url,
    "GET",
    {},
    ["secret_wrong", "method_differs"],
  ],
] as [string, string, string, ExplainOptions, string[]][])
  test(`SignatureDoesNotMatch: equal in everything, the method comes before the secret where it may be another: ${says}`, () => {
    const codes = read(url, refuse(url, { method, secret: "another" }), options).causes.map(({ code }) => code);
    assert.deepEqual(codes, want);
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

for (const [says, wrap] of [
  ["a mail quoted", (answer: string) => answer.replace(/^/gm, "> ")],
  ["a page shows as text", (answer: string) => answer.replaceAll("&", "&amp;").replaceAll("<", "&lt;")],
  ["JSON holds", (answer: string) => JSON.stringify({ body: answer })],
  ["came twice", (answer: string) => `${answer}\n${answer.replace(/<RequestId>/, "$&1")}`],
] as const)
  test(`an answer is compared line by line that ${says}`, () => {
    const answer = wrap(refuse(get, { headers: { host: "minio:9000" } }));
    const { causes, differences } = read(get, answer);
    assert.deepEqual([causes[0].code, differences[0]?.received], ["host_changed", "minio:9000"]);
  });

test("two mismatches of two URLs are two errors", () => {
  const answers = [get, put.url].map((url) => refuse(url, { method: "DELETE" }));
  const found = explain(get, answers.join("\n"));
  assert.match("text" in found ? found.text : "", /Several errors/);
});
