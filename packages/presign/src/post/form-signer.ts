// POST policy forms: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html

import type { Address } from "../address/address.ts";
import { hideInAddress, PresignError, requireInteger, requireKnownOptions, requireString, show } from "../errors.ts";
import { requireKey } from "../sign/key.ts";
import { MAX_BODY_BYTES } from "../sign/options/content-length.ts";
import type { AskedLife, Life } from "../sign/timing.ts";
import { utf8Length } from "../sigv4/bytes.ts";
import type { Moment } from "../sigv4/signer.ts";
import type { PresignedForm } from "../types.ts";
import { readFields, requireNoRivals, spellField } from "./fields.ts";
import { readOpenFields, requireTrue } from "./open-fields.ts";
import { FORM_OPTIONS, type FormOptions } from "./options.ts";
import { encodePolicy, type PolicyParts, writeConditions } from "./policy.ts";

/** S3 puts the file's own name in its place, in the key. */
const FILENAME = "$" + "{filename}";

/** All fields before the file: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html */
const MAX_FIELDS_BYTES = 20 * 1024;
/** What multipart/form-data puts around a name and a value, with a boundary of 70 characters. */
const FRAME_BYTES = 130;

const KNOWN: ReadonlySet<string> = /* @__PURE__ */ new Set(FORM_OPTIONS);

export interface FormSignerOptions {
  readonly address: Address;
  readonly bucket: string;
  readonly lifeOf: (asked: AskedLife) => Life;
}

/** The bucket and the size always have a condition, and so has every field: exactly its value, or a named freedom. */
export function createFormSigner(signer: FormSignerOptions): (options: FormOptions) => PresignedForm {
  const { address, bucket, lifeOf } = signer;
  const url = address.origin + address.bucketPath;
  const ofBucket = writeConditions({ bucket });
  let latest: OfMoment | undefined;
  return (given) => {
    const options = requireKnownOptions("post", given, KNOWN);
    const contentLengthRange = readRange(options.contentLengthRange);
    const key = readKey(options);
    const fixedFields = readFields(options);
    const openFields = readOpenFields(options, fixedFields);
    requireNoRivals(fixedFields, openFields);
    const { moment, expiresAt, warnings } = lifeOf({ expiresInSeconds: options.expiresInSeconds });
    if (latest?.moment !== moment) latest = makeOfMoment(moment);
    const fixed: Record<string, string> = {};
    for (const name of Object.keys(fixedFields)) fixed[spellField(name)] = fixedFields[name]!;
    const policy = encodePolicy({
      expiration: expiresAt,
      ofBucket,
      ofSignature: latest.conditions,
      key: key.condition,
      contentLengthRange,
      fixed,
      open: openFields,
    });
    const fields = { key: key.field, ...fixed, ...latest.fields, policy, "x-amz-signature": moment.sign(policy) };
    requireFieldsToFit(fields);
    return { url, fields, openFields, expiresAt, warnings };
  };
}

/** What all forms of one moment have of its signature. */
interface OfMoment {
  readonly moment: Moment;
  readonly fields: Readonly<Record<string, string>>;
  readonly conditions: string;
}

function makeOfMoment(moment: Moment): OfMoment {
  const { sessionToken } = moment.credentials;
  const fields = {
    "x-amz-algorithm": moment.algorithm,
    "x-amz-credential": moment.credential,
    "x-amz-date": moment.timestamp,
    ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
  };
  return { moment, fields, conditions: writeConditions(fields) };
}

function readKey(options: FormOptions): { field: string; condition: PolicyParts["key"] } {
  const { key, keyStartsWith } = options;
  const isAny = requireTrue("anyKey", options.anyKey, "keyStartsWith");
  if (Number(key !== undefined) + Number(keyStartsWith !== undefined) + Number(isAny) !== 1)
    throw new TypeError("post: give one of key, keyStartsWith and anyKey");
  if (isAny) return { field: FILENAME, condition: { startsWith: "" } };
  if (key !== undefined) {
    requireKey("key", key);
    requireNoVariable("key", key);
    return { field: key, condition: { exactly: key } };
  }
  requireString("keyStartsWith", keyStartsWith);
  if (keyStartsWith === "")
    throw new PresignError("key_invalid", 'keyStartsWith must not be empty (for any key use anyKey: true), got ""');
  requireKey("keyStartsWith", keyStartsWith.endsWith("/") ? `${keyStartsWith}x` : keyStartsWith);
  requireNoVariable("keyStartsWith", keyStartsWith);
  return { field: keyStartsWith + FILENAME, condition: { startsWith: keyStartsWith } };
}

/** S3 replaces the variable in the form's key, so the object would have another one. */
function requireNoVariable(argument: string, key: string): void {
  if (key.includes(FILENAME))
    throw new PresignError(
      "key_invalid",
      `${argument} must not contain ${FILENAME}: S3 replaces it, got ${show(hideInAddress(key))}`,
    );
}

const RANGE_MEMBERS = new Set(["min", "max"]);

function readRange(range: unknown): { min: number; max: number } {
  if (typeof range !== "object" || range === null)
    throw new TypeError(`contentLengthRange must be {min, max} in bytes, got ${show(range)}`);
  const own = requireKnownOptions("contentLengthRange", range, RANGE_MEMBERS);
  const { min, max } = own as { min: number; max: number };
  requireInteger("contentLengthRange.min", min, { min: 0, max: MAX_BODY_BYTES });
  requireInteger("contentLengthRange.max", max, { min: 0, max: MAX_BODY_BYTES });
  if (min > max)
    throw new PresignError("option_invalid", `contentLengthRange.min must be at most max (${max}), got ${min}`);
  return { min, max };
}

function requireFieldsToFit(fields: Readonly<Record<string, string>>): void {
  // Nearly every form is far below, also if each character took three bytes; only the others are counted exactly.
  let mostBytes = 0;
  for (const name of Object.keys(fields)) mostBytes += (name.length + fields[name]!.length) * 3 + FRAME_BYTES;
  if (mostBytes <= MAX_FIELDS_BYTES) return;
  let bytes = 0;
  for (const name of Object.keys(fields)) bytes += utf8Length(name) + utf8Length(fields[name]!) + FRAME_BYTES;
  if (bytes > MAX_FIELDS_BYTES)
    throw new PresignError(
      "option_invalid",
      `the fields of a form must be at most ${MAX_FIELDS_BYTES} bytes in all (S3 reads no more before the file), got ${bytes}`,
    );
}
