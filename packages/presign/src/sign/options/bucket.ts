// Options of ListObjectsV2, and of requests for which there is no call of their own.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
import { requireKey } from "../key.ts";
import { CONTENT_LENGTH_RULE } from "./content-length.ts";
import { makeRequestRules, type RequestOptions } from "./request.ts";
import {
  defineCall,
  flagRule,
  integerParameterRule,
  putParameter,
  requireWord,
  textParameterRule,
  wordRule,
} from "./rules.ts";

/** What a list of keys may show: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export interface ListOptions extends RequestOptions {
  /** Keys that begin with this. Signed: whoever has the URL sees no others. Without it, the whole bucket. */
  readonly prefix?: string | undefined;
  /** Groups keys up to this text, usually `/`. */
  readonly delimiter?: string | undefined;
  /** 1..1000 */
  readonly maxKeys?: number | undefined;
  /** Keys behind this one. */
  readonly startAfter?: string | undefined;
  /** `NextContinuationToken` of the page before. */
  readonly continuationToken?: string | undefined;
  /** Answers the owner of each object too. */
  readonly fetchOwner?: boolean | undefined;
  /** Answers keys percent-encoded: XML has no place for some characters. */
  readonly encodingType?: "url" | undefined;
}

/** What `request` signs: any request of S3, with its parameters in `query` and its headers in `headers`. */
export interface GeneralRequest extends RequestOptions {
  /** The method of the request. S3 takes no other at its URL. */
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Absent: the bucket itself, as for ListObjectsV2. */
  readonly key?: string | undefined;
  /** Exact size of the body in bytes, 0..5 GiB. */
  readonly contentLength?: number | undefined;
}

export const LIST = defineCall<ListOptions>("list", () => ({
  ...makeRequestRules(),
  prefix: textParameterRule("prefix", "prefix"),
  delimiter: textParameterRule("delimiter", "delimiter"),
  maxKeys: integerParameterRule("maxKeys", "max-keys", { min: 1, max: 1000 }),
  startAfter: textParameterRule("startAfter", "start-after"),
  continuationToken: textParameterRule("continuationToken", "continuation-token"),
  fetchOwner: flagRule("fetchOwner", (draft) => putParameter(draft, "fetch-owner", "true")),
  encodingType: wordRule("encodingType", ["url"], (draft, word) => putParameter(draft, "encoding-type", word)),
}));

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"];

export const REQUEST = defineCall<GeneralRequest>(
  "request",
  () => ({
    ...makeRequestRules(),
    method: { read: (_draft, value) => requireWord("method", value, METHODS) },
    key: { read: (_draft, value) => requireKey("key", value) },
    contentLength: {
      read(draft, value, options) {
        CONTENT_LENGTH_RULE.read(draft, value, options);
        if (options.method === "GET" || options.method === "HEAD")
          throw new TypeError(`request: contentLength is for a request with a body, and ${options.method} has none`);
      },
    },
  }),
  ["method"],
);
