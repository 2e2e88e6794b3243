// The fields of a form whose values are fixed: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html

import { PresignError, requireRecord, show } from "../errors.ts";
import { addHeader, addMetadata, type MutableHeaders } from "../sign/headers.ts";
import { addChecksum } from "../sign/options/checksum.ts";
import { addEncryption } from "../sign/options/encryption.ts";
import { addWebsiteRedirect } from "../sign/options/object.ts";
import { addObjectLock } from "../sign/options/object-lock.ts";
import { httpDate } from "../sign/options/rules.ts";
import { tagsOfForm } from "../sign/options/tags.ts";
import type { FormOptions } from "./options.ts";

/** Spelt as S3 spells them in its documents; names count case-insensitively. */
const SPELLING: Readonly<Record<string, string>> = {
  "content-type": "Content-Type",
  "content-disposition": "Content-Disposition",
  "content-encoding": "Content-Encoding",
  "cache-control": "Cache-Control",
  expires: "Expires",
};
export const spellField = (lower: string): string => (Object.hasOwn(SPELLING, lower) ? SPELLING[lower]! : lower);

const OF_THE_FORM = new Set([
  "key",
  "bucket",
  "policy",
  "file",
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-signature",
  "x-amz-security-token",
]);

/** Names that are no fields of a signed form → what to do instead. */
const NO_FIELDS: ReadonlyMap<string, string> = new Map([
  ["content-length-range", "it is a condition, give contentLengthRange"],
  ["awsaccesskeyid", "it is of signature version 2, which S3 no longer takes"],
  ["signature", "it is of signature version 2, which S3 no longer takes"],
]);

/** Signature, key and bucket have fields of their own; a second one would be a second truth. */
export function requireFreeName(argument: string, name: string): void {
  const lower = name.toLowerCase();
  const instead = OF_THE_FORM.has(lower) ? "the form sets it itself" : NO_FIELDS.get(lower);
  if (instead !== undefined)
    throw new PresignError("option_invalid", `${argument} must not have ${show(name)}: ${instead}`);
}

/** Fields that say the same. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
const RIVALS = [
  ["acl", "x-amz-acl"],
  ["tagging", "x-amz-tagging"],
  ["redirect", "success_action_redirect"],
] as const;
/** Of these S3 obeys the redirect alone. Where one is open, whoever sends the form may leave it out. */
const RIVALS_WHERE_FIXED = [
  ["success_action_status", "success_action_redirect"],
  ["success_action_status", "redirect"],
] as const;

type Fields = Readonly<Record<string, string>>;

/** None of the rivals is among the names that S3 spells with capitals. */
export function requireNoRivals(fixed: Fields, open: Fields): void {
  for (const [one, other] of RIVALS)
    if (
      (Object.hasOwn(fixed, one) || Object.hasOwn(open, one)) &&
      (Object.hasOwn(fixed, other) || Object.hasOwn(open, other))
    )
      throw refuseBoth(one, other);
  for (const [one, other] of RIVALS_WHERE_FIXED)
    if (Object.hasOwn(fixed, one) && Object.hasOwn(fixed, other)) throw refuseBoth(one, other);
}

const refuseBoth = (one: string, other: string): PresignError =>
  new PresignError(
    "option_invalid",
    `a form must not have both ${show(one)} and ${show(other)}, of which S3 obeys one: give one`,
  );

/** Fields that have the value of an option. */
const PLAIN = [
  ["content-type", "contentType"],
  ["content-disposition", "contentDisposition"],
  ["content-encoding", "contentEncoding"],
  ["cache-control", "cacheControl"],
  ["expires", "expires"],
  ["x-amz-storage-class", "storageClass"],
  ["acl", "acl"],
] as const;

/** Names are in lower case. Values are checked like headers, because S3 makes headers of most. */
export function readFields(options: FormOptions): MutableHeaders {
  const fields: MutableHeaders = {};
  for (const [name, option] of PLAIN) {
    const value = options[option];
    if (value !== undefined) addHeader(fields, name, option === "expires" ? httpDate(option, value) : value);
  }
  if (options.metadata !== undefined) addMetadata(fields, options.metadata);
  if (options.tagging !== undefined) fields.tagging = tagsOfForm(options.tagging);
  if (options.sse !== undefined) addEncryption(fields, options.sse);
  if (options.objectLock !== undefined) addObjectLock(fields, options.objectLock);
  if (options.websiteRedirectLocation !== undefined) addWebsiteRedirect(fields, options.websiteRedirectLocation);
  if (options.checksum !== undefined) addChecksum(fields, options.checksum);
  addSuccessAction(fields, options);
  if (options.fields !== undefined) addFurther(fields, options.fields);
  return fields;
}

function addSuccessAction(fields: MutableHeaders, options: FormOptions): void {
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
}

function addFurther(fields: MutableHeaders, further: unknown): void {
  requireRecord("fields", further);
  for (const [name, value] of Object.entries(further)) {
    requireFreeName("fields", name);
    addHeader(fields, name, value);
  }
}
