// What a form allows, held against two readers of its policy: the verifier, and one that was written apart from it.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { FormOptions } from "../../src/index.ts";
import { FORM_OPTIONS } from "../../src/post/options.ts";
import { conditionsOf, type Fields, judge, post } from "./forms.ts";

interface Row {
  says: string;
  options: Partial<FormOptions>;
  /** Fixed fields that this must make. */
  fields?: Record<string, string>;
  /** Open fields that this must make. */
  open?: Record<string, string>;
  /** Sent by one who keeps to the policy. */
  good?: Fields;
  /** Sent by one who does not, on top of what is signed. */
  bad?: Fields[];
}

const ROWS: Row[] = [
  { says: "the key", options: { key: 'a$b/é "],{' }, bad: [[["key", "other"]]] },
  {
    says: "a beginning of keys",
    options: { key: undefined, keyStartsWith: "in/" },
    fields: { key: "in/$" + "{filename}" },
    good: [["key", "in/x/y"]],
    bad: [[["key", "out/x"]], [["key", "in"]]],
  },
  { says: "any key", options: { key: undefined, anyKey: true }, good: [["key", "what/ever"]] },
  {
    says: "a type",
    options: { contentType: "image/png" },
    fields: { "Content-Type": "image/png" },
    bad: [[["Content-Type", "text/html"]]],
  },
  {
    says: "a beginning of types",
    options: { contentTypeStartsWith: "image/" },
    open: { "Content-Type": "image/" },
    good: [["Content-Type", "image/png"]],
    bad: [[], [["Content-Type", "text/html"]], [["Content-Type", "image/png,text/html"]], [["Content-Type", ""]]],
  },
  {
    says: "any type",
    options: { anyContentType: true },
    open: { "Content-Type": "" },
    good: [["Content-Type", "text/html"]],
    bad: [[]],
  },
  {
    says: "a disposition",
    options: { contentDisposition: "attachment" },
    fields: { "Content-Disposition": "attachment" },
  },
  { says: "an encoding", options: { contentEncoding: "gzip" }, fields: { "Content-Encoding": "gzip" } },
  { says: "caching", options: { cacheControl: "no-store" }, fields: { "Cache-Control": "no-store" } },
  {
    says: "an Expires header",
    options: { expires: new Date("2026-11-25T12:00:00Z") },
    fields: { Expires: "Wed, 25 Nov 2026 12:00:00 GMT" },
  },
  {
    says: "metadata",
    options: { metadata: { Owner: '","conditions":[', price: "$5" } },
    fields: { "x-amz-meta-owner": '","conditions":[', "x-amz-meta-price": "$5" },
    bad: [[["x-amz-meta-owner", "eve"]], [["x-amz-meta-new", "1"]]],
  },
  {
    says: "a beginning of metadata",
    options: { metadataStartsWith: { Project: "p-" } },
    open: { "x-amz-meta-project": "p-" },
    good: [["x-amz-meta-project", "p-7"]],
    bad: [[], [["x-amz-meta-project", "q-7"]]],
  },
  {
    says: "any metadata",
    options: { anyMetadata: ["note"] },
    open: { "x-amz-meta-note": "" },
    good: [["x-amz-meta-note", "anything"]],
    bad: [[]],
  },
  {
    says: "tags",
    options: { tagging: { class: "secret", "é 1": "" } },
    fields: {
      tagging:
        "<Tagging><TagSet><Tag><Key>class</Key><Value>secret</Value></Tag><Tag><Key>é 1</Key><Value></Value></Tag></TagSet></Tagging>",
    },
    bad: [[["tagging", "<Tagging><TagSet></TagSet></Tagging>"]]],
  },
  { says: "a storage class", options: { storageClass: "GLACIER_IR" }, fields: { "x-amz-storage-class": "GLACIER_IR" } },
  { says: "an ACL", options: { acl: "private" }, fields: { acl: "private" }, bad: [[["acl", "public-read"]]] },
  {
    says: "encryption with a key of KMS",
    options: { sse: { algorithm: "aws:kms", kmsKeyId: "k1", bucketKeyEnabled: true } },
    fields: {
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": "k1",
      "x-amz-server-side-encryption-bucket-key-enabled": "true",
    },
  },
  {
    says: "object lock",
    options: { objectLock: { mode: "COMPLIANCE", retainUntil: new Date("2027-01-01T00:00:00Z"), legalHold: "ON" } },
    fields: {
      "x-amz-object-lock-mode": "COMPLIANCE",
      "x-amz-object-lock-retain-until-date": "2027-01-01T00:00:00Z",
      "x-amz-object-lock-legal-hold": "ON",
    },
  },
  {
    says: "a website's redirect",
    options: { websiteRedirectLocation: "/new" },
    fields: { "x-amz-website-redirect-location": "/new" },
  },
  {
    says: "a checksum",
    options: { checksum: { algorithm: "CRC32", value: "AAAAAA==" } },
    fields: { "x-amz-checksum-crc32": "AAAAAA==" },
  },
  { says: "a status", options: { successActionStatus: 201 }, fields: { success_action_status: "201" } },
  {
    says: "where to go after success",
    options: { successActionRedirect: "https://app.example/done?a=b" },
    fields: { success_action_redirect: "https://app.example/done?a=b" },
    bad: [[["success_action_redirect", "https://evil.example/"]]],
  },
  { says: "a further field", options: { fields: { "X-Amz-Foo": "1" } }, fields: { "x-amz-foo": "1" } },
  {
    says: "a beginning of a further field",
    options: { fieldsStartWith: { "Content-Disposition": "attachment" } },
    open: { "Content-Disposition": "attachment" },
    good: [["content-disposition", 'attachment; filename="a"']],
    bad: [[], [["Content-Disposition", "inline"]]],
  },
  {
    says: "any value of a further field",
    options: { anyFields: ["Cache-Control"] },
    open: { "Cache-Control": "" },
    good: [["Cache-Control", "max-age=1"]],
    bad: [[]],
  },
];

/** As a sender would: the fields that are signed, some with other values, some more. */
function send(signed: Readonly<Record<string, string>>, others: Fields): Fields {
  const change = new Map(others.map(([name, value]) => [name.toLowerCase(), [name, value] as const]));
  const kept = Object.entries(signed).filter(([name]) => !change.has(name.toLowerCase()));
  return [...kept, ...change.values()];
}

for (const { says, options, fields = {}, open = {}, good = [], bad = [] } of ROWS)
  test(`a form pins or opens ${says}`, () => {
    const form = post(options);
    const names = Object.keys(form.fields);
    assert.equal(names[0], "key");
    assert.deepEqual(names.slice(-2), ["policy", "x-amz-signature"]);
    for (const [name, value] of Object.entries(fields)) assert.equal(form.fields[name], value, name);
    assert.deepEqual(form.openFields, open);
    assert.deepEqual(judge(send(form.fields, good)), { verifier: "stored", evaluator: "stored" });
    for (const others of bad) {
      const { verifier, evaluator } = judge(send(form.fields, others));
      assert.notEqual(verifier, "stored", JSON.stringify(others));
      assert.notEqual(evaluator, "stored", JSON.stringify(others));
    }
  });

test("every option of a form has a row", () => {
  const shown = new Set(ROWS.flatMap(({ options }) => Object.keys(options)));
  for (const always of ["expiresInSeconds", "contentLengthRange"]) shown.add(always);
  assert.deepEqual([...shown].sort(), [...FORM_OPTIONS].sort());
});

test("every form binds bucket, size, time, token and signature, whatever else it says", () => {
  const { fields } = post();
  const sound = Object.entries(fields);
  assert.deepEqual(judge(sound), { verifier: "stored", evaluator: "stored" });
  const change = (name: string, value: string): Fields => sound.map(([n, v]) => [n, n === name ? value : v]);
  for (const [says, sent, more] of [
    ["another bucket", sound, { bucket: "other" }],
    ["too few bytes", sound, { fileBytes: 0 }],
    ["too many bytes", sound, { fileBytes: 11 }],
    ["after its end", sound, { now: new Date("2026-11-24T12:01:00.001Z") }],
    ["another token", change("x-amz-security-token", "other"), {}],
    ["another date", change("x-amz-date", "20261124T115900Z"), {}],
    [
      "another policy",
      change("policy", Buffer.from('{"expiration":"2030-01-01T00:00:00Z","conditions":[]}').toString("base64")),
      {},
    ],
    ["no policy", sound.filter(([name]) => name !== "policy"), {}],
    ["a field more", [...sound, ["x-amz-meta-a", "1"]], {}],
  ] as [string, Fields, object][]) {
    const verdict = judge(sent, more);
    assert.notEqual(verdict.verifier, "stored", says);
    assert.notEqual(verdict.evaluator, "stored", says);
  }
});

test("no value breaks out of a policy, and the policy is plain ASCII", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      '"',
      '"],["starts-with","$key",""',
      '\\"',
      "\\",
      "\\$",
      "$key",
      "}]}",
      "\u2028",
      "\0",
      "é",
      "😀",
      "a\nb",
    ),
  );
  const printable = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `x${text.replace(/[^ -~]/g, "")}x`);
  fc.assert(
    fc.property(hostile, printable, printable, (wild, value, beginning) => {
      const key = `k/${wild}`;
      const isKey = key.isWellFormed() && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(key) && !key.includes("$" + "{filename}");
      fc.pre(isKey);
      const form = post({
        key,
        metadata: { a: value },
        metadataStartsWith: { b: beginning },
        fields: { "x-amz-c": value },
      });
      assert.match(Buffer.from(form.fields.policy!, "base64").toString("latin1"), /^[ -~]*$/);
      const { "x-amz-signature": _, policy: __, ...covered } = form.fields;
      const [bucket, ...rest] = conditionsOf(form);
      assert.deepEqual(bucket, { bucket: "photos" });
      assert.deepEqual(rest, [
        { key },
        ["content-length-range", 1, 10],
        ...Object.entries(covered)
          .slice(1)
          .map(([name, text]) => ({ [name]: text })),
        ["starts-with", "$x-amz-meta-b", beginning],
      ]);
    }),
    { numRuns: 300 },
  );
});

test("both readers agree on what a sender makes of a form", () => {
  const word = fc.constantFrom("a", "ab", "b", "image/png", "text/html", "image/png, image/gif", "");
  const names = ["x-amz-meta-a", "x-amz-meta-b", "content-type", "acl", "x-ignore-me", "bucket", "cache-control"];
  let stored = 0;
  fc.assert(
    fc.property(
      fc.record({
        a: fc.option(fc.constantFrom("a", "b")),
        open: fc.boolean(),
        type: fc.constantFrom("any", "image/", "none"),
      }),
      fc.dictionary(fc.constantFrom(...names), word, { maxKeys: 2 }),
      fc.record({
        fileBytes: fc.constantFrom(1, 5, 10, 5, 0, 11),
        bucket: fc.constantFrom(...Array<string>(9).fill("photos"), "other"),
      }),
      (policy, sent, where) => {
        const form = post({
          ...(policy.a === null ? {} : { metadata: { a: policy.a } }),
          ...(policy.open ? { anyMetadata: ["b"] } : {}),
          ...(policy.type === "any" ? { anyContentType: true } : {}),
          ...(policy.type === "image/" ? { contentTypeStartsWith: "image/" } : {}),
        });
        const { verifier, evaluator } = judge(send(form.fields, Object.entries(sent)), where);
        // A field that names another bucket than the real one is refused by the verifier alone.
        if (sent.bucket !== undefined) return assert.notEqual(verifier, "stored");
        assert.equal(verifier === "stored", evaluator === "stored", `${verifier} / ${evaluator}`);
        if (verifier === "stored") stored++;
      },
    ),
    { numRuns: 1000 },
  );
  assert.ok(stored > 25, `only ${stored} were stored`);
});
