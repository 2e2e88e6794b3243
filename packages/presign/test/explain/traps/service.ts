// What the service does not take: checksums, headers, rights, forms.
import { refuse, toXml, URLS } from "../urls.ts";
import type { Trap } from "./trap.ts";

const NOT_SIGNED = "There were headers present in the request which were not signed";

export const SERVICE_TRAPS: readonly Trap[] = [
  {
    says: "an SDK's checksum of nothing",
    seen: "aws/aws-sdk-js-v3#6810, #6806",
    url: "empty-checksum",
    answer: toXml("BadDigest", "The CRC32 you specified did not match the calculated checksum."),
    want: "checksum_of_nothing",
  },
  {
    says: "an SDK's checksum mode at R2",
    seen: "Donnadieu/Epstein-File-Explorer#84",
    answer: toXml("NotImplemented", "Header 'x-amz-checksum-mode' with value 'ENABLED' not implemented"),
    want: "unsupported",
    names: /x-amz-checksum-mode/,
  },
  {
    says: "an SDK's checksum mode at B2",
    seen: "diced/zipline#746",
    answer: toXml("InvalidArgument", "Unsupported header 'x-amz-checksum-mode' received for this API call."),
    want: "unsupported",
  },
  {
    says: "a checksum that was hoisted, and sent as a header too",
    seen: "aws/aws-sdk-js-v3#4448, aws/aws-sdk#480",
    url: "put",
    answer: toXml("AccessDenied", NOT_SIGNED, { HeadersNotSigned: "x-amz-checksum-sha256" }),
    want: "headers_not_signed",
    names: /x-amz-checksum-sha256/,
  },
  {
    says: "hoisted encryption against a bucket policy",
    seen: "aws/aws-sdk-js-v3#1576, aws/aws-sdk-ruby#874",
    url: "hoisted",
    answer: toXml("AccessDenied", "Access Denied"),
    want: "header_in_query",
    names: /x-amz-server-side-encryption/,
  },
  {
    says: "an ACL that was sent and not signed",
    seen: "odysseyscience/react-s3-uploader#106, ex-aws/ex_aws_s3#73",
    url: "put",
    answer: toXml("AccessDenied", NOT_SIGNED, { HeadersNotSigned: "x-amz-acl" }),
    want: "headers_not_signed",
    names: /x-amz-acl/,
  },
  {
    says: "an ACL on a bucket without ACLs",
    seen: "cloudyr/aws.s3#435, aws/aws-sdk-js#3925",
    url: "put",
    answer: toXml("AccessControlListNotSupported", "The bucket does not allow ACLs"),
    want: "acl_disabled",
  },
  {
    says: "a download name beyond Latin-1",
    seen: "IQSS/dataverse#4524, guardian/grid#1716",
    answer: toXml("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", {
      ArgumentName: "response-content-disposition",
    }),
    want: "header_not_latin",
  },
  {
    says: "a body in chunks",
    seen: "minio/minio#7792, Automattic/knox#43",
    url: "put",
    answer: toXml("NotImplemented", "A header you provided implies functionality that is not implemented", {
      Header: "Transfer-Encoding",
    }),
    want: "chunked_body",
  },
  {
    says: "fields behind the file",
    seen: "minio/minio#19736, blueimp/jQuery-File-Upload#43",
    url: "form",
    answer: toXml(
      "InvalidArgument",
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      { ArgumentName: "key" },
    ),
    want: "file_not_last",
  },
  {
    says: "a field without a condition",
    seen: "aws/aws-sdk-php#3292, minio/minio#17391",
    url: "form",
    answer: toXml("AccessDenied", "Invalid according to Policy: Extra input fields: x-amz-meta-name"),
    want: "field_not_in_policy",
    names: /x-amz-meta-name/,
  },
  {
    says: "a form at R2",
    seen: "opslane/opslane#194, PostHog/posthog#102187",
    url: "form",
    answer: toXml("NotImplemented", "PostObject is not implemented"),
    want: "post_unsupported",
  },
  {
    says: "a completion with a hash of its body",
    seen: "boto/boto3#3114, aws/aws-sdk-java-v2#4196",
    url: "complete",
    answer: refuse(URLS.complete, { method: "POST", headers: { "x-amz-content-sha256": "0".repeat(64) } }),
    want: "headers_not_signed",
    names: /x-amz-content-sha256/,
  },
  {
    says: "a completion that fails with status 200",
    seen: "aws/aws-sdk-java-v2#5683",
    url: "complete",
    answer: `HTTP/1.1 200 OK\r\n\r\n${toXml("InternalError", "We encountered an internal error. Please try again.")}`,
    want: "service_busy",
  },
];
