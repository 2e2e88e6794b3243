// Options of GetObject and HeadObject.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
import { makeReadConditionRules, type ReadConditions } from "./conditions.ts";
import { CUSTOMER_KEY_RULE, type CustomerKey } from "./customer-key.ts";
import { DOWNLOAD_AS_RULE, RESPONSE_RULE, STABLE_RULE, VERSION_RULE } from "./link.ts";
import { makeRequestRules, type RequestOptions } from "./request.ts";
import { defineCall, integerParameterRule, putParameter, type RulesFor, wordRule } from "./rules.ts";

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

export const MAX_PART_NUMBER = 10_000;

const makeReadRules = (): RulesFor<GetOptions> => ({
  ...makeRequestRules(),
  ...makeReadConditionRules(),
  versionId: VERSION_RULE,
  partNumber: integerParameterRule("partNumber", "partNumber", { min: 1, max: MAX_PART_NUMBER }),
  response: RESPONSE_RULE,
  downloadAs: DOWNLOAD_AS_RULE,
  checksumMode: wordRule(
    "checksumMode",
    ["ENABLED"],
    (draft, word) => putParameter(draft, "x-amz-checksum-mode", word),
    "checksumMode",
  ),
  customerKey: CUSTOMER_KEY_RULE,
  stableForSeconds: STABLE_RULE,
});

export const GET = defineCall<GetOptions>("get", makeReadRules);
export const HEAD = defineCall<GetOptions>("head", makeReadRules);
