// What is signed may be too long to arrive: that is said, and signed all the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresigner, type PresignedRequest } from "../src/index.ts";

const presigner = createPresigner({
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  region: "eu-central-1",
  bucket: "photos",
  clock: () => new Date("2026-11-24T12:00:00Z"),
});
const life = { expiresInSeconds: 900 };
const codesOf = ({ warnings }: PresignedRequest) => warnings.map(({ code }) => code);
const bare = presigner.get("k", { ...life, query: { "x-a": "a" } }).url.length;
const ofUrl = (bytes: number) => presigner.get("k", { ...life, query: { "x-a": "a".repeat(1 + bytes - bare) } });

test("a URL of 8,192 bytes is nothing special, one of 8,193 is warned of", () => {
  assert.equal(ofUrl(8192).url.length, 8192);
  assert.deepEqual(codesOf(ofUrl(8192)), []);
  assert.deepEqual(codesOf(ofUrl(8193)), ["request_long"]);
  assert.match(ofUrl(8193).warnings[0]!.text, /longer than 8192 bytes together/);
});

test("headers count too, with their names", () => {
  const headers = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`x-header-${i}`, "v".repeat(400)]));
  assert.deepEqual(codesOf(presigner.put("k", { ...life, headers })), ["request_long"]);
  assert.deepEqual(codesOf(presigner.put("k", { ...life, headers: { "x-a": "v".repeat(400) } })), []);
  const { url } = presigner.put("k", { ...life, headers: { "x-a": "v" } });
  const fit = (extra: number) => ({ ...life, headers: { "x-a": "v".repeat(8192 - url.length - 3 + extra) } });
  assert.deepEqual(
    [0, 1].map((extra) => codesOf(presigner.put("k", fit(extra)))),
    [[], ["request_long"]],
  );
});

test("it stands beside other warnings, of a list and of a request too", () => {
  const query = { "x-a": "é".repeat(20_000) };
  assert.deepEqual(codesOf(presigner.get("a//b", { expiresInSeconds: 60, query })).sort(), [
    "key_has_empty_segment",
    "life_short",
    "request_long",
  ]);
  assert.deepEqual(codesOf(presigner.list({ ...life, query })), ["request_long"]);
  assert.deepEqual(codesOf(presigner.request({ method: "POST", ...life, query })), ["request_long"]);
});

test("the longest key with the longest token and a file's name stays below", () => {
  const { warnings } = createPresigner({
    credentials: { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "t".repeat(2048) },
    region: "eu-central-1",
    bucket: "photos",
  }).get("é".repeat(512), { ...life, downloadAs: "report.pdf" });
  assert.deepEqual(warnings, []);
});
