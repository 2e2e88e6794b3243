// Whatever was done to a URL on its way, what is said of it can be pasted into a ticket.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../../src/explain/explain.ts";
import { inspect } from "../../src/index.ts";
import { hideNamed } from "../../src/inspect/hide-named.ts";
import { at, NOW, open } from "./urls.ts";

// Of no shape that is known: only its name tells what it is.
const sessionToken = `PLANTED${"a+/".repeat(12)}`;
const credentials = { accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "secret", sessionToken };
const temporary = at({ credentials });
const { url } = temporary.get("k", open);
const named = (name: string) => url.replace("X-Amz-Security-Token", name);
const DENIED = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";

for (const [says, text] of [
  ["as it was made", url],
  ["signed twice", temporary.get(url, open).url],
  ["in the query of another", temporary.get("k", { ...open, query: { redirect: url } }).url],
  [
    "encoded once more, in the query of another",
    at({}).get("k", { ...open, query: { to: encodeURIComponent(url) } }).url,
  ],
  [
    "its query in a value of its own",
    at({}).get("k", { ...open, query: { "x-id": `GetObject&${url.split("?")[1]}` } }).url,
  ],
  ["its query in a name of its own", `${at({}).get("k", open).url}&${encodeURIComponent(url.split("?")[1]!)}`],
  ["one & became &amp;", named("amp;X-Amz-Security-Token")],
  ["a blank in the name", named("X-Amz-Security- Token")],
  ["a blank before the name", named(" X-Amz-Security-Token")],
  ["an invisible character in the name", named("X-Amz-\u200bSecurity-To\u200bken")],
  ["underscores", named("X_Amz_Security_Token")],
  ["hyphens of a word processor", named("X\u2011Amz\u2011Security\u2011Token")],
  ["a letter is missing in the name", named("X-Amz-Security-Tken")],
  ["the name is torn by a &", named("X-Amz-Security-To&ken")],
  ["the = was lost", url.replace("Security-Token=", "Security-Token")],
  ["the = became a blank", url.replace("Security-Token=", "Security-Token%20")],
  ["lower case", named("x-amz-security-token")],
  ["its ? encoded", url.replace("?", "%3F").replaceAll("&", "%26").replaceAll("=", "%3D")],
  ["behind a #", url.replace("?", "#?")],
] as const)
  test(`no token and no signature is told of a URL: ${says}`, () => {
    for (const told of [inspect(text, { now: NOW }), explain(text, DENIED, { now: NOW })]) {
      const shown = JSON.stringify(told);
      assert.equal(shown.includes("PLANTED"), false, shown);
      assert.equal(shown.includes(url.slice(-40)), false, shown);
    }
  });

for (const [name, isShown] of [
  ["client_secret", false],
  ["refresh_token", false],
  ["accessToken", false],
  ["x-api-key", false],
  ["passwd", false],
  ["private_key", false],
  ["auth", false],
  ["sig", false],
  ["X-Goog-Signature", false],
  ["pwd", false],
  ["user_pwd", false],
  ["pass", false],
  ["passphrase", false],
  ["passcode", false],
  ["session", false],
  ["sessionid", false],
  ["x-session-id", false],
  ["PHPSESSID", false],
  ["sid", false],
  ["pin", false],
  ["otp", false],
  ["bearer", false],
  // Of a presigned URL it is X-Amz-Credential, which says who signed.
  ["credential", false],
  // What OAuth hands out, and the key of a function at Azure.
  ["code", false],
  ["x-auth-key", false],
  ["Subscription-Key", false],
  ["x-goog-encryption-key", false],
  ["AccountKey", false],
  ["x-goog-encryption-key-sha256", true],
  ["x-amz-bypass-governance-retention", true],
  ["key", true],
  ["encoder", true],
  ["bypass", true],
  ["inside", true],
  ["author", true],
  ["continuation-token", true],
  ["x-amz-server-side-encryption-customer-key-MD5", true],
  ["design", true],
] as const)
  test(`the value of ${name} in a query is ${isShown ? "shown" : "hidden"}`, () => {
    const found = inspect(`${at({}).get("k", open).url}&${name}=PLANTED`);
    assert.equal(JSON.stringify(found).includes("PLANTED"), isShown, JSON.stringify(found));
  });

for (const [text, wanted] of [
  ["x-api-key:hunter2", "x-api-key:(7 characters)"],
  ["x-auth-token: hunter2, x-a: 1", "x-auth-token: (7 characters), x-a: 1"],
  ["x-session-id:hunter2", "x-session-id:(7 characters)"],
  ["X-Goog-Encryption-Key:\thunter2", "X-Goog-Encryption-Key:\t(7 characters)"],
  ["set-cookie:a=b; Path=/\nhost:h", "set-cookie:(11 characters)\nhost:h"],
  [`signature: ${"ab".repeat(32)}, token: T0K`, "signature: abababab…, token: (3 characters)"],
  [`bad Signature "${"ab".repeat(32)}"`, 'bad Signature "abababab…"'],
  ["password: correct horse", "password: (7 characters) horse"],
  ['{"password":"a\\"b","a":"c"}', '{"password":"(4 characters)","a":"c"}'],
  ["{'token': 'a b'}", "{'token': '(3 characters)'}"],
  ['"{\\"jwt\\": \\"a b\\"}"', '"{\\"jwt\\": \\"(3 characters)\\"}"'],
  ['token="a b" c', 'token="(3 characters)" c'],
  ["x?pwd=a&page=2", "x?pwd=(1 characters)&page=2"],
  ["x%3Fcode%3Da%26page%3D2", "x%3Fcode%3D(1 characters)%26page%3D2"],
  ['["eq", "$x-amz-meta-password", "a b"]', '["eq", "$x-amz-meta-password", "(3 characters)"]'],
  ["Bearer hunter2-hunter2", "Bearer (15 characters)"],
  // Words
  ["The token: see the signature, which differs.", ""],
  ["A plain URL without a signature: AWS S3 answers it.", ""],
  ["It wants Bearer authentication.", ""],
  ["status code=403", ""],
  ["the token, signature and password", ""],
  ['names: ["token", "signature", "a"]', ""],
  // Places
  ["http://token:9000/a", ""],
  ["for auth:9000 and another", ""],
  ["/token/signature:a", ""],
  ["arn:aws:iam::111122223333:mfa/me", ""],
] as const)
  test(`hidden in a text: ${text}`, () => {
    const shown = wanted || text;
    assert.equal(hideNamed(text), shown);
    assert.equal(hideNamed(shown), shown);
  });

// Each would take many minutes, were a pattern to go back over it.
for (const [says, text] of [
  ["blanks behind a name", `x-amz-mfa:${"\t".repeat(2e6)}<`],
  ["blanks before what is hidden", `cookie:${"\t".repeat(2e6)}(3 characters)`],
  ["names in names", "security".repeat(250_000)],
  ["names in names, with a value", `${"security".repeat(250_000)}-a-=b`],
  ["a quote of many backslashes", `token:${"\\".repeat(1e6)}"${"\\".repeat(4e6)}`],
  ["a long name", `security-${"a".repeat(2e6)}`],
  ["backslashes", `token${"\\".repeat(2e6)}:`],
  ["quotes that nothing closes", `token:"${'\\"'.repeat(1e6)}`],
  ["percent signs", `token%${"25".repeat(1e6)}`],
  ["names and percent signs", "token%25".repeat(250_000)],
  ["values in values", "token=".repeat(350_000)],
  ["letters", `Bearer ${"a".repeat(2e6)}`],
] as const)
  test(`what is hidden is found in time that grows with the text: ${says}`, () => {
    assert.ok(hideNamed(text).length > 0);
  });

test("a list of headers is no token", () => {
  for (const between of [";", "%3B", ",", ", "]) {
    const list = ["host", "x-amz-security-token", "x-amz-server-side-encryption-customer-algorithm"].join(between);
    assert.equal(hideNamed(list), list);
  }
});

test("what was hidden is not hidden once more", () => {
  const once = hideNamed(`?token=abc&X-Amz-Signature=${"0".repeat(64)}&sig=a\nAuthorization: a b`);
  assert.equal(
    once,
    "?token=(3 characters)&X-Amz-Signature=00000000…&sig=(a signature)\nAuthorization: (3 characters)",
  );
  assert.equal(hideNamed(once), once);
});
