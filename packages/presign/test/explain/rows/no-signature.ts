// Requests in which no signature of S3 arrived: the URL shows why. Texts are S3's own.
import type { ExplainRow } from "../row.ts";

const denied = { code: "AccessDenied", message: "Access Denied" } as const;
const OF_VERSION_2 = "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters";

export const NO_SIGNATURE_ROWS: readonly ExplainRow[] = [
  {
    says: "DeleteObjects, which is no form",
    code: "AccessDenied",
    message: "Access Denied",
    url: "delete-many",
    want: "url_damaged",
    names: /no signature at all/,
  },
  { says: "an encoded ?", ...denied, url: "question-encoded", want: "url_damaged", names: /^Its signature stands in/ },
  { says: "a # in the key", ...denied, url: "hash-in-key", want: "url_damaged", names: /^Its signature stands in/ },
  {
    says: "a link wrapped by a mail scanner",
    ...denied,
    url: "wrapped",
    want: "url_damaged",
    names: /^Another URL stands/,
  },
  { says: "a URL that was cut off", ...denied, url: "cut", want: "url_damaged", names: /^Almost .* cut off/ },
  { says: "a URL that was encoded twice", ...denied, url: "twice", want: "encoded_twice" },
  {
    says: "a URL of CloudFront, whose own access is denied",
    ...denied,
    url: "cloudfront",
    want: "rights_missing",
    names: /^Signed for CloudFront.*origin access control/,
  },
  {
    says: "a URL of CloudFront, sent to S3",
    ...denied,
    url: "cloudfront-at-s3",
    want: "query_malformed",
    names: /^Signed for CloudFront.*S3 reads nothing/,
  },
  {
    says: "a part of a signature of version 2, of CloudFront's",
    code: "AccessDenied",
    message: OF_VERSION_2,
    url: "cloudfront",
    want: "query_malformed",
    names: /requires the Signature.*CloudFront/,
  },
  {
    says: "a part of a signature of version 2, of a sound URL",
    code: "AccessDenied",
    message: OF_VERSION_2,
    want: "url_damaged",
    names: /requires the Signature.* parameters\. No whole signature arrived/,
  },
  {
    says: "a part of a signature of version 2, of a plain link",
    code: "AccessDenied",
    message: OF_VERSION_2,
    url: "plain",
    want: "url_damaged",
    names: /plain link/,
  },
  {
    says: "a request of nobody, at Ceph and others",
    code: "AccessDenied",
    message: "Anonymous users cannot invoke this API. Please authenticate.",
    want: "url_damaged",
    names: /Please authenticate.*No whole signature/,
  },
  {
    says: "a URL that is damaged here and was whole when it was sent",
    code: "AccessDenied",
    message:
      'User: arn:aws:iam::123456789012:user/up is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::photos/k" because no identity-based policy allows the s3:GetObject action',
    url: "cut",
    want: "rights_missing",
    names: /s3:GetObject/,
  },
  {
    says: "a mismatch of a signature that is not S3's",
    code: "SignatureDoesNotMatch",
    message: "Access denied.",
    url: "cloudfront",
    want: "not_comparable",
    names: /^Signed for CloudFront/,
  },
];
