import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createPresigner, verify, verifyForm } from "../src/index.ts";
import { canonicalHeaders, canonicalQuery, canonicalRequest, type Pair } from "../src/sigv4/canonical.ts";
import { decodeOnce, encodePath } from "../src/sigv4/encode.ts";
import { createSign, deriveSigningKey } from "../src/sigv4/signature.ts";
import { formatScope, stringToSign } from "../src/sigv4/string-to-sign.ts";
import { foldsPath, readContext, readRequest, readSuite } from "./support/aws-c-auth.ts";
import {
  CREDENTIALS,
  HEADER_EXAMPLES,
  POST_EXAMPLE,
  PRESIGNED_GET,
  PRESIGNED_GET_WITH_TOKEN,
} from "./vectors/aws-docs.ts";

const S3_SCOPE = { day: "20130524", region: "us-east-1", service: "s3" };
const lookup = (id: string) =>
  id === CREDENTIALS.accessKeyId ? { secretAccessKey: CREDENTIALS.secretAccessKey } : undefined;
const hex = (text: string) => createHash("sha256").update(text).digest("hex");

test("AWS presigned GET example: every stage", () => {
  const v = PRESIGNED_GET;
  const [method, path, query] = v.canonicalRequest.split("\n") as [string, string, string];
  const pairs = query.split("&").map((p) => p.split("=").map((t) => decodeOnce(t)!) as unknown as Pair);
  const canonical = canonicalRequest({
    method,
    path: encodePath(`/${v.key}`),
    query: canonicalQuery(pairs.toReversed()),
    headers: canonicalHeaders(["host"], new Map([["host", [v.host]]])),
    signedHeaders: "host",
    payloadHash: "UNSIGNED-PAYLOAD",
  });
  assert.equal(path, "/test.txt");
  assert.equal(canonical, v.canonicalRequest);
  const toSign = stringToSign("20130524T000000Z", formatScope(S3_SCOPE), canonical);
  assert.equal(toSign, v.stringToSign);
  const key = deriveSigningKey(CREDENTIALS.secretAccessKey, S3_SCOPE);
  assert.equal(Buffer.from(key).toString("hex"), v.signingKeyHex);
  assert.equal(createSign(key)(toSign), v.signature);
});

// The page uses the global host; with `endpoint` the presigner makes exactly its URL.
const awsPresigner = (sessionToken?: string) =>
  createPresigner({
    credentials: { ...CREDENTIALS, sessionToken },
    region: PRESIGNED_GET.region,
    bucket: PRESIGNED_GET.bucket,
    endpoint: "https://s3.amazonaws.com",
    addressing: "virtual-hosted",
    clock: () => new Date(PRESIGNED_GET.at),
  });

test("AWS presigned GET example: the URL", () => {
  const { key, expiresInSeconds, url } = PRESIGNED_GET;
  assert.equal(awsPresigner().get(key, { expiresInSeconds }).url, url);
});

test("presigned GET with a session token: the signature covers the token", () => {
  const { key, expiresInSeconds } = PRESIGNED_GET;
  const { url } = awsPresigner(PRESIGNED_GET_WITH_TOKEN.sessionToken).get(key, { expiresInSeconds });
  assert.ok(url.endsWith(`&X-Amz-Signature=${PRESIGNED_GET_WITH_TOKEN.signature}`), url);
});

test("AWS presigned GET example: the verifier takes it", () => {
  const { url, host, at } = PRESIGNED_GET;
  const target = url.slice(`https://${host}`.length);
  const result = verify({ method: "GET", target, rawHeaders: ["Host", host] }, lookup, new Date(at), {
    region: "us-east-1",
  });
  assert.ok(result.ok);
});

for (const v of HEADER_EXAMPLES)
  test(`AWS header example: ${v.says}`, () => {
    assert.equal(hex(v.canonicalRequest), v.canonicalHash);
    const signedHeaders = v.canonicalRequest.split("\n").at(-2);
    const scope = `${CREDENTIALS.accessKeyId}/20130524/us-east-1/s3/aws4_request`;
    const request = {
      method: v.method,
      target: v.target,
      rawHeaders: [
        ...v.headers.flat(),
        "Authorization",
        `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${signedHeaders},Signature=${v.signature}`,
      ],
    };
    const at = new Date("2013-05-24T00:05:00Z");
    const result = verify(request, lookup, at, { region: "us-east-1" });
    assert.deepEqual(result.ok ? result.signedHeaders.join(";") : result, signedHeaders);
    const wrong = verify({ ...request, method: v.method === "GET" ? "HEAD" : "GET" }, lookup, at, {
      region: "us-east-1",
    });
    assert.ok(!wrong.ok && wrong.code === "SignatureDoesNotMatch");
    const printed = wrong.details!.CanonicalRequest!.split("\n");
    assert.equal([v.method, ...printed.slice(1)].join("\n"), v.canonicalRequest);
  });

test("AWS POST example: signing key, signature, and the verifier takes the form", () => {
  const v = POST_EXAMPLE;
  const policy = Buffer.from(v.policy).toString("base64");
  const key = deriveSigningKey(CREDENTIALS.secretAccessKey, { ...S3_SCOPE, day: "20151229" });
  assert.equal(Buffer.from(key).toString("hex"), v.signingKeyHex);
  assert.equal(createSign(key)(policy), v.signature);
  const form = {
    bucket: v.bucket,
    fields: [...v.fields, ["Policy", policy], ["X-Amz-Signature", v.signature]] as [string, string][],
    fileName: "C:\\photos\\me.jpg",
  };
  const options = { region: v.region, redirectOrigins: ["http://sigv4examplebucket.s3.amazonaws.com"] };
  const result = verifyForm(form, lookup, new Date(v.at), options);
  assert.equal(result.ok ? result.key : result.message, "user/user1/me.jpg");
  const withLf = Buffer.from(v.policy.replaceAll("\r\n", "\n")).toString("base64");
  assert.notEqual(createSign(key)(withLf), v.signature);
});

// awslabs/aws-c-auth --------------------------------------------------------------------------------------------------

const suite = readSuite("aws-c-auth.vectors.json", "v4");
const FOLDED_PATHS = Object.keys(suite).filter(foldsPath);

test("aws-c-auth: the suite is whole", () => {
  assert.equal(Object.keys(suite).length, 38);
  assert.deepEqual(FOLDED_PATHS.length, 6);
});

for (const [name, files] of Object.entries(suite)) {
  if (FOLDED_PATHS.includes(name)) continue;
  const context = readContext(files);
  const { access_key_id, secret_access_key, token } = context.credentials;
  const timestamp = context.timestamp.replace(/[-:]/g, "");
  const scope = { day: timestamp.slice(0, 8), region: context.region, service: context.service };
  const sign = createSign(deriveSigningKey(secret_access_key, scope));
  const signedToken = context.omit_session_token ? undefined : token;

  test(`aws-c-auth ${name}: query`, () => {
    const { method, path, query, headers, body } = readRequest(files["request.txt"]!);
    const names = [...headers.keys()].sort();
    const pairs: Pair[] = [
      ...query,
      ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
      ["X-Amz-Credential", `${access_key_id}/${formatScope(scope)}`],
      ["X-Amz-Date", timestamp],
      ["X-Amz-Expires", String(context.expiration_in_seconds)],
      ["X-Amz-SignedHeaders", names.join(";")],
    ];
    if (signedToken) pairs.push(["X-Amz-Security-Token", signedToken]);
    checkStages("query", {
      method,
      path: encodePath(path),
      query: canonicalQuery(pairs),
      headers: canonicalHeaders(names, headers),
      signedHeaders: names.join(";"),
      payloadHash: hex(context.sign_body ? body : ""),
    });
  });

  test(`aws-c-auth ${name}: header`, () => {
    const { method, path, query, headers, body } = readRequest(files["request.txt"]!);
    headers.set("x-amz-date", [timestamp]);
    if (signedToken) headers.set("x-amz-security-token", [signedToken]);
    if (context.sign_body) headers.set("x-amz-content-sha256", [hex(body)]);
    const names = [...headers.keys()].sort();
    checkStages("header", {
      method,
      path: encodePath(path),
      query: canonicalQuery(query),
      headers: canonicalHeaders(names, headers),
      signedHeaders: names.join(";"),
      payloadHash: hex(context.sign_body ? body : ""),
    });
  });

  function checkStages(kind: "query" | "header", parts: Parameters<typeof canonicalRequest>[0]) {
    const canonical = canonicalRequest(parts);
    assert.equal(canonical, files[`${kind}-canonical-request.txt`]);
    const toSign = stringToSign(timestamp, formatScope(scope), canonical);
    assert.equal(toSign, files[`${kind}-string-to-sign.txt`]);
    assert.equal(sign(toSign), files[`${kind}-signature.txt`]);
  }
}
