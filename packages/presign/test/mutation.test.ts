// A valid URL, changed in thousands of ways: what is still accepted must mean exactly the same. The oracle decodes for
// itself and knows nothing of the verifier. Each kind of change has a verifier that is broken in a known way, and must
// catch it: changes that cannot fail prove nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inspect, verify, verifyForm } from "../src/index.ts";
import { hostileKeys } from "./support/keys.ts";
import {
  asRequest,
  BROKEN,
  type Judge,
  lookup,
  MEANING,
  meaningOf,
  NOW,
  ours,
  presigner,
  structures,
  TARGET,
  url,
} from "./support/url-mutants.ts";

const BYTES = "azAZ019%/&=?+;#\\ .-_~'\u0000\u00e9";

const PIECES = [...BYTES, "%2e", "%00", "&a=b", "/./", "/../"];
/** Six of the pieces at each place, others at the next: all of them come everywhere often enough. */
const piecesAt = (i: number): string[] => Array.from({ length: 6 }, (_, n) => PIECES[(i * 5 + n * 4) % PIECES.length]!);

function* substitutions(): Generator<string> {
  for (let i = 0; i < TARGET.length; i++)
    for (const piece of ["", ...piecesAt(i)]) yield TARGET.slice(0, i) + piece + TARGET.slice(i + 1);
}

function* insertions(): Generator<string> {
  for (let i = 0; i <= TARGET.length; i++)
    for (const piece of i === TARGET.length ? PIECES : piecesAt(i)) yield TARGET.slice(0, i) + piece + TARGET.slice(i);
}

const KINDS = { substitutions, insertions, structures };

function countWrong(judge: Judge, mutants: () => Generator<string>): { wrong: number; accepted: number; all: number } {
  const count = { wrong: 0, accepted: 0, all: 0 };
  for (const target of mutants()) {
    count.all++;
    if (!judge(asRequest(target))) continue;
    count.accepted++;
    if (meaningOf(target) !== MEANING) count.wrong++;
  }
  return count;
}

test("the URL itself is accepted", () => assert.ok(ours(asRequest(TARGET)) && MEANING !== undefined));

for (const [kind, mutants] of Object.entries(KINDS))
  test(`no ${kind} of a valid URL with another meaning is accepted`, () => {
    const { wrong, all } = countWrong(ours, mutants);
    assert.equal(wrong, 0);
    assert.ok(all > 500, String(all));
  });

for (const { says, caughtBy, judge } of BROKEN)
  test(`canary: ${caughtBy} catch a verifier where ${says}`, () => {
    assert.ok(judge(asRequest(TARGET)));
    // Stops at the first one: that it can fail is all there is to show.
    let caught = false;
    for (const target of KINDS[caughtBy]()) {
      caught = judge(asRequest(target)) && meaningOf(target) !== MEANING;
      if (caught) break;
    }
    assert.ok(caught);
  });

test("a browser leaves every URL that we sign as it is", () => {
  fc.assert(
    fc.property(hostileKeys, fc.string({ unit: "binary", maxLength: 8 }), (key, versionId) => {
      fc.pre(versionId !== "" && versionId.isWellFormed());
      const signed = presigner.get(key, { expiresInSeconds: 60, versionId }).url;
      assert.equal(new URL(signed).href, signed);
    }),
    { numRuns: 500 },
  );
});

test("nothing that comes over the wire makes verify, verifyForm or inspect throw", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      TARGET,
      url,
      "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%2F%2F%2F%2F",
      "AWS4-HMAC-SHA256 ,,",
      "https://h/?X-Amz-Signature=",
    ),
  );
  const names = fc.oneof(
    text,
    fc.constantFrom(
      "Host",
      "Authorization",
      "x-amz-date",
      "x-amz-content-sha256",
      "key",
      "policy",
      "x-amz-signature",
      "x-amz-credential",
      "x-amz-date",
      "x-amz-algorithm",
    ),
  );
  fc.assert(
    fc.property(text, text, fc.array(fc.tuple(names, text), { maxLength: 8 }), (method, target, pairs) => {
      const options = { region: "eu-central-1" };
      assert.equal(verify({ method, target, rawHeaders: pairs.flat() }, lookup, NOW, options).ok, false);
      assert.equal(
        verify({ method: "GET", target, rawHeaders: ["Host", "h", ...pairs.flat()] }, lookup, NOW, options).ok,
        false,
      );
      assert.equal(verifyForm({ bucket: "b", fields: pairs, fileName: target }, lookup, NOW, options).ok, false);
      assert.equal(typeof inspect(target, { now: NOW }).kind, "string");
    }),
    { numRuns: 1500 },
  );
});
