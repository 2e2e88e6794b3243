// Headers that a caller asks to sign.

import { PresignError, requireRecord, requireString, show } from "../errors.ts";
import { isSetOnTheWay } from "../header-names.ts";
import { showNamed } from "../show-named.ts";

export type MutableHeaders = Record<string, string>;

const MAX_METADATA_BYTES = 2048;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_TEXT = /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/;

/** The signature, or an option, has these itself. */
const OF_THE_SIGNATURE = new Set([
  "host",
  "content-length",
  "x-amz-date",
  "x-amz-security-token",
  "x-amz-content-sha256",
]);

/** Adds one signed header, checked. */
export function addHeader(headers: MutableHeaders, name: string, value: unknown): void {
  const lower = name.toLowerCase();
  const refuse = (what: string) => new PresignError("header_invalid", `header ${show(name)}${what}`);
  if (!TOKEN.test(name) || lower === "__proto__") throw refuse(": the name must be an HTTP token");
  if (lower === "x-amz-meta-") throw refuse(": metadata must have a name");
  if (typeof value !== "string") requireString(`header ${show(name)}`, value);
  else if (!HEADER_TEXT.test(value))
    throw refuse(
      ` must be printable ASCII without blanks at its ends (HTTP clients change anything else on the way), got ${showNamed(lower, value)}`,
    );
  if (Object.hasOwn(headers, lower)) throw refuse(" is given twice");
  headers[lower] = value;
}

export function addCallerHeaders(headers: MutableHeaders, given: unknown): void {
  requireRecord("headers", given);
  for (const [name, value] of Object.entries(given)) {
    const lower = name.toLowerCase();
    if (isSetOnTheWay(lower) || OF_THE_SIGNATURE.has(lower))
      throw new PresignError(
        "header_invalid",
        `headers must not have ${show(name)}: clients and proxies set it themselves`,
      );
    addHeader(headers, name, value);
  }
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
