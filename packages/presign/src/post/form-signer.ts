// POST policy forms: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

import type { Address } from "../address/address.ts";
import { PresignError, requireInteger, requireKnownOptions, requireString, show } from "../errors.ts";
import { expiryOf } from "../sign/credentials.ts";
import {
  addChecksum,
  addEncryption,
  addHeader,
  addMetadata,
  MAX_BODY_BYTES,
  type MutableHeaders,
} from "../sign/headers.ts";
import { requireKey } from "../sign/key.ts";
import type { FormOptions } from "../sign/options.ts";
import { MAX_EXPIRES_IN_SECONDS } from "../sign/presign-url.ts";
import { encodeBase64 } from "../sigv4/bytes.ts";
import type { Moment } from "../sigv4/signer.ts";
import { ALGORITHM } from "../sigv4/string-to-sign.ts";
import type { Credentials, PresignedForm } from "../types.ts";

const FILENAME = "$" + "{filename}";

const KNOWN = new Set([
  "key",
  "keyStartsWith",
  "expiresInSeconds",
  "contentLengthRange",
  "contentType",
  "contentDisposition",
  "cacheControl",
  "metadata",
  "sse",
  "checksum",
  "successActionStatus",
  "successActionRedirect",
  "fields",
]);

/** Spelt as S3 spells them in its documents; names count case-insensitively. */
const FIELD_NAMES: Record<string, string> = {
  "content-type": "Content-Type",
  "content-disposition": "Content-Disposition",
  "cache-control": "Cache-Control",
};
const OF_THE_FORM = new Set(["key", "bucket", "policy", "file", "x-amz-algorithm", "x-amz-credential", "x-amz-date"]);

export interface FormSignerOptions {
  readonly address: Address;
  readonly bucket: string;
  readonly credentials: Credentials;
  readonly now: () => Moment;
}

/** Every field of the form gets a condition that allows exactly its value, and the size always has bounds. */
export function createFormSigner(signer: FormSignerOptions): (options: FormOptions) => PresignedForm {
  const { address, bucket, credentials, now } = signer;
  const url = address.origin + address.bucketPath;
  return (options) => {
    requireKnownOptions("post", options, KNOWN);
    requireInteger("expiresInSeconds", options.expiresInSeconds, { min: 1, max: MAX_EXPIRES_IN_SECONDS });
    const range = readRange(options.contentLengthRange);
    const key = readKey(options);
    const given = readFields(options);
    const moment = now();
    const expiresAt = expiryOf(credentials, moment.epochSeconds, options.expiresInSeconds);
    const fixed: Record<string, string> = {
      ...given,
      "x-amz-algorithm": ALGORITHM,
      "x-amz-credential": moment.credential,
      "x-amz-date": moment.timestamp,
    };
    if (credentials.sessionToken !== undefined) fixed["x-amz-security-token"] = credentials.sessionToken;
    // JSON.stringify writes the document, so that no value can break out of it.
    const policy = JSON.stringify({
      expiration: expiresAt.toISOString(),
      conditions: [
        { bucket },
        key.condition,
        ["content-length-range", range.min, range.max],
        ...Object.entries(fixed).map(([name, value]) => ({ [name]: value })),
      ],
    });
    const encoded = encodeBase64(policy);
    const fields = { key: key.field, ...fixed, policy: encoded, "x-amz-signature": moment.sign(encoded) };
    return { url, fields, expiresAt };
  };
}

function readKey({ key, keyStartsWith }: FormOptions): { field: string; condition: unknown } {
  if ((key === undefined) === (keyStartsWith === undefined))
    throw new TypeError("post: give either key or keyStartsWith");
  if (key !== undefined) {
    requireKey("key", key);
    requireNoVariable("key", key);
    return { field: key, condition: { key } };
  }
  requireString("keyStartsWith", keyStartsWith);
  if (keyStartsWith !== "")
    requireKey("keyStartsWith", keyStartsWith.endsWith("/") ? `${keyStartsWith}x` : keyStartsWith);
  requireNoVariable("keyStartsWith", keyStartsWith);
  return { field: keyStartsWith + FILENAME, condition: ["starts-with", "$key", keyStartsWith] };
}

/** S3 replaces the variable in the form's key, so the object would have another one. */
function requireNoVariable(argument: string, key: string): void {
  if (key.includes(FILENAME))
    throw new PresignError("key_invalid", `${argument} must not contain ${FILENAME}: S3 replaces it, got ${show(key)}`);
}

function readRange(range: unknown): { min: number; max: number } {
  if (typeof range !== "object" || range === null)
    throw new TypeError(`contentLengthRange must be {min, max} in bytes, got ${show(range)}`);
  const { min, max } = range as { min: number; max: number };
  requireInteger("contentLengthRange.min", min, { min: 0, max: MAX_BODY_BYTES });
  requireInteger("contentLengthRange.max", max, { min: 0, max: MAX_BODY_BYTES });
  if (min > max)
    throw new PresignError("option_invalid", `contentLengthRange.min must be at most max (${max}), got ${min}`);
  return { min, max };
}

/** The form's fields besides key and signature, checked like headers: S3 makes headers of most. */
function readFields(options: FormOptions): Record<string, string> {
  const fields: MutableHeaders = {};
  if (options.contentType !== undefined) addHeader(fields, "content-type", options.contentType);
  if (options.contentDisposition !== undefined) addHeader(fields, "content-disposition", options.contentDisposition);
  if (options.cacheControl !== undefined) addHeader(fields, "cache-control", options.cacheControl);
  if (options.metadata !== undefined) addMetadata(fields, options.metadata);
  if (options.sse !== undefined) addEncryption(fields, options.sse);
  if (options.checksum !== undefined) addChecksum(fields, options.checksum);
  const { successActionStatus: status, successActionRedirect: redirect } = options;
  if (status !== undefined) {
    if (status !== 200 && status !== 201 && status !== 204)
      throw new PresignError("option_invalid", `successActionStatus must be 200, 201 or 204, got ${show(status)}`);
    addHeader(fields, "success_action_status", String(status));
  }
  if (redirect !== undefined) {
    if (typeof redirect !== "string" || !/^https?:\/\//.test(redirect) || !URL.canParse(redirect))
      throw new PresignError("option_invalid", `successActionRedirect must be an http(s) URL, got ${show(redirect)}`);
    addHeader(fields, "success_action_redirect", redirect);
  }
  for (const [name, value] of Object.entries(options.fields ?? {})) {
    const lower = name.toLowerCase();
    if (OF_THE_FORM.has(lower) || lower === "x-amz-signature" || lower === "x-amz-security-token")
      throw new PresignError("option_invalid", `fields must not have ${show(name)}: the form sets it itself`);
    addHeader(fields, name, value);
  }
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [FIELD_NAMES[name] ?? name, value]));
}
