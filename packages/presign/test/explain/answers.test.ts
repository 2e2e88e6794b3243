// Answers that are not S3's XML: of proxies, without a body, hidden by a browser, or none at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CauseCode, type ExplainOptions, explain } from "../../src/explain/explain.ts";
import { get, NOW, read, toXml, URLS } from "./urls.ts";

const later = new Date(NOW.getTime() + 3_600_000);

const page = (title: string, items: Readonly<Record<string, string>>): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1><ul>${Object.entries(items)
    .map(([name, value]) => `<li>${name}: ${value}</li>`)
    .join("\n")}</ul></body></html>`;

const nginx = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>`;

for (const [says, answer, options, want, names, url = get] of [
  [
    "nginx",
    "<html><head><title>502 Bad Gateway</title></head><body><hr>nginx</body></html>",
    { status: 502 },
    "not_s3",
    /"502 Bad Gateway", with status 502: nginx has answered/,
  ],
  [
    "a sign-in page",
    "<!DOCTYPE html><html><title>Sign in</title></html>",
    {},
    "not_s3",
    /"Sign in": something between/,
  ],
  [
    "a firewall, by its header",
    "<html></html>",
    { responseHeaders: { Server: "cloudflare" } },
    "not_s3",
    /cloudflare has answered/,
  ],
  [
    "a bucket as a website, that denies",
    page("403 Forbidden", { Code: "AccessDenied", Message: "Access Denied", RequestId: "A" }),
    {},
    "website_host",
    /says AccessDenied: Access Denied/,
    URLS.website,
  ],
  [
    "a bucket as a website, that has no such object",
    page("404 Not Found", { Code: "NoSuchKey", Message: "Not there.", Key: "a &amp; b", RequestId: "A" }),
    {},
    "object_missing",
    /with the key a & b/,
    URLS.website,
  ],
  ["403 without a body, of a bucket as a website", "", { status: 403 }, "website_host", /no signature/, URLS.website],
  [
    "a page with a list that is none of S3's",
    page("Denied", { Code: "AccessDenied", Message: "Go away." }),
    {},
    "not_s3",
    /"Denied"/,
  ],
  [
    "a page of S3 itself, which is busy",
    "<html><head><title>503 Slow Down</title></head></html>",
    { status: 503, responseHeaders: { Server: "AmazonS3" } },
    "service_busy",
    /failed/,
  ],
  ["JSON of a gateway", '{"message":"Forbidden"}', { status: 403 }, "not_s3", /S3 answers in XML/],
  ["JSON with S3's code", '{"Code":"AccessDenied","Message":"Request has expired"}', {}, "expired", /ended/],
  [
    "JSON of Supabase",
    '{"statusCode":"404","error":"NoSuchKey","message":"Object not found"}',
    {},
    "object_missing",
    /no object/,
  ],
  ["403 without a body", "", { status: 403 }, "method_differs", /GET takes no HEAD/],
  ["403 without a body, of a URL that is over", "", { status: 403, now: later }, "expired", /12:15:00/],
  [
    "403 without a body, to a HEAD that was signed",
    "",
    { status: 403, method: "HEAD" },
    "rights_missing",
    /does not say why/,
  ],
  ["403 without a body, of a plain link", "", { status: 403 }, "url_damaged", /without a signature/, URLS.plain],
  ["404 without a body", "", { status: 404 }, "object_missing", /no such object/],
  [
    "404 of a deleted object",
    "",
    { status: 404, responseHeaders: { "x-amz-delete-marker": "true" } },
    "object_missing",
    /was deleted/,
  ],
  [
    "301 that names a region",
    "",
    { status: 301, responseHeaders: { "x-amz-bucket-region": "eu-west-1" } },
    "other_region",
    /eu-west-1/,
  ],
  [
    "400 that names a region",
    "",
    { status: 400, responseHeaders: { "x-amz-bucket-region": "eu-west-1" } },
    "region_wrong",
    /us-east-2.*eu-west-1/,
  ],
  ["400 of temporary credentials", "", { status: 400 }, "credentials_expired", /may have ended/, URLS.temporary],
  ["400 without a word", "", { status: 400 }, "query_malformed", /does not say why/],
  ["412 of a URL that creates only", "", { status: 412 }, "exists_already", /create only/, URLS.create],
  ["412 of another", "", { status: 412 }, "state_changed", /condition/],
  ["304 of a URL that signs no condition", "", { status: 304 }, "not_modified", /no failure: .* the client sent/],
  ["304 of a URL that signs one", "", { status: 304 }, "not_modified", /the signed if-none-match/, URLS.create],
  ["405", "", { status: 405 }, "method_not_allowed", /method/],
  [
    "405 of a version that is a delete marker",
    "",
    { status: 405, responseHeaders: { "x-amz-delete-marker": "true" } },
    "version_missing",
    /delete marker/,
    URLS.version,
  ],
  [
    "405 with a document, of a version that is a delete marker",
    `HTTP/1.1 405 Method Not Allowed\r\nx-amz-delete-marker: true\r\n\r\n${toXml("MethodNotAllowed", "The specified method is not allowed against this resource.")}`,
    {},
    "version_missing",
    /delete marker/,
    URLS.version,
  ],
  ["411", "", { status: 411 }, "length_missing", /Content-Length/],
  ["413, often of nginx", "", { status: 413 }, "too_large", /proxy/],
  ["413 as a page of nginx", nginx("413 Request Entity Too Large"), { status: 413 }, "too_large", /proxy/],
  [
    "413 as a page with its head",
    `HTTP/1.1 413 Request Entity Too Large\r\nServer: nginx\r\n\r\n${nginx("413 Request Entity Too Large")}`,
    {},
    "too_large",
    /proxy/,
  ],
  ["413 as a page alone", nginx("413 Request Entity Too Large"), {}, "too_large", /proxy/],
  ["413 as JSON", '{"message":"Request Too Long"}', { status: 413 }, "too_large", /proxy/],
  ["413 as words", "Payload Too Large", { status: 413 }, "too_large", /proxy/],
  ["411 as a page", nginx("411 Length Required"), { status: 411 }, "length_missing", /Content-Length/],
  ["414 as a page", nginx("414 Request-URI Too Large"), { status: 414 }, "not_s3", /longer than a proxy/],
  ["429 as a page", nginx("429 Too Many Requests"), { status: 429 }, "service_busy", /Too many/],
  [
    "431 as nginx has it",
    nginx("400 Request Header Or Cookie Too Large"),
    { status: 400 },
    "header_too_large",
    /longer/,
  ],
  ["another 400 of nginx", nginx("400 Bad Request"), { status: 400 }, "not_s3", /nginx has answered/],
  [
    "a page about the number 413, with another status",
    nginx("413 Cookies"),
    { status: 404 },
    "not_s3",
    /with status 404/,
  ],
  ["405 to a form at R2", "", { status: 405, method: "POST" }, "post_unsupported", /no POST forms/, URLS["form-at-r2"]],
  ["501 to a form at B2", "", { status: 501, method: "POST" }, "post_unsupported", /no POST/, URLS["form-at-b2"]],
  ["501 to fields", "", { status: 501, fields: { key: "k" } }, "post_unsupported", /no POST/, URLS["over-http"]],
  ["501 at a bucket, whatever it was", "", { status: 501 }, "post_unsupported", /no POST/, URLS["form-at-r2"]],
  ["501 at an object, whatever it was", "", { status: 501 }, "unsupported", /does not have/, URLS["over-http"]],
  ["405 to a GET at R2", "", { status: 405, method: "GET" }, "method_not_allowed", /method/, URLS["form-at-r2"]],
  ["405 to a form at AWS", "", { status: 405, method: "POST" }, "method_not_allowed", /method/, URLS.form],
  ["405 to a presigned POST", "", { status: 405, method: "POST" }, "method_not_allowed", /method/, URLS.complete],
  ...[301, 302, 307, 308].map((status): [string, string, ExplainOptions, CauseCode, RegExp, string] => [
    `a proxy's ${status} to https`,
    nginx(`${status} Moved`),
    { status, responseHeaders: { Location: "https://Files.example.com/photos/k" } },
    "https_needed",
    /files\.example\.com .* http to https/,
    URLS["over-http"],
  ]),
  [
    "302 to a page to sign in",
    "",
    { status: 302, responseHeaders: { Location: "https://login.example.com/?next=%2F" } },
    "not_s3",
    /302 sends the client to login\.example\.com, /,
  ],
  ["302 to nowhere", "", { status: 302 }, "not_s3", /302 sends the client elsewhere/],
  ["308 to nowhere", "", { status: 308 }, "not_s3", /308/],
  ["307 to nowhere", "", { status: 307 }, "other_region", /elsewhere/],
  [
    "307 to another host of S3",
    "",
    { status: 307, responseHeaders: { Location: "https://photos.s3.eu-west-1.amazonaws.com/k" } },
    "other_region",
    /elsewhere/,
  ],
  [
    "301 that names a region, to a host that nobody knows",
    "",
    { status: 301, responseHeaders: { "x-amz-bucket-region": "eu-west-1", Location: "https://files.example.com/k" } },
    "other_region",
    /eu-west-1/,
  ],
  [
    "307 of S3 itself",
    "",
    { status: 307, responseHeaders: { "x-amz-request-id": "A", Location: "https://s3.example.com/k" } },
    "other_region",
    /elsewhere/,
  ],
  ["416", "", { status: 416 }, "range_wrong", /range/],
  ["501", "", { status: 501 }, "unsupported", /does not have/],
  ["503", "", { status: 503 }, "service_busy", /failed/],
  ["a status that nobody knows", "", { status: 418 }, "unknown", /418/],
  ["a browser's 0", "", { status: 0 }, "answer_hidden", /0 is a browser's/],
  ["what Chromium says", "TypeError: Failed to fetch", {}, "answer_hidden", /console/],
  ["what Firefox says", "TypeError: NetworkError when attempting to fetch resource.", {}, "answer_hidden", /console/],
  ["what Safari says", "TypeError: Load failed", {}, "answer_hidden", /console/],
  [
    "what Firefox says of CORS",
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource",
    {},
    "cors_refused",
    /CORS/,
  ],
  [
    "what Node says of TLS",
    "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames",
    {},
    "certificate_wrong",
    /not for this name/,
  ],
  ...[
    "curl: (60) SSL certificate problem: self-signed certificate",
    "curl: (60) SSL certificate problem: self signed certificate in certificate chain",
    "curl: (60) SSL certificate problem: unable to get local issuer certificate",
    "TypeError: fetch failed\n  [cause]: Error: self-signed certificate\n  code: 'DEPTH_ZERO_SELF_SIGNED_CERT'",
    "Error: unable to verify the first certificate\n  code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'",
    "net::ERR_CERT_AUTHORITY_INVALID",
    "javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path",
    "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
    "tls: failed to verify certificate: x509: certificate signed by unknown authority",
  ].map((words): [string, string, ExplainOptions, CauseCode, RegExp, string] => [
    words,
    words,
    {},
    "certificate_wrong",
    /nobody whom this client trusts/,
    URLS.dotted,
  ]),
  ...[
    "curl: (60) SSL certificate problem: certificate has expired",
    "Error: certificate has expired\n  code: 'CERT_HAS_EXPIRED'",
    "net::ERR_CERT_DATE_INVALID",
  ].map((words): [string, string, ExplainOptions, CauseCode, RegExp] => [
    words,
    words,
    {},
    "certificate_wrong",
    /is over/,
  ]),
  ["a name that is not there", "curl: (6) Could not resolve host: minio", {}, "not_reached", /no host of this name/],
  ["a port that nobody listens on", "Error: connect ECONNREFUSED 127.0.0.1:9000", {}, "not_reached", /Nothing answers/],
  ["a connection that was cut", "Error: read ECONNRESET", {}, "body_incomplete", /was cut/],
  [
    "MinIO's header on HEAD",
    'HTTP/1.1 403 Forbidden\r\nX-Minio-Error-Code: AccessDenied\r\nX-Minio-Error-Desc: "Request has expired"\r\n\r\n',
    {},
    "expired",
    /ended/,
  ],
] as [string, string, ExplainOptions, CauseCode, RegExp, string?][])
  test(`explains ${says}: ${want}`, () => {
    const [cause] = read(url, answer, options).causes;
    assert.equal(cause.code, want, cause.text);
    assert.match(cause.text, names);
  });

test("what a browser hides may be what the URL is warned of", () => {
  const codes = (url: string, answer: string, options: ExplainOptions) =>
    read(url, answer, options).causes.map(({ code }) => code);
  for (const [answer, options] of [
    ["TypeError: Failed to fetch", {}],
    ["", { status: 0 }],
  ] as const) {
    assert.deepEqual(codes(get, answer, options), ["answer_hidden", "cors_refused"]);
    assert.deepEqual(codes(URLS["empty-checksum"], answer, options), [
      "answer_hidden",
      "cors_refused",
      "checksum_of_nothing",
    ]);
  }
});

test("that a page or JSON came, and not S3's answer, is said besides what its status means", () => {
  const codes = (answer: string) => read(get, answer, { status: 413 }).causes.map(({ code }) => code);
  assert.deepEqual(codes(nginx("413 Request Entity Too Large")), ["too_large", "not_s3"]);
  assert.deepEqual(codes('{"message":"Request Too Long"}'), ["too_large", "not_s3"]);
  assert.deepEqual(codes("Payload Too Large"), ["too_large"]);
});

test("an answer that a mail quotes is read with its head", () => {
  const found = read(get, "> HTTP/1.1 404 Not Found\n> server: AmazonS3\n>\n>\n");
  assert.deepEqual([found.status, found.causes[0].code], [404, "object_missing"]);
});

test("status and headers in front of an answer are read, and of several answers the last counts", () => {
  const heads = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 403\r\nserver: AmazonS3\r\n\r\n";
  const found = read(get, heads + toXml("AccessDenied", "Access Denied"));
  assert.deepEqual([found.status, found.error?.code], [403, "AccessDenied"]);
});

const ofS3 = "HTTP/1.1 200 OK\r\nserver: AmazonS3\r\n\r\n";
for (const [says, answer, options, text] of [
  ["a success", "", { status: 200 }, /status 200 says that it worked/],
  ["a deletion", "", { status: 204 }, /status 204 says that it worked/],
  ["an upload, with its head", "HTTP/1.1 200 OK\r\nETag: x\r\n\r\n", {}, /status 200 says that it worked/],
  ["an object that is a page", `${ofS3}<html></html>`, {}, /status 200 says that it worked/],
  ["an object that is JSON", '{"a":1}', { status: 200 }, /status 200 says that it worked/],
  ["a text", "hello", { status: 403 }, /not S3's error document/],
  ["nothing at all", "", {}, /answer is empty/],
] as [string, string, ExplainOptions, RegExp][])
  test(`what says nothing is not explained, and called what it is: ${says}`, () => {
    const found = explain(get, answer, options);
    assert.ok(found.kind === "not_an_error_document", JSON.stringify(found));
    assert.match(found.text, text);
  });

test("an error that comes with 200, as of CompleteMultipartUpload, is explained", () => {
  const found = read(get, toXml("InternalError", "We encountered an internal error."), { status: 200 });
  assert.equal(found.causes[0].code, "service_busy");
});

test("a service that says AccessDenied only, of a URL that is over: the end comes before the rights", () => {
  const answer = toXml("AccessDenied", "");
  assert.equal(read(get, answer, { now: NOW }).causes[0].code, "rights_missing");
  assert.equal(read(get, answer, { now: later }).causes[0].code, "expired");
});

test("this machine's clock is told from the service's, where an answer shows both", () => {
  const times = { Expires: "2026-11-24T12:15:00Z", ServerTime: "2026-11-24T13:00:00Z" };
  const codes = (now: Date) =>
    read(get, toXml("AccessDenied", "Request has expired", times), { now }).causes.map(({ code }) => code);
  assert.deepEqual(codes(new Date("2026-11-24T12:01:00Z")), ["expired", "clock_wrong"]);
  assert.deepEqual(codes(new Date("2026-11-24T13:00:05Z")), ["expired"]);
});
