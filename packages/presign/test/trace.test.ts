import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createPresigner, type PresignedRequest, trace } from "../src/index.ts";
import { CREDENTIALS, PRESIGNED_GET, PRESIGNED_GET_WITH_TOKEN } from "./vectors/aws-docs.ts";

const SECRET = CREDENTIALS.secretAccessKey;

/** What a client sends for a URL. */
function sent(method: string, url: string, headers: Readonly<Record<string, string>> = {}) {
  const { host, pathname, search } = new URL(url);
  return { method, target: pathname + search, rawHeaders: Object.entries({ ...headers, host }).flat() };
}
const signatureIn = (url: string) => /X-Amz-Signature=([0-9a-f]{64})/.exec(url)![1];

test("AWS's presigned GET example, every stage", () => {
  const found = trace(sent("GET", PRESIGNED_GET.url), SECRET)!;
  assert.equal(found.canonicalRequest, PRESIGNED_GET.canonicalRequest);
  assert.equal(found.stringToSign, PRESIGNED_GET.stringToSign);
  assert.equal(found.canonicalRequestSha256, PRESIGNED_GET.stringToSign.split("\n")[3]);
  assert.deepEqual(
    found.keySteps.map(({ text }) => text),
    ["20130524", "us-east-1", "s3", "aws4_request"],
  );
  assert.equal(found.keySteps.at(-1)!.hex, PRESIGNED_GET.signingKeyHex);
  assert.equal(found.signature, PRESIGNED_GET.signature);
});

test("a lone surrogate in the target cannot be decoded", () => {
  for (const target of ["/\ud800", "/a?b=\udc00"])
    assert.equal(trace({ method: "GET", target, rawHeaders: [] }, SECRET), undefined);
});

test("a raw plus is a blank, as S3 reads it", () => {
  const { canonicalRequest } = trace({ method: "GET", target: "/a+b%2Bc?d+e=f+%2B", rawHeaders: [] })!;
  assert.deepEqual(canonicalRequest.split("\n").slice(1, 3), ["/a%20b%2Bc", "d%20e=f%20%2B"]);
});

test("a URL that signs no header has no line of one", () => {
  const { canonicalRequest } = trace({ method: "GET", target: "/a.txt", rawHeaders: ["Host", "h"] })!;
  assert.equal(canonicalRequest, "GET\n/a.txt\n\n\n\nUNSIGNED-PAYLOAD");
});

test("without a secret it stops before the key", () => {
  const { keySteps, signature, stringToSign } = trace(sent("GET", PRESIGNED_GET.url))!;
  assert.deepEqual([keySteps, signature, stringToSign], [[], undefined, PRESIGNED_GET.stringToSign]);
});

describe("what the presigner signs leads to the same signature", () => {
  const presigner = createPresigner({
    credentials: { ...CREDENTIALS, sessionToken: PRESIGNED_GET_WITH_TOKEN.sessionToken },
    region: "eu-central-1",
    bucket: "my-bucket",
  });
  const expiresInSeconds = 60;
  for (const { says, request } of [
    {
      says: "a GET of a hard key",
      request: presigner.get("a b+c/ü~(1)%20.txt", { expiresInSeconds, downloadAs: "Zoë.txt" }),
    },
    {
      says: "a PUT with headers",
      request: presigner.put("k", { expiresInSeconds, contentLength: 5, contentType: "text/plain", createOnly: true }),
    },
    { says: "a part", request: presigner.multipart.part("k", { expiresInSeconds, uploadId: "u/1=", partNumber: 3 }) },
  ] satisfies { says: string; request: PresignedRequest }[])
    test(says, () => {
      const { method, url, headers, sentByClient } = request;
      const found = trace(sent(method, url, { ...headers, ...sentByClient }), SECRET);
      assert.equal(found?.signature, signatureIn(url));
    });
});

describe("a URL that is none is followed as far as it goes", () => {
  const { url } = PRESIGNED_GET;
  for (const { says, edited, want } of [
    { says: "no query at all", edited: url.split("?")[0]!, want: { steps: 0, signature: "undefined" } },
    {
      says: "a date that is none",
      edited: url.replace("20130524T000000Z", "soon"),
      want: { steps: 4, signature: "string" },
    },
    {
      says: "a scope of two",
      edited: url.replace("%2Fs3%2Faws4_request", ""),
      want: { steps: 2, signature: "string" },
    },
  ])
    test(says, () => {
      const found = trace(sent("GET", edited), SECRET)!;
      assert.deepEqual({ steps: found.keySteps.length, signature: typeof found.signature }, want);
      assert.notEqual(found.signature, PRESIGNED_GET.signature);
    });

  for (const target of ["/%zz", "/%ff", "/a?b=%f"])
    test(`what cannot be decoded has no canonical request: ${target}`, () =>
      assert.equal(trace({ method: "GET", target, rawHeaders: ["Host", "h"] }, SECRET), undefined));
});
