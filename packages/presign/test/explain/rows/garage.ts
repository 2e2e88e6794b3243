// What Garage says: deuxfleurs-org/garage, src/api/common/signature/payload.rs and common_error.rs.
import type { ExplainRow } from "../row.ts";

const says = (words: string): string => `Garage: ${words}`;

export const GARAGE_ROWS: readonly ExplainRow[] = [
  {
    says: says("a URL that is over"),
    code: "InvalidRequest",
    message: "Bad request: Date is too old",
    want: "expired",
    names: /12:15:00/,
  },
  {
    says: says("the same as a denial"),
    code: "AccessDenied",
    message: "Forbidden: Date is too old",
    want: "expired",
  },
  {
    says: says("eight days"),
    code: "InvalidRequest",
    message: "Bad request: X-Amz-Expires may not exceed a week",
    url: "eight-days",
    want: "life_too_long",
  },
  {
    says: says("a header that was not signed"),
    code: "InvalidRequest",
    message: "Bad request: Header `x-amz-acl` should be signed",
    want: "headers_not_signed",
    names: /x-amz-acl/,
  },
  {
    says: says("a host that was not signed"),
    code: "InvalidRequest",
    message: "Bad request: Header `Host` should be signed",
    want: "query_malformed",
  },
  {
    says: says("a key that it does not know"),
    code: "AccessDenied",
    message: "Forbidden: No such key: GK0123",
    want: "key_unknown",
    names: /GK0123/,
  },
  {
    says: says("a key without the right"),
    code: "AccessDenied",
    message: "Forbidden: Operation is not allowed for this key.",
    want: "rights_missing",
  },
  {
    says: says("another secret"),
    code: "AccessDenied",
    message: "Forbidden: Invalid signature",
    want: "not_comparable",
  },
];
