// Options of GetObject and HeadObject.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
import { PresignError, requireDate, requireKnownOptions, requireNumber, requireString, show } from "../../errors.ts";
import { attachmentDisposition } from "../disposition.ts";
import { READ_CONDITION_RULES, type ReadConditions } from "./conditions.ts";
import { CUSTOMER_KEY_RULE, type CustomerKey } from "./encryption.ts";
import { REQUEST_RULES, type RequestOptions } from "./request.ts";
import {
  type Draft,
  defineCall,
  integerParameterRule,
  putParameter,
  type RulesFor,
  textParameterRule,
  wordRule,
} from "./rules.ts";

/** Headers that S3 puts into its answer, instead of those that the object has. */
export interface ResponseHeaders {
  /** Printable ASCII, as every text here. */
  readonly contentType?: string | undefined;
  /** For a file name take `downloadAs` instead, which takes every character. */
  readonly contentDisposition?: string | undefined;
  /** For example `gzip`. */
  readonly contentEncoding?: string | undefined;
  /** For example `de`. */
  readonly contentLanguage?: string | undefined;
  /** For example `private, max-age=600`. */
  readonly cacheControl?: string | undefined;
  /** A moment, or the text of the header. */
  readonly expires?: Date | string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export interface GetOptions extends RequestOptions, ReadConditions {
  /** A version of the object, 1..1024 characters. Absent: the newest when the URL is used. */
  readonly versionId?: string | undefined;
  /** One part of an object that was uploaded in parts, 1..10000. */
  readonly partNumber?: number | undefined;
  /** Headers of the answer. They travel in the URL, so a plain link works. */
  readonly response?: ResponseHeaders | undefined;
  /** Saves the object under this name, whatever characters it has: an attachment disposition by RFC 6266. */
  readonly downloadAs?: string | undefined;
  /** Asks S3 for the object's checksum. Never sent unless asked for: some services refuse it. */
  readonly checksumMode?: "ENABLED" | undefined;
  /** The key that the object was encrypted with. */
  readonly customerKey?: CustomerKey | undefined;
  /**
   * The same call gives the same URL, byte for byte, for so many seconds (1..604800, counted in windows since 1970), so that
   * browsers and proxies can cache what it leads to. It is signed as of the window's begin, and its life is longer by the
   * window, so that what was asked for holds from any moment in it; both together at most seven days.
   */
  readonly stableForSeconds?: number | undefined;
}

export const VERSION_RULE = textParameterRule("versionId", "versionId", "versions");
export const MAX_PART_NUMBER = 10_000;

const READ_RULES: RulesFor<GetOptions> = {
  ...REQUEST_RULES,
  ...READ_CONDITION_RULES,
  versionId: VERSION_RULE,
  partNumber: integerParameterRule("partNumber", "partNumber", { min: 1, max: MAX_PART_NUMBER }),
  response: { read: readResponse },
  downloadAs: {
    read(draft, value, { response }) {
      requireString("downloadAs", value);
      if ((response as ResponseHeaders | undefined)?.contentDisposition !== undefined)
        throw new TypeError("downloadAs and response.contentDisposition exclude each other: give one");
      putParameter(draft, "response-content-disposition", attachmentDisposition(value));
    },
  },
  checksumMode: wordRule(
    "checksumMode",
    ["ENABLED"],
    (draft, word) => putParameter(draft, "x-amz-checksum-mode", word),
    "checksumMode",
  ),
  customerKey: CUSTOMER_KEY_RULE,
  stableForSeconds: {
    // As with the life, the bounds are held where it is signed.
    read(draft, value) {
      requireNumber("stableForSeconds", value);
      draft.stableForSeconds = value;
    },
  },
};

export const GET = defineCall<GetOptions>("get", READ_RULES);
export const HEAD = defineCall<GetOptions>("head", READ_RULES);

const RESPONSE = new Map([
  ["contentType", "response-content-type"],
  ["contentDisposition", "response-content-disposition"],
  ["contentEncoding", "response-content-encoding"],
  ["contentLanguage", "response-content-language"],
  ["cacheControl", "response-cache-control"],
  ["expires", "response-expires"],
]);
const RESPONSE_MEMBERS = new Set(RESPONSE.keys());

function readResponse(draft: Draft, given: unknown): void {
  requireKnownOptions("response", given, RESPONSE_MEMBERS);
  const response = given as Readonly<Record<string, unknown>>;
  for (const [name, parameter] of RESPONSE) {
    let value = response[name];
    if (value === undefined) continue;
    if (name === "expires" && value instanceof Date) {
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
    putParameter(draft, parameter, value);
  }
}
