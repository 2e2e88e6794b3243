import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, type KeyRecord, verify } from "../src/index.ts";
import { MAX_SCOPES, signWith } from "../src/verify/signing-keys.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const region = "eu-central-1";
const scope = (day: string) => ({ day, region, service: "s3" });

function judge(record: KeyRecord, signedWith: string): string {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: signedWith };
  const presigner = createPresigner({ credentials, region, bucket: "photos", clock: () => NOW });
  const { host, pathname, search } = new URL(presigner.get("k", { expiresInSeconds: 900 }).url);
  const request = { method: "GET", target: pathname + search, rawHeaders: ["Host", host] };
  const result = verify(request, () => record, NOW, { region });
  return result.ok ? "ok" : result.code;
}

test("a key is derived once for a record and a scope", () => {
  const record = { secretAccessKey: "secret" };
  assert.equal(signWith(record, scope("20261124")), signWith(record, scope("20261124")));
  assert.notEqual(signWith(record, scope("20261124")), signWith(record, scope("20261125")));
  assert.notEqual(signWith(record, scope("20261124")), signWith({ ...record }, scope("20261124")));
});

test("a record whose secret was changed verifies what the new secret signed, and nothing else", () => {
  const record = { secretAccessKey: "first" };
  assert.deepEqual([judge(record, "first"), judge(record, "second")], ["ok", "SignatureDoesNotMatch"]);
  record.secretAccessKey = "second";
  assert.deepEqual([judge(record, "first"), judge(record, "second")], ["SignatureDoesNotMatch", "ok"]);
});

test("two records never share a key, whatever their secrets and scopes run into", () => {
  const sign = (secretAccessKey: string, day: string) => signWith({ secretAccessKey }, scope(day))("text");
  assert.notEqual(sign("a", "20261124"), sign("a2", "0261124"));
  assert.equal(sign("é", "20261124"), sign("é", "20261124"));
  assert.notEqual(sign("\u00e9", "20261124"), sign("\u01e9", "20261124"), "not by the low bytes alone");
});

test("as many days as are kept are each derived once", () => {
  const record = { secretAccessKey: "secret" };
  const days = Array.from({ length: MAX_SCOPES }, (_, i) => scope(`202601${String(i + 1).padStart(2, "0")}`));
  const first = days.map((day) => signWith(record, day));
  assert.deepEqual(
    days.map((day, i) => signWith(record, day) === first[i]),
    days.map(() => true),
  );
});

test("requests for ever more days do not fill the memory", () => {
  const record = { secretAccessKey: "secret" };
  const first = signWith(record, scope("20260101"));
  for (let day = 2; day <= MAX_SCOPES + 1; day++) signWith(record, scope(`202601${String(day).padStart(2, "0")}`));
  const again = signWith(record, scope("20260101"));
  assert.notEqual(again, first, "the first one was forgotten");
  assert.equal(again("text"), first("text"), "and is derived again");
});
