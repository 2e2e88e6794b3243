// How it is written, and the rest. Texts are S3's own.
import type { ExplainRow } from "../row.ts";

export const REST_ROWS: readonly ExplainRow[] = [
  { says: "a long key", code: "KeyTooLongError", message: "Your key is too long", want: "key_too_long" },
  {
    says: "a folded path",
    code: "InvalidURI",
    message: "Couldn't parse the specified URI.",
    url: "dots",
    want: "dot_segment",
  },
  { says: "a broken path", code: "InvalidURI", message: "Couldn't parse the specified URI.", want: "path_invalid" },
  {
    says: "another method",
    code: "MethodNotAllowed",
    message: "The specified method is not allowed against this resource.",
    want: "method_not_allowed",
  },
  {
    says: "no CORS",
    code: "AccessForbidden",
    message: "CORSResponse: This CORS request is not allowed.",
    want: "cors_refused",
  },
  { says: "a busy service", code: "SlowDown", message: "Please reduce your request rate.", want: "service_busy" },
  { says: "a code that nobody knows", code: "SomethingNew", message: "New.", want: "unknown", names: /SomethingNew/ },
];
