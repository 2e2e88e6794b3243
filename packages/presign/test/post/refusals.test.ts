// What is no form: each mistake is named with its bound and the value that came, and opens nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FormOptions, type PresignCode, PresignError } from "../../src/index.ts";
import { post } from "./forms.ts";

const bad = (options: object) => () => post(options as Partial<FormOptions>);

for (const [says, call, code, message] of [
  ["an empty beginning of keys", bad({ key: undefined, keyStartsWith: "" }), "key_invalid", /anyKey: true/],
  ["an empty beginning of types", bad({ contentTypeStartsWith: "" }), "option_invalid", /use anyContentType/],
  ["a beginning of types with a comma", bad({ contentTypeStartsWith: "image/,text/" }), "option_invalid", /no comma/],
  ["an empty beginning of metadata", bad({ metadataStartsWith: { a: "" } }), "option_invalid", /use anyMetadata/],
  ["an empty beginning of a field", bad({ fieldsStartWith: { acl: "" } }), "option_invalid", /use anyFields/],
  ["a beginning beyond ASCII", bad({ fieldsStartWith: { acl: "é" } }), "option_invalid", /printable ASCII/],
  [
    "a type that is fixed and open",
    bad({ contentType: "a/b", anyContentType: true }),
    "option_invalid",
    /has a condition already/,
  ],
  [
    "a type that is open twice",
    bad({ contentTypeStartsWith: "a/", anyContentType: true }),
    "option_invalid",
    /has a condition already/,
  ],
  [
    "metadata that is fixed and open",
    bad({ metadata: { A: "1" }, anyMetadata: ["a"] }),
    "option_invalid",
    /has a condition already/,
  ],
  [
    "a field that is fixed and open",
    bad({ acl: "private", anyFields: ["ACL"] }),
    "option_invalid",
    /has a condition already/,
  ],
  ["an open key by the back door", bad({ anyFields: ["Key"] }), "option_invalid", /sets it itself/],
  ["an open bucket", bad({ anyFields: ["bucket"] }), "option_invalid", /sets it itself/],
  ["an open signature", bad({ fieldsStartWith: { "x-amz-signature": "a" } }), "option_invalid", /sets it itself/],
  ["a fixed token", bad({ fields: { "X-Amz-Security-Token": "t" } }), "option_invalid", /sets it itself/],
  ["a name that is none", bad({ anyFields: ['a","b'] }), "option_invalid", /names of fields/],
  ["an empty name", bad({ anyFields: [""] }), "option_invalid", /names of fields/],
  ["an empty name of metadata", bad({ anyMetadata: [""] }), "option_invalid", /names of fields/],
  ["__proto__ as a name", bad({ anyFields: ["__proto__"] }), "option_invalid", /names of fields/],
  ["a value with a line end", bad({ contentDisposition: "a\r\nb" }), "header_invalid", /printable ASCII/],
  ["an empty name with a beginning", bad({ metadataStartsWith: { "": "a" } }), "option_invalid", /names of fields/],
  ["metadata without a name", bad({ metadata: { "": "a" } }), "header_invalid", /metadata must have a name/],
  ["a field of metadata without a name", bad({ fields: { "X-Amz-Meta-": "a" } }), "header_invalid", /have a name/],
  ["a tag of AWS's own", bad({ tagging: { "Aws:a": "b" } }), "option_invalid", /begin with aws:.*"Aws:a"/],
  ["a tag with a line end", bad({ tagging: { a: "b\n" } }), "option_invalid", /letters, digits, blanks/],
  ...["AWSAccessKeyId", "Signature", "SIGNATURE"].flatMap((name) => [
    [`the field ${name}`, bad({ fields: { [name]: "a" } }), "option_invalid", /signature version 2/] as const,
    [`the open field ${name}`, bad({ anyFields: [name] }), "option_invalid", /signature version 2/] as const,
  ]),
  [
    "a range as a field",
    bad({ fields: { "Content-Length-Range": "1" } }),
    "option_invalid",
    /"Content-Length-Range": it is a condition, give contentLengthRange$/,
  ],
  [
    "a range with a beginning",
    bad({ fieldsStartWith: { "content-length-range": "1" } }),
    "option_invalid",
    /condition/,
  ],
  [
    "a status beside a redirect",
    bad({ successActionStatus: 201, successActionRedirect: "https://a.example/" }),
    "option_invalid",
    /both "success_action_status" and "success_action_redirect", of which S3 obeys one: give one$/,
  ],
  [
    "two ACLs",
    bad({ acl: "private", fields: { "X-Amz-Acl": "public-read" } }),
    "option_invalid",
    /"acl" and "x-amz-acl"/,
  ],
  ["an ACL beside an open one", bad({ acl: "private", anyFields: ["x-amz-acl"] }), "option_invalid", /"x-amz-acl"/],
  ["two open ACLs", bad({ anyFields: ["acl", "x-amz-acl"] }), "option_invalid", /"x-amz-acl"/],
  [
    "two redirects",
    bad({ successActionRedirect: "https://a.example/", fields: { redirect: "https://b.example/" } }),
    "option_invalid",
    /"redirect" and "success_action_redirect"/,
  ],
  [
    "a status beside an old redirect",
    bad({ successActionStatus: 201, fields: { redirect: "https://b.example/" } }),
    "option_invalid",
    /"success_action_status" and "redirect"/,
  ],
  [
    "two kinds of tags",
    bad({ tagging: { a: "b" }, fields: { "x-amz-tagging": "a=b" } }),
    "option_invalid",
    /"tagging"/,
  ],
  ["a value beyond ASCII", bad({ metadata: { a: "é" } }), "header_invalid", /printable ASCII/],
  ["a tag with markup", bad({ tagging: { a: "<b>" } }), "option_invalid", /tagging must have/],
  [
    "eleven tags",
    bad({ tagging: Object.fromEntries([..."abcdefghijk"].map((name) => [name, ""])) }),
    "option_invalid",
    /1\.\.10/,
  ],
  ["no tags", bad({ tagging: {} }), "option_invalid", /1\.\.10/],
  [
    "a website's redirect to a script",
    bad({ websiteRedirectLocation: "javascript:alert(1)" }),
    "option_invalid",
    /path that begins/,
  ],
  [
    "more fields than S3 reads",
    bad({ fields: Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`x-a-${at}`, "v".repeat(500)])) }),
    "option_invalid",
    /20480 bytes/,
  ],
  [
    "more fields than S3 reads, in letters of three bytes",
    bad({ tagging: Object.fromEntries([..."abcdefg"].map((name) => [name, "日".repeat(250)])) }),
    "option_invalid",
    /20480 bytes/,
  ],
  [
    "a date that is none",
    bad({ objectLock: { mode: "COMPLIANCE", retainUntil: new Date(Number.NaN) } }),
    "option_invalid",
    /valid Date/,
  ],
] as [string, () => unknown, PresignCode, RegExp][])
  test(`refused as out of bounds: ${says}`, () => {
    assert.throws(call, (error: unknown) => {
      assert.ok(error instanceof PresignError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, message);
      return true;
    });
  });

for (const [says, call, message] of [
  ["no key", bad({ key: undefined }), /one of key, keyStartsWith and anyKey/],
  ["two keys", bad({ anyKey: true }), /one of key, keyStartsWith and anyKey/],
  ["anyKey that is not true", bad({ key: undefined, anyKey: "yes" }), /anyKey must be true/],
  ["anyKey: false, which could be read two ways", bad({ anyKey: false }), /anyKey must be true or left out/],
  ["anyContentType: 1", bad({ anyContentType: 1 }), /anyContentType must be true/],
  ["a type that is a list", bad({ contentTypeStartsWith: ["image/"] }), /must be a string/],
  ["beginnings in a list", bad({ metadataStartsWith: ["a"] }), /object of names and beginnings/],
  ["names in a string", bad({ anyMetadata: "a" }), /array of names/],
  ["names that are numbers", bad({ anyFields: [1] }), /must be a string/],
  ["fields in a list", bad({ fields: ["a"] }), /object of names and values/],
  ["tags in a string", bad({ tagging: "a=b" }), /object of names and values/],
  ["a tag that is a number", bad({ tagging: { a: 1 } }), /must be a string/],
  ["an empty object lock", bad({ objectLock: {} }), /mode and retainUntil, or legalHold/],
  ["a mode without a date", bad({ objectLock: { mode: "COMPLIANCE" } }), /go together/],
  ["a date without a mode", bad({ objectLock: { retainUntil: new Date() } }), /go together/],
  [
    "a mode of another name",
    bad({ objectLock: { mode: "FOREVER", retainUntil: new Date() } }),
    /"GOVERNANCE" or "COMPLIANCE", got "FOREVER"/,
  ],
  ["a hold that is neither", bad({ objectLock: { legalHold: true } }), /"ON" or "OFF", got true/],
  ["a lock with another member", bad({ objectLock: { until: 1 } }), /unknown option "until"/],
  ["an option of another name", bad({ contentTypePrefix: "image/" }), /unknown option "contentTypePrefix"/],
] as [string, () => unknown, RegExp][])
  test(`refused as another type: ${says}`, () => {
    assert.throws(call, (error: unknown) => {
      assert.ok(error instanceof TypeError, String(error));
      assert.match(error.message, message);
      return true;
    });
  });

test("a field may have the name of a member that every object has", () => {
  assert.equal(post({ fields: { constructor: "x" } }).fields.constructor, "x");
});

test("a status may stand beside an open redirect, which whoever sends the form may leave out", () => {
  const { fields } = post({ successActionStatus: 201, anyFields: ["success_action_redirect"] });
  assert.equal(fields.success_action_status, "201");
  assert.doesNotThrow(() =>
    post({ successActionRedirect: "https://a.example/", anyFields: ["Success_Action_Status"] }),
  );
});
