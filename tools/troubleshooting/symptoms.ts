// What people see when a presigned URL does not work, and the causes that it can have, likeliest first.
import type { CauseCode } from "@daypass/presign";

export interface Symptom {
  /** As people see it; Markdown. */
  readonly see: string;
  readonly causes: readonly CauseCode[];
}

export const SECTIONS: readonly { readonly title: string; readonly symptoms: readonly Symptom[] }[] = [
  {
    title: "403 SignatureDoesNotMatch",
    symptoms: [
      {
        see: "It never worked, with any URL.",
        causes: ["secret_wrong", "host_changed", "region_wrong", "two_signatures"],
      },
      {
        see: "It works with `curl` and not in the browser or the program.",
        causes: [
          "content_type_changed",
          "content_type_added",
          "header_changed",
          "header_not_sent",
          "payload_hash_sent",
          "size_differs",
          "method_differs",
        ],
      },
      {
        see: "It works for some keys and not for others: those with blanks, `+`, accents, brackets, `//` or `..`.",
        causes: ["raw_plus", "escaping_differs", "path_changed", "slashes_folded", "dot_segment", "encoded_twice"],
      },
      {
        see: "It worked where it was made and not where it was pasted.",
        causes: ["url_damaged", "parameter_added", "parameter_removed", "parameter_changed", "other_url"],
      },
      {
        see: "It works directly and not through the proxy or the CDN.",
        causes: ["host_changed", "hop_header_signed", "range_signed", "path_changed"],
      },
      {
        see: "It is the URL that completes an upload in parts, sent with `curl -d`.",
        causes: ["body_read_as_query", "content_type_changed"],
      },
      { see: "The answer shows no CanonicalRequest.", causes: ["not_comparable"] },
      { see: "A form, and not a URL.", causes: ["policy_changed", "form_field_wrong", "secret_wrong"] },
    ],
  },
  {
    title: "403 AccessDenied",
    symptoms: [
      { see: "`Request has expired`", causes: ["expired", "clock_wrong"] },
      { see: "`Request is not yet valid`", causes: ["not_yet_valid"] },
      {
        see: "`There were headers present in the request which were not signed`",
        causes: ["headers_not_signed"],
      },
      {
        see: "`Access Denied`, or `… is not authorized to perform: s3:…`",
        causes: [
          "rights_missing",
          "object_missing",
          "url_damaged",
          "header_in_query",
          "owner_differs",
          "requester_pays",
        ],
      },
      { see: "`… with an explicit deny in …`", causes: ["explicit_deny"] },
      { see: "`… because object protected by object lock`", causes: ["object_locked"] },
      { see: "`… cap exceeded`", causes: ["quota_reached"] },
      { see: "A page of HTML with `Code: AccessDenied`, from a website endpoint of S3", causes: ["website_host"] },
      {
        see: "`Invalid according to Policy: …`",
        causes: ["field_not_in_policy", "condition_failed", "policy_expired"],
      },
      {
        see: "A 403 without a body: the answer to HEAD.",
        causes: ["method_differs", "rights_missing", "object_missing", "expired", "requester_pays"],
      },
    ],
  },
  {
    title: "400, and other 403",
    symptoms: [
      { see: "`ExpiredToken`", causes: ["credentials_expired"] },
      { see: "`InvalidToken`", causes: ["token_wrong"] },
      { see: "`InvalidAccessKeyId`", causes: ["key_unknown", "token_missing", "raw_plus"] },
      {
        see: "`AuthorizationQueryParametersError`",
        causes: ["region_wrong", "life_too_long", "url_damaged", "encoded_twice", "query_malformed"],
      },
      { see: "`InvalidRequest`: `Please use AWS4-HMAC-SHA256`", causes: ["signature_v2"] },
      { see: "`InvalidRequest`: `Please use AWS4-ECDSA-P256-SHA256`", causes: ["sigv4a_needed"] },
      { see: "`Only one auth mechanism allowed`", causes: ["two_signatures"] },
      { see: "`RequestTimeTooSkewed`", causes: ["clock_wrong", "skew_rule"] },
      {
        see: "`The object was stored using a form of Server Side Encryption`",
        causes: ["customer_key_needed"],
      },
      { see: "`… must be made over a secure connection`", causes: ["https_needed"] },
      { see: "`S3 Transfer Acceleration is not configured on this bucket`", causes: ["acceleration_off"] },
      { see: "`KMS.DisabledException`, `KMS.NotFoundException`, and others of KMS", causes: ["kms_key_unusable"] },
      { see: "`InvalidTag`, or `Object tags cannot be greater than 10`", causes: ["tag_invalid"] },
      { see: "`InvalidStorageClass`", causes: ["storage_class_invalid"] },
      { see: "`AccessControlListNotSupported`", causes: ["acl_disabled"] },
      { see: "`InvalidObjectState`", causes: ["object_archived"] },
      { see: "`Header value cannot be represented using ISO-8859-1`", causes: ["header_not_latin"] },
      { see: "`MetadataTooLarge`, `RequestHeaderSectionTooLarge`", causes: ["header_too_large"] },
      {
        see: "`AccountProblem`, `NotSignedUp`, `AllAccessDisabled`, or Google's `UserProjectAccountProblem`",
        causes: ["account_disabled"],
      },
      { see: "`KeyTooLongError`", causes: ["key_too_long"] },
      { see: "`InvalidURI`", causes: ["dot_segment", "path_invalid"] },
    ],
  },
  {
    title: "The body is not taken",
    symptoms: [
      { see: "`BadDigest`, `XAmzContentChecksumMismatch`", causes: ["checksum_of_nothing", "checksum_differs"] },
      {
        see: "`x-amz-content-sha256 must be UNSIGNED-PAYLOAD, … or a valid sha256 value`",
        causes: ["payload_hash_sent", "query_malformed"],
      },
      { see: "`InvalidDigest`, or `Value for x-amz-checksum-… header is invalid`", causes: ["checksum_malformed"] },
      { see: "`MalformedXML`", causes: ["body_malformed", "parts_wrong"] },
      { see: "`EntityTooLarge`, or a 413, also as a web page of a proxy", causes: ["too_large"] },
      { see: "`EntityTooSmall`", causes: ["too_small"] },
      { see: "`MissingContentLength`, or a 411, also as a web page of a proxy", causes: ["length_missing"] },
      { see: "`IncompleteBody`", causes: ["body_incomplete"] },
      { see: "`RequestTimeout`", causes: ["body_slow"] },
      {
        see: "501 `A header you provided implies functionality that is not implemented`",
        causes: ["chunked_body", "unsupported"],
      },
    ],
  },
  {
    title: "Forms",
    symptoms: [
      {
        see: "501 or 405 to every form, as at R2 and B2",
        causes: ["post_unsupported", "unsupported", "method_not_allowed"],
      },
      { see: "`MalformedPOSTRequest`", causes: ["form_malformed"] },
      { see: "`Bucket POST must contain a field named 'key'`", causes: ["file_not_last"] },
      { see: "`POST requires exactly one file upload per request`", causes: ["file_missing"] },
      { see: "`MaxPostPreDataLengthExceeded`", causes: ["form_too_large"] },
      { see: "`InvalidPolicyDocument`", causes: ["policy_invalid", "policy_expired"] },
    ],
  },
  {
    title: "It is not there, or is there already",
    symptoms: [
      { see: "301 `PermanentRedirect`, 307 `TemporaryRedirect`", causes: ["other_region"] },
      { see: "304 without a body", causes: ["not_modified"] },
      { see: "404 `NoSuchKey`, or a 404 without a body", causes: ["object_missing"] },
      { see: "404 `NoSuchVersion`", causes: ["version_missing"] },
      { see: "404 `NoSuchBucket`", causes: ["bucket_missing"] },
      { see: "404 `NoSuchUpload`", causes: ["upload_missing"] },
      { see: "412 `PreconditionFailed`", causes: ["exists_already", "state_changed"] },
      { see: "409 `ConditionalRequestConflict`", causes: ["upload_conflict"] },
      {
        see: "400 `InvalidPart`, `InvalidPartOrder`, or `Part number must be an integer between 1 and 10000, inclusive`",
        causes: ["parts_wrong"],
      },
      { see: "416 `InvalidRange`", causes: ["range_wrong"] },
      { see: "405 `MethodNotAllowed`", causes: ["method_not_allowed"] },
    ],
  },
  {
    title: "No answer of S3",
    symptoms: [
      {
        see: "The browser says `Failed to fetch`, `NetworkError` or `Load failed`",
        causes: ["answer_hidden", "cors_refused", "checksum_of_nothing"],
      },
      { see: "`No 'Access-Control-Allow-Origin' header is present`", causes: ["cors_refused"] },
      { see: "A web page, JSON, or a page to sign in, also by a redirect (302, 308)", causes: ["not_s3"] },
      { see: "A redirect from http to https", causes: ["https_needed"] },
      { see: "`MissingKey`, `InvalidKey` or `MalformedPolicy` of CloudFront", causes: ["not_s3"] },
      { see: "The certificate is not for this name, is over, or is not trusted", causes: ["certificate_wrong"] },
      { see: "The host is not found, or refuses the connection", causes: ["not_reached"] },
      { see: "429, 500, 503 `SlowDown`, also inside a 200", causes: ["service_busy"] },
      { see: "A code that is not in this list", causes: ["unknown"] },
    ],
  },
];
