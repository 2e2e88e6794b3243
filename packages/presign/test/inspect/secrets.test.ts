// Whatever was done to a URL on its way, what is said of it can be pasted into a ticket.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../../src/explain/explain.ts";
import { inspect } from "../../src/index.ts";
import { hideNamed } from "../../src/inspect/secret-values.ts";
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
  ["author", true],
  ["continuation-token", true],
  ["x-amz-server-side-encryption-customer-key-MD5", true],
  ["design", true],
] as const)
  test(`the value of ${name} in a query is ${isShown ? "shown" : "hidden"}`, () => {
    const found = inspect(`${at({}).get("k", open).url}&${name}=PLANTED`);
    assert.equal(JSON.stringify(found).includes("PLANTED"), isShown, JSON.stringify(found));
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
