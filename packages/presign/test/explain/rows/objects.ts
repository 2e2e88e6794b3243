// What is there, and in which state. Texts are S3's own.
import type { ExplainRow } from "../row.ts";

export const OBJECTS_ROWS: readonly ExplainRow[] = [
  {
    says: "no object",
    code: "NoSuchKey",
    message: "The specified key does not exist.",
    details: { Key: "a/b" },
    want: "object_missing",
    names: /a\/b/,
  },
  {
    says: "no version",
    code: "NoSuchVersion",
    message: "The specified version does not exist.",
    want: "version_missing",
  },
  {
    says: "no bucket",
    code: "NoSuchBucket",
    message: "The specified bucket does not exist",
    details: { BucketName: "photos" },
    want: "bucket_missing",
    names: /photos/,
  },
  {
    says: "no upload in parts",
    code: "NoSuchUpload",
    message:
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    want: "upload_missing",
  },
  {
    says: "create only, and it is there",
    code: "PreconditionFailed",
    message: "At least one of the pre-conditions you specified did not hold",
    details: { Condition: "If-None-Match" },
    url: "create",
    want: "exists_already",
  },
  {
    says: "another state",
    code: "PreconditionFailed",
    message: "At least one of the pre-conditions you specified did not hold",
    details: { Condition: "If-Match" },
    want: "state_changed",
  },
  {
    says: "two uploads at once",
    code: "ConditionalRequestConflict",
    message: "The conditional request cannot succeed due to a conflicting operation against this resource.",
    url: "create",
    want: "upload_conflict",
  },
  {
    says: "a wrong ETag in the list of parts",
    code: "InvalidPart",
    message: "One or more of the specified parts could not be found.",
    want: "parts_wrong",
  },
  {
    says: "a range behind the end",
    code: "InvalidRange",
    message: "The requested range is not satisfiable",
    want: "range_wrong",
  },
];
