// Garage has S3's codes and words of its own, and one code for many noes.
// https://github.com/deuxfleurs-org/garage, src/api/common/signature/payload.rs and common_error.rs
import { type Row, said } from "./row.ts";
import { explainExpiry, explainQueryFault } from "./time.ts";

const CODE = /^(?:InvalidRequest|AccessDenied)$/;

export const GARAGE_ROWS: readonly Row[] = [
  [CODE, /^(?:(?:Bad request|Forbidden): )?Date is too old$/, explainExpiry],
  [CODE, /^Bad request: X-Amz-Expires (?:may not exceed a week|is not a number)/, explainQueryFault],
  [CODE, /^Bad request: Header `host` should be signed$/i, "query_malformed", said],
  [CODE, /^Bad request: Header `[^`]+` should be signed$/, "headers_not_signed", said],
  [CODE, /^Forbidden: No such key: /, "key_unknown", said],
];
