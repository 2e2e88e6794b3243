// 400, and other 403.
import { error, get, row, type Samples, says, temporary, version2 } from "./sample.ts";

export const MALFORMED_SAMPLES: Samples = {
  "`ExpiredToken`": [row(temporary, error("ExpiredToken", "The provided token has expired."))],
  "`InvalidToken`": [row(temporary, error("InvalidToken", "The provided token is malformed or otherwise invalid."))],
  "`InvalidAccessKeyId`": [
    says("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
    row(
      temporary.replace(/&X-Amz-Security-Token=[^&]*/, ""),
      error("InvalidAccessKeyId", "It does not exist."),
      "token_missing",
    ),
    row(get, error("InvalidAccessKeyId", "It does not exist.", { AWSAccessKeyId: "MY KEY" }), "raw_plus"),
  ],
  "`AuthorizationQueryParametersError`": [
    says(
      "AuthorizationQueryParametersError",
      "Error parsing the X-Amz-Credential parameter; the region 'eu-central-1' is wrong; expecting 'us-west-2'",
    ),
    row(
      get.replace("=900", "=999999"),
      error("AuthorizationQueryParametersError", "X-Amz-Expires must be less than a week (in seconds)"),
      "life_too_long",
    ),
    row(
      get.replace(/&X-Amz-Signature=.*/, ""),
      error("AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Algorithm"),
      "url_damaged",
    ),
    row(
      get.replaceAll("%2F", "%252F"),
      error(
        "AuthorizationQueryParametersError",
        "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed",
      ),
      "encoded_twice",
    ),
    row(
      get,
      error("AuthorizationQueryParametersError", "X-Amz-Date must be in the ISO8601 Long Format"),
      "query_malformed",
    ),
  ],
  "`InvalidRequest`: `Please use AWS4-HMAC-SHA256`": [
    row(
      version2,
      error(
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
      ),
    ),
  ],
  "`InvalidRequest`: `Please use AWS4-ECDSA-P256-SHA256`": [
    says(
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-ECDSA-P256-SHA256.",
    ),
  ],
  "`Only one auth mechanism allowed`": [
    says(
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter should be specified",
    ),
  ],
  "`RequestTimeTooSkewed`": [
    says("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", {
      RequestTime: "20261124T120000Z",
      ServerTime: "2026-11-24T11:00:00Z",
    }),
    row(get, error("RequestTimeTooSkewed", "", { ServerTime: "2026-11-24T12:14:00Z" }), "skew_rule"),
  ],
  "`The object was stored using a form of Server Side Encryption`": [
    says(
      "InvalidRequest",
      "The object was stored using a form of Server Side Encryption. The correct parameters must be provided.",
    ),
  ],
  "`… must be made over a secure connection`": [
    says(
      "InvalidArgument",
      "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.",
    ),
  ],
  "`S3 Transfer Acceleration is not configured on this bucket`": [
    says("InvalidRequest", "S3 Transfer Acceleration is not configured on this bucket"),
  ],
  "`KMS.DisabledException`, `KMS.NotFoundException`, and others of KMS": [
    says("KMS.DisabledException", "arn:aws:kms:eu-central-1:1:key/a is disabled."),
    says("KMS.NotFoundException", "Key does not exist"),
    says("KMS.KMSInvalidStateException", "arn:aws:kms:eu-central-1:1:key/a is pending deletion."),
  ],
  "`InvalidTag`, or `Object tags cannot be greater than 10`": [
    says("InvalidTag", "The TagValue you have provided is invalid"),
    says("BadRequest", "Object tags cannot be greater than 10"),
  ],
  "`InvalidStorageClass`": [says("InvalidStorageClass", "The storage class you specified is not valid")],
  "`AccessControlListNotSupported`": [says("AccessControlListNotSupported", "The bucket does not allow ACLs")],
  "`InvalidObjectState`": [says("InvalidObjectState", "The operation is not valid for the object's storage class")],
  "`Header value cannot be represented using ISO-8859-1`": [
    says("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", {
      ArgumentName: "response-content-disposition",
    }),
  ],
  "`MetadataTooLarge`, `RequestHeaderSectionTooLarge`": [
    says("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size"),
    says(
      "RequestHeaderSectionTooLarge",
      "Your request header and query-string parameters exceed the maximum allowed size.",
    ),
  ],
  "`AccountProblem`, `NotSignedUp`, `AllAccessDisabled`, or Google's `UserProjectAccountProblem`": [
    says("AccountProblem", "There is a problem with your AWS account."),
    says("NotSignedUp", "Your account is not signed up for the Amazon S3 service."),
    says("AllAccessDisabled", "All access to this object has been disabled"),
    says("UserProjectAccountProblem", "The project to be billed is associated with a closed billing account."),
  ],
  "`KeyTooLongError`": [says("KeyTooLongError", "Your key is too long")],
  "`InvalidURI`": [
    row(get.replace("/k?", "/a/../k?"), error("InvalidURI", "Couldn't parse the specified URI.")),
    row(get.replace("/k?", "/a%E4?"), error("InvalidURI", "Couldn't parse the specified URI."), "path_invalid"),
  ],
};
