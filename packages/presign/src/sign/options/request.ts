// Options of every call.
import { PresignError, requireString, show } from "../../errors.ts";
import { addCallerHeaders } from "../headers.ts";
import { EXPIRES_RULE, QUERY_RULE } from "./link.ts";
import { flagRule, putParameter, type RulesFor } from "./rules.ts";

/** Options of every call. */
export interface RequestOptions {
  /** Life of the URL in seconds, 1..604800 (or what the provider takes). */
  readonly expiresInSeconds: number;
  /** Further headers to sign: the caller of the URL must send exactly these. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further query parameters to sign, for example a grant's id as `x-daypass-grant`. S3 ignores unknown `x-` ones. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** The caller pays for the request (Requester Pays buckets). Travels in the URL, so a plain link works. */
  readonly requesterPays?: boolean | undefined;
  /** Account of 12 digits: S3 refuses when the bucket is another's. Travels in the URL, so a plain link works. */
  readonly expectedBucketOwner?: string | undefined;
}

export const makeRequestRules = (): RulesFor<RequestOptions> => ({
  expiresInSeconds: EXPIRES_RULE,
  headers: {
    read(draft, value) {
      draft.headers ??= {};
      addCallerHeaders(draft.headers, value as RequestOptions["headers"]);
    },
  },
  query: QUERY_RULE,
  requesterPays: flagRule(
    "requesterPays",
    (draft) => putParameter(draft, "x-amz-request-payer", "requester"),
    "requesterPays",
  ),
  expectedBucketOwner: {
    feature: "expectedBucketOwner",
    read(draft, value) {
      requireString("expectedBucketOwner", value);
      if (!/^\d{12}$/.test(value))
        throw new PresignError(
          "option_invalid",
          `expectedBucketOwner must be an account of 12 digits, got ${show(value)}`,
        );
      putParameter(draft, "x-amz-expected-bucket-owner", value);
    },
  },
});
