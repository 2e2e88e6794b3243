// Verifies what a contestant made from the text of the specification, with none of the contestants' code.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { CREDENTIALS, EXPIRES, type Expected } from "./common.ts";

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const signatureOf = (scope: string, text: string): string => {
  let key: string | Buffer = `AWS4${CREDENTIALS.secretAccessKey}`;
  for (const part of scope.split("/")) key = hmac(key, part);
  return hmac(key as Buffer, text).toString("hex");
};

/** RFC 3986, byte by byte: no URL class, no regular expression of anybody else. */
function percent(text: string): string {
  let encoded = "";
  for (const byte of Buffer.from(text, "utf8")) {
    const char = String.fromCharCode(byte);
    encoded += /[A-Za-z0-9_.~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

/** Throws unless `text` is a URL that S3 would take for exactly this request. */
export function requireRightUrl(name: string, text: string, expected: Expected): void {
  const says = (what: string) => `${name}: ${what} of ${text}`;
  const [, host, path, rawQuery] = /^https:\/\/([^/?]+)(\/[^?]*)\?(.*)$/.exec(text) ?? [];
  assert.ok(host !== undefined && path !== undefined && rawQuery !== undefined, says("the form"));
  const pairs = rawQuery.split("&").map((piece) => {
    const [key = "", value = ""] = piece.split("=");
    const text = expected.plusIsSpace ? value.replaceAll("+", "%20") : value;
    return [decodeURIComponent(key), decodeURIComponent(text)] as const;
  });
  const query = new Map(pairs);
  assert.equal(query.size, pairs.length, says("each parameter once"));
  const get = (parameter: string) => query.get(`X-Amz-${parameter}`) ?? "";
  assert.equal(host, expected.host, says("the host"));
  assert.equal(decodeURIComponent(path), expected.path, says("the path"));
  assert.equal(get("Expires"), String(EXPIRES), says("the life"));
  assert.equal(query.get("X-Amz-Security-Token"), expected.securityToken, says("the token"));
  for (const [parameter, value] of Object.entries(expected.query ?? {}))
    assert.equal(query.get(parameter), value, says(parameter));

  const headers: Record<string, string> = { ...expected.headers, host };
  const signed = get("SignedHeaders").split(";");
  assert.deepEqual(signed, Object.keys(headers).sort(), says("the signed headers"));
  const canonical = [
    expected.method,
    path
      .split("/")
      .map((part) => percent(decodeURIComponent(part)))
      .join("/"),
    pairs
      .filter(([key]) => key !== "X-Amz-Signature")
      .map(([key, value]) => `${percent(key)}=${percent(value)}`)
      .sort()
      .join("&"),
    ...signed.map((header) => `${header}:${headers[header]}`),
    "",
    signed.join(";"),
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const [accessKeyId, ...scopeParts] = get("Credential").split("/");
  assert.equal(accessKeyId, CREDENTIALS.accessKeyId, says("the key"));
  const scope = scopeParts.join("/");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const right = signatureOf(scope, ["AWS4-HMAC-SHA256", get("Date"), scope, hash].join("\n"));
  assert.equal(get("Signature"), right, says("the signature"));
}

/** Throws unless the fields are signed, and their policy pins what it was asked to. */
export function requireRightForm(name: string, fields: Record<string, string>, key: string): void {
  const byName = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field.toLowerCase(), value]));
  const scope = byName["x-amz-credential"]!.split("/").slice(1).join("/");
  assert.equal(byName["x-amz-signature"], signatureOf(scope, byName.policy!), `${name}: the signature of the form`);
  const policy = JSON.stringify(JSON.parse(Buffer.from(byName.policy!, "base64").toString()).conditions);
  for (const pinned of [key, "image/jpeg", '["content-length-range",1,1000]'])
    assert.ok(policy.includes(pinned), `${name}: the policy does not pin ${pinned}: ${policy}`);
}
