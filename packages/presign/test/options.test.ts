// All calls × all options: what a good value becomes, and that a bad one is refused and never written into a URL.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, PresignError, type PresignedRequest, verify } from "../src/index.ts";
import { CALLS } from "../src/sign/calls.ts";
import { createGetPresigner, type SmallGetOptions } from "../src/sign/get-presigner.ts";
import { ABORT } from "../src/sign/options/multipart.ts";
import type { Call } from "../src/sign/options/rules.ts";
import { OPTION_ROWS } from "./rows/options.ts";

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const NOW = new Date("2026-11-24T12:00:00Z");
const REGION = "eu-central-1";
const presigner = createPresigner({ credentials: CREDENTIALS, region: REGION, bucket: "photos", clock: () => NOW });
const { multipart } = presigner;

type Sign = (options: object) => PresignedRequest;
const onKey =
  (call: (key: string, options: never) => PresignedRequest): Sign =>
  (options) =>
    call("k", options as never);
const SIGN: Readonly<Record<string, Sign>> = {
  get: onKey(presigner.get),
  head: onKey(presigner.head),
  put: onKey(presigner.put),
  delete: onKey(presigner.delete),
  "multipart.create": onKey(multipart.create),
  "multipart.part": onKey(multipart.part),
  "multipart.complete": onKey(multipart.complete),
  "multipart.abort": onKey(multipart.abort),
  "multipart.listParts": onKey(multipart.listParts),
  list: (options) => presigner.list(options as never),
  request: (options) => presigner.request(options as never),
};

/** Ways to the same options, and what of them each way takes. */
const SMALL = createGetPresigner({
  credentials: CREDENTIALS,
  region: REGION,
  bucketUrl: `https://photos.s3.${REGION}.amazonaws.com`,
  clock: () => NOW,
});
const OF_A_LINK: { readonly [Name in keyof Required<SmallGetOptions>]: true } = {
  expiresInSeconds: true,
  stableForSeconds: true,
  versionId: true,
  response: true,
  downloadAs: true,
};
const [GET, PART] = [CALLS.find(({ name }) => name === "get")!, CALLS.find(({ name }) => name === "multipart.part")!];
const small = new Map([...GET.rules].filter(([name]) => name in OF_A_LINK));
const WAYS: readonly (Call & { readonly sign: Sign })[] = [
  ...CALLS.map((call) => ({ ...call, sign: SIGN[call.name]! })),
  { ...GET, name: "getAndHead (get)", sign: onKey((key, options) => presigner.getAndHead(key, options).get) },
  { ...GET, name: "getAndHead (head)", sign: onKey((key, options) => presigner.getAndHead(key, options).head) },
  { ...PART, name: "multipart.parts", sign: signOnePart },
  { ...GET, rules: small, name: "createGetPresigner().get", sign: onKey(SMALL.get) },
  { ...GET, rules: small, name: "createGetPresigner().head", sign: onKey(SMALL.head) },
];

/** What is a part's own stands in the list, what belongs to the upload beside it. */
function signOnePart(options: object): PresignedRequest {
  const isShared = (name: string) => ABORT.rules.has(name) || !PART.rules.has(name);
  const entries = Object.entries(options);
  const shared = Object.fromEntries(entries.filter(([name]) => isShared(name)));
  const own = Object.fromEntries(entries.filter(([name]) => !isShared(name)));
  return multipart.parts("k", { ...shared, parts: [own] } as never)[0]!;
}

/** What each call needs besides the option in question. */
const NEEDED: Readonly<Record<string, object>> = {
  "multipart.parts": { uploadId: "u", partNumber: 1 },
  "multipart.part": { uploadId: "u", partNumber: 1 },
  "multipart.complete": { uploadId: "u" },
  "multipart.abort": { uploadId: "u" },
  "multipart.listParts": { uploadId: "u" },
  request: { method: "PUT", key: "k" },
};

const parametersOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

/** The request that a client makes of what was signed, judged by the verifier. */
function assertVerifies({ method, url, headers, sentByClient }: PresignedRequest): void {
  const { host } = new URL(url);
  const target = url.slice(`https://${host}`.length);
  const rawHeaders = Object.entries({ ...headers, ...sentByClient }).flat();
  const result = verify({ method, target, rawHeaders }, () => CREDENTIALS, NOW, { region: REGION });
  assert.ok(result.ok, JSON.stringify(result));
}

test("each option of each call has a row, and each row an option", () => {
  const options = new Set(CALLS.flatMap(({ rules }) => [...rules.keys()]));
  assert.deepEqual([...options].sort(), Object.keys(OPTION_ROWS).sort());
  assert.deepEqual(CALLS.map(({ name }) => name).sort(), Object.keys(SIGN).sort());
});

for (const { name: call, rules, required, sign } of WAYS)
  for (const option of rules.keys()) {
    const { good, mistakes, bounds, beside = {} } = OPTION_ROWS[option]!;
    const needed = { expiresInSeconds: 900, ...NEEDED[call] };
    const fitting = Object.fromEntries(Object.entries(beside).filter(([name]) => rules.has(name)));

    test(`${call}: ${option}`, () => {
      const bare = sign({ ...needed, ...fitting });
      for (const [value, effect] of good) {
        const request = sign({ ...needed, ...fitting, [option]: value });
        assert.deepEqual(request.headers, { ...bare.headers, ...effect.headers });
        const parameters = parametersOf(request.url);
        for (const [name, text] of Object.entries({ ...effect.query })) assert.equal(parameters[name], text);
        const added = Object.keys(parameters).filter((name) => !(name in parametersOf(bare.url)));
        assert.deepEqual(
          added.filter((name) => !(name in (effect.query ?? {}))),
          [],
        );
        assert.equal(request.sentByClient["content-length"], effect.contentLength);
        assert.doesNotMatch(request.url, /undefined|null(?!&)|NaN|%5Bobject/);
        assertVerifies(request);
      }
      for (const value of mistakes)
        assert.throws(() => sign({ ...needed, ...fitting, [option]: value }), isMistake(option), String(value));
      for (const value of bounds)
        assert.throws(() => sign({ ...needed, ...fitting, [option]: value }), isOutOfBounds(option));
      const without = { ...needed, [option]: undefined };
      if (option === "expiresInSeconds" || (required as readonly string[]).includes(option))
        assert.throws(() => sign(without), TypeError);
      else if (option !== "key")
        assert.equal(sign(without).url, sign(needed).url, "undefined is as if it were not there");
    });
  }

/** The argument is named: by the option, or by the header or parameter that it becomes. */
const namesArgument = (option: string, message: string): boolean =>
  message.includes(option) || /^(?:header|query parameter) "/.test(message);

function isMistake(option: string) {
  return (error: unknown) => {
    assert.ok(error instanceof TypeError, `${option}: ${error}`);
    assert.ok(error.message.length > 20 && error.message.length < 400, error.message);
    assert.ok(namesArgument(option, error.message), error.message);
    assert.doesNotMatch(error.message, /Cannot (?:read|convert)|is not a function|is not iterable/);
    return true;
  };
}

function isOutOfBounds(option: string) {
  return (error: unknown) => {
    assert.ok(error instanceof PresignError, `${option}: ${error}`);
    assert.ok(namesArgument(option, error.message), error.message);
    assert.match(error.message, /must|twice/);
    return true;
  };
}

for (const [says, call, options, message] of [
  ["createOnly and ifMatch", "put", { createOnly: true, ifMatch: '"a"' }, /createOnly and ifMatch exclude/],
  [
    "createOnly and ifMatch",
    "multipart.complete",
    { createOnly: true, ifMatch: '"a"' },
    /createOnly and ifMatch exclude/,
  ],
  [
    "sse and a customer's key",
    "put",
    { sse: { algorithm: "AES256" }, customerKey: new Uint8Array(32) },
    /sse and customerKey exclude/,
  ],
  ["acl and grants", "put", { acl: "private", grants: { read: 'id="a"' } }, /acl and grants exclude/],
  ["a lock without a checksum", "put", { objectLock: { legalHold: "ON" } }, /needs checksum or contentMd5/],
  [
    "downloadAs and a disposition",
    "get",
    { downloadAs: "a", response: { contentDisposition: "inline" } },
    /exclude each other/,
  ],
  ["an option twice, as header", "put", { contentType: "a/b", headers: { "Content-Type": "c/d" } }, /twice/],
  ["an option twice, the header first", "put", { headers: { "Content-Type": "c/d" }, contentType: "a/b" }, /twice/],
  ["an option twice, as parameter", "get", { versionId: "1", query: { versionId: "2" } }, /set already/],
  ["an option twice, the parameter first", "get", { query: { versionId: "2" }, versionId: "1" }, /set already/],
  ["an unknown option", "list", { Prefix: "a" }, /list: unknown option "Prefix"; it takes continuationToken/],
] as [string, string, object, RegExp][])
  test(`${call} refuses ${says}`, () => {
    const needed = { expiresInSeconds: 900, ...NEEDED[call] };
    assert.throws(
      () => SIGN[call]!({ ...options, ...needed }),
      (error: unknown) => {
        assert.ok(error instanceof TypeError || error instanceof PresignError, String(error));
        assert.match(error.message, message);
        return true;
      },
    );
  });

test("options that are none are refused by each call", () => {
  const calls: Readonly<Record<string, Sign>> = {
    ...SIGN,
    getAndHead: onKey((key, options) => presigner.getAndHead(key, options).get),
    "multipart.parts": (options) => multipart.parts("k", options as never)[0]!,
    "createGetPresigner().get": onKey(SMALL.get),
    "createGetPresigner().head": onKey(SMALL.head),
  };
  for (const [call, sign] of Object.entries(calls))
    for (const options of [undefined, null, 7, "a", [], () => ({})])
      assert.throws(() => sign(options as never), TypeError, `${call} ${String(options)}`);
});

const { put, delete: remove, head, getAndHead } = presigner;
for (const [call, onOne, options] of [
  ["get", presigner.get, {}],
  ["head", head, {}],
  ["getAndHead", getAndHead, {}],
  ["put", put, {}],
  ["delete", remove, {}],
  ["multipart.create", multipart.create, {}],
  ["multipart.part", multipart.part, { uploadId: "u", partNumber: 1 }],
  ["multipart.parts", multipart.parts, { uploadId: "u", parts: [{ partNumber: 1 }] }],
  ["multipart.complete", multipart.complete, { uploadId: "u" }],
  ["multipart.abort", multipart.abort, { uploadId: "u" }],
  ["multipart.listParts", multipart.listParts, { uploadId: "u" }],
  ["createGetPresigner().get", SMALL.get, {}],
  ["createGetPresigner().head", SMALL.head, {}],
] as [string, (key: unknown, options: object) => unknown, object][])
  test(`${call}: its key`, () => {
    const { mistakes, bounds } = OPTION_ROWS.key!;
    const sign = (key: unknown) => () => onOne(key, { expiresInSeconds: 60, ...options });
    assert.doesNotThrow(sign("a/b ü"));
    for (const key of [...mistakes, undefined]) assert.throws(sign(key), isMistake("key"), String(key));
    for (const key of bounds) assert.throws(sign(key), isOutOfBounds("key"));
  });

test("a customer's key is in no message", () => {
  for (const customerKey of ["c2VjcmV0c2VjcmV0", "secret!", new TextEncoder().encode("secretsecret")])
    assert.throws(
      () => presigner.get("k", { expiresInSeconds: 1, customerKey }),
      (error: Error) => !/c2Vj|secret/.test(error.message),
    );
});
