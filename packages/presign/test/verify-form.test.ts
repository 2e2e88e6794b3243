import assert from "node:assert/strict";
import { test } from "node:test";
import { type Refusal, verifyForm } from "../src/index.ts";
import { add, change, EXPIRATION, FILENAME, ROWS, raw, withConditions } from "./rows/form.ts";
import { baseConditions, type FormParts, lookup, NOW, REGION, signForm, TOKEN } from "./support/hand-signer.ts";

const judge = (change: Partial<FormParts> = {}, options = {}) =>
  verifyForm(signForm(change), lookup, NOW, { region: REGION, ...options });
test("a form that is right gives its facts", () => {
  const result = judge({ policy: withConditions(["content-length-range", 1, 9], ["content-length-range", 2, 20]) });
  assert.ok(result.ok, JSON.stringify(result));
  assert.equal(result.accessKeyId, "AKIDLONG");
  assert.equal(result.key, "in/a.txt");
  assert.deepEqual(result.sizeRangeBytes, { min: 2, max: 9 });
  assert.deepEqual(result.expiresAt, new Date(EXPIRATION));
  assert.equal(result.fields.get("x-amz-date"), "20261124T115900Z");
});

interface Accepted {
  says: string;
  form: Partial<FormParts>;
  key?: string;
  options?: object;
}
for (const { says, form, key, options } of [
  { says: "field names in any case", form: { reshape: (all) => all.map(([n, v]) => [n.toUpperCase(), v]) } },
  {
    says: "a temporary key with its token",
    form: {
      accessKeyId: "ASIATEMP",
      secret: "temp-secret",
      policy: {
        expiration: EXPIRATION,
        conditions: [...baseConditions("ASIATEMP"), { "x-amz-security-token": TOKEN }],
      },
      reshape: add(["x-amz-security-token", TOKEN]),
    },
  },
  { says: "the file's name in the key", form: { reshape: change("key", `in/${FILENAME}`) }, key: "in/local.txt" },
  {
    says: "the name only, when the browser gives a path",
    form: { fileName: "C:\\x/y\\z.txt", reshape: change("key", `in/${FILENAME}`) },
    key: "in/z.txt",
  },
  {
    says: "a file's name that looks like a replacement pattern",
    form: { fileName: "$&$1.txt", reshape: change("key", `in/${FILENAME}`) },
    key: "in/$&$1.txt",
  },
  { says: "a field bucket that names the real bucket", form: { reshape: add(["bucket", "b"]) } },
  { says: "x-ignore-* without a condition", form: { reshape: add(["x-ignore-me", "1"]) } },
  {
    says: "every part of a content type fits",
    form: {
      policy: withConditions(["starts-with", "$Content-Type", "image/"]),
      reshape: add(["Content-Type", "image/png,image/webp"]),
    },
  },
  {
    says: "a dollar sign written as S3 writes it",
    form: {
      policy: raw(
        `${baseConditions()
          .map((c) => JSON.stringify(c))
          .join(",")},{"x-amz-meta-a":"\\$5"}`,
      ),
      reshape: add(["x-amz-meta-a", "$5"]),
    },
  },
  {
    says: "a comma is nothing special outside of a content type",
    form: { policy: withConditions(["starts-with", "$x-amz-meta-a", "a"]), reshape: add(["x-amz-meta-a", "a,b"]) },
  },
  {
    says: "a redirect to an allowed origin",
    form: {
      policy: withConditions(["starts-with", "$success_action_redirect", ""]),
      reshape: add(["success_action_redirect", "https://app.example/done"]),
    },
    options: { redirectOrigins: ["https://app.example"] },
  },
  {
    says: "a status that S3 knows",
    form: { policy: withConditions({ success_action_status: "201" }), reshape: add(["success_action_status", "201"]) },
  },
] as Accepted[])
  test(`accepted: ${says}`, () => {
    const result = judge(form, options);
    assert.ok(result.ok, JSON.stringify(result));
    assert.equal(result.key, key ?? "in/a.txt");
  });

for (const { says, form, options, wants } of ROWS)
  test(`refused: ${says}`, () => {
    const result = judge(form, options) as Refusal;
    assert.deepEqual([result.ok, result.code, result.status], [false, wants[0], wants[1]], JSON.stringify(result));
    if (wants[2]) assert.match(result.message, wants[2]);
  });
