// URLs to explain errors of, and errors as S3 writes them.
import assert from "node:assert/strict";
import { type Explained, type ExplainOptions, explain } from "../../src/explain/explain.ts";
import { createPresigner, verify } from "../../src/index.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const base = { credentials, region: "us-east-2", bucket: "photos", clock: () => NOW };
export const presigner = createPresigner(base);
export const life = { expiresInSeconds: 900 };
export const temporary = createPresigner({
  ...base,
  credentials: { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "AQoD+b/c=" },
}).get("k", life).url;
export const get = presigner.get("k", life).url;
const at = (endpoint: string) => createPresigner({ ...base, endpoint }).get("k", life).url;

export const URLS = {
  get,
  put: presigner.put("k", { ...life, contentType: "text/plain" }).url,
  version: presigner.get("k", { ...life, versionId: "v" }).url,
  tagged: presigner.put("k", { ...life, metadata: { a: "1" } }).url,
  create: presigner.put("k", { ...life, createOnly: true }).url,
  part: presigner.multipart.part("k", { ...life, uploadId: "u", partNumber: 7 }).url,
  complete: presigner.multipart.complete("k", { ...life, uploadId: "u" }).url,
  temporary,
  tokenless: temporary.replace(/&X-Amz-Security-Token=[^&]*/, ""),
  plusKey: get.replace("AKIDEXAMPLE", "MY+KEY"),
  hoisted: `${get}&x-amz-server-side-encryption=aws%3Akms`,
  "empty-checksum": `${get}&x-amz-checksum-crc32=AAAAAA%3D%3D`,
  plain: "https://photos.s3.us-east-2.amazonaws.com/k",
  sigv2: "https://photos.s3.amazonaws.com/k?AWSAccessKeyId=AKIDEXAMPLE&Expires=1763985600&Signature=abc%3D",
  dressed: presigner.put("k", {
    ...life,
    tagging: { a: "1" },
    contentMd5: "1B2M2Y8AsgTpgAmY7PhCfg==",
    acl: "private",
    objectLock: { mode: "GOVERNANCE", retainUntil: new Date("2030-01-01T00:00:00Z"), legalHold: "ON" },
    sse: { algorithm: "aws:kms", kmsKeyId: "key" },
  }).url,
  bypass: presigner.delete("k", { ...life, versionId: "v", bypassGovernanceRetention: true }).url,
  form: "https://photos.s3.us-east-2.amazonaws.com/",
  "form-elsewhere": "https://files.example.com/photos",
  "form-at-r2": "https://abc0123.r2.cloudflarestorage.com/photos",
  "form-at-b2": "https://photos.s3.us-west-004.backblazeb2.com/",
  "delete-at-r2": "https://abc0123.r2.cloudflarestorage.com/photos?delete",
  "hash-in-url": `${get}&X-Amz-Content-Sha256=abc`,
  "delete-many": "https://photos.s3.us-east-2.amazonaws.com/?delete",
  "over-http": "http://files.example.com/photos/k",
  cut: get.replace(/&X-Amz-Signature=.*/, ""),
  "question-encoded": get.replace("?", "%3F"),
  "hash-in-key": get.replace("/k?", "/k#1?"),
  wrapped: `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(get)}`,
  cloudfront: "https://d111111abcdef8.cloudfront.net/k?Expires=1&Signature=abc~&Key-Pair-Id=K2JCJMDEHXQW5F",
  "cloudfront-at-s3": "https://photos.s3.us-east-2.amazonaws.com/k?Expires=1&Signature=abc~&Key-Pair-Id=K2JCJMDEHXQW5F",
  "eight-days": get.replace("X-Amz-Expires=900", "X-Amz-Expires=691200"),
  website: get.replace("s3.us-east-2", "s3-website.us-east-2"),
  twice: get.replaceAll("%2F", "%252F"),
  dots: get.replace("/k?", "/a/../k?"),
  express: `${temporary.replace("%2Fs3%2F", "%2Fs3express%2F").replace("Security-Token", "S3session-Token")}`,
  "express-iam": temporary.replace("%2Fs3%2F", "%2Fs3express%2F"),
  "object-lambda": temporary.replace("%2Fs3%2F", "%2Fs3-object-lambda%2F"),
  cdn: at("https://photos.fra1.cdn.digitaloceanspaces.com"),
  inner: at("http://minio:9000"),
  dotted: get.replace("photos.s3", "my.photos.s3"),
  rgw: at("https://s3.example.com"),
} as const;
export type UrlName = keyof typeof URLS;

export const escapeXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
export const toXml = (code: string, message: string, details: Readonly<Record<string, string>> = {}): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message>${Object.entries(
    details,
  )
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join("")}<RequestId>4442587FB7D0A2F9</RequestId></Error>`;

export function read(url: string, answer: string, options?: ExplainOptions): Explained {
  const found = explain(url, answer, options);
  assert.equal(found.kind, "explained", JSON.stringify(found));
  return found as Explained;
}

/** What is sent otherwise than it was signed. */
export interface Change {
  method?: string;
  target?: (target: string) => string;
  headers?: Record<string, string>;
  secret?: string;
}

/** What a real verifier says to a request that is not quite the one that was signed. */
export function refuse(
  url: string,
  { method = "GET", target = (same) => same, headers = {}, secret = "secret" }: Change,
): string {
  const [, host = "", path = ""] = /^https?:\/\/([^/]+)(.*)$/.exec(url) ?? [];
  const sent = { host, ...headers };
  const request = { method, target: target(path), rawHeaders: Object.entries(sent).flat() };
  const lookup = () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret });
  const refusal = verify(request, lookup, NOW, { region: "us-east-2" });
  assert.ok(!refusal.ok, "the verifier let it pass");
  return toXml(refusal.code, refusal.message, refusal.details);
}
