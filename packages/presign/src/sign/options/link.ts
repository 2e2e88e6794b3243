// Options that a plain link can carry, for it has no headers of its own. They stand apart so that a bundle can do with them.
import {
  PresignError,
  requireDate,
  requireKnownOptions,
  requireNumber,
  requireRecord,
  requireString,
  show,
  timeOf,
} from "../../errors.ts";
import { isHeaderOnly } from "../../header-names.ts";
import { showNamed } from "../../show-named.ts";
import { attachmentDisposition } from "../disposition.ts";
import type { ResponseHeaders } from "./read.ts";
import { type Draft, type OptionRule, putParameter, textParameterRule } from "./rules.ts";

export const EXPIRES_RULE: OptionRule = {
  // The bounds are held where it is signed, because a provider may have its own.
  read(draft, value) {
    requireNumber("expiresInSeconds", value);
    draft.expiresInSeconds = value;
  },
};

export const QUERY_RULE: OptionRule = {
  read(draft, value) {
    requireRecord("query", value);
    for (const [name, text] of Object.entries(value)) {
      requireParameter(name, text);
      putParameter(draft, name, text);
    }
  },
};

export const VERSION_RULE = /* @__PURE__ */ textParameterRule("versionId", "versionId", "versions");

export const RESPONSE_RULE: OptionRule = { read: readResponse };

export const DOWNLOAD_AS_RULE: OptionRule = {
  read(draft, value, { response }) {
    requireString("downloadAs", value);
    if ((response as ResponseHeaders | undefined)?.contentDisposition !== undefined)
      throw new TypeError("downloadAs and response.contentDisposition exclude each other: give one");
    putParameter(draft, "response-content-disposition", attachmentDisposition(value));
  },
};

export const STABLE_RULE: OptionRule = {
  // As with the life, the bounds are held where it is signed.
  read(draft, value) {
    requireNumber("stableForSeconds", value);
    draft.stableForSeconds = value;
  },
};

const RESPONSE: ReadonlySet<string> = new Set<keyof ResponseHeaders>([
  "contentType",
  "contentDisposition",
  "contentEncoding",
  "contentLanguage",
  "cacheControl",
  "expires",
]);
/** `contentType` → `response-content-type` */
const parameterOf = (name: string): string => `response-${name.replace(/[A-Z]/, (c) => `-${c.toLowerCase()}`)}`;

function readResponse(draft: Draft, given: unknown): void {
  const response = requireKnownOptions("response", given, RESPONSE) as Readonly<Record<string, unknown>>;
  for (const name of RESPONSE) {
    let value = response[name];
    if (value === undefined) continue;
    if (name === "expires" && timeOf(value) !== undefined) {
      requireDate("response.expires", value);
      value = value.toUTCString();
    }
    requireString(`response.${name}`, value);
    // S3 cannot write other characters into a header of its answer.
    if (!/^[\x20-\x7e]+$/.test(value))
      throw new PresignError(
        "option_invalid",
        `response.${name} must be printable ASCII (for a file name use downloadAs), got ${show(value)}`,
      );
    putParameter(draft, parameterOf(name), value);
  }
}

const OF_THE_SIGNATURE =
  /^x-amz-(?:algorithm|credential|date|expires|security-token|s3session-token|region-set|signedheaders|signature|content-sha256)$/;

function requireParameter(name: string, value: unknown): asserts value is string {
  const argument = `query parameter ${show(name)}`;
  requireString(argument, value);
  const refuse = (rule: string) => new PresignError("query_invalid", `${argument} ${rule}`);
  if (name === "" || !name.isWellFormed() || !value.isWellFormed())
    throw refuse(`must be a name and a value in well-formed Unicode, got ${showNamed(name, value)}`);
  if (/^x-amz-/i.test(name) && (!name.startsWith("x-amz-") || OF_THE_SIGNATURE.test(name)))
    throw refuse("must not be one that the signature itself uses");
  if (isHeaderOnly(name)) throw refuse("must be a header: give it in headers, or by the option of its name");
  if (name.toLowerCase() === "range")
    throw refuse(
      "must be a header: S3 ignores it in a URL; let the client send Range, which needs no signature, or pin one in headers",
    );
}
