import assert from "node:assert/strict";
import { test } from "node:test";
import { type RawRequest, type Refusal, verify } from "../src/index.ts";
import { type HeaderParts, HOST, lookup, NOW, REGION, signHeader, TOKEN } from "./support/hand-signer.ts";

const judge = (request: RawRequest) => verify(request, lookup, NOW, { region: REGION, authorities: [HOST] });
const DATE = "20261124T115900Z";
const HASH = "ab".repeat(32);
const standard = (...extra: [string, string][]): [string, string][] => [
  ["Host", HOST],
  ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"],
  ["x-amz-date", DATE],
  ...extra,
];
const SIGNED = "host;x-amz-content-sha256;x-amz-date";
const MALFORMED = "AuthorizationHeaderMalformed";

test("a request that is right gives its facts", () => {
  const result = judge(signHeader({ extra: [["list-type", "2"]], path: "/b", payloadHash: HASH }));
  assert.ok(result.ok, JSON.stringify(result));
  assert.equal(result.authentication, "header");
  assert.equal(result.accessKeyId, "AKIDLONG");
  assert.deepEqual(result.signedAt, new Date("2026-11-24T11:59:00Z"));
  assert.equal(result.expiresAt, undefined);
  assert.deepEqual(result.query, [["list-type", "2"]]);
  assert.deepEqual(result.payload, { kind: "sha256", hex: HASH });
});

for (const { says, change } of [
  {
    says: "a temporary key with its token",
    change: {
      accessKeyId: "ASIATEMP",
      secret: "temp-secret",
      headers: standard(["x-amz-security-token", TOKEN]),
      signedHeaders: "host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
    },
  },
  { says: "no blanks after the commas", change: { authorization: (text: string) => text.replaceAll(", ", ",") } },
  {
    says: "a Date header instead of x-amz-date",
    change: {
      headers: [
        ["Host", HOST],
        ["Date", "Tue, 24 Nov 2026 11:59:00 GMT"],
        ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"],
      ],
      signedHeaders: "date;host;x-amz-content-sha256",
    },
  },
  { says: "a clock that is 15 minutes behind", change: { date: "20261124T114500Z" } },
  { says: "a clock that is 15 minutes ahead", change: { date: "20261124T121500Z" } },
] as { says: string; change: Partial<HeaderParts> }[])
  test(`accepted: ${says}`, () => {
    const result = judge(signHeader(change));
    assert.ok(result.ok, JSON.stringify(result));
  });

interface Row {
  says: string;
  change?: Partial<HeaderParts>;
  wants: [code: string, status: number, message?: RegExp];
  details?: Record<string, string>;
}

const ROWS: Row[] = [
  {
    says: "0.5 a signed query besides",
    change: { extra: [["X-Amz-Signature", "x"]] },
    wants: ["InvalidArgument", 400, /Only one auth mechanism/],
  },
  {
    says: "0.5 two Authorization headers (N2)",
    change: { headers: standard(["Authorization", "AWS4-HMAC-SHA256 x"]) },
    wants: ["InvalidArgument", 400],
  },
  { says: "0.6 no Authorization header", change: { authorization: () => "" }, wants: ["AccessDenied", 403] },
  {
    says: "0.7 version 2",
    change: { authorization: () => "AWS AKIDLONG:c2lnbmF0dXJl" },
    wants: ["InvalidRequest", 400, /Please use AWS4-HMAC-SHA256/],
  },
  {
    says: "H1 no blank",
    change: { authorization: () => "AWS4-HMAC-SHA256" },
    wants: ["InvalidArgument", 400, /one and only one ' '/],
  },
  {
    says: "H1 another scheme",
    change: { authorization: () => "Basic YTpi" },
    wants: ["InvalidArgument", 400, /Unsupported Authorization Type/],
  },
  {
    says: "H1 ECDSA",
    change: { authorization: (text) => text.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256") },
    wants: ["NotImplemented", 501],
  },
  {
    says: "H1 a part missing",
    change: { authorization: (text) => text.replace(/, Signature=.*/, "") },
    wants: [MALFORMED, 400],
  },
  {
    says: "H1 a part twice",
    change: { authorization: (text) => `${text}, Signature=${"0".repeat(64)}` },
    wants: [MALFORMED, 400],
  },
  {
    says: "H1 a part without a name",
    change: { authorization: (text) => text.replace("SignedHeaders=", "") },
    wants: [MALFORMED, 400],
  },
  {
    says: "H1 an empty part",
    change: { authorization: (text) => text.replace(/Signature=.*/, "Signature=") },
    wants: [MALFORMED, 400],
  },
  {
    says: "H2 a malformed credential",
    change: { credential: "AKIDLONG/20261124/eu-central-1/s3" },
    wants: [MALFORMED, 400, /mal-formed/],
  },
  {
    says: "H2 another region, named in the answer",
    change: { credential: "AKIDLONG/20261124/us-east-1/s3/aws4_request" },
    wants: [MALFORMED, 400, /expecting 'eu-central-1'/],
    details: { Region: REGION },
  },
  {
    says: "H2 another service",
    change: { credential: "AKIDLONG/20261124/eu-central-1/iam/aws4_request" },
    wants: [MALFORMED, 400],
  },
  {
    says: "H3 no date",
    change: {
      headers: [
        ["Host", HOST],
        ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"],
      ],
      signedHeaders: "host;x-amz-content-sha256",
    },
    wants: ["AccessDenied", 403, /requires a valid Date or x-amz-date/],
  },
  {
    says: "H3 a date that does not exist (E13)",
    change: {
      headers: [
        ["Host", HOST],
        ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"],
        ["x-amz-date", "20261332T999999Z"],
      ],
    },
    wants: ["AccessDenied", 403],
  },
  {
    says: "H3 a Date header with the wrong weekday",
    change: {
      headers: [
        ["Host", HOST],
        ["Date", "Mon, 24 Nov 2026 11:59:00 GMT"],
        ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"],
      ],
      signedHeaders: "date;host;x-amz-content-sha256",
    },
    wants: ["AccessDenied", 403],
  },
  {
    says: "H4 15 minutes and a second behind (E12)",
    change: { date: "20261124T114459Z" },
    wants: ["RequestTimeTooSkewed", 403],
    details: { MaxAllowedSkewMilliseconds: "900000" },
  },
  {
    says: "H4 15 minutes and a second ahead (E12)",
    change: { date: "20261124T121501Z" },
    wants: ["RequestTimeTooSkewed", 403],
  },
  {
    says: "H5 another day than the credential's",
    change: { credential: "AKIDLONG/20261123/eu-central-1/s3/aws4_request" },
    wants: [MALFORMED, 400, /date/],
  },
  {
    says: "H6 no x-amz-content-sha256",
    change: {
      headers: [
        ["Host", HOST],
        ["x-amz-date", DATE],
      ],
      signedHeaders: "host;x-amz-date",
    },
    wants: ["InvalidRequest", 400, /Missing required header/],
  },
  { says: "H7 a hash that is none", change: { payloadHash: "UNSIGNED" }, wants: ["InvalidArgument", 400] },
  { says: "H7 a hash in upper case", change: { payloadHash: HASH.toUpperCase() }, wants: ["InvalidArgument", 400] },
  {
    says: "H7 an unknown streaming form",
    change: { payloadHash: "STREAMING-NOTHING" },
    wants: ["InvalidArgument", 400],
  },
  { says: "H9 an unknown access key", change: { accessKeyId: "AKIDNOBODY" }, wants: ["InvalidAccessKeyId", 403] },
  {
    says: "H9 a temporary key without its token",
    change: { accessKeyId: "ASIATEMP", secret: "temp-secret" },
    wants: ["InvalidToken", 400],
  },
  {
    says: "H9 a token that is over",
    change: {
      accessKeyId: "ASIAOVER",
      secret: "over-secret",
      headers: standard(["x-amz-security-token", TOKEN]),
      signedHeaders: `${SIGNED};x-amz-security-token`,
    },
    wants: ["ExpiredToken", 400],
  },
  {
    says: "H9 an x-amz-* header that is not signed (E1)",
    change: { headers: standard(["x-amz-acl", "public-read"]) },
    wants: ["AccessDenied", 403],
    details: { HeadersNotSigned: "x-amz-acl" },
  },
  {
    says: "H9 x-amz-date not signed",
    change: { signedHeaders: "host;x-amz-content-sha256" },
    wants: ["AccessDenied", 403],
    details: { HeadersNotSigned: "x-amz-date" },
  },
  {
    says: "H9 host not signed",
    change: { signedHeaders: "x-amz-content-sha256;x-amz-date" },
    wants: ["AccessDenied", 403],
    details: { HeadersNotSigned: "host" },
  },
  { says: "H9 another secret", change: { secret: "guess" }, wants: ["SignatureDoesNotMatch", 403] },
  {
    says: "H9 a signature in upper case (E29)",
    change: { authorization: (text) => text.replace(/Signature=.*/, (s) => `Signature=${s.slice(10).toUpperCase()}`) },
    wants: ["SignatureDoesNotMatch", 403],
  },
];

for (const { says, change, wants, details } of ROWS)
  test(`refused: ${says}`, () => {
    const result = judge(signHeader(change)) as Refusal;
    assert.deepEqual([result.ok, result.code, result.status], [false, wants[0], wants[1]], JSON.stringify(result));
    if (wants[2]) assert.match(result.message, wants[2]);
    for (const [name, value] of Object.entries(details ?? {})) assert.equal(result.details?.[name], value);
  });
