// SigV4A against the suite of awslabs/aws-c-auth. Its signatures have random nonces, so that no two runs give the same:
// the canonical request and the string to sign are compared, theirs and ours are verified with the suite's public key.
import assert from "node:assert/strict";
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { test } from "node:test";
import { canonicalHeaders, canonicalQuery, canonicalRequest, type Pair } from "../../src/sigv4/canonical.ts";
import { encodePath } from "../../src/sigv4/encode.ts";
import { ALGORITHM_4A, stringToSign } from "../../src/sigv4/string-to-sign.ts";
import { sigv4a } from "../../src/sigv4a/scheme.ts";
import { type Context, type Files, foldsPath, readContext, readRequest, readSuite } from "../support/aws-c-auth.ts";

const suite = readSuite("aws-c-auth-v4a.vectors.json", "v4a");
/** Their files are two: the request and its context. */
const WITHOUT_STAGES = ["get-vanilla-query-order-key", "get-vanilla-query-order-value"];
const cases = Object.entries(suite).filter(([name]) => !foldsPath(name) && !WITHOUT_STAGES.includes(name));

const hex = (text: string): string => createHash("sha256").update(text).digest("hex");
const publicKeyOf = (files: Files): KeyObject => {
  const { X, Y } = JSON.parse(files["public-key.json"]!) as { X: string; Y: string };
  const coordinate = (text: string) => Buffer.from(text, "hex").toString("base64url");
  return createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x: coordinate(X), y: coordinate(Y) } });
};
const isSignature = (key: KeyObject, text: string, signature: string): boolean =>
  verify("sha256", Buffer.from(text), key, Buffer.from(signature, "hex"));

test("aws-c-auth v4a: the suite is whole", () => {
  assert.equal(Object.keys(suite).length, 40);
  assert.equal(cases.length, 32);
  for (const name of WITHOUT_STAGES) assert.deepEqual(Object.keys(suite[name]!), ["context.json", "request.txt"]);
});

for (const [name, files] of cases)
  for (const [kind, readParts] of [
    ["query", queryParts],
    ["header", headerParts],
  ] as const)
    test(`aws-c-auth v4a ${name}: ${kind}`, () => {
      const context = readContext(files);
      const { timestamp, scheme, day } = prepare(context);
      const canonical = canonicalRequest(readParts(files, context));
      assert.equal(canonical, files[`${kind}-canonical-request.txt`]);
      const toSign = stringToSign(timestamp, scheme.scopeOn(day), canonical, ALGORITHM_4A);
      assert.equal(toSign, files[`${kind}-string-to-sign.txt`]);

      const publicKey = publicKeyOf(files);
      const theirs = files[`${kind}-signature.txt`]!;
      assert.ok(isSignature(publicKey, toSign, theirs), "their signature");
      const { access_key_id: accessKeyId, secret_access_key: secretAccessKey } = context.credentials;
      const ours = scheme.createSign({ accessKeyId, secretAccessKey }, day)(toSign);
      assert.ok(isSignature(publicKey, toSign, ours), "our signature");
      assert.ok(!isSignature(publicKey, `${toSign} `, ours), "a changed text");
    });

function prepare(context: Context) {
  const timestamp = context.timestamp.replace(/[-:]/g, "");
  return { timestamp, day: timestamp.slice(0, 8), scheme: sigv4a([context.region], context.service) };
}

const signedToken = ({ credentials, omit_session_token }: Context) =>
  omit_session_token ? undefined : credentials.token;

function queryParts(files: Files, context: Context) {
  const { method, path, query, headers, body } = readRequest(files["request.txt"]!);
  const { timestamp, scheme, day } = prepare(context);
  const names = [...headers.keys()].sort();
  const token = signedToken(context);
  const pairs: Pair[] = [
    ...query,
    ["X-Amz-Algorithm", scheme.algorithm],
    ["X-Amz-Credential", `${context.credentials.access_key_id}/${scheme.scopeOn(day)}`],
    ["X-Amz-Date", timestamp],
    ["X-Amz-Expires", String(context.expiration_in_seconds)],
    ["X-Amz-Region-Set", context.region],
    ["X-Amz-SignedHeaders", names.join(";")],
    ...(token === undefined ? [] : [["X-Amz-Security-Token", token] as const]),
  ];
  return {
    method,
    path: encodePath(path),
    query: canonicalQuery(pairs),
    headers: canonicalHeaders(names, headers),
    signedHeaders: names.join(";"),
    payloadHash: hex(context.sign_body ? body : ""),
  };
}

function headerParts(files: Files, context: Context) {
  const { method, path, query, headers, body } = readRequest(files["request.txt"]!);
  headers.set("x-amz-date", [prepare(context).timestamp]);
  headers.set("x-amz-region-set", [context.region]);
  const token = signedToken(context);
  if (token !== undefined) headers.set("x-amz-security-token", [token]);
  if (context.sign_body) headers.set("x-amz-content-sha256", [hex(body)]);
  const names = [...headers.keys()].sort();
  return {
    method,
    path: encodePath(path),
    query: canonicalQuery(query),
    headers: canonicalHeaders(names, headers),
    signedHeaders: names.join(";"),
    payloadHash: hex(context.sign_body ? body : ""),
  };
}
