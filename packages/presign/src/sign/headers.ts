// Headers and query parameters that a caller asks to sign.

import { PresignError, requireFlag, requireInteger, requireKnownOptions, requireString, show } from "../errors.ts";
import { decodeBase64 } from "../sigv4/bytes.ts";
import type { Pair } from "../sigv4/canonical.ts";
import type { Checksum, ChecksumAlgorithm, ObjectOptions, RequestOptions, ServerSideEncryption } from "./options.ts";

export type MutableHeaders = Record<string, string>;

export const MAX_BODY_BYTES = 5 * 1024 ** 3;
const MAX_METADATA_BYTES = 2048;

const SSE_MEMBERS = new Set(["algorithm", "kmsKeyId", "bucketKeyEnabled"]);
const CHECKSUM_MEMBERS = new Set(["algorithm", "value"]);

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_TEXT = /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/;

/** Sent by the client or rewritten on the way: a signature over one of these fails sooner or later. */
const NEVER_SIGNED = new Set([
  "host",
  "content-length",
  "authorization",
  "connection",
  "expect",
  "te",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "accept-encoding",
  "cookie",
  "x-amzn-trace-id",
  "x-amz-date",
  "x-amz-security-token",
  "x-amz-content-sha256",
]);

/** Adds one signed header, checked. */
export function addHeader(headers: MutableHeaders, name: string, value: unknown): void {
  const lower = name.toLowerCase();
  const argument = `header ${show(name)}`;
  if (!TOKEN.test(name) || lower === "__proto__")
    throw new PresignError("header_invalid", `${argument}: the name must be an HTTP token`);
  requireString(argument, value);
  if (!HEADER_TEXT.test(value))
    throw new PresignError(
      "header_invalid",
      `${argument} must be printable ASCII without blanks at its ends (HTTP clients change anything else on the way), got ${show(value)}`,
    );
  if (Object.hasOwn(headers, lower)) throw new PresignError("header_invalid", `${argument} is given twice`);
  headers[lower] = value;
}

export function addCallerHeaders(headers: MutableHeaders, given: RequestOptions["headers"]): void {
  if (given === undefined) return;
  requireRecord("headers", given);
  for (const [name, value] of Object.entries(given)) {
    if (NEVER_SIGNED.has(name.toLowerCase()))
      throw new PresignError(
        "header_invalid",
        `headers must not have ${show(name)}: clients and proxies set it themselves`,
      );
    addHeader(headers, name, value);
  }
}

export function addCallerQuery(query: Pair[], options: Pick<RequestOptions, "query" | "requesterPays">): void {
  requireFlag("requesterPays", options.requesterPays);
  if (options.requesterPays === true) query.push(["x-amz-request-payer", "requester"]);
  if (options.query === undefined) return;
  requireRecord("query", options.query);
  for (const [name, value] of Object.entries(options.query)) {
    const argument = `query parameter ${show(name)}`;
    requireString(argument, value);
    if (name === "" || !name.isWellFormed() || !value.isWellFormed())
      throw new PresignError(
        "query_invalid",
        `${argument} must be a name and a value in well-formed Unicode, got ${show(value)}`,
      );
    if (/^x-amz-/i.test(name) && (!name.startsWith("x-amz-") || OF_THE_SIGNATURE.has(name)))
      throw new PresignError("query_invalid", `${argument} must not be one that the signature itself uses`);
    if (query.some(([other]) => other === name)) throw new PresignError("query_invalid", `${argument} is set already`);
    query.push([name, value]);
  }
}

const OF_THE_SIGNATURE = new Set(
  ["algorithm", "credential", "date", "expires", "security-token", "signedheaders", "signature", "content-sha256"].map(
    (name) => `x-amz-${name}`,
  ),
);

/** Options of `addObjectHeaders`. */
export const OBJECT_OPTIONS = [
  "contentType",
  "contentDisposition",
  "contentEncoding",
  "contentLanguage",
  "cacheControl",
  "metadata",
  "tagging",
  "sse",
  "storageClass",
  "acl",
];

export function addObjectHeaders(headers: MutableHeaders, options: ObjectOptions): void {
  const plain = {
    "content-type": options.contentType,
    "content-disposition": options.contentDisposition,
    "content-encoding": options.contentEncoding,
    "content-language": options.contentLanguage,
    "cache-control": options.cacheControl,
    "x-amz-storage-class": options.storageClass,
    "x-amz-acl": options.acl,
  };
  for (const [name, value] of Object.entries(plain)) if (value !== undefined) addHeader(headers, name, value);
  if (options.metadata !== undefined) addMetadata(headers, options.metadata);
  if (options.tagging !== undefined) addTagging(headers, options.tagging);
  if (options.sse !== undefined) addEncryption(headers, options.sse);
}

export function addMetadata(headers: MutableHeaders, metadata: Readonly<Record<string, string>>): void {
  requireRecord("metadata", metadata);
  let bytes = 0;
  for (const [name, value] of Object.entries(metadata)) {
    addHeader(headers, `x-amz-meta-${name}`, value);
    bytes += name.length + value.length;
  }
  if (bytes > MAX_METADATA_BYTES)
    throw new PresignError("option_invalid", `metadata must be at most ${MAX_METADATA_BYTES} bytes, got ${bytes}`);
}

function addTagging(headers: MutableHeaders, tagging: Readonly<Record<string, string>>): void {
  requireRecord("tagging", tagging);
  const tags = Object.entries(tagging);
  if (tags.length < 1 || tags.length > 10)
    throw new PresignError("option_invalid", `tagging must have 1..10 tags, got ${tags.length}`);
  for (const [name, value] of tags) {
    requireString(`tagging ${show(name)}`, value);
    if (name === "" || name.length > 128 || value.length > 256 || !name.isWellFormed() || !value.isWellFormed())
      throw new PresignError(
        "option_invalid",
        `tagging must have names of 1..128 and values of 0..256 characters of well-formed Unicode, got ${show(name)}: ${show(value)}`,
      );
  }
  addHeader(headers, "x-amz-tagging", new URLSearchParams(tags).toString());
}

export function addEncryption(headers: MutableHeaders, sse: ServerSideEncryption): void {
  requireKnownOptions("sse", sse, SSE_MEMBERS);
  const { algorithm, kmsKeyId, bucketKeyEnabled } = sse;
  requireFlag("sse.bucketKeyEnabled", bucketKeyEnabled);
  if (algorithm !== "AES256" && algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse")
    throw new TypeError(`sse.algorithm must be "AES256", "aws:kms" or "aws:kms:dsse", got ${show(algorithm)}`);
  if (algorithm === "AES256" && (kmsKeyId !== undefined || bucketKeyEnabled !== undefined))
    throw new TypeError('sse.kmsKeyId and sse.bucketKeyEnabled need the algorithm "aws:kms" or "aws:kms:dsse"');
  addHeader(headers, "x-amz-server-side-encryption", algorithm);
  if (kmsKeyId !== undefined) addHeader(headers, "x-amz-server-side-encryption-aws-kms-key-id", kmsKeyId);
  if (bucketKeyEnabled !== undefined)
    addHeader(headers, "x-amz-server-side-encryption-bucket-key-enabled", String(bucketKeyEnabled));
}

const DIGEST_BYTES: Record<ChecksumAlgorithm, number> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

export function requireChecksumAlgorithm(argument: string, algorithm: unknown): asserts algorithm is ChecksumAlgorithm {
  if (typeof algorithm !== "string" || !Object.hasOwn(DIGEST_BYTES, algorithm))
    throw new TypeError(`${argument} must be one of ${Object.keys(DIGEST_BYTES).join(", ")}, got ${show(algorithm)}`);
}

export function addChecksum(headers: MutableHeaders, checksum: Checksum): void {
  requireKnownOptions("checksum", checksum, CHECKSUM_MEMBERS);
  const { algorithm, value } = checksum;
  requireChecksumAlgorithm("checksum.algorithm", algorithm);
  requireString("checksum.value", value);
  if (decodeBase64(value)?.length !== DIGEST_BYTES[algorithm])
    throw new PresignError(
      "option_invalid",
      `checksum.value must be the base64 of ${DIGEST_BYTES[algorithm]} bytes for ${algorithm}, got ${show(value)}`,
    );
  addHeader(headers, `x-amz-checksum-${algorithm.toLowerCase()}`, value);
}

export function requireBodySize(contentLength: number | undefined): void {
  if (contentLength !== undefined) requireInteger("contentLength", contentLength, { min: 0, max: MAX_BODY_BYTES });
}

function requireRecord(argument: string, value: unknown): void {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError(`${argument} must be an object of names and values, got ${show(value)}`);
}

export function addVersion(query: Pair[], versionId: unknown): void {
  if (versionId === undefined) return;
  requireText("versionId", versionId);
  query.push(["versionId", versionId]);
}

export function requireText(argument: string, value: unknown): asserts value is string {
  requireString(argument, value);
  if (value === "" || value.length > 1024 || !value.isWellFormed())
    throw new PresignError(
      "option_invalid",
      `${argument} must be 1..1024 characters of well-formed Unicode, got ${show(value)}`,
    );
}

export function addCreateOnly(headers: MutableHeaders, createOnly: unknown): void {
  requireFlag("createOnly", createOnly);
  if (createOnly === true) addHeader(headers, "if-none-match", "*");
}
