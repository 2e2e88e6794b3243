import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, PresignError } from "../src/index.ts";

const presigner = createPresigner({
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  region: "eu-central-1",
  bucket: "photos",
  clock: () => new Date("2026-11-24T12:00:00Z"),
});
const shared = { expiresInSeconds: 900, uploadId: "an upload/id+" };
const { parts, part } = presigner.multipart;

test("all 10,000 parts of an upload are signed in one call, each as it is alone", () => {
  const signed = parts("k é", { ...shared, parts: Array.from({ length: 10_000 }, (_, i) => ({ partNumber: i + 1 })) });
  assert.equal(signed.length, 10_000);
  assert.equal(new Set(signed.map(({ url }) => url)).size, 10_000);
  for (const partNumber of [1, 2, 999, 10_000])
    assert.deepEqual(signed[partNumber - 1], part("k é", { ...shared, partNumber }));
});

test("parts keep their order, and each has its own size and checksum", () => {
  const checksum = { algorithm: "CRC32", value: "AAAAAA==" } as const;
  const given = [{ partNumber: 7, contentLength: 5 }, { partNumber: 3, checksum }, { partNumber: 7 }];
  assert.deepEqual(
    parts("k", { ...shared, parts: given }),
    given.map((own) => part("k", { ...shared, ...own })),
  );
  assert.deepEqual(parts("k", { ...shared, parts: [] }), []);
});

const ask = (options: object) => () => parts("k", { ...shared, ...options } as never);
for (const [says, call, kind, message] of [
  ["no options", () => parts("k", undefined as never), TypeError, /multipart\.parts: options must be an object/],
  ["null for options", () => parts("k", null as never), TypeError, /options must be an object, got null/],
  ["no parts", ask({}), TypeError, /parts must be a list of parts, got undefined/],
  ["a number of parts", ask({ parts: 3 }), TypeError, /parts must be a list of parts, got 3/],
  ["too many", ask({ parts: Array(10_001).fill({ partNumber: 1 }) }), "option_invalid", /at most 10000, got 10001/],
  ["numbers for parts", ask({ parts: [1] }), TypeError, /parts\[0\]: options must be an object, got 1/],
  ["a hole", ask({ parts: [{ partNumber: 1 }, undefined] }), TypeError, /parts\[1\]: options must be an object/],
  ["a part without a number", ask({ parts: [{}] }), TypeError, /partNumber must be a number, got undefined/],
  ["part 0", ask({ parts: [{ partNumber: 0 }] }), "option_invalid", /partNumber.*1\.\.10000, got 0/],
  [
    "a part of another upload",
    ask({ parts: [{ partNumber: 1, uploadId: "x" }] }),
    TypeError,
    /parts\[0\]: unknown option "uploadId"/,
  ],
  [
    "a part with another life",
    ask({ parts: [{ partNumber: 1, expiresInSeconds: 1 }] }),
    TypeError,
    /parts\[0\]: unknown option/,
  ],
  ["an unknown option", ask({ parts: [{ partNumber: 1 }], part: 1 }), TypeError, /unknown option "part"/],
  ["no upload", ask({ uploadId: undefined, parts: [{ partNumber: 1 }] }), TypeError, /uploadId must be a string/],
] as const)
  test(`parts, refused: ${says}`, () =>
    assert.throws(call, (error: unknown) => {
      if (typeof kind === "string") assert.equal((error as PresignError).code, kind);
      else assert.ok(error instanceof kind && !(error instanceof PresignError));
      assert.match((error as Error).message, message);
      return true;
    }));
