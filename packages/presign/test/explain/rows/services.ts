// What other services say in words of their own. `says` names the service and the thread in which its text was shown.
import type { ExplainRow } from "../row.ts";

export const SERVICES_ROWS: readonly ExplainRow[] = [
  {
    says: "Google, a URL that has ended (fog/fog-google#264)",
    code: "ExpiredToken",
    message: "The provided token has expired.",
    details: { Details: "Request has expired: 120" },
    want: "expired",
  },
  {
    says: "Google, a life that is no number (googleapis/google-cloud-node#2689)",
    code: "InvalidArgument",
    message: "Invalid argument.",
    details: { Details: "Expires parameter is not a valid long value: NaN" },
    want: "query_malformed",
    names: /NaN/,
  },
  {
    says: "Google, another secret (googleapis/nodejs-storage#244)",
    code: "SignatureDoesNotMatch",
    message:
      "The request signature we calculated does not match the signature you provided. Check your Google secret key and signing method.",
    want: "not_comparable",
  },
  {
    says: "R2, a URL that has ended (cloudflare/cloudflare-docs#32436)",
    code: "ExpiredRequest",
    message: "Request has expired",
    want: "expired",
  },
  {
    says: "R2, version 2 (vastsa/FileCodeBox#95)",
    code: "Unauthorized",
    message: "SigV2 authorization is not supported. Please use SigV4 instead.",
    url: "sigv2",
    want: "signature_v2",
  },
  {
    says: "R2, a key that is unknown (durch/rust-s3#271)",
    code: "Unauthorized",
    message: "Unauthorized",
    want: "key_unknown",
  },
  {
    says: "B2, version 2 (Backblaze/b2-sdk-python#136)",
    code: "UnauthorizedAccess",
    message: "bucket is not authorized: photos",
    url: "sigv2",
    want: "signature_v2",
  },
  {
    says: "B2, no right (Backblaze/b2-sdk-python#136)",
    code: "UnauthorizedAccess",
    message: "bucket is not authorized: photos",
    url: "put",
    want: "rights_missing",
  },
  {
    says: "B2, a key of another kind (timmyomahony/craft-remote-backup#11)",
    code: "InvalidAccessKeyId",
    message: "Malformed Access Key Id",
    want: "key_unknown",
  },
  {
    says: "B2, another host (quarfie/s3presignedUrl_FMFunction#5)",
    code: "SignatureDoesNotMatch",
    message: "Signature validation failed",
    want: "not_comparable",
  },
  {
    says: "MinIO, a URL from the future, in milliseconds (minio/minio#2638)",
    code: "AccessDenied",
    message: "Request is not yet valid",
    details: { "X-Amz-Date": "1473415775000", ServerTime: "2016-09-08T10:09:44Z" },
    want: "not_yet_valid",
    names: /23 hours/,
  },
  {
    says: "MinIO, a URL that has ended (minio/minio#6111)",
    code: "AccessDenied",
    message: "Request has expired",
    details: { Resource: "/files/3bd5da5e/original" },
    want: "expired",
  },
  {
    says: "MinIO, an inner name that was signed (minio/minio#7857)",
    code: "SignatureDoesNotMatch",
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    url: "inner",
    want: "host_changed",
  },
  {
    says: "NooBaa, a URL that has ended (noobaa/noobaa-core#8493)",
    code: "RequestExpired",
    message: "Request has expired",
    want: "expired",
  },
  {
    says: "Ceph, which says only the code (aws/aws-sdk-java#1942)",
    code: "SignatureDoesNotMatch",
    message: "",
    details: { HostId: "fcf8b-default-default" },
    url: "rgw",
    want: "not_comparable",
  },
];
