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
  {
    says: "a tag that S3 does not take",
    code: "InvalidTag",
    message: "The TagKey you have provided is invalid",
    url: "put",
    want: "tag_invalid",
    names: /TagKey/,
  },
  {
    says: "a tag that is written otherwise",
    code: "InvalidArgument",
    message:
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    url: "put",
    want: "tag_invalid",
  },
  {
    says: "eleven tags",
    code: "BadRequest",
    message: "Object tags cannot be greater than 10",
    url: "put",
    want: "tag_invalid",
  },
  {
    says: "a storage class that is none",
    code: "InvalidStorageClass",
    message: "The storage class you specified is not valid",
    url: "put",
    want: "storage_class_invalid",
  },
  {
    says: "an object of SSE-C, asked for without its key",
    code: "InvalidRequest",
    message:
      "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
    want: "customer_key_needed",
    names: /SSE-C/,
  },
  {
    says: "a key of SSE-C without its hash",
    code: "InvalidArgument",
    message:
      "Requests specifying Server Side Encryption with Customer provided keys must provide the client calculated MD5 of the secret key.",
    want: "customer_key_needed",
  },
  {
    says: "another hash than the key's",
    code: "InvalidArgument",
    message: "The calculated MD5 hash of the key did not match the hash that was provided.",
    want: "customer_key_needed",
  },
  {
    says: "a key of KMS that is switched off",
    code: "KMS.DisabledException",
    message: "arn:aws:kms:us-east-2:123456789012:key/1 is disabled.",
    want: "kms_key_unusable",
    names: /DisabledException: .* is disabled/,
  },
  {
    says: "a key of KMS that is not there",
    code: "KMS.NotFoundException",
    message: "Invalid keyId aws/s3",
    url: "put",
    want: "kms_key_unusable",
  },
  {
    says: "a key id of KMS without the algorithm",
    code: "InvalidArgument",
    message: "Server Side Encryption with KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
    url: "put",
    want: "header_not_sent",
  },
  {
    says: "a method of encryption that S3 has not",
    code: "InvalidEncryptionAlgorithmError",
    message: "The Encryption request you specified is not valid. Supported value: AES256.",
    url: "put",
    want: "unsupported",
  },
  {
    says: "a key of SSE-C over http",
    code: "InvalidRequest",
    message:
      "Requests specifying Server Side Encryption with Customer provided keys must be made over a secure connection.",
    want: "https_needed",
  },
  {
    says: "a key of KMS over http",
    code: "InvalidArgument",
    message:
      "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.",
    want: "https_needed",
  },
  {
    says: "a version that is a delete marker",
    code: "MethodNotAllowed",
    message: "The specified method is not allowed against this resource.",
    details: { Method: "GET", ResourceType: "DeleteMarker" },
    url: "version",
    want: "version_missing",
    names: /delete marker/,
  },
];
