import { baseConditions, type FormParts, formCredential, TOKEN } from "../support/hand-signer.ts";

export const EXPIRATION = "2026-11-24T12:10:00.000Z";
export const withConditions = (...extra: unknown[]) => ({
  expiration: EXPIRATION,
  conditions: [...baseConditions(), ...extra],
});
type Reshape = FormParts["reshape"];
export const add =
  (...fields: [string, string][]): Reshape =>
  (all) => [...fields, ...all];
export const change =
  (name: string, value: string): Reshape =>
  (all) =>
    all.map(([n, v]) => [n, n === name ? value : v]);
const drop =
  (name: string): Reshape =>
  (all) =>
    all.filter(([n]) => n !== name);
export const FILENAME = "$" + "{filename}";
export const raw = (conditions: string) => `{"expiration":"${EXPIRATION}","conditions":[${conditions}]}`;

/** A form that is right but for one thing, and the refusal that this must lead to. */
interface Row {
  says: string;
  form: Partial<FormParts>;
  options?: object;
  wants: [code: string, status: number, message?: RegExp];
}

const INVALID = ["InvalidPolicyDocument", 400] as const;
const policyText = (bytes: string | Buffer) => Buffer.from(bytes).toString("base64");
const goodText = policyText(JSON.stringify(withConditions()));

/** Rows P3 to P15. */
export const ROWS: Row[] = [
  { says: "P3 no key", form: { reshape: drop("key") }, wants: ["InvalidArgument", 400, /'key'/] },
  { says: "P3 an empty key", form: { reshape: change("key", "") }, wants: ["InvalidArgument", 400] },
  { says: "P3 a dot segment in the key", form: { reshape: change("key", "in/../x") }, wants: ["InvalidArgument", 400] },
  {
    says: "P3 a dot segment by the file's name",
    form: { fileName: "..", reshape: change("key", `in/${FILENAME}`) },
    wants: ["InvalidArgument", 400],
  },
  { says: "P3 NUL in the key", form: { reshape: change("key", "in/\0") }, wants: ["InvalidArgument", 400] },
  {
    says: "P3 a backslash in the key (E26)",
    form: { reshape: change("key", "in/a\\b") },
    wants: ["InvalidArgument", 400],
  },
  {
    says: "P3 a lone surrogate in the key",
    form: { reshape: change("key", "in/\ud800") },
    wants: ["InvalidArgument", 400],
  },
  {
    says: "P3 a key of 1025 bytes",
    form: { reshape: change("key", `in/${"k".repeat(1022)}`) },
    wants: ["KeyTooLongError", 400],
  },
  { says: "P3 a field twice", form: { reshape: add(["key", "in/b"]) }, wants: ["InvalidArgument", 400, /once/] },
  {
    says: "P3 a field twice, in another case",
    form: { reshape: add(["KEY", "in/b"]) },
    wants: ["InvalidArgument", 400, /once/],
  },
  { says: "P3 a file that is a field", form: { reshape: add(["File", "x"]) }, wants: ["InvalidArgument", 400] },
  ...["policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"].flatMap((name): Row[] => [
    {
      says: `P4 ${name} missing (E4)`,
      form: { reshape: drop(name) },
      wants: ["InvalidArgument", 400, new RegExp(name)],
    },
    {
      says: `P4 ${name} empty`,
      form: { reshape: change(name, "") },
      wants: ["InvalidArgument", 400, new RegExp(name)],
    },
  ]),
  { says: "P4 nothing that signs", form: { reshape: () => [["key", "in/a.txt"]] }, wants: ["AccessDenied", 403] },
  {
    says: "P4 version 2",
    form: {
      reshape: (all) => [
        ["key", "in/a.txt"],
        ["AWSAccessKeyId", "AKIDLONG"],
        ["policy", all.find(([n]) => n === "policy")![1]],
        ["signature", "x"],
      ],
    },
    wants: ["InvalidRequest", 400],
  },
  {
    says: "P5 another algorithm",
    form: { reshape: change("x-amz-algorithm", "AWS4-HMAC-SHA1") },
    wants: ["InvalidArgument", 400],
  },
  {
    says: "P5 another region",
    form: { credential: "AKIDLONG/20261124/us-east-1/s3/aws4_request" },
    wants: ["InvalidArgument", 400, /expecting 'eu-central-1'/],
  },
  {
    says: "P5 a malformed credential",
    form: { credential: "AKIDLONG/20261124/eu-central-1/s3" },
    wants: ["InvalidArgument", 400],
  },
  {
    says: "P5 a date that does not exist",
    form: { date: "20261131T115900Z", credential: formCredential() },
    wants: ["InvalidArgument", 400],
  },
  {
    says: "P5 another day than the credential's",
    form: { date: "20261123T115900Z", credential: formCredential() },
    wants: ["InvalidArgument", 400],
  },
  {
    says: "P5 a date 15 minutes and a second ahead",
    form: { date: "20261124T121501Z" },
    wants: ["InvalidArgument", 400, /future/],
  },
  { says: "P6 an unknown access key", form: { accessKeyId: "AKIDNOBODY" }, wants: ["InvalidAccessKeyId", 403] },
  { says: "P6 another secret", form: { secret: "guess" }, wants: ["SignatureDoesNotMatch", 403] },
  {
    says: "P6 another policy under the same signature (E23)",
    form: { reshape: change("policy", policyText("{}")) },
    wants: ["SignatureDoesNotMatch", 403],
  },
  {
    says: "P6 a temporary key without its token",
    form: { accessKeyId: "ASIATEMP", secret: "temp-secret" },
    wants: ["InvalidToken", 400],
  },
  {
    says: "P6 a token that is over",
    form: {
      accessKeyId: "ASIAOVER",
      secret: "over-secret",
      policy: {
        expiration: EXPIRATION,
        conditions: [...baseConditions("ASIAOVER"), { "x-amz-security-token": TOKEN }],
      },
      reshape: add(["x-amz-security-token", TOKEN]),
    },
    wants: ["ExpiredToken", 400],
  },
  {
    says: "P7 base64 without padding",
    form: { policyText: `${policyText(`${JSON.stringify(withConditions())} `).replace(/=+$/, "")}!` },
    wants: [...INVALID],
  },
  {
    says: "P7 url-safe base64",
    form: {
      policyText: policyText(JSON.stringify(withConditions({ "x-amz-meta-a": "~~~???>>>" })))
        .replaceAll("+", "-")
        .replaceAll("/", "_"),
    },
    wants: [...INVALID],
  },
  {
    says: "P7 junk in the base64 (N12)",
    form: { policyText: `${goodText.slice(0, 8)}!!${goodText.slice(8)}` },
    wants: [...INVALID],
  },
  { says: "P7 not UTF-8", form: { policyText: policyText(Buffer.from([0x7b, 0xff, 0x7d])) }, wants: [...INVALID] },
  { says: "P7 not JSON", form: { policyText: policyText("{expiration:1}") }, wants: [...INVALID] },
  {
    says: "P7 something behind the JSON",
    form: { policyText: policyText(`${JSON.stringify(withConditions())}x`) },
    wants: [...INVALID],
  },
  { says: "P7 a comma too many", form: { policy: raw(`${JSON.stringify({ bucket: "b" })},`) }, wants: [...INVALID] },
  { says: "P7 nested without end", form: { policy: `{"conditions":${"[".repeat(5000)}` }, wants: [...INVALID] },
  {
    says: "P7 an equal member in the document (E24, N13)",
    form: { policy: `{"expiration":"2020-01-01T00:00:00Z","expiration":"${EXPIRATION}","conditions":[]}` },
    wants: [...INVALID],
  },
  {
    says: "P7 an equal member in a condition (E24)",
    form: { policy: raw('{"bucket":"other","bucket":"b"}') },
    wants: [...INVALID],
  },
  {
    says: "P7 an equal member, written with an escape (E24)",
    form: { policy: raw('{"bucket":"other","\\u0062ucket":"b"}') },
    wants: [...INVALID],
  },
  { says: "P7 another member", form: { policy: { ...withConditions(), version: 1 } }, wants: [...INVALID] },
  { says: "P7 EXPIRATION", form: { policy: { EXPIRATION, conditions: [] } }, wants: [...INVALID] },
  {
    says: "P10 a key that only begins like the one allowed",
    form: { policy: withConditions(["eq", "$key", "in/a"]) },
    wants: ["AccessDenied", 403, /\["eq","\$key","in\/a"\]/],
  },
  { says: "P7 no expiration", form: { policy: { conditions: [] } }, wants: [...INVALID, /missing expiration/] },
  { says: "P7 no conditions", form: { policy: { expiration: EXPIRATION } }, wants: [...INVALID, /missing conditions/] },
  {
    says: "P7 conditions that are no list",
    form: { policy: { expiration: EXPIRATION, conditions: {} } },
    wants: [...INVALID, /must be a List/],
  },
  {
    says: "P8 an expiration without a zone",
    form: { policy: { ...withConditions(), expiration: "2026-11-24T12:10:00" } },
    wants: [...INVALID],
  },
  {
    says: "P8 an expiration with an offset",
    form: { policy: { ...withConditions(), expiration: "2026-11-24T12:10:00+01:00" } },
    wants: [...INVALID],
  },
  {
    says: "P8 an expiration that does not exist (E7)",
    form: { policy: { ...withConditions(), expiration: "2026-13-24T12:10:00Z" } },
    wants: [...INVALID],
  },
  {
    says: "P8 an expiration that is a number",
    form: { policy: { ...withConditions(), expiration: 1 } },
    wants: [...INVALID],
  },
  {
    says: "P8 over (E6)",
    form: { policy: { ...withConditions(), expiration: "2026-11-24T11:59:59.999Z" } },
    wants: ["AccessDenied", 403, /Policy expired/],
  },
  {
    says: "P8 dated a week and a second ago",
    form: { date: "20261117T115959Z" },
    wants: ["AccessDenied", 403, /Policy expired/],
  },
  { says: "P9 an unknown operator", form: { policy: withConditions(["ends-with", "$key", "x"]) }, wants: [...INVALID] },
  {
    says: "P9 an operator in another case",
    form: { policy: withConditions(["StArTs-WiTh", "$key", "in/"]) },
    wants: [...INVALID],
  },
  { says: "P9 two parts", form: { policy: withConditions(["eq", "$key"]) }, wants: [...INVALID] },
  { says: "P9 four parts", form: { policy: withConditions(["eq", "$key", "in/a.txt", "x"]) }, wants: [...INVALID] },
  { says: "P9 no dollar sign", form: { policy: withConditions(["eq", "key", "in/a.txt"]) }, wants: [...INVALID] },
  { says: "P9 a value that is no text", form: { policy: withConditions({ "x-amz-meta-a": 1 }) }, wants: [...INVALID] },
  {
    says: "P9 two members in one condition",
    form: { policy: withConditions({ acl: "private", "x-amz-meta-a": "1" }) },
    wants: [...INVALID],
  },
  { says: "P9 an empty condition", form: { policy: withConditions({}) }, wants: [...INVALID] },
  { says: "P9 a condition that is a text", form: { policy: withConditions("key") }, wants: [...INVALID] },
  { says: "P9 a range of one", form: { policy: withConditions(["content-length-range", 1]) }, wants: [...INVALID] },
  {
    says: "P9 a negative range",
    form: { policy: withConditions(["content-length-range", -1, 5]) },
    wants: [...INVALID],
  },
  {
    says: "P9 a range of texts",
    form: { policy: withConditions(["content-length-range", "1", "5"]) },
    wants: [...INVALID],
  },
  {
    says: "P9 a range upside down",
    form: { policy: withConditions(["content-length-range", 5, 1]) },
    wants: [...INVALID],
  },
  {
    says: "P10 another bucket, the right one in a field (E22)",
    form: { bucket: "other", reshape: add(["bucket", "b"]) },
    wants: ["AccessDenied", 403, /Policy Condition failed: \["eq","\$bucket","b"\]/],
  },
  {
    says: "P10 a field bucket that lies",
    form: { reshape: add(["bucket", "other"]) },
    wants: ["AccessDenied", 403, /bucket/],
  },
  {
    says: "P10 no condition on the bucket",
    form: { policy: { expiration: EXPIRATION, conditions: baseConditions().slice(1) } },
    wants: ["AccessDenied", 403, /no condition on bucket/],
  },
  {
    says: "P10 another key",
    form: { reshape: change("key", "out/a.txt") },
    wants: ["AccessDenied", 403, /Policy Condition failed: \["starts-with","\$key","in\/"\]/],
  },
  { says: "P10 a key whose case differs", form: { reshape: change("key", "IN/a.txt") }, wants: ["AccessDenied", 403] },
  {
    says: "P10 the prefix by the file's name only",
    form: {
      policy: withConditions(["starts-with", "$key", "in/safe"]),
      fileName: "other.txt",
      reshape: change("key", `in/${FILENAME}`),
    },
    wants: ["AccessDenied", 403, /in\/safe/],
  },
  {
    says: "P10 a condition on a field that did not come",
    form: { policy: withConditions(["starts-with", "$x-amz-meta-a", ""]) },
    wants: ["AccessDenied", 403, /x-amz-meta-a/],
  },
  {
    says: "P11 a field without a condition (E23)",
    form: { reshape: add(["acl", "public-read"], ["x-amz-meta-b", "1"]) },
    wants: ["AccessDenied", 403, /Extra input fields: acl, x-amz-meta-b/],
  },
  {
    says: "P12 one part of a content type does not fit",
    form: {
      policy: withConditions(["starts-with", "$Content-Type", "image/"]),
      reshape: add(["Content-Type", "image/png,text/html"]),
    },
    wants: ["AccessDenied", 403],
  },
  {
    says: "P15 a redirect while none is allowed",
    form: {
      policy: withConditions(["starts-with", "$success_action_redirect", ""]),
      reshape: add(["success_action_redirect", "https://evil.example/"]),
    },
    wants: ["AccessDenied", 403, /origin/],
  },
  {
    says: "P15 a redirect to an origin that begins like an allowed one",
    form: {
      policy: withConditions(["starts-with", "$redirect", ""]),
      reshape: add(["redirect", "https://app.example.evil/"]),
    },
    options: { redirectOrigins: ["https://app.example"] },
    wants: ["AccessDenied", 403, /origin/],
  },
  {
    says: "P15 a redirect to a script",
    form: {
      policy: withConditions(["starts-with", "$redirect", ""]),
      reshape: add(["redirect", "javascript:alert(1)"]),
    },
    options: { redirectOrigins: ["null"] },
    wants: ["AccessDenied", 403, /origin/],
  },
  {
    says: "P15 another status",
    form: { policy: withConditions({ success_action_status: "302" }), reshape: add(["success_action_status", "302"]) },
    wants: ["AccessDenied", 403, /success_action_status/],
  },
];
