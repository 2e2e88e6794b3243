// Arguments that are no mistake of a user but of the program around: things that look like options and are none, objects
// that answer differently each time, names of JavaScript's own. Nothing may be ignored, and no message may be a riddle.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../src/explain/explain.ts";
import {
  createPresigner,
  type FormOptions,
  type GetOptions,
  inspect,
  type PutOptions,
  type RawForm,
  type RawRequest,
  toFormData,
  verify,
  verifyForm,
} from "../src/index.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const base = {
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  region: "eu-central-1",
  bucket: "photos",
  clock: () => NOW,
};
const presigner = createPresigner(base);
const aMinute = { expiresInSeconds: 60 };

const get = (options: object) => () => presigner.get("k", { ...aMinute, ...options } as GetOptions);
const put = (options: object) => () => presigner.put("k", { ...aMinute, ...options } as PutOptions);
const post = (options: object) => () =>
  presigner.post({ ...aMinute, key: "k", contentLengthRange: { min: 0, max: 1 }, ...options } as FormOptions);
const form = presigner.post({ ...aMinute, key: "k", contentLengthRange: { min: 0, max: 1 } });
const pairs = new Map([["a", "b"]]);
const proto = (json: string): object => JSON.parse(json);
const RAW: RawRequest = { method: "GET", target: "/a", rawHeaders: ["Host", "h"] };
const judge =
  (request: unknown, options: object = {}, lookup: unknown = () => undefined) =>
  () =>
    verify(request as RawRequest, lookup as () => undefined, NOW, { region: "r", ...options });
const judgeForm =
  (raw: unknown, options: object = {}) =>
  () =>
    verifyForm(raw as RawForm, () => undefined, NOW, { region: "r", ...options });

for (const [says, call, message] of [
  [
    "Headers as headers",
    get({ headers: new Headers({ a: "b" }) }),
    /^headers must be a plain object: Object\.fromEntries/,
  ],
  ["a Map as headers", get({ headers: pairs }), /^headers must be a plain object/],
  ["URLSearchParams as query", get({ query: new URLSearchParams("a=b") }), /^query must be a plain object/],
  [
    "a Map as response",
    get({ response: new Map([["contentType", "a"]]) }),
    /^response: options must be a plain object/,
  ],
  ["a Map as metadata", put({ metadata: pairs }), /^metadata must be a plain object/],
  ["a Map as tagging", put({ tagging: pairs }), /^tagging must be a plain object/],
  ["a Map as a form's fields", post({ fields: pairs }), /^fields must be a plain object/],
  ["a Map as a form's metadata", post({ metadata: pairs }), /^metadata must be a plain object/],
  [
    "a misspelt member of a range",
    post({ contentLengthRange: { min: 0, max: 1, maximum: 2 } }),
    /unknown option "maximum"/,
  ],
  ["a list as range", post({ contentLengthRange: [0, 1] }), /contentLengthRange/],
  ["options of a Map", () => presigner.get("k", pairs as never), /^get: options must be a plain object/],
  ["a Map as the presigner's options", () => createPresigner(pairs as never), /options must be a plain object/],
  [
    "__proto__ as an option",
    () => presigner.get("k", proto('{"expiresInSeconds":60,"__proto__":{"versionId":"x"}}') as never),
    /unknown option "__proto__"/,
  ],
  [
    "__proto__ as a header",
    get({ headers: proto('{"__proto__":"x"}') }),
    /"__proto__": the name must be an HTTP token/,
  ],
  [
    "__proto__ as a form's field",
    post({ fields: proto('{"__proto__":"x"}') }),
    /"__proto__": the name must be an HTTP token/,
  ],
  ["a String object as key", () => presigner.get(new String("k") as never, aMinute), /key must be a string/],
  ["a Number object as life", get({ expiresInSeconds: Object(60) }), /expiresInSeconds must be a number/],
  ["a bigint as life", get({ expiresInSeconds: 60n }), /expiresInSeconds must be a number, got a value of type bigint/],
  [
    "a Map of values for a form's data",
    () => toFormData(form, new Blob(), pairs as never),
    /options must be a plain object/,
  ],
  [
    "Headers for explain",
    () => explain("x", "<Error/>", { headers: new Headers() as never }),
    /explain: headers must be a plain object/,
  ],
  [
    "no options for explain",
    () => explain("x", "<Error/>", null as never),
    /explain: options must be an object, got null/,
  ],
  [
    "a misspelt option of explain",
    () => explain("x", "<Error/>", { methods: "GET" } as never),
    /explain: unknown option "methods"/,
  ],
  ["no request", judge(null), /request\.method must be a string/],
  [
    "Node's request as it is",
    judge({ method: "GET", url: "/a", rawHeaders: [] }),
    /request\.target \(Node's req\.url\) must be a string/,
  ],
  [
    "headers that are no pairs",
    judge({ ...RAW, rawHeaders: ["Host"] }),
    /request\.rawHeaders must be names and values in turn/,
  ],
  ["headers by name", judge({ ...RAW, rawHeaders: { host: "h" } }), /request\.rawHeaders must be/],
  [
    "a misspelt limit of the verifier",
    judge(RAW, { maxExpiresInSecond: 60 }),
    /verify: unknown option "maxExpiresInSecond"/,
  ],
  [
    "authorities that are one",
    judge(RAW, { authorities: "h" }),
    /options\.authorities must be a list of strings, got "h"/,
  ],
  ["a lookup that is a table", judge(RAW, {}, { AK: "secret" }), /lookup must be a function/],
  ["no form", judgeForm(undefined), /form\.bucket must be a string/],
  [
    "fields by name",
    judgeForm({ bucket: "b", fields: { key: "k" } }),
    /form\.fields must be a list of \[name, value\]/,
  ],
  ["a field without value", judgeForm({ bucket: "b", fields: [["key"]] }), /form\.fields must be a list/],
  [
    "redirects that are one",
    judgeForm({ bucket: "b", fields: [] }, { redirectOrigins: "https://h" }),
    /options\.redirectOrigins must be a list/,
  ],
] as const)
  test(`refused: ${says}`, () => {
    assert.throws(call, (error: unknown) => {
      assert.ok(error instanceof TypeError || error instanceof RangeError, String(error));
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /Cannot |is not a function|undefined \(/);
      return true;
    });
  });

for (const endpoint of [
  "https://h.exa\tmple",
  "https://h.example\n",
  "https://h.example/a/../b",
  "https://h.example/./b",
  "https://h.example/a/%2e%2E/b",
  "https://h.example\\a",
  "https://h.example/a\\b",
  "https://h.example/a b",
])
  test(`an endpoint that URL would rewrite is refused: ${JSON.stringify(endpoint)}`, () => {
    assert.throws(() => createPresigner({ ...base, endpoint }), { code: "endpoint_invalid" });
  });

test("values that change between two looks are signed as they were at the first", () => {
  const once = <T>(first: T, then: T) => {
    let looks = 0;
    return () => (looks++ === 0 ? first : then);
  };
  const [life, size, header] = [once(60, Number.NaN), once(5, Number.NaN), once("x", undefined)];
  const options = {
    get expiresInSeconds() {
      return life();
    },
    get contentLength() {
      return size();
    },
    headers: {
      get "x-a"() {
        return header();
      },
    },
  };
  const request = presigner.put("k", options as PutOptions);
  assert.match(request.url, /X-Amz-Expires=60&/);
  assert.deepEqual(request.headers, { "x-a": "x" });
  assert.equal(request.sentByClient["content-length"], "5");
  assert.doesNotMatch(request.url, /undefined|NaN/);
});

test("metadata, tags and parameters may have names of JavaScript's own", () => {
  const names = proto('{"__proto__":"a","constructor":"b","toString":"c"}') as Record<string, string>;
  const { headers } = presigner.put("k", { ...aMinute, metadata: names, tagging: names });
  assert.equal(headers["x-amz-tagging"], "__proto__=a&constructor=b&toString=c");
  assert.deepEqual(Object.keys(headers).sort(), [
    "x-amz-meta-__proto__",
    "x-amz-meta-constructor",
    "x-amz-meta-tostring",
    "x-amz-tagging",
  ]);
  assert.match(presigner.get("k", { ...aMinute, query: names }).url, /&__proto__=a&constructor=b&toString=c&/);
});

test("inspect and explain read anything", () => {
  for (const value of [undefined, null, 5, Symbol("x"), {}, Object.create(null), [], () => 1, new URL("https://a/b")]) {
    assert.ok(["not_a_url", "not_presigned"].includes(inspect(value as never).kind));
    assert.ok(["explained", "not_an_error_document"].includes(explain(value as never, value as never).kind));
  }
});
