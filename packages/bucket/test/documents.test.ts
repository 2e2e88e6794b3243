// The documents of all requests share one limit.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Call } from "../src/operations/operation.ts";
import { MAX_BYTES_IN_FLIGHT, readDocument } from "../src/operations/request-document.ts";

const MIB = 1024 * 1024;
const rules = { maxBytes: 2 * MAX_BYTES_IN_FLIGHT, digest: "of-the-object" } as const;

const callWith = (chunks: () => AsyncGenerator<Buffer>, declaredBytes?: number) =>
  ({
    request: { headers: new Map(), payload: { kind: "unsigned" } },
    body: { chunks, declaredBytes },
  }) as unknown as Call;

test("documents beyond the memory for all of them: SlowDown, until others have gone", async () => {
  const chunk = Buffer.alloc(MIB, " ");
  const held = Promise.withResolvers<void>();
  const full = Promise.withResolvers<void>();
  const holder = readDocument(
    callWith(async function* () {
      for (let bytes = 0; bytes < MAX_BYTES_IN_FLIGHT; bytes += MIB) yield chunk;
      full.resolve();
      await held.promise;
      throw new Error("gone");
    }),
    rules,
  );
  const small = () =>
    readDocument(
      callWith(async function* () {
        yield Buffer.from("x");
      }),
      rules,
    );
  await full.promise;
  await assert.rejects(small(), { code: "SlowDown" });
  held.resolve();
  await assert.rejects(holder, { message: "gone" });
  assert.equal(await small(), "x");
});

test("a document that says it is too long is not taken in", async () => {
  const call = callWith(() => assert.fail("it was read"), 11);
  await assert.rejects(readDocument(call, { maxBytes: 10, digest: "of-the-object" }), { code: "MalformedXML" });
});
