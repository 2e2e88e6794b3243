// Nothing that is a key comes out of an explanation, in no field, wherever in the URL, the options or the answer it stood.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer } from "../../src/explain/answer.ts";
import { explain } from "../../src/explain/explain.ts";
import { createPresigner, type ExplainOptions, inspect } from "../../src/index.ts";
import { get, life, NOW, toXml } from "./urls.ts";

const TOKEN = `IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJIMEYCIQDq+${"aB3/+z".repeat(20)}==`;
const CUSTOMER_KEY = Buffer.from("a key of SSE-C, of 32 bytes, yes").toString("base64");
const BEARER = "Bearer planted-bearer-token-of-an-api";
const COOKIE = "session=planted-cookie";
const signer = createPresigner({
  credentials: { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: TOKEN },
  region: "us-east-2",
  bucket: "photos",
  clock: () => NOW,
});
const url = signer.get("k", { ...life, customerKey: CUSTOMER_KEY }).url;
const signatureOf = (of: string): string => /X-Amz-Signature=([0-9a-f]+)/.exec(of)![1]!;
const SIGNATURE = signatureOf(url);
const encoded = encodeURIComponent(TOKEN);
const toHex = (text: string): string => Buffer.from(text).toString("hex").replace(/../g, "$& ").trim();

const form = signer.post({ ...life, key: "k", contentLengthRange: { min: 0, max: 9 } });
const policy = form.fields.policy!;

/** Every form in which a planted secret may come out again. */
const PLANTED = [TOKEN, CUSTOMER_KEY, SIGNATURE, form.fields["x-amz-signature"]!, BEARER, COOKIE].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  toHex(secret),
  secret.replaceAll("+", " "),
  Buffer.from(secret).toString("hex"),
]);
const middles = [TOKEN.slice(60, 90), CUSTOMER_KEY.slice(8, 30), SIGNATURE.slice(20, 50), policy.slice(40, 80)];

function assertHidden(told: unknown): void {
  const text = JSON.stringify(told);
  for (const secret of [...PLANTED, ...middles])
    assert.ok(!text.includes(JSON.stringify(secret).slice(1, -1)), `${secret} in ${text}`);
}

const canonical = [
  "GET",
  "/k",
  `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Security-Token=${encoded}&X-Amz-SignedHeaders=host&access_token=planted-bearer-token-of-an-api`,
  `authorization:${BEARER}`,
  `cookie:${COOKIE}`,
  "host:photos.s3.us-east-2.amazonaws.com",
  `x-amz-security-token:${TOKEN}`,
  `x-amz-server-side-encryption-customer-key:${CUSTOMER_KEY}`,
  "",
  "authorization;cookie;host;x-amz-security-token;x-amz-server-side-encryption-customer-key",
  "UNSIGNED-PAYLOAD",
].join("\n");
const toSign = "AWS4-HMAC-SHA256\n20261124T120000Z\n20261124/us-east-2/s3/aws4_request\nab";

for (const [says, sent, answer, options = {}] of [
  [
    "what S3 computed, as text and as bytes",
    url,
    toXml("SignatureDoesNotMatch", "No.", {
      AWSAccessKeyId: "ASIAEXAMPLE",
      StringToSign: toSign,
      SignatureProvided: SIGNATURE,
      StringToSignBytes: toHex(toSign),
      CanonicalRequest: canonical,
      CanonicalRequestBytes: toHex(canonical),
    }),
  ],
  [
    "what S3 computed, its line ends lost in copying",
    url,
    toXml("SignatureDoesNotMatch", "No.", { CanonicalRequest: canonical.replaceAll("\n", " ") }),
  ],
  [
    "what S3 computed for another URL, with nothing known of it",
    "nothing",
    toXml("SignatureDoesNotMatch", "No.", { CanonicalRequest: canonical, SignatureProvided: SIGNATURE }),
  ],
  [
    "the headers that were signed",
    url,
    toXml("SignatureDoesNotMatch", "No.", { CanonicalRequest: canonical }),
    { headers: { "X-Amz-Server-Side-Encryption-Customer-Key": CUSTOMER_KEY, Authorization: BEARER }, method: "GET" },
  ],
  ["the token that S3 does not take", url, toXml("InvalidToken", "The token is malformed.", { "Token-0": TOKEN })],
  [
    "the same with its plus gone",
    get,
    toXml("InvalidToken", `No: ${TOKEN.replaceAll("+", " ")}`, { "Token-0": TOKEN.replaceAll("+", " ") }),
  ],
  [
    "an Authorization header besides",
    get,
    toXml("InvalidArgument", "Only one auth mechanism allowed", {
      ArgumentName: "Authorization",
      ArgumentValue: BEARER,
    }),
  ],
  [
    "a key of SSE-C that S3 does not take",
    get,
    toXml("InvalidArgument", "The key is invalid", {
      ArgumentName: "x-amz-server-side-encryption-customer-key",
      ArgumentValue: CUSTOMER_KEY,
    }),
  ],
  [
    "a form's policy, which has the token in it",
    "https://photos.s3.us-east-2.amazonaws.com/",
    toXml("SignatureDoesNotMatch", "No.", {
      StringToSign: policy,
      StringToSignBytes: toHex(policy),
      SignatureProvided: form.fields["x-amz-signature"]!,
    }),
    { fields: form.fields },
  ],
  [
    "a condition that a form does not meet",
    "https://photos.s3.us-east-2.amazonaws.com/",
    toXml(
      "AccessDenied",
      `Invalid according to Policy: Policy Condition failed: ["eq", "$x-amz-security-token", "${TOKEN}"]`,
    ),
  ],
  ["the words of a service", url, toXml("AccessDenied", `The token ${TOKEN} was signed with ${SIGNATURE}: ${url}`)],
  [
    "an element that nobody knows",
    url,
    toXml("AccessDenied", "No", { Resource: `/k?X-Amz-Signature=${SIGNATURE}`, Odd: TOKEN }),
  ],
  ["JSON of a gateway", url, JSON.stringify({ code: "AccessDenied", message: `Bad token ${TOKEN}` })],
  [
    "headers of an answer",
    url,
    `HTTP/1.1 403 Forbidden\r\nx-minio-error-code: InvalidToken\r\nx-minio-error-desc: "${TOKEN}"\r\n\r\n`,
  ],
  ["no answer", url, "", { status: 403 }],
  ["no error", url, "hello", {}],
  [
    "a URL with a key of SSE-C in its query",
    `${get}&x-amz-server-side-encryption-customer-key=${encodeURIComponent(CUSTOMER_KEY)}`,
    "",
    { status: 400 },
  ],
] as [string, string, string, ExplainOptions?][])
  test(`nothing secret comes out: ${says}`, () => assertHidden(explain(sent, answer, options)));

test("without the guard it would: the answer as it is read holds every secret that was planted", () => {
  const { error } = readAnswer(
    toXml("SignatureDoesNotMatch", "No.", { CanonicalRequest: canonical, SignatureProvided: SIGNATURE }),
    {},
  );
  for (const secret of [TOKEN, encoded, CUSTOMER_KEY, SIGNATURE, BEARER, COOKIE])
    assert.ok(JSON.stringify(error).includes(secret), secret);
  assert.throws(() => assertHidden(error), /in \{/);
});

for (const name of [
  "x-api-key",
  "x-auth-token",
  "x-vault-token",
  "x-csrf-token",
  "x-goog-encryption-key",
  "x-amz-meta-password",
  "x-session-id",
  "set-cookie",
])
  test(`a header that is signed is not shown: ${name}`, () => {
    const value = "hunter2: a planted, secret";
    const { url: sent } = signer.get("k", { ...life, headers: { [name]: value } });
    const list = ["host", name].sort();
    const lines = list.map((header) => `${header}:${header === "host" ? new URL(sent).host : value}`);
    const document = [
      "GET",
      "/k",
      `v=1&code=planted&X-Amz-Expires=60`,
      ...lines,
      "",
      list.join(";"),
      "UNSIGNED-PAYLOAD",
    ];
    const answer = toXml("SignatureDoesNotMatch", "No.", { CanonicalRequest: document.join("\n") });
    for (const options of [{}, { headers: { [name]: value } }, { headers: { [name]: `${value}!` } }]) {
      const found = explain(sent, answer, options);
      assert.ok(found.kind === "explained");
      assert.doesNotMatch(JSON.stringify(found), /planted/);
      assert.match(
        found.error?.details.CanonicalRequest ?? "",
        /^GET\n\/k\nv=1&code=\(7 characters\)&X-Amz-Expires=60\n/,
      );
      assert.match(found.error?.details.CanonicalRequest ?? "", new RegExp(`^${name}:\\(26 characters\\)$`, "m"));
    }
  });

for (const [says, details, shown] of [
  ["of no name", { ArgumentName: "null", ArgumentValue: CUSTOMER_KEY }, { ArgumentValue: "(44 characters)" }],
  ["with no name at all", { ArgumentValue: CUSTOMER_KEY }, { ArgumentValue: "(44 characters)" }],
  [
    "of Google's header",
    { ParameterName: "x-goog-encryption-key", Details: CUSTOMER_KEY },
    { Details: "(44 characters)" },
  ],
  [
    "of another header",
    { ArgumentName: "x-a", ArgumentValue: "Bearer hunter2-planted" },
    { ArgumentValue: "Bearer (15 characters)" },
  ],
  ["null", { ArgumentName: "null", ArgumentValue: "null" }, { ArgumentValue: "null" }],
  [
    "of a known header",
    { ArgumentName: "Range", ArgumentValue: "bytes=0-99999999999" },
    { ArgumentValue: "bytes=0-99999999999" },
  ],
  [
    "Google's words",
    { ParameterName: "x-goog-encryption-key", Details: "It is too short." },
    { Details: "It is too short." },
  ],
] as [string, Record<string, string>, Record<string, string>][])
  test(`the value that is refused: ${says}`, () => {
    for (const code of ["InvalidArgument", "MalformedSecurityHeader"]) {
      const found = explain(get, toXml(code, "No.", details));
      assertHidden(found);
      assert.ok(found.kind === "explained");
      for (const [name, value] of Object.entries(shown)) assert.equal(found.error?.details[name], value);
    }
  });

for (const [says, message] of [
  ["of a key of others", "signature: 0123456789abcdef0123456789abcdef, token: hunter2planted, password: planted"],
  ["in JSON", '{"password":"planted","a":1}'],
])
  test(`secrets of nobody's URL in a message: ${says}`, () => {
    for (const answer of [toXml("AccessDenied", message!), JSON.stringify({ code: "AccessDenied", message })])
      assert.doesNotMatch(JSON.stringify(explain("nothing", answer)), /planted|89abcdef/);
  });

for (const key of ["year=2026/auth=basic/part.csv", "token=1/a.csv", "a b/password=none/ü.csv"])
  test(`a key is told whole: ${key}`, () => {
    const { url: sent } = signer.get(key, life);
    const other = key.replace("=", "=0");
    const found = explain(
      sent,
      toXml("NoSuchKey", "The specified key does not exist.", { Key: other, Resource: `/photos/${other}` }),
    );
    assert.ok(found.kind === "explained" && found.inspection.kind === "presigned");
    assertHidden(found);
    assert.equal(found.inspection.key, key);
    assert.equal(found.error?.details.Key, other);
    assert.equal(found.error?.details.Resource, `/photos/${other}`);
    const path = new URL(sent).pathname;
    const computed = canonical.replace("/k\n", `${path}\n`);
    const compared = explain(sent, toXml("SignatureDoesNotMatch", "No.", { CanonicalRequest: computed }));
    assertHidden(compared);
    assert.ok(compared.kind === "explained");
    assert.equal(compared.error?.details.CanonicalRequest?.split("\n")[1], path);
  });

test("of a key that holds a URL or a secret nothing that can be used is told", () => {
  for (const key of [`a?X-Amz-Security-Token=${TOKEN}`, `token=${TOKEN}/a`, SIGNATURE]) {
    const answer = toXml("NoSuchKey", "No.", { Key: key.replaceAll("&", "&amp;") });
    assertHidden(explain(url, answer));
    assertHidden(explain("nothing", toXml("NoSuchKey", "No.", { Key: `a?X-Amz-Signature=${SIGNATURE}` })));
  }
});

test("the previous signature of a chunk is not shown", () => {
  const chunk = `AWS4-HMAC-SHA256-PAYLOAD\n20261124T120000Z\n20261124/us-east-2/s3/aws4_request\n${SIGNATURE}\nab\ncd`;
  const found = explain("nothing", toXml("SignatureDoesNotMatch", "No.", { StringToSign: chunk }));
  assertHidden(found);
  assert.match(JSON.stringify(found), new RegExp(`${SIGNATURE.slice(0, 8)}…`));
});

test("what is no secret is told as it came", () => {
  const details = {
    AWSAccessKeyId: "ASIAEXAMPLE",
    StringToSign: toSign,
    CanonicalRequest: "GET\n/token/signature:a\n\nhost:h\n\nhost\nUNSIGNED-PAYLOAD",
    Key: "eyes/only.txt",
  };
  const found = explain(url, toXml("SignatureDoesNotMatch", "The token: see the signature, which differs.", details));
  assert.ok(found.kind === "explained");
  assert.deepEqual(found.error, {
    code: "SignatureDoesNotMatch",
    message: "The token: see the signature, which differs.",
    details: { ...details, RequestId: "4442587FB7D0A2F9" },
  });
});

test("inspect tells of a key in the query only how long it is", () => {
  const found = inspect(
    `${get}&x-amz-server-side-encryption-customer-key=planted-secret&access_token=planted-secret&v=1`,
  );
  assert.ok(found.kind === "presigned");
  assert.deepEqual(found.query, [
    ["x-amz-server-side-encryption-customer-key", "(14 characters)"],
    ["access_token", "(14 characters)"],
    ["v", "1"],
  ]);
});

const OTHER_TOKEN = `eyJ${"planted".repeat(10)}`;
for (const key of [
  `a/${TOKEN}/b`,
  `a/${OTHER_TOKEN}/b`,
  `auth=basic/${OTHER_TOKEN}/b`,
  `https://h/k?X-Amz-Security-Token=${TOKEN}&a=b`,
  "auth=b/token=",
  "token=p",
  "auth=b/token=planted",
])
  test(`a token in the key of an object, or behind it, is not told: ${key.slice(0, 30)}`, () => {
    const message = "There is no auth=b/token=planted-bearer-token-of-an-api here.";
    for (const code of ["NoSuchKey", "Unheard"]) {
      for (const details of [{ Key: key, Resource: `/photos/${key}` }, { Resource: `/photos/${key}` }]) {
        for (const sent of [signer.get(key, life).url, get]) {
          const told = explain(sent, toXml(code, message, details), { now: NOW });
          assertHidden(told);
          assert.doesNotMatch(JSON.stringify(told), /planted-bearer|plantedplanted/);
        }
      }
    }
    const sent = signer.get(key, life).url;
    const computed = canonical.replace("/k\n", `${new URL(sent).pathname}0\n`);
    const differs = explain(sent, toXml("SignatureDoesNotMatch", "No.", { CanonicalRequest: computed }));
    assert.doesNotMatch(JSON.stringify(differs), /plantedplanted/);
  });

test("a secret of the options is not told of the URL either", () => {
  const secret = "planted without a shape";
  const holding = signer.get("k", { ...life, query: { "x-a": secret } }).url;
  for (const answer of [toXml("AccessDenied", "Access Denied"), "no error"]) {
    const told = explain(holding, answer, { now: NOW, headers: { "x-api-key": secret } });
    assert.doesNotMatch(JSON.stringify(told), /planted/);
  }
});
