// Keys, regions, versions and times.
import { get, presigner, toXml } from "../urls.ts";
import type { Trap } from "./trap.ts";

export const KEY_AND_TIME_TRAPS: readonly Trap[] = [
  {
    says: "a temporary key without its token",
    seen: "bradenmacdonald/s3-lite-client#50",
    url: "tokenless",
    answer: toXml("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
    want: "token_missing",
  },
  {
    says: "a token whose + became a blank",
    seen: "ex-aws/ex_aws#228",
    url: "temporary",
    answer: toXml("InvalidToken", "The provided token is malformed or otherwise invalid.", { "Token-0": "AQoD b/c=" }),
    want: "token_wrong",
    names: /blank/,
  },
  {
    says: "credentials that died first",
    seen: "boto/boto3#2392, aws/aws-cli#5076",
    url: "temporary",
    answer: toXml("ExpiredToken", "The provided token has expired."),
    want: "credentials_expired",
  },
  {
    says: "more than seven days",
    seen: "aws/aws-cli#5464, minio/minio#12751",
    url: get.replace("X-Amz-Expires=900", "X-Amz-Expires=691200"),
    answer: toXml(
      "AuthorizationQueryParametersError",
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    ),
    want: "life_too_long",
    names: /691200/,
  },
  {
    says: "version 2 and KMS",
    seen: "boto/boto3#2680, aws/aws-cli#2622",
    url: "sigv2",
    answer: toXml(
      "InvalidArgument",
      "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
    ),
    want: "signature_v2",
  },
  {
    says: "version 2 in a region that never had it",
    seen: "s3tools/s3cmd#765",
    url: "sigv2",
    answer: toXml(
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    ),
    want: "signature_v2",
  },
  {
    says: "the global endpoint",
    seen: "boto/boto3#421, aws/aws-sdk-java#2033",
    answer: toXml("TemporaryRedirect", "Please re-send this request to the specified temporary endpoint.", {
      Endpoint: "photos.s3.eu-west-1.amazonaws.com",
    }),
    want: "other_region",
    names: /eu-west-1/,
  },
  {
    says: "a wrong region",
    seen: "boto/boto3#1982, minio/minio#5995",
    answer: toXml(
      "AuthorizationQueryParametersError",
      "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'us-west-2'",
      { Region: "us-west-2" },
    ),
    want: "region_wrong",
    names: /us-east-1.*us-west-2/,
  },
  {
    says: "an Authorization header besides",
    seen: "r-lib/httr#626, penpot/penpot#10776, nasa/harmony-service-lib-py#55",
    answer: toXml(
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
      { ArgumentName: "Authorization" },
    ),
    want: "two_signatures",
  },
  {
    says: "a clock that is ahead",
    seen: "minio/minio-java#487, aws/aws-sdk-js-v3#2208, mhart/aws4fetch#73",
    answer: toXml("AccessDenied", "Request is not yet valid", {
      "X-Amz-Date": "20261124T120000Z",
      ServerTime: "2026-11-24T11:40:00Z",
    }),
    want: "not_yet_valid",
    names: /20 minutes/,
  },
  {
    says: "a server that holds URLs to fifteen minutes",
    seen: "gaul/s3proxy#648, noobaa/noobaa-core#8490",
    url: presigner.get("k", { expiresInSeconds: 604_800 }).url,
    answer: toXml(
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
      {
        RequestTime: "20261124T120000Z",
        ServerTime: "2026-11-24T12:16:00Z",
      },
    ),
    want: "skew_rule",
    names: /16 minutes/,
  },
  {
    says: "a multi-Region access point with version 4",
    seen: "aws/aws-sdk-js-v3#5639, boto/boto3#4193",
    answer: toXml(
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-ECDSA-P256-SHA256.",
    ),
    want: "sigv4a_needed",
  },
  {
    says: "no region at all",
    seen: "aws/aws-sdk-js-v3#6267",
    answer: toXml(
      "AuthorizationQueryParametersError",
      "Error parsing the X-Amz-Credential parameter; the region 'undefined' is wrong; expecting 'us-east-2'",
    ),
    want: "region_wrong",
    names: /undefined/,
  },
  {
    says: "a session of S3 Express that was over",
    seen: "apache/arrow-rs#5268",
    url: "express",
    answer: toXml("ExpiredToken", "The provided token has expired."),
    want: "credentials_expired",
    names: /five minutes/,
  },
  {
    says: "a part's URL that ended in a long upload",
    seen: "transloadit/uppy#1724, dandi/dandi-archive#184",
    url: "part",
    answer: toXml("AccessDenied", "Request has expired", {
      "X-Amz-Expires": "900",
      Expires: "2026-11-24T12:15:00Z",
      ServerTime: "2026-11-24T12:45:00Z",
    }),
    want: "expired",
    names: /30 minutes before/,
  },
  {
    says: '"undefined" as life',
    seen: "minio/minio-js#1312",
    url: get.replace("X-Amz-Expires=900", "X-Amz-Expires=undefined"),
    answer: toXml("AuthorizationQueryParametersError", "X-Amz-Expires should be a number"),
    want: "life_too_long",
  },
];
