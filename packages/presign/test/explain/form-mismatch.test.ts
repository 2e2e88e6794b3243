// SignatureDoesNotMatch of a form: what came is held against what was signed, as far as an answer and the fields show it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ExplainOptions, type RawForm, verifyForm } from "../../src/index.ts";
import { life, NOW, presigner, read, toXml, URLS } from "./urls.ts";

const form = presigner.post({ key: "in/é", ...life, contentLengthRange: { min: 0, max: 10 } });
type Fields = Record<string, string>;

/** What the verifier answers to a form that was sent with other fields. */
function refuse(changes: Fields, secret = "secret"): string {
  const fields = Object.entries({ ...form.fields, ...changes });
  const sent: RawForm = { bucket: "photos", fields };
  const verdict = verifyForm(sent, () => ({ secretAccessKey: secret }), NOW, { region: "us-east-2" });
  assert.ok(!verdict.ok && verdict.code === "SignatureDoesNotMatch", JSON.stringify(verdict));
  return toXml(verdict.code, verdict.message, verdict.details);
}

const policy = form.fields.policy!;
const changed = btoa(atob(policy).replace('"content-length-range",0,10', '"content-length-range",0,99'));
const credential = form.fields["x-amz-credential"]!;
const day = credential.split("/")[1]!;

for (const [says, answer, options, want, names] of [
  [
    "another secret",
    refuse({}, "other"),
    {},
    ["secret_wrong", "policy_changed", "form_field_wrong"],
    /not that of AKIDEXAMPLE/,
  ],
  [
    "another secret, with the fields",
    refuse({}, "other"),
    { fields: form.fields },
    ["secret_wrong"],
    /another secret signed it/,
  ],
  [
    "a changed policy",
    refuse({ policy: changed }),
    { fields: form.fields },
    ["policy_changed", "secret_wrong"],
    /differs from character \d+ on/,
  ],
  [
    "a policy that was cut off",
    refuse({ policy: policy.slice(0, 80) }),
    { fields: form.fields },
    ["policy_changed", "secret_wrong"],
    /80 characters of/,
  ],
  [
    "a wrapped policy",
    toXml("SignatureDoesNotMatch", "m", {
      StringToSign: policy.replace(/.{76}/g, "$&\n"),
      AWSAccessKeyId: "AKIDEXAMPLE",
    }),
    {},
    ["policy_changed", "secret_wrong", "form_field_wrong"],
    /several lines/,
  ],
  [
    "a policy in the base64 of URLs",
    toXml("SignatureDoesNotMatch", "m", {
      StringToSign: btoa('{"conditions":[{"a":"???>>>"}]}').replaceAll("/", "_").replaceAll("+", "-"),
    }),
    {},
    ["policy_changed", "secret_wrong", "form_field_wrong"],
    /base64 of URLs/,
  ],
  [
    "a policy that is none",
    toXml("SignatureDoesNotMatch", "m", { StringToSign: "x".repeat(80) }),
    {},
    ["policy_changed", "secret_wrong", "form_field_wrong"],
    /not the base64 of a JSON document/,
  ],
  [
    "another day in the credential",
    refuse({ "x-amz-credential": credential.replace(day, "20261123"), "x-amz-date": "20261123T120000Z" }),
    { fields: { ...form.fields, "x-amz-credential": credential.replace(day, "20261123") } },
    ["form_field_wrong", "secret_wrong"],
    /of the day 20261123/,
  ],
  [
    "another key than the policy's",
    refuse({ "x-amz-credential": credential.replace("AKIDEXAMPLE", "AKIDOTHER") }, "other"),
    {},
    ["form_field_wrong", "secret_wrong", "policy_changed"],
    /came with the key AKIDOTHER, and its policy is for AKIDEXAMPLE/,
  ],
  [
    "another signature than was sent",
    refuse({ "x-amz-signature": "0".repeat(64) }),
    { fields: form.fields },
    ["form_field_wrong", "secret_wrong"],
    /x-amz-signature did not come/,
  ],
] as [string, string, ExplainOptions, string[], RegExp][])
  test(`a form's signature: ${says}`, () => {
    const { causes } = read(URLS.form, answer, options);
    assert.deepEqual(
      causes.map(({ code }) => code),
      want,
      JSON.stringify(causes),
    );
    assert.match(causes[0].text, names);
  });
