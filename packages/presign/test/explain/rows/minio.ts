// What MinIO says. Where a region is set, every error has it as an element: minio/minio, cmd/api-errors.go, getAPIErrorResponse.
import type { ExplainRow } from "../row.ts";

const fault = { code: "AuthorizationQueryParametersError", details: { Region: "us-east-2" } } as const;

export const MINIO_ROWS: readonly ExplainRow[] = [
  {
    says: "MinIO with a region, eight days",
    ...fault,
    message:
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    url: "eight-days",
    want: "life_too_long",
  },
  {
    says: "MinIO with a region, a URL that was cut off",
    ...fault,
    message:
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    url: "cut",
    want: "url_damaged",
    names: /cut off/,
  },
  {
    says: "MinIO with another region, a date that is none",
    ...fault,
    message: "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    details: { Region: "eu-west-1" },
    want: "query_malformed",
    names: /ISO8601/,
  },
  {
    says: "MinIO, another region",
    code: "AuthorizationHeaderMalformed",
    message: "The authorization header is malformed; the region is wrong; expecting 'eu-west-1'.",
    details: { Region: "eu-west-1" },
    want: "region_wrong",
    names: /region us-east-2, and the bucket is in eu-west-1/,
  },
  {
    says: "MinIO, another region that no element names",
    code: "AuthorizationHeaderMalformed",
    message: "The authorization header is malformed; the region is wrong; expecting 'eu-west-1'.",
    want: "region_wrong",
    names: /region us-east-2, and the bucket is in eu-west-1/,
  },
  {
    says: "MinIO, another region in the query",
    code: "AuthorizationQueryParametersError",
    message: "Error parsing the X-Amz-Credential parameter; the region is wrong;",
    want: "region_wrong",
    names: /region us-east-2, and the bucket is in another/,
  },
  {
    says: "Garage, another region",
    code: "AuthorizationHeaderMalformed",
    message: "Authorization header malformed, unexpected scope: 20261124/us-east-2/s3/aws4_request",
    details: { Region: "garage" },
    want: "region_wrong",
    names: /garage/,
  },
  {
    says: "MinIO, a URL from the future",
    code: "AccessDenied",
    message: "Request is not valid yet",
    details: { Region: "us-east-2" },
    want: "not_yet_valid",
  },
  {
    says: "MinIO, another region in its own code",
    code: "InvalidRegion",
    message: "Region does not match; expecting 'eu-west-1'.",
    want: "region_wrong",
    names: /eu-west-1/,
  },
  {
    says: "MinIO, a service that is none",
    code: "AuthorizationParametersError",
    message:
      'Error parsing the Credential/X-Amz-Credential parameter; incorrect service. This endpoint belongs to "s3".',
    want: "query_malformed",
  },
  {
    says: "MinIO, a session token that is none",
    code: "InvalidTokenId",
    message: "The security token included in the request is invalid",
    url: "temporary",
    want: "token_wrong",
  },
  {
    says: "MinIO, a full disk",
    code: "XMinioStorageFull",
    message: "Storage backend has reached its minimum free drive threshold. Please delete a few objects to proceed.",
    url: "put",
    want: "quota_reached",
  },
  {
    says: "MinIO, too many uploads",
    code: "SlowDownWrite",
    message: "Resource requested is unwritable, please reduce your request rate",
    url: "put",
    want: "service_busy",
  },
];
