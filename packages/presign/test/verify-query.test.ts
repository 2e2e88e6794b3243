import assert from "node:assert/strict";
import { test } from "node:test";
import { type RawRequest, type Refusal, verify, verifyForm } from "../src/index.ts";
import { canonicalQuery, isCanonicallyWritten, isSortedByName, type Pair } from "../src/sigv4/canonical.ts";
import { FIRST_LOOK } from "./rows/first-look.ts";
import { PARAMETERS } from "./rows/query-parameters.ts";
import { HASH, replaceTarget, withHeaders } from "./rows/query-row.ts";
import { SIGNATURE } from "./rows/query-signature.ts";
import { HOST, lookup, NOW, percent, type QueryParts, REGION, signQuery, TOKEN } from "./support/hand-signer.ts";

const OPTIONS = { region: REGION, authorities: [HOST] };
const judge = (request: RawRequest, options = {}) => verify(request, lookup, NOW, { ...OPTIONS, ...options });
test("a URL that is right gives its facts", () => {
  const result = judge(
    signQuery({ extra: [["versionId", "v 1+2"]], headers: withHeaders(["Range", "bytes=0-1"]), path: "/b/é a+b.txt" }),
  );
  assert.deepEqual(result, {
    ok: true,
    authentication: "query",
    accessKeyId: "AKIDLONG",
    signedAt: new Date("2026-11-24T11:59:00Z"),
    expiresAt: new Date("2026-11-24T12:14:00Z"),
    method: "GET",
    path: "/b/é a+b.txt",
    query: [["versionId", "v 1+2"]],
    headers: new Map([
      ["host", [HOST]],
      ["range", ["bytes=0-1"]],
    ]),
    signedHeaders: ["host"],
    payload: { kind: "unsigned" },
  });
});

const ACCEPTED: { says: string; change: Partial<QueryParts>; after?: (r: RawRequest) => RawRequest }[] = [
  { says: "a temporary key with its token", change: { accessKeyId: "ASIATEMP", secret: "temp-secret", token: TOKEN } },
  { says: "the last second of its life", change: { date: "20261124T114500Z", expires: "900" } },
  { says: "the longest life, a week", change: { date: "20261117T120000Z", expires: "604800" } },
  { says: "older than 15 minutes, within its life (E11)", change: { date: "20261124T100000Z", expires: "7201" } },
  { says: "a clock that is 15 minutes ahead", change: { date: "20261124T121500Z" } },
  { says: "a key with a percent sign is decoded once (E16)", change: { path: "/b/a%2Fb%252e.txt" } },
  { says: "a plus in key and query (E18, N15)", change: { path: "/b/a+b c", extra: [["x", "1+1 =2"]] } },
  {
    says: "marks that encodeURIComponent leaves alone, in key and query (N16)",
    change: { path: "/b/!'()*", extra: [["x", "!'()*"]] },
  },
  { says: "an empty segment in the key", change: { path: "/b//a//b/" } },
  { says: "an equals sign in a value (E20)", change: { extra: [["q", "a=b==c"]] } },
  { says: "a parameter that only the signer knows (E21)", change: { extra: [["x-daypass-grant", "g1"]] } },
  { says: "x-amzn-trace-id, which a proxy adds", change: { headers: withHeaders(["X-Amzn-Trace-Id", "Root=1"]) } },
  {
    says: "an unsigned x-amz-content-sha256 that says unsigned",
    change: { headers: withHeaders(["x-amz-content-sha256", "UNSIGNED-PAYLOAD"]) },
  },
  {
    says: "an unsigned x-amz-content-sha256 that equals the signed parameter",
    change: {
      extra: [["X-Amz-Content-Sha256", HASH]],
      payloadHash: HASH,
      headers: withHeaders(["x-amz-content-sha256", HASH]),
    },
  },
  {
    says: "repeated signed metadata, joined in the order of arrival",
    change: {
      headers: withHeaders(["x-amz-meta-a", "1"], ["x-amz-meta-a", "2  3"]),
      signedHeaders: "host;x-amz-meta-a",
    },
  },
  {
    says: "lower-case percent-encoding (E19)",
    change: { path: "/b/é" },
    after: (r) => replaceTarget(r, "%C3%A9", "%c3%a9"),
  },
  {
    says: "a blank sent as a plus, in key and query (E18, N15)",
    change: { path: "/b/a b", extra: [["q", "c d"]] },
    after: (r) => replaceTarget(replaceTarget(r, "a%20b", "a+b"), "c%20d", "c+d"),
  },
  {
    says: "an encoded slash, which is the same key (E19)",
    change: { path: "/b/a/c" },
    after: (r) => replaceTarget(r, "/a/c", "/a%2Fc"),
  },
  {
    says: "another order of parameters",
    change: {},
    after: (r) =>
      replaceTarget(
        r,
        /\?(.*)&(X-Amz-Signature=\w+)$/,
        `?${/(X-Amz-Signature=\w+)$/.exec(r.target)![1]}&${/\?(.*)&X-Amz-Signature/.exec(r.target)![1]}`,
      ),
  },
  {
    says: "a valueless parameter (E20)",
    change: { extra: [["acl", ""]] },
    after: (r) => replaceTarget(r, "&acl=&", "&acl&"),
  },
];
for (const { says, change, after } of ACCEPTED)
  test(`accepted: ${says}`, () => {
    const request = signQuery(change);
    const result = judge(after ? after(request) : request);
    assert.ok(result.ok, JSON.stringify(result));
    assert.equal(result.path, change.path ?? "/b/key.txt");
  });

for (const { says, change, after, options, wants, details } of [...FIRST_LOOK, ...PARAMETERS, ...SIGNATURE])
  test(`refused: ${says}`, () => {
    const request = signQuery(change);
    const result = judge(after ? after(request) : request, options) as Refusal;
    assert.deepEqual([result.ok, result.code, result.status], [false, wants[0], wants[1]], JSON.stringify(result));
    if (wants[2]) assert.match(result.message, wants[2]);
    for (const [name, value] of Object.entries(details ?? {})) assert.equal(result.details?.[name], value);
  });

test("a wrong signature is answered with what was canonical, and never with the right signature", () => {
  const request = signQuery();
  const right = /Signature=(\w+)$/.exec(request.target)![1]!;
  const wrong = right.startsWith("0") ? `1${right.slice(1)}` : `0${right.slice(1)}`;
  const result = judge(replaceTarget(request, right, wrong));
  assert.ok(!result.ok);
  assert.deepEqual(Object.keys(result.details!).sort(), [
    "AWSAccessKeyId",
    "CanonicalRequest",
    "SignatureProvided",
    "StringToSign",
  ]);
  assert.match(result.details!.CanonicalRequest!, /^GET\n\/b\/key\.txt\nX-Amz-Algorithm=/);
  assert.ok(!JSON.stringify(result).includes(right));
});

test("header bytes above 0x7F are compared as bytes (N6)", () => {
  const value = Buffer.from("é", "utf8").toString("latin1");
  const request = signQuery({ headers: withHeaders(["x-amz-meta-a", value]), signedHeaders: "host;x-amz-meta-a" });
  assert.ok(judge(request).ok);
});

test("a header named __proto__ is a header like others (N7)", () => {
  const result = judge(signQuery({ headers: withHeaders(["__proto__", "1"]), signedHeaders: "__proto__;host" }));
  assert.ok(result.ok);
  assert.deepEqual(result.headers.get("__proto__"), ["1"]);
});

for (const [says, now, options, Wanted] of [
  ["a moment that does not exist", new Date(Number.NaN), OPTIONS, TypeError],
  ["no region", NOW, {}, TypeError],
  ["a cap of NaN, which would be none (N9)", NOW, { ...OPTIONS, maxExpiresInSeconds: Number.NaN }, RangeError],
  ["a cap of 0", NOW, { ...OPTIONS, maxExpiresInSeconds: 0 }, RangeError],
] as [string, Date, { region: string }, typeof TypeError][])
  test(`the caller's own mistake is thrown: ${says}`, () => {
    assert.throws(() => verify(signQuery(), lookup, now, options), Wanted);
    assert.throws(() => verifyForm({ bucket: "b", fields: [] }, lookup, now, options), Wanted);
  });

test("blanks of HTTP are trimmed from header values, others are not", () => {
  const signed = { headers: withHeaders(["x-amz-meta-a", " \t1\u00a0"]), signedHeaders: "host;x-amz-meta-a" };
  const result = judge(signQuery({ ...signed, headers: withHeaders(["x-amz-meta-a", "1"]) }));
  assert.ok(result.ok);
  assert.ok(
    !judge({
      ...signQuery({ ...signed, headers: withHeaders(["x-amz-meta-a", "1"]) }),
      rawHeaders: signed.headers.flat(),
    }).ok,
  );
});

test("percent of the hand signer is RFC 3986", () => assert.equal(percent("a b/é'(~"), "a%20b%2F%C3%A9%27%28~"));

test("parameters may come in any order, and none may come that was not signed", () => {
  const request = signQuery({
    extra: [
      ["A", "1"],
      ["X-Amz-D", "2"],
      ["X-Amz-Z", "3"],
      ["z", "4"],
    ],
  });
  const [path, query] = request.target.split("?") as [string, string];
  const isSignature = (piece: string): boolean => piece.startsWith("X-Amz-Signature=");
  const pieces = query.split("&").sort((a, b) => Number(isSignature(a)) - Number(isSignature(b)) || (a < b ? -1 : 1));
  for (let from = 0; from < pieces.length; from++)
    for (let to = 0; to < pieces.length; to++) {
      const others = pieces.toSpliced(from, 1);
      const moved = others.toSpliced(to, 0, pieces[from]!).join("&");
      assert.equal(judge({ ...request, target: `${path}?${moved}` }).ok, true, moved);
      assert.equal(judge({ ...request, target: `${path}?${others.join("&")}` }).ok, false, others.join("&"));
      for (const added of ["0=", "X-Amz-E=", "a=1", "zz=1"]) {
        const more = pieces.toSpliced(to, 0, added).join("&");
        const result = judge({ ...request, target: `${path}?${more}` });
        assert.equal(!result.ok && result.code, "SignatureDoesNotMatch", more);
      }
    }
});

test("a raw query is taken for the canonical one only where it is just that", () => {
  const isCanonicalQuery = (raw: string, pairs: readonly Pair[]): boolean =>
    isCanonicallyWritten(raw) && isSortedByName(pairs);
  const read = (raw: string): Pair[] =>
    raw
      .split("&")
      .filter((piece) => piece !== "")
      .map((piece) => [
        decodeURIComponent(piece.split("=")[0]!),
        decodeURIComponent(piece.split("=").slice(1).join("=")),
      ]);
  for (const raw of ["a=", "a=1&b=2", "A=1&a=1", "a=%2F%20%7F%00&b-c=~", "a=1&a-=1&a.=1&a1=1&a_=1"])
    assert.ok(isCanonicalQuery(raw, read(raw)), raw);
  for (const raw of [
    "",
    "a",
    "=1",
    "b=2&a=1",
    "a=1&a=2",
    "a=1&",
    "&a=1",
    "a=1&&b=2",
    "a=1=2",
    "a=+",
    "a=%2f",
    "a=%41",
    "a=!",
    "%61=1",
  ])
    assert.ok(!isCanonicalQuery(raw, read(raw)), raw);
  for (let code = 0; code < 128; code++) {
    const upper = `a=%${code.toString(16).toUpperCase().padStart(2, "0")}`;
    for (const raw of [upper, upper.toLowerCase(), `a=${String.fromCharCode(code).replace(/[%&]/, "-")}`]) {
      const pairs = read(raw);
      assert.equal(isCanonicalQuery(raw, pairs), canonicalQuery(pairs) === raw, raw);
    }
  }
  const pieces = ["a", "=", "&", "%2F", "%41", "%c3", "b", "-", "A"];
  for (let n = 0; n < pieces.length ** 5; n++) {
    const raw = Array.from({ length: 5 }, (_, i) => pieces[Math.floor(n / pieces.length ** i) % pieces.length]).join(
      "",
    );
    if (raw.includes("%c3")) continue;
    const pairs = read(raw);
    if (isCanonicalQuery(raw, pairs)) assert.equal(canonicalQuery(pairs), raw);
  }
});
