// The mistakes that people make with presigned URLs, as they reported them: each that ends in an error has a row, from the
// error's own text to the cause. Those that end in none are the presigner's to keep from, or an inspection's to tell.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CAUSES } from "../../src/explain/explain.ts";
import { createPresigner, inspect, PresignError } from "../../src/index.ts";
import { KEY_AND_TIME_TRAPS } from "./traps/keys-and-time.ts";
import { SENDING_TRAPS } from "./traps/sending.ts";
import { SERVICE_TRAPS } from "./traps/service.ts";
import { get, life, presigner, read, refuse, toXml, URLS, type UrlName } from "./urls.ts";

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
const blank = presigner.get("a b.txt", life).url;
const composed = presigner.get("café.txt", life).url;

for (const { says, seen, url = "get", answer, options, want, names } of [
  ...SENDING_TRAPS,
  ...KEY_AND_TIME_TRAPS,
  ...SERVICE_TRAPS,
])
  test(`explains ${says} (${seen})`, () => {
    const [cause] = read(URLS[url as UrlName] ?? url, answer, options).causes;
    assert.equal(cause.code, want, cause.text);
    assert.equal(cause.remedy, CAUSES[want]);
    if (names) assert.match(cause.text, names);
  });

test("a path that the signer escaped twice (awslabs/aws-sdk-swift#718) is suspected beside the secret", () => {
  const causes = read(blank, refuse(blank, { secret: "other" }), { method: "GET" }).causes.map(({ code }) => code);
  assert.deepEqual(causes, ["secret_wrong", "escaping_differs"]);
});

test("a mismatch without a word (boto/boto3#4181) names the suspects of the URL before the secret", () => {
  const { causes } = read(presigner.get("a//b", life).url, toXml("SignatureDoesNotMatch", MISMATCH));
  assert.deepEqual(
    causes.map(({ code }) => code),
    ["slashes_folded", "not_comparable", "secret_wrong"],
  );
});

test("a name in another Unicode form is told from any other path", () => {
  const decomposed = encodeURIComponent("café".normalize("NFD"));
  const [cause] = read(
    composed,
    refuse(composed, { target: (target) => target.replace("caf%C3%A9", decomposed) }),
  ).causes;
  assert.equal(cause.code, "path_changed");
  assert.match(cause.text, /another Unicode form/);
});

/** What ends in no error, and what tells of it. */
for (const [says, url, code] of [
  ["hoisted tags, which S3 ignored (aws/aws-sdk-js-v3#3496)", `${get}&x-amz-tagging=a%3Db`, "header_in_query"],
  ["hoisted metadata, which some drop (scality/cloudserver#4281)", `${get}&x-amz-meta-a=b`, "header_in_query"],
  ["a type that nobody signed (aws/aws-sdk-php#1521)", URLS.tagged, "type_not_pinned"],
  ["a range in the query (Nic13Gamer/better-upload#86)", `${get}&range=bytes%3D0-1`, "range_in_query"],
  ["no bound of size (aws/aws-sdk-js#643)", URLS.tagged, "size_not_pinned"],
  ["an upload that can be repeated (Moadong/moadong#2089)", URLS.put, "may_replace"],
  ["If-None-Match in the query (checkmarble/marble-backend#1837)", `${get}&If-None-Match=%2A`, "ignored_in_query"],
] as const)
  test(`an inspection tells of ${says}`, () => {
    assert.ok(inspect(url).warnings.some((finding) => finding.code === code));
  });

for (const [says, call] of [
  ["eight days", () => presigner.get("k", { expiresInSeconds: 691_200 })],
  ["a dot segment", () => presigner.get("a/../b", life)],
  ["a range in the query", () => presigner.get("k", { ...life, query: { range: "bytes=0-1" } })],
  [
    "no region",
    () => createPresigner({ credentials: { accessKeyId: "A", secretAccessKey: "s" }, region: "", bucket: "photos" }),
  ],
] as const)
  test(`the presigner keeps from it: ${says}`, () => {
    assert.throws(call, PresignError);
  });
