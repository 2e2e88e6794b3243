// An option is what an object itself holds. What it inherits is either lost, a limit that nobody holds, or was put there by
// somebody else, as by a program whose merge writes to `Object.prototype`.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { runInNewContext } from "node:vm";
import {
  createPresigner,
  type FormOptions,
  type PutOptions,
  toFormData,
  toHtmlForm,
  toHtmlPage,
  verify,
  verifyForm,
} from "../src/index.ts";
import { createGetPresigner } from "../src/sign/get-presigner.ts";
import { lookup, NOW, REGION, signForm, signQuery } from "./support/hand-signer.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const base = { credentials, region: REGION, bucket: "photos", clock: () => NOW };
const presigner = createPresigner(base);
const life = { expiresInSeconds: 600 };
const ofForm = { key: "k", contentLengthRange: { min: 0, max: 9 }, ...life };
const ofPart = { uploadId: "u", ...life };
const form = presigner.post(ofForm);
const bucketUrl = "https://photos.s3.eu-central-1.amazonaws.com";

class Limits {
  expiresInSeconds = 600;
  get contentLength() {
    return 5;
  }
}
class LikeARoot extends Limits {
  override hasOwnProperty() {
    return true;
  }
}
const WITHOUT_A_ROOT = Object.assign(Object.create(null), { contentLength: 5 });
const inheriting = (own: object): never =>
  Object.assign(Object.create({ contentLength: 5, region: "r" }), own) as never;

test("a plain object of another realm is one: of a frame, a vm context, a test runner", () => {
  const of = (value: object): never => runInNewContext(`JSON.parse(${JSON.stringify(JSON.stringify(value))})`) as never;
  const plain = { metadata: { a: "b" }, ...life };
  assert.notEqual(Object.getPrototypeOf(of(plain)), Object.prototype);
  assert.deepEqual(presigner.put("k", of(plain)), presigner.put("k", plain));
  assert.deepEqual(presigner.post(of(ofForm)), form);
  assert.throws(
    () => presigner.put("k", runInNewContext("new (class { expiresInSeconds = 600 })()")),
    /must be a plain object, without a class/,
  );
});

for (const [says, call] of [
  ["put", () => presigner.put("k", new Limits())],
  ["put", () => presigner.put("k", inheriting(life))],
  ["put", () => presigner.put("k", new LikeARoot())],
  ["put", () => presigner.put("k", Object.assign(Object.create(WITHOUT_A_ROOT), life))],
  ["list", () => presigner.list(inheriting(life))],
  ["request", () => presigner.request(inheriting({ method: "PUT", key: "k", ...life }))],
  ["multipart.part", () => presigner.multipart.part("k", inheriting({ partNumber: 1, ...ofPart }))],
  ["multipart.parts", () => presigner.multipart.parts("k", inheriting({ parts: [], ...ofPart }))],
  ["parts\\[0\\]", () => presigner.multipart.parts("k", { parts: [inheriting({ partNumber: 1 })], ...ofPart })],
  ["headers", () => presigner.put("k", { headers: Object.create({ "if-none-match": "*" }), ...life })],
  ["query", () => presigner.get("k", { query: Object.create({ a: "b" }), ...life })],
  ["metadata", () => presigner.put("k", { metadata: inheriting({}), ...life })],
  ["tagging", () => presigner.put("k", { tagging: inheriting({ a: "b" }), ...life })],
  ["sse", () => presigner.put("k", { sse: inheriting({ algorithm: "AES256" }), ...life })],
  ["checksum", () => presigner.put("k", { checksum: inheriting({}), ...life })],
  ["response", () => presigner.get("k", { response: inheriting({}), ...life })],
  ["grants", () => presigner.put("k", { grants: inheriting({}), ...life })],
  ["objectLock", () => presigner.put("k", { objectLock: inheriting({}), ...life })],
  ["post", () => presigner.post(inheriting(ofForm))],
  ["contentLengthRange", () => presigner.post({ ...ofForm, contentLengthRange: inheriting({ min: 0, max: 9 }) })],
  ["fields", () => presigner.post({ ...ofForm, fields: inheriting({}) })],
  ["metadataStartsWith", () => presigner.post({ ...ofForm, metadataStartsWith: inheriting({}) })],
  ["createPresigner", () => createPresigner(inheriting(base))],
  ["createGetPresigner", () => createGetPresigner(inheriting({ credentials, region: REGION, bucketUrl }))],
  ["verify", () => verify(signQuery(), lookup, NOW, inheriting({ region: REGION }))],
  ["toFormData", () => toFormData(form, new Blob(["a"]), inheriting({}))],
  ["toHtmlForm", () => toHtmlForm(form, inheriting({}))],
  ["toHtmlPage", () => toHtmlPage(form, inheriting({}))],
] as const)
  test(`refused, for what it inherits would be lost: ${says}`, () => {
    assert.throws(call, (error: Error) => {
      assert.equal(error.constructor, TypeError);
      assert.match(error.message, new RegExp(`^${says}.* must be a plain object, without a class`));
      return true;
    });
  });

test("an object without a prototype, and one whose own getter answers, are plain", () => {
  const bare = Object.assign(Object.create(null), { contentLength: 5, ...life }) as PutOptions;
  const getting = { ...life, get contentLength() { return 5; } }; // biome-ignore format: one line
  for (const options of [bare, getting])
    assert.deepEqual(presigner.put("k", options).sentByClient["content-length"], "5");
});

const polluted = new Set<string>();
function pollute(values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    polluted.add(name);
    Object.defineProperty(Object.prototype, name, { value, enumerable: true, configurable: true, writable: true });
  }
}
afterEach(() => {
  for (const name of polluted) Reflect.deleteProperty(Object.prototype, name);
  polluted.clear();
});

/** What is read anywhere from options, with values that would do harm. */
const HARM = {
  acl: "public-read",
  endpoint: "https://evil.example",
  uploadId: "u",
  partNumber: 5,
  key: "evil",
  method: "DELETE",
  contentLength: 7,
  anyKey: true,
  tagging: { a: "b" },
  algorithm: "aws:kms",
  kmsKeyId: "evil",
  retainUntil: NOW,
  contentDisposition: "inline",
  values: { a: "b" },
  fileName: "evil",
  redirectOrigins: ["https://evil.example"],
  maxExpiresInSeconds: 604_800,
  fields: { "x-evil": "1" },
  parts: [{ partNumber: 1 }],
  unheardOf: 1,
};

for (const [says, call] of [
  ["get", () => createPresigner(base).get("k", { response: {}, ...life })],
  [
    "put",
    () =>
      createPresigner(base).put("k", {
        sse: { algorithm: "AES256" },
        objectLock: { legalHold: "ON" },
        contentMd5: "1B2M2Y8AsgTpgAmY7PhCfg==",
        ...life,
      }),
  ],
  ["list", () => createPresigner(base).list(life)],
  ["a request of the bucket", () => createPresigner(base).request({ method: "GET", ...life })],
  [
    "multipart.parts",
    () =>
      createPresigner(base).multipart.parts("k", { uploadId: "v", parts: [{ partNumber: 1 }], expiresInSeconds: 600 }),
  ],
  [
    "post",
    () =>
      createPresigner(base).post({
        key: "k",
        contentLengthRange: { min: 0, max: 9 },
        expiresInSeconds: 600,
      } satisfies FormOptions),
  ],
  [
    "createGetPresigner",
    () => createGetPresigner({ credentials, region: REGION, bucketUrl, clock: () => NOW }).get("k", { ...life }),
  ],
  ["verify", () => verify(signQuery(), lookup, NOW, { region: REGION })],
  ["verifyForm", () => verifyForm(signForm(), lookup, NOW, { region: REGION })],
  ["toHtmlPage", () => toHtmlPage(form)],
] as readonly (readonly [string, () => unknown])[])
  test(`what somebody adds to Object.prototype is no option: ${says}`, () => {
    const clean = structuredClone(call());
    pollute(HARM);
    assert.deepEqual(Object.entries(call() as object), Object.entries(clean as object));
  });

for (const [says, call, message] of [
  ["an upload's id", () => presigner.multipart.part("k", { partNumber: 1, ...life } as never), /uploadId/],
  ["a life", () => presigner.get("k", {} as never), /expiresInSeconds/],
  ["a key", () => presigner.post({ contentLengthRange: { min: 0, max: 9 }, ...life }), /one of key/],
] as const)
  test(`what is needed is not taken from Object.prototype: ${says}`, () => {
    pollute({ ...HARM, expiresInSeconds: 60 });
    assert.throws(call, message);
  });
