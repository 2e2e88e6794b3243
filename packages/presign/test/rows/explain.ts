// Errors as services send them, and what they mean. Texts are S3's own; `seen` says where they were reported.
import type { CauseCode } from "../../src/index.ts";

export interface ExplainRow {
  readonly says: string;
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, string>>;
  /** Default: a plain download link. */
  readonly url?:
    | "get"
    | "put"
    | "create"
    | "temporary"
    | "tokenless"
    | "hoisted"
    | "empty-checksum"
    | "plain"
    | "sigv2"
    | "form"
    | "cut"
    | "dots";
  readonly want: CauseCode;
  /** What the text must name. */
  readonly names?: RegExp;
}

const PUT_HEADERS = "There were headers present in the request which were not signed";

export const EXPLAIN_ROWS: readonly ExplainRow[] = [
  {
    says: "a URL that has ended",
    code: "AccessDenied",
    message: "Request has expired",
    details: { "X-Amz-Expires": "900", Expires: "2026-11-24T12:15:00Z", ServerTime: "2026-11-24T13:15:00Z" },
    want: "expired",
    names: /60 minutes before/,
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
    says: "another region",
    code: "AuthorizationQueryParametersError",
    message: "Error parsing the X-Amz-Credential parameter; the region 'us-east-2' is wrong; expecting 'ap-south-1'",
    details: { Region: "ap-south-1" },
    want: "region_wrong",
    names: /us-east-2.*ap-south-1/,
  },
  {
    says: "another region, in a form",
    code: "InvalidArgument",
    message: "the region 'us-east-1' is wrong; expecting 'us-west-1'",
    details: { ArgumentName: "X-Amz-Credential", Region: "us-west-1" },
    want: "region_wrong",
    names: /us-west-1/,
  },
  {
    says: "another region, in a header",
    code: "AuthorizationHeaderMalformed",
    message: "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'",
    details: { Region: "eu-central-1" },
    want: "region_wrong",
    names: /eu-central-1/,
  },
  {
    says: "a URL that was cut off",
    code: "AuthorizationQueryParametersError",
    message:
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    url: "cut",
    want: "url_damaged",
    names: /cut off/,
  },
  {
    says: "a wrong service",
    code: "AuthorizationQueryParametersError",
    message: 'Error parsing the X-Amz-Credential parameter; incorrect service "ec2". This endpoint belongs to "s3".',
    want: "query_malformed",
  },
  {
    says: "credentials that died",
    code: "ExpiredToken",
    message: "The provided token has expired.",
    url: "temporary",
    want: "credentials_expired",
  },
  {
    says: "a token with a blank",
    code: "InvalidToken",
    message: "The provided token is malformed or otherwise invalid.",
    details: { "Token-0": "AQoD ab/c=" },
    url: "temporary",
    want: "token_wrong",
    names: /blank/,
  },
  {
    says: "a key that is unknown",
    code: "InvalidAccessKeyId",
    message: "The AWS Access Key Id you provided does not exist in our records.",
    details: { AWSAccessKeyId: "AKIDEXAMPLE" },
    want: "key_unknown",
    names: /AKIDEXAMPLE/,
  },
  {
    says: "a temporary key without its token",
    code: "InvalidAccessKeyId",
    message: "The AWS Access Key Id you provided does not exist in our records.",
    url: "tokenless",
    want: "token_missing",
  },
  {
    says: "a multi-Region access point",
    code: "InvalidRequest",
    message: "The authorization mechanism you have provided is not supported. Please use AWS4-ECDSA-P256-SHA256.",
    want: "sigv4a_needed",
  },
  {
    says: "version 2 in a new region",
    code: "InvalidRequest",
    message: "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    url: "sigv2",
    want: "signature_v2",
  },
  {
    says: "version 2 and KMS",
    code: "InvalidArgument",
    message: "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
    url: "sigv2",
    want: "signature_v2",
  },
  {
    says: "an Authorization header besides",
    code: "InvalidArgument",
    message:
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
    details: { ArgumentName: "Authorization" },
    want: "two_signatures",
  },
  {
    says: "the global endpoint",
    code: "TemporaryRedirect",
    message: "Please re-send this request to the specified temporary endpoint.",
    details: { Endpoint: "photos.s3.eu-west-1.amazonaws.com", Bucket: "photos" },
    want: "other_region",
    names: /eu-west-1/,
  },
  {
    says: "a bucket elsewhere",
    code: "PermanentRedirect",
    message: "The bucket you are attempting to access must be addressed using the specified endpoint.",
    details: { Endpoint: "photos.s3.eu-west-1.amazonaws.com" },
    want: "other_region",
  },

  {
    says: "an ACL sent, not signed",
    code: "AccessDenied",
    message: PUT_HEADERS,
    details: { HeadersNotSigned: "x-amz-acl" },
    url: "put",
    want: "headers_not_signed",
    names: /x-amz-acl/,
  },
  {
    says: "a checksum sent, not signed",
    code: "AccessDenied",
    message: PUT_HEADERS,
    details: { HeadersNotSigned: "x-amz-checksum-sha256, x-amz-sdk-checksum-algorithm" },
    url: "put",
    want: "headers_not_signed",
    names: /x-amz-checksum-sha256/,
  },
  {
    says: "the host not signed",
    code: "AccessDenied",
    message: PUT_HEADERS,
    details: { HeadersNotSigned: "host" },
    want: "query_malformed",
    names: /host/,
  },
  {
    says: "no right",
    code: "AccessDenied",
    message: "Access Denied",
    url: "put",
    want: "rights_missing",
    names: /s3:PutObject/,
  },
  {
    says: "no right, in IAM's words",
    code: "AccessDenied",
    message:
      'User: arn:aws:iam::123456789012:user/up is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::photos/k" because no identity-based policy allows the s3:PutObject action',
    url: "put",
    want: "rights_missing",
    names: /s3:PutObject/,
  },
  {
    says: "a deny",
    code: "AccessDenied",
    message:
      'User: arn:aws:iam::123456789012:user/up is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::photos/k" with an explicit deny in a resource-based policy',
    want: "explicit_deny",
    names: /s3:GetObject/,
  },
  {
    says: "encryption asked for in the query",
    code: "AccessDenied",
    message: "Access Denied",
    url: "hoisted",
    want: "header_in_query",
    names: /x-amz-server-side-encryption/,
  },
  {
    says: "a plain link",
    code: "AccessDenied",
    message: "Access Denied",
    url: "plain",
    want: "url_damaged",
    names: /plain link/,
  },
  {
    says: "an endpoint's own cap",
    code: "AccessDenied",
    message: "This endpoint takes presigned URLs with a life of at most 60 seconds.",
    want: "life_too_long",
    names: /60/,
  },
  {
    says: "an ACL where ACLs are off",
    code: "AccessControlListNotSupported",
    message: "The bucket does not allow ACLs",
    url: "put",
    want: "acl_disabled",
  },
  {
    says: "an archived object",
    code: "InvalidObjectState",
    message: "The operation is not valid for the object's storage class",
    want: "object_archived",
  },

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
    says: "an SDK's checksum of nothing",
    code: "BadDigest",
    message: "The CRC32 you specified did not match the calculated checksum.",
    url: "empty-checksum",
    want: "checksum_of_nothing",
  },
  {
    says: "the same, in other words",
    code: "InvalidRequest",
    message: "Value for x-amz-checksum-crc32 header is invalid.",
    url: "empty-checksum",
    want: "checksum_of_nothing",
  },
  {
    says: "another checksum",
    code: "BadDigest",
    message: "The Content-MD5 you specified did not match what we received.",
    url: "put",
    want: "checksum_differs",
  },
  {
    says: "another SHA-256",
    code: "XAmzContentSHA256Mismatch",
    message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
    url: "put",
    want: "checksum_differs",
  },
  {
    says: "too large",
    code: "EntityTooLarge",
    message: "Your proposed upload exceeds the maximum allowed size",
    details: { ProposedSize: "11", MaxSizeAllowed: "10" },
    url: "form",
    want: "too_large",
    names: /11 bytes against 10/,
  },
  {
    says: "too small",
    code: "EntityTooSmall",
    message: "Your proposed upload is smaller than the minimum allowed size",
    details: { ProposedSize: "1", MinSizeAllowed: "10" },
    url: "form",
    want: "too_small",
    names: /10/,
  },
  {
    says: "no length",
    code: "MissingContentLength",
    message: "You must provide the Content-Length HTTP header.",
    url: "put",
    want: "length_missing",
  },
  {
    says: "half a body",
    code: "IncompleteBody",
    message: "You did not provide the number of bytes specified by the Content-Length HTTP header",
    url: "put",
    want: "body_incomplete",
  },
  {
    says: "a body that stood still",
    code: "RequestTimeout",
    message: "Your socket connection to the server was not read from or written to within the timeout period.",
    url: "put",
    want: "body_slow",
  },
  {
    says: "chunks",
    code: "NotImplemented",
    message: "A header you provided implies functionality that is not implemented",
    details: { Header: "Transfer-Encoding" },
    url: "put",
    want: "chunked_body",
    names: /Transfer-Encoding/,
  },
  {
    says: "checksum-mode on R2",
    code: "NotImplemented",
    message: "Header 'x-amz-checksum-mode' with value 'ENABLED' not implemented",
    want: "unsupported",
  },
  {
    says: "checksum-mode on B2",
    code: "InvalidArgument",
    message: "Unsupported header 'x-amz-checksum-mode' received for this API call.",
    want: "unsupported",
  },
  {
    says: "a download name beyond Latin-1",
    code: "InvalidArgument",
    message: "Header value cannot be represented using ISO-8859-1.",
    details: { ArgumentName: "response-content-disposition" },
    want: "header_not_latin",
  },
  {
    says: "too much metadata",
    code: "MetadataTooLarge",
    message: "Your metadata headers exceed the maximum allowed metadata size",
    url: "put",
    want: "header_too_large",
  },
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

  {
    says: "no forms at R2",
    code: "NotImplemented",
    message: "PostObject is not implemented",
    url: "form",
    want: "post_unsupported",
  },
  {
    says: "a broken form",
    code: "MalformedPOSTRequest",
    message: "The body of your POST request is not well-formed multipart/form-data.",
    url: "form",
    want: "form_malformed",
  },
  {
    says: "a form of another type",
    code: "PreconditionFailed",
    message: "Bucket POST must be of the enclosure-type multipart/form-data",
    url: "form",
    want: "form_malformed",
  },
  {
    says: "the file before its key",
    code: "InvalidArgument",
    message: "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
    details: { ArgumentName: "key" },
    url: "form",
    want: "file_not_last",
    names: /key/,
  },
  {
    says: "no file",
    code: "InvalidArgument",
    message: "POST requires exactly one file upload per request.",
    url: "form",
    want: "file_missing",
  },
  {
    says: "too many fields",
    code: "MaxPostPreDataLengthExceeded",
    message: "Your POST request fields preceding the upload file were too large.",
    url: "form",
    want: "form_too_large",
  },
  {
    says: "a field without a condition",
    code: "AccessDenied",
    message: "Invalid according to Policy: Extra input fields: qqfilename",
    url: "form",
    want: "field_not_in_policy",
    names: /qqfilename/,
  },
  {
    says: "no condition on the bucket",
    code: "AccessDenied",
    message: "Invalid according to Policy: Extra input fields: bucket",
    url: "form",
    want: "field_not_in_policy",
    names: /bucket/,
  },
  {
    says: "a condition not met",
    code: "AccessDenied",
    message: 'Invalid according to Policy: Policy Condition failed: ["eq", "$acl", "public-read"]',
    url: "form",
    want: "condition_failed",
    names: /\$acl/,
  },
  {
    says: "the same from MinIO",
    code: "AccessDenied",
    message: "Access Denied. (Invalid according to Policy: Policy Condition failed)",
    url: "form",
    want: "condition_failed",
  },
  {
    says: "a form that has ended",
    code: "AccessDenied",
    message: "Invalid according to Policy: Policy expired.",
    url: "form",
    want: "policy_expired",
  },
  {
    says: "a policy that is none",
    code: "InvalidPolicyDocument",
    message: "Invalid Policy: Invalid JSON.",
    url: "form",
    want: "policy_invalid",
  },
  { says: "a code that nobody knows", code: "SomethingNew", message: "New.", want: "unknown", names: /SomethingNew/ },
];
