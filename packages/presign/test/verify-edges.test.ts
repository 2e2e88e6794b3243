// The last value that is taken and the first that is not, and what a refusal carries beside its code.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type RawRequest, type Refusal, verify, verifyForm } from "../src/index.ts";
import { decodeStrictBase64, parseStrictJson } from "../src/verify/strict-json.ts";
import { add, change, withConditions } from "./rows/form.ts";
import { HASH, withHeaders } from "./rows/query-row.ts";
import {
  baseConditions,
  type FormParts,
  formCredential,
  HOST,
  lookup,
  NOW,
  REGION,
  signForm,
  signHeader,
  signQuery,
  TOKEN,
} from "./support/hand-signer.ts";

const judge = (request: RawRequest, options = {}) =>
  verify(request, lookup, NOW, { region: REGION, authorities: ["other.example", HOST], ...options });
const judgeForm = (form: Partial<FormParts>, options = {}) =>
  verifyForm(signForm(form), lookup, NOW, { region: REGION, ...options });
const policyAt = (date: string) => ({
  expiration: "2026-11-24T12:10:00.000Z",
  conditions: baseConditions().map((each) =>
    "x-amz-date" in (each as object)
      ? { "x-amz-date": date }
      : "x-amz-credential" in (each as object)
        ? { "x-amz-credential": formCredential("AKIDLONG", date.slice(0, 8)) }
        : each,
  ),
});

for (const { says, request, options } of [
  { says: "a key of 1,024 bytes", request: signQuery({ path: `/b/${"k".repeat(1024)}` }) },
  { says: "a path without a key, however long", request: signQuery({ path: `/${"b".repeat(1100)}` }) },
  {
    says: "metadata of 2,048 bytes",
    request: signQuery({
      headers: withHeaders(["x-amz-meta-a", "m".repeat(2047)]),
      signedHeaders: "host;x-amz-meta-a",
    }),
  },
  {
    says: "headers of 8,192 bytes, each with four more",
    request: signQuery({ headers: withHeaders(["cookie", "c".repeat(8192 - 4 - HOST.length - 4 - 6 - 4)]) }),
  },
  {
    says: "a hash in the query, and a header that says unsigned",
    request: signQuery({
      extra: [["X-Amz-Content-Sha256", HASH]],
      payloadHash: HASH,
      headers: withHeaders(["x-amz-content-sha256", "UNSIGNED-PAYLOAD"]),
    }),
  },
  { says: "a life as long as the cap", request: signQuery({ expires: "900" }), options: { maxExpiresInSeconds: 900 } },
])
  test(`taken: ${says}`, () => {
    const result = judge(request, options);
    assert.ok(result.ok, JSON.stringify(result));
  });

const temporary = (at: number) =>
  verify(
    signQuery({ accessKeyId: "ASIATEMP", secret: "temp-secret", token: TOKEN }),
    () => ({ secretAccessKey: "temp-secret", sessionToken: TOKEN, expiration: new Date(at) }),
    NOW,
    { region: REGION },
  );
test("a temporary key ends at its end, not behind it", () => {
  assert.ok(temporary(NOW.getTime() + 1).ok);
  assert.equal((temporary(NOW.getTime()) as Refusal).code, "ExpiredToken");
});

for (const { says, request, code, details } of [
  {
    says: "a key of 1,025 bytes",
    request: signQuery({ path: `/b/${"k".repeat(1025)}` }),
    code: "KeyTooLongError",
    details: { Size: "1025", MaxSizeAllowed: "1024" },
  },
  {
    says: "metadata of 2,049 bytes",
    request: signQuery({
      headers: withHeaders(["x-amz-meta-a", "m".repeat(2048)]),
      signedHeaders: "host;x-amz-meta-a",
    }),
    code: "MetadataTooLarge",
    details: { Size: "2049", MaxSizeAllowed: "2048" },
  },
  {
    says: "headers of 8,193 bytes",
    request: signQuery({ headers: withHeaders(["cookie", "c".repeat(8193 - 4 - HOST.length - 4 - 6 - 4)]) }),
    code: "RequestHeaderSectionTooLarge",
    details: { MaxSizeAllowed: "8192" },
  },
  { says: "an empty Host", request: signQuery({ headers: [["Host", ""]] }), code: "InvalidRequest" },
  { says: "a method with something before it", request: signQuery({ method: "gGET" }), code: "MethodNotAllowed" },
  { says: "a method with something behind it", request: signQuery({ method: "GET1" }), code: "MethodNotAllowed" },
  {
    says: "a name in the query that cannot be decoded",
    request: { ...signQuery(), target: `${signQuery().target}&%zz=1` },
    code: "InvalidURI",
  },
  {
    says: "a target with something before its slash",
    request: { ...signQuery(), target: `x${signQuery().target}` },
    code: "InvalidURI",
  },
  {
    says: "a parameter that ends like one of the signature",
    request: { ...signQuery(), target: "/b/k?a-x-amz-algorithm=1" },
    code: "AccessDenied",
  },
  {
    says: "a parameter that begins like one of the signature",
    request: { ...signQuery(), target: "/b/k?x-amz-algorithms=1" },
    code: "AccessDenied",
  },
  {
    says: "version 2 by its access key alone",
    request: { ...signQuery(), target: "/b/k?AWSAccessKeyId=A" },
    code: "InvalidRequest",
  },
  {
    says: "version 2 by its signature alone",
    request: { ...signQuery(), target: "/b/k?Signature=A" },
    code: "InvalidRequest",
  },
  {
    says: "no access key in the credential",
    request: signQuery({ credential: `/20261124/${REGION}/s3/aws4_request` }),
    code: "AuthorizationQueryParametersError",
    details: undefined,
  },
  {
    says: "no access key in the header's credential",
    request: signHeader({ credential: `/20261124/${REGION}/s3/aws4_request` }),
    code: "AuthorizationHeaderMalformed",
    details: undefined,
  },
  {
    says: "a hash of 65 digits",
    request: signHeader({ payloadHash: `${HASH}a` }),
    code: "InvalidArgument",
    details: { ArgumentName: "x-amz-content-sha256" },
  },
  {
    says: "a hash with something before it",
    request: signHeader({ payloadHash: `x${HASH}` }),
    code: "InvalidArgument",
  },
  {
    says: "an ECDSA value with something before it",
    request: signHeader({ payloadHash: "XSTREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" }),
    code: "InvalidArgument",
  },
  {
    says: "an ECDSA value",
    request: signHeader({ payloadHash: "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" }),
    code: "NotImplemented",
    details: { Header: "x-amz-content-sha256" },
  },
  {
    says: "a signed name with a letter of its own before it",
    request: signQuery({ signedHeaders: "host;éa" }),
    code: "AccessDenied",
  },
  {
    says: "a signed name with a letter of its own behind it",
    request: signQuery({ signedHeaders: "host;xé" }),
    code: "AccessDenied",
  },
  {
    says: "a hash of a URL that is none",
    request: signQuery({ extra: [["X-Amz-Content-Sha256", "x"]], payloadHash: "x" }),
    code: "InvalidArgument",
    details: { ArgumentName: "x-amz-content-sha256" },
  },
  {
    says: "a date to come",
    request: signQuery({ date: "20261124T130000Z" }),
    code: "AccessDenied",
    details: { "X-Amz-Date": "2026-11-24T13:00:00Z", ServerTime: "2026-11-24T12:00:00Z" },
  },
  {
    says: "two Ranges",
    request: signQuery({ headers: withHeaders(["range", "a"], ["range", "b"]) }),
    code: "InvalidRequest",
    details: { HeaderName: "range" },
  },
  {
    says: "two signatures",
    request: signQuery({ headers: withHeaders(["authorization", "x"]) }),
    code: "InvalidArgument",
    details: { ArgumentName: "Authorization" },
  },
  {
    says: "another scheme",
    request: signHeader({ authorization: () => "Basic x" }),
    code: "InvalidArgument",
    details: { ArgumentName: "Authorization" },
  },
  {
    says: "a scheme alone",
    request: signHeader({ authorization: () => "Basic" }),
    code: "InvalidArgument",
    details: { ArgumentName: "Authorization" },
  },
] as { says: string; request: RawRequest; code: string; details?: Record<string, string> | undefined }[])
  test(`refused: ${says}: ${code}`, () => {
    const result = judge(request) as Refusal;
    assert.deepEqual([result.ok, result.code], [false, code], JSON.stringify(result));
    if (details !== undefined) assert.deepEqual(result.details, details);
    else if (/no access key/.test(says)) assert.equal(result.details, undefined);
  });

test("a life above the cap is named", () => {
  const result = judge(signQuery({ expires: "901" }), { maxExpiresInSeconds: 900 }) as Refusal;
  assert.deepEqual([result.code, result.details], ["AccessDenied", { "X-Amz-Expires": "901" }]);
});

for (const { says, form, options, range } of [
  { says: "a date 15 minutes ahead", form: { date: "20261124T121500Z", policy: policyAt("20261124T121500Z") } },
  { says: "a policy that ends now", form: { policy: { ...withConditions(), expiration: NOW.toISOString() } } },
  { says: "a date a week ago", form: { date: "20261117T120000Z", policy: policyAt("20261117T120000Z") } },
  {
    says: "a range of one size",
    form: { policy: withConditions(["content-length-range", 5, 5]) },
    range: { min: 5, max: 5 },
  },
  {
    says: "a range from nothing to nothing",
    form: { policy: withConditions(["content-length-range", 0, 0]) },
    range: { min: 0, max: 0 },
  },
  {
    says: "blanks between content types",
    form: {
      policy: withConditions(["starts-with", "$Content-Type", "image/"]),
      reshape: add(["Content-Type", "image/png, image/webp"]),
    },
  },
  {
    says: "a redirect to a page without TLS",
    form: {
      policy: withConditions(["starts-with", "$redirect", ""]),
      reshape: add(["redirect", "http://localhost:3000/done"]),
    },
    options: { redirectOrigins: ["http://localhost:3000"] },
  },
] as { says: string; form: Partial<FormParts>; options?: object; range?: object }[])
  test(`a form is taken: ${says}`, () => {
    const result = judgeForm(form, options);
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(result.sizeRangeBytes, range);
  });

const base64 = Buffer.from(JSON.stringify(withConditions())).toString("base64");
/** Letters whose low byte is that of the text: a signature over bytes would be the same. */
const disguise = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(0x100 + text.charCodeAt(at)) + text.slice(at + 1);

for (const { says, form, code, argument } of [
  {
    says: "a time that does not exist on the right day",
    form: { reshape: change("x-amz-date", "20261124T999999Z") },
    code: "InvalidArgument",
    argument: "X-Amz-Date",
  },
  {
    says: "version 2 by its access key alone",
    form: {
      reshape: () => [
        ["key", "in/a"],
        ["AWSAccessKeyId", "A"],
      ],
    },
    code: "InvalidRequest",
  },
  {
    says: "version 2 by its signature alone",
    form: {
      reshape: () => [
        ["key", "in/a"],
        ["signature", "A"],
      ],
    },
    code: "InvalidRequest",
  },
  {
    says: "an expiration in a list",
    form: { policy: { ...withConditions(), expiration: ["2026-11-24T12:10:00.000Z"] } },
    code: "InvalidPolicyDocument",
  },
  {
    says: "a field in a list",
    form: { policy: withConditions(["eq", ["$key"], "in/a.txt"]) },
    code: "InvalidPolicyDocument",
  },
  { says: "a condition on no field", form: { policy: withConditions({ "": "x" }) }, code: "InvalidPolicyDocument" },
  { says: "an operator on a number", form: { policy: withConditions(["eq", 1, "x"]) }, code: "InvalidPolicyDocument" },
  {
    says: "an operator with a number",
    form: { policy: withConditions(["eq", "$key", 1]) },
    code: "InvalidPolicyDocument",
  },
  {
    says: "a dollar sign in the middle",
    form: { policy: withConditions(["eq", "x$key", "in/a.txt"]) },
    code: "InvalidPolicyDocument",
  },
  {
    says: "a policy that begins with a letter of another alphabet",
    form: {
      policyText: base64,
      reshape: (all) => all.map(([name, value]) => [name, name === "policy" ? disguise(value, 0) : value]),
    },
    code: "SignatureDoesNotMatch",
  },
  {
    says: "a policy that ends with a letter of another alphabet",
    form: {
      policyText: base64,
      reshape: (all) =>
        all.map(([name, value]) => [name, name === "policy" ? disguise(value, value.length - 1) : value]),
    },
    code: "SignatureDoesNotMatch",
  },
] as { says: string; form: Partial<FormParts>; code: string; argument?: string }[])
  test(`a form is refused: ${says}: ${code}`, () => {
    const result = judgeForm(form) as Refusal;
    assert.deepEqual([result.ok, result.code], [false, code], JSON.stringify(result));
    if (argument !== undefined) assert.deepEqual(result.details, { ArgumentName: argument });
    if (code === "SignatureDoesNotMatch")
      assert.deepEqual(Object.keys(result.details!), ["AWSAccessKeyId", "StringToSign", "SignatureProvided"]);
  });

test("JSON: blanks everywhere, exponents without a sign, an escape before hexadecimal, eight levels", () => {
  const map = (value: unknown) => value as ReadonlyMap<string, unknown>;
  assert.deepEqual(
    [...map(parseStrictJson(' { "a" : 1e5 , "b" : [ ] , "c" : { } , "d":"\\nabcd" } '))],
    [
      ["a", 100_000],
      ["b", []],
      ["c", new Map()],
      ["d", "\nabcd"],
    ],
  );
  for (const [open, close] of [
    ["[", "]"],
    ['{"a":', "}"],
  ] as const) {
    assert.notEqual(parseStrictJson(`${open.repeat(8)}1${close.repeat(8)}`), undefined);
    assert.equal(parseStrictJson(`${open.repeat(9)}1${close.repeat(9)}`), undefined);
  }
  assert.equal(decodeStrictBase64(Buffer.from("\ufeff{}").toString("base64")), "\ufeff{}");
});
