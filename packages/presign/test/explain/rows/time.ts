// When: clocks, lives and ends. Texts are S3's own.
import type { ExplainRow } from "../row.ts";

export const TIME_ROWS: readonly ExplainRow[] = [
  {
    says: "a URL that has ended",
    code: "AccessDenied",
    message: "Request has expired",
    details: { "X-Amz-Expires": "900", Expires: "2026-11-24T12:15:00Z", ServerTime: "2026-11-24T13:15:00Z" },
    want: "expired",
    names: /60 minutes before/,
  },
  {
    says: "an answer about another URL, which ended at another time",
    code: "AccessDenied",
    message: "Request has expired",
    details: { "X-Amz-Expires": "60", Expires: "2026-11-24T00:01:00Z", ServerTime: "2026-11-24T13:15:00Z" },
    want: "other_url",
    names: /ended at 2026-11-24T00:01:00.000Z, and this one ends at 2026-11-24T12:15:00.000Z/,
  },
  {
    says: "a URL from the future",
    code: "AccessDenied",
    message: "Request is not yet valid",
    details: { "X-Amz-Date": "2026-11-24T12:00:00Z", ServerTime: "2026-11-24T11:00:00Z" },
    want: "not_yet_valid",
    names: /60 minutes/,
  },
  {
    says: "a clock that is off, in headers",
    code: "RequestTimeTooSkewed",
    message: "The difference between the request time and the current time is too large.",
    details: { RequestTime: "20261124T140000Z", ServerTime: "2026-11-24T12:00:00Z" },
    want: "clock_wrong",
    names: /2 hours ahead/,
  },
  {
    says: "more than seven days",
    code: "AuthorizationQueryParametersError",
    message:
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    want: "life_too_long",
  },
  {
    says: "a negative life",
    code: "AuthorizationQueryParametersError",
    message: "X-Amz-Expires must be non-negative",
    want: "life_too_long",
  },
  {
    says: '"undefined" as life',
    code: "AuthorizationQueryParametersError",
    message: "X-Amz-Expires should be a number",
    want: "life_too_long",
  },
  {
    says: "more than seven days, of another URL than the one that was sent",
    code: "AuthorizationQueryParametersError",
    message:
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    want: "life_too_long",
    names: /signed for longer/,
  },
];
