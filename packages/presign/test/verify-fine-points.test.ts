// What only a close reader of a verifier asks: the ends of loops, the words of a refusal, comparisons of nothing with nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type RawForm, type RawRequest, type Refusal, verify, verifyForm } from "../src/index.ts";
import { isSameSecret, isSameSignature } from "../src/sigv4/signature.ts";
import { add, withConditions } from "./rows/form.ts";
import { replaceTarget } from "./rows/query-row.ts";
import { lookup, NOW, REGION, signForm, signHeader, signQuery } from "./support/hand-signer.ts";

const SIGNED = signQuery();
const judge = (request: RawRequest, options = {}) => verify(request, lookup, NOW, { region: REGION, ...options });

test("a signature is the same in all of its 64 characters or not at all", () => {
  const right = "0123456789abcdef".repeat(4);
  assert.ok(isSameSignature(right, right));
  for (let i = 0; i < 64; i++) {
    const wrong = `${right.slice(0, i)}g${right.slice(i + 1)}`;
    assert.ok(!isSameSignature(wrong, right) && !isSameSignature(right, wrong), `character ${i}`);
  }
  for (const short of ["", "a", right.slice(1)])
    assert.ok(!isSameSignature(short, short), "what is equal but no signature");
  assert.ok(!isSameSignature(`${right}0`, right) && !isSameSignature(right, `${right}0`));
  assert.ok(!isSameSignature(`${right}0`, `${right}0`));
  assert.ok(!isSameSignature(right, "") && !isSameSignature(right, right.slice(1)));
});

test("a secret is the same when all of it is, and an empty one is the same as an empty one", () => {
  for (const text of ["", "a", "geheim, auch é", "x".repeat(10_000)]) assert.ok(isSameSecret(text, text));
  for (const [a, b] of [
    ["", "a"],
    ["a", "b"],
    ["ab", "a"],
    ["é", "e\u0301"],
  ] as const)
    assert.ok(!isSameSecret(a, b) && !isSameSecret(b, a));
});

for (const { says, request } of [
  { says: "nothing between two ampersands", request: replaceTarget(signQuery(), "&X-Amz-Date", "&&X-Amz-Date") },
  { says: "an ampersand at the end", request: replaceTarget(signQuery(), /$/, "&") },
  {
    says: "a parameter without a value at the end",
    request: replaceTarget(replaceTarget(signQuery({ extra: [["a", ""]] }), "&a=", ""), /$/, "&a"),
  },
  {
    says: "a parameter of one letter at the begin",
    request: signQuery({ reshape: (pairs) => [["a", "1"], ...pairs] }),
  },
  {
    says: "an encoded name at the begin",
    request: signQuery({ reshape: (pairs) => [["a b", "1"], ...pairs] }),
  },
  {
    says: "the signature at the begin",
    request: { ...SIGNED, target: SIGNED.target.replace(/\?(.*)&(X-Amz-Signature=.*)$/, "?$2&$1") },
  },
  {
    says: "a name of nobody's twice",
    request: signQuery({
      extra: [
        ["a", "1"],
        ["a", "2"],
      ],
    }),
  },
  {
    says: "a name twice that has x-amz- within",
    request: signQuery({
      extra: [
        ["a-x-amz-b", "1"],
        ["a-x-amz-b", "2"],
      ],
    }),
  },
  { says: "a key that begins with a dot", request: signQuery({ path: "/b/.hidden/..also" }) },
  {
    says: "a query that is not sorted, with a signature in the headers",
    request: signHeader({
      extra: [
        ["b", "1"],
        ["a", "2"],
      ],
    }),
  },
  {
    says: "a query that is not written as it is signed, with a signature in the headers",
    request: replaceTarget(signHeader({ extra: [["a", "1 1"]] }), "%20", "+"),
  },
  {
    says: "blanks before and behind the parts of the Authorization header",
    request: signHeader({ authorization: (text) => text.replaceAll(", ", " ,  ").replaceAll("=", "= ") }),
  },
] as { says: string; request: RawRequest }[])
  test(`taken: ${says}`, () => {
    const result = judge(request);
    assert.ok(result.ok, JSON.stringify(result));
  });

test("what stands between ampersands is a parameter, and nothing else is", () => {
  const result = judge(replaceTarget(signQuery({ extra: [["list-type", "2"]] }), "?", "?&&"));
  assert.ok(result.ok, JSON.stringify(result));
  assert.deepEqual(result.query, [["list-type", "2"]]);
});

for (const { says, request, code, message } of [
  {
    says: "no Host where any is taken",
    request: signQuery({ headers: [["x-a", "b"]] }),
    code: "InvalidRequest",
    message: /exactly one Host header, it has 0/,
  },
  {
    says: "an empty Host where any is taken",
    request: signQuery({ headers: [["Host", ""]] }),
    code: "InvalidRequest",
    message: /exactly one Host header/,
  },
  {
    says: "a day that is not that of the credential, in a URL",
    request: signQuery({ credential: `AKIDLONG/20261123/${REGION}/s3/aws4_request` }),
    code: "AuthorizationQueryParametersError",
    message: /incorrect date "20261123"\. This date must be the same as X-Amz-Date: "20261124"\.$/,
  },
  {
    says: "a day that is not that of the credential, in a header",
    request: signHeader({ credential: `AKIDLONG/20261123/${REGION}/s3/aws4_request` }),
    code: "AuthorizationHeaderMalformed",
    message: /date "20261123"\. This date is not the same as X-Amz-Date: "20261124"\.$/,
  },
  {
    says: "another secret, and no header missing",
    request: signQuery({ secret: "guess" }),
    code: "SignatureDoesNotMatch",
    message: /Check your key and signing method\.$/,
  },
  {
    says: "a signed header that did not come",
    request: signQuery({ signedHeaders: "host;x-a" }),
    code: "SignatureDoesNotMatch",
    message: /Check your key and signing method\. Signed, but not sent: x-a\.$/,
  },
  ...["AKIDLONG", "AKIDLONG/20261124", `AKIDLONG/20261124/${REGION}`, `AKIDLONG/20261124/${REGION}/s3`].map(
    (credential) => ({
      says: `a credential of too few parts, ${credential}`,
      request: signQuery({ credential }),
      code: "AuthorizationQueryParametersError",
      message: /the Credential is mal-formed/,
    }),
  ),
  {
    says: "a credential of too many parts",
    request: signQuery({ credential: `AKIDLONG/20261124/${REGION}/s3/aws4_request/` }),
    code: "AuthorizationQueryParametersError",
    message: /the Credential is mal-formed/,
  },
])
  test(`refused: ${says}: ${code}`, () => {
    const result = judge(request) as Refusal;
    assert.deepEqual([result.ok, result.code], [false, code], JSON.stringify(result));
    assert.match(result.message, message);
  });

test("a refusal without details has none", () =>
  assert.deepEqual(judge({ method: "GET", target: "/b/k", rawHeaders: ["Host", "h"] }), {
    ok: false,
    code: "AccessDenied",
    status: 403,
    message: "Access Denied",
  }));

for (const path of ["/b/..", "/b/a/..", "/b/.", "/b/../k", "/b/./k"])
  test(`refused: ${path}, which another reader folds: InvalidURI`, () =>
    assert.equal((judge(signQuery({ path })) as Refusal).code, "InvalidURI"));

test("a key whose session token is empty still needs one: none is not the same as an empty one", () => {
  const empty = () => ({ secretAccessKey: "long-secret", sessionToken: "" });
  assert.equal((verify(signQuery(), empty, NOW, { region: REGION }) as Refusal).code, "InvalidToken");
  assert.ok(verify(signQuery({ token: "" }), empty, NOW, { region: REGION }).ok);
});

for (const { says, target, options } of [
  { says: "where none is allowed", target: "https://app.example/done", options: {} },
  {
    says: "to what a script has made in a page of an allowed origin",
    target: "blob:https://app.example/5a1b",
    options: { redirectOrigins: ["https://app.example"] },
  },
  {
    says: "to another scheme whose origin is allowed by name",
    target: "app-https://app.example/",
    options: { redirectOrigins: ["null", "https://app.example"] },
  },
])
  test(`a form may not lead back ${says}`, () => {
    const policy = withConditions(["starts-with", "$success_action_redirect", ""]);
    const form = signForm({ policy, reshape: add(["success_action_redirect", target]) });
    const result = verifyForm(form, lookup, NOW, { region: REGION, ...options }) as Refusal;
    assert.deepEqual([result.ok, result.code], [false, "AccessDenied"]);
    assert.match(result.message, /success_action_redirect must lead to an origin that this endpoint allows/);
  });

for (const { says, call, message } of [
  {
    says: "authorities with a number among texts",
    call: () => judge(signQuery(), { authorities: ["h", 1] }),
    message: /^options\.authorities must be a list of strings/,
  },
  {
    says: "a file name that is a number",
    call: () => verifyForm({ bucket: "b", fields: [], fileName: 5 } as never, lookup, NOW, { region: REGION }),
    message: /^form\.fileName must be a string/,
  },
  {
    says: "a field without a value among whole ones",
    call: () => {
      const fields = [["a", "b"], ["c"]] as unknown as RawForm["fields"];
      return verifyForm({ bucket: "b", fields }, lookup, NOW, { region: REGION });
    },
    message: /^form\.fields must be a list of \[name, value\]/,
  },
])
  test(`${says} is the endpoint's own mistake`, () => assert.throws(call, { name: "TypeError", message }));
