// What the signer may do, and what must be signed. Texts are S3's own.
import type { ExplainRow } from "../row.ts";

const PUT_HEADERS = "There were headers present in the request which were not signed";

export const RIGHTS_ROWS: readonly ExplainRow[] = [
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
    says: "no right to a part, by IAM's name",
    code: "AccessDenied",
    message: "Access Denied",
    url: "part",
    want: "rights_missing",
    names: /may not do s3:PutObject\./,
  },
  {
    says: "no right to a version, by IAM's name",
    code: "AccessDenied",
    message: "Access Denied",
    url: "version",
    want: "rights_missing",
    names: /s3:GetObjectVersion, s3:DeleteObjectVersion/,
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
    says: "a bucket whose requesters pay",
    code: "AccessDenied",
    message: "Bucket is a requester pays bucket. Requester must acknowledge with x-amz-request-payer.",
    want: "requester_pays",
    names: /Requester Pays/,
  },
];
