// Every error but SignatureDoesNotMatch: from S3's code and words to the cause. One row an error; the first that fits counts.

import { type Cause, causeOf } from "./causes.ts";
import { explainDenial } from "./denial.ts";
import { ENCRYPTION_ROWS } from "./encryption.ts";
import type { S3Error } from "./error-document.ts";
import { isFormRefused, NO_FORMS } from "./form.ts";
import { GARAGE_ROWS } from "./garage.ts";
import {
  describeKeyOfR2,
  describeToken,
  explainExpiredToken,
  explainKey,
  explainTokenId,
  explainUnsupportedSignature,
} from "./keys.ts";
import { explainNobody } from "./no-signature.ts";
import { ANY, type Facts, type Row, said } from "./row.ts";
import { explainExpiry, explainNotYet, explainQueryFault, explainTooSkewed } from "./time.ts";

const hasWarning = ({ inspection }: Facts, code: string): boolean =>
  inspection.warnings.some((warning) => warning.code === code);
const signs = ({ inspection }: Facts, header: string): boolean =>
  inspection.kind === "presigned" && inspection.signedHeaders.includes(header);

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html */
const CLOUDFRONT =
  "CloudFront has answered, not S3: it wants a URL that was signed for CloudFront (Key-Pair-Id, Signature, and Expires or Policy), and reads no signature of S3.";

// Made by a function: see `test/top-level.test.ts`.
const ROWS: readonly Row[] = /* @__PURE__ */ (() => [
  ...GARAGE_ROWS,
  // Which signature, and of when
  [/^Authorization(?:QueryParametersError|ParametersError|HeaderMalformed)$/, ANY, explainQueryFault],
  [/^RequestTimeTooSkewed$/, ANY, explainTooSkewed],
  [/^(?:ExpiredRequest|RequestExpired)$/, ANY, explainExpiry],
  [/^RequestNotReadyYet$/, ANY, explainNotYet],
  [/^(?:Unauthorized|UnauthorizedAccess|AccessDenied)$/, ANY, explainUnauthorized],
  [/^(?:InvalidRegionName|InvalidRegion)$/, ANY, "region_wrong", said],
  [/^ExpiredToken$|^TokenRefreshRequired$/, ANY, explainExpiredToken],
  [/^InvalidToken$/, ANY, "token_wrong", describeToken],
  [/^InvalidTokenId$/, ANY, explainTokenId],
  [/^UnsupportedSignature$/, ANY, explainUnsupportedSignature],
  [/^Invalid(?:AccessKeyId|ClientTokenId)$/, ANY, explainKey],
  [/^InvalidArgument$/, /credential access key has length/i, "key_unknown", describeKeyOfR2],
  [/^InvalidSecurity$/, ANY, "key_unknown", said],
  // R2 names no more than what it misses, Google the status.
  [/^InvalidArgument$/, /^(?:Invalid Argument: )?Authorization$/, explainNobody],
  [/^InvalidArgument$/, /^(?:Invalid Argument: )?X-Amz-Security-Token$/i, "token_wrong", said],
  [/^AuthenticationRequired$/, ANY, explainNobody],
  [
    /^InvalidRequest$|^InvalidArgument$/,
    /AWS4-ECDSA-P256-SHA256/,
    "sigv4a_needed",
    "A multi-Region access point takes signatures of version 4A only.",
  ],
  [
    /^InvalidRequest$|^InvalidArgument$/,
    /not supported\. Please use AWS4-HMAC-SHA256|require AWS Signature Version 4/i,
    "signature_v2",
    "The request is signed with Signature Version 2, which this region, or a KMS key, does not take.",
  ],
  [
    /^Invalid(?:Argument|Request)$/,
    /only one auth mechanism allowed/i,
    "two_signatures",
    "The request has an Authorization header besides the signature in its URL: a client sends it by itself, often after a redirect from an API that wants it.",
  ],
  [
    /^Invalid(?:Argument|Request)$/,
    /the region '([^']*)' is wrong; expecting '([^']*)'/,
    "region_wrong",
    (_, match) => `It is signed for the region ${match[1]}, and the bucket is in ${match[2]}.`,
  ],
  [
    /^(?:PermanentRedirect|TemporaryRedirect|Redirect|IncorrectEndpoint|IllegalLocationConstraintException)$/,
    ANY,
    "other_region",
    ({ error }) =>
      `The bucket is to be reached at ${error.details.Endpoint ?? "another endpoint"}${error.details.Region ? `, in ${error.details.Region}` : ""}.`,
  ],
  [/^InvalidRequest$/, /Transfer Acceleration is (?:not configured|disabled)/i, "acceleration_off", said],

  // Forms
  [
    /^Invalid(?:Argument|Request)$/,
    /must contain a field named '([^']*)'/,
    "file_not_last",
    (_, match) => `S3 found no field ${match[1]} before the file: it stands behind it, or is missing.`,
  ],
  [/^Invalid(?:Argument|Request)$/, /exactly one file/i, "file_missing", "The form had no file, or several."],
  [/^Malformed(?:POST|Post)Request$|^RequestIsNotMultiPartContent$/, ANY, "form_malformed", said],
  [/^PreconditionFailed$/, /multipart|POST/i, "form_malformed", "The body is not multipart/form-data as S3 reads it."],
  [/^MaxPostPreDataLengthExceeded(?:Error)?$/, ANY, "form_too_large", said],
  [/^InvalidPolicyDocument$/, /expired/i, "policy_expired", "The form's policy has ended."],
  [/^InvalidPolicyDocument$/, ANY, "policy_invalid", said],
  [/^(?:MethodNotAllowed|NotImplemented)$/, /\bPOST\b|post ?object/i, "post_unsupported", NO_FORMS],
  [/^IncorrectNumberOfFilesInPostRequest$/, ANY, "file_missing", said],

  ...ENCRYPTION_ROWS,

  // Google's
  [/^MalformedSecurityHeader$/, ANY, explainHeaderAtGoogle],
  [
    /^UserProjectMissing$/,
    ANY,
    "requester_pays",
    ({ error }) =>
      `Google wants to know whom to bill: sign userProject with a project's name in the query. It says: ${error.message}`,
  ],

  // The account, and what stands in front of a bucket
  [
    /^(?:AccountProblem|NotSignedUp|AllAccessDisabled|InvalidPayer|UserProjectAccountProblem|UserSuspended)$/,
    ANY,
    "account_disabled",
    said,
  ],
  [/^MissingKey$/, /Key-Pair-Id/i, "not_s3", CLOUDFRONT],
  [/^MalformedPolicy$/, /^Malformed Policy\.?$/i, "not_s3", CLOUDFRONT],
  [/^InvalidKey$/, /^Unknown Key\.?$/i, "not_s3", CLOUDFRONT],

  // Checksums and bodies
  [/^MalformedXML$/, ANY, "body_malformed", said],
  [/^InvalidRequest$/, /at least one part/i, "parts_wrong", said],
  [
    /^Invalid(?:Argument|Request)$/,
    /header is required|requires HTTP header|missing required header|must include the checksum|checksum type mismatch/i,
    (facts) => [
      /for each part/.test(facts.error.message)
        ? causeOf("parts_wrong", said(facts))
        : /type mismatch/i.test(facts.error.message)
          ? causeOf("header_changed", said(facts))
          : causeOf("header_not_sent", said(facts)),
    ],
  ],
  [
    /^Invalid(?:Argument|Request)$/,
    /x-amz-content-sha256 must be|invalid (?:or unsupported x-amz-)?content[- ]sha256/i,
    explainPayloadHash,
  ],
  [
    /^(?:BadDigest|InvalidDigest|XAmzContentChecksumMismatch|InvalidRequest|InvalidArgument)$/,
    /checksum|digest|content-md5|crc32|crc64|sha1|sha256/i,
    explainChecksum,
  ],
  [/^XAmzContentSHA256Mismatch$/, ANY, "checksum_differs", "The body is not the one whose SHA-256 was signed."],
  [
    /^EntityTooLarge$/,
    ANY,
    "too_large",
    ({ error }) => `The body is larger than allowed${describeSize(error, "MaxSizeAllowed")}.`,
  ],
  [
    /^EntityTooSmall$/,
    ANY,
    "too_small",
    ({ error }) => `The body is smaller than allowed${describeSize(error, "MinSizeAllowed")}.`,
  ],
  [/^MissingContentLength$/, ANY, "length_missing", "The request came without Content-Length."],
  [/^IncompleteBody$/, ANY, "body_incomplete", "The connection ended before the body did, or Content-Length is wrong."],
  [/^RequestTimeout$/, ANY, "body_slow", "The body stopped coming."],
  [/^NotImplemented$/, /transfer-encoding|implies functionality/i, explainImplied],
  [
    /^(?:NotImplemented|InvalidArgument|InvalidRequest|BadRequest)$/,
    /checksum-mode|x-amz-checksum|x-id|unsupported|not implemented|not supported|unknown (?:parameter|header)/i,
    "unsupported",
    said,
  ],

  // What is there
  [/^(?:PreconditionFailed|412)$/, ANY, explainPrecondition],
  [
    /^(?:ConditionalRequestConflict|OperationAborted)$/,
    ANY,
    "upload_conflict",
    "Another request on the same key was under way.",
  ],
  [
    /^NoSuchKey$/,
    ANY,
    "object_missing",
    ({ error }) =>
      `The signature is right, but there is no object${error.details.Key ? ` with the key ${error.details.Key}` : ""}.`,
  ],
  [/^MethodNotAllowed$/, ANY, explainMethod],
  [/^NoSuchVersion$/, ANY, "version_missing", said],
  [
    /^(?:NoSuchBucket|InvalidBucketName)$/,
    ANY,
    "bucket_missing",
    ({ error }) =>
      `There is no bucket${error.details.BucketName ? ` named ${error.details.BucketName}` : " of this name"} here.`,
  ],
  [/^NoSuchUpload$/, ANY, "upload_missing", said],
  [/^InvalidPart(?:Order|Number)?$/, ANY, "parts_wrong", said],
  [/^Invalid(?:Argument|Request)$/, /part ?number/i, "parts_wrong", said],
  [/^InvalidArgument$/, /version ?id/i, "version_missing", said],
  [/^InvalidRange$/, ANY, "range_wrong", said],
  [/^InvalidTag$/, ANY, "tag_invalid", said],
  [/^(?:InvalidArgument|BadRequest)$/, /x-amz-tagging|tags cannot be greater/i, "tag_invalid", said],
  [/^InvalidStorageClass$/, ANY, "storage_class_invalid", said],
  [/^InvalidObjectState$/, ANY, "object_archived", "The object lies in an archive."],
  [/^AccessControlListNotSupported$/, ANY, "acl_disabled", "The request sets an ACL."],

  // How it is written
  [/^InvalidArgument$/, /^Invalid argument\.?$/, "query_malformed", said],
  [
    /^(?:InvalidArgument|InvalidRequest)$/,
    /ISO-8859-1/,
    "header_not_latin",
    "A header, such as response-content-disposition, holds characters that HTTP headers cannot.",
  ],
  [/^(?:MetadataTooLarge|RequestHeaderSectionTooLarge)$/, ANY, "header_too_large", said],
  [/^KeyTooLong(?:Error)?$/, ANY, "key_too_long", said],
  [
    /^InvalidURI$/,
    ANY,
    (facts) => [
      hasWarning(facts, "dot_segment") ? causeOf("dot_segment", said(facts)) : causeOf("path_invalid", said(facts)),
    ],
  ],
  [
    /^(?:AccessForbidden|BadRequest)$/,
    /CORS|Origin/,
    "cors_refused",
    "The bucket's CORS configuration does not let this page do this.",
  ],
  [
    /^(?:SlowDown(?:Read|Write)?|ThrottlingException|ServiceUnavailable|InternalError|XMinioServerNotInitialized|TooManyRequests|RequestLimitExceeded)$/,
    ANY,
    "service_busy",
    said,
  ],
  [/^(?:XMinioStorageFull|QuotaExceeded)$/, ANY, "quota_reached", said],
  [/^ObjectLockedByBucketPolicy$/, ANY, "object_locked", said],
  [/^InvalidRequest$/, /WORM protected/i, "object_locked", said],
  [/^NotImplemented$/, ANY, "unsupported", said],
])();

/** The causes of an error, most likely first. */
export function explainCode(facts: Facts): [Cause, ...Cause[]] {
  const { code, message } = facts.error;
  const form = explainFormRefusal(facts);
  if (form !== undefined) return form;
  for (const row of ROWS) {
    const match = row[0].test(code) ? row[1].exec(message) : null;
    if (match === null) continue;
    if (row.length === 3) return row[2](facts);
    const [, , cause, text] = row;
    return [causeOf(cause, typeof text === "string" ? text : text(facts, match))];
  }
  return [causeOf("unknown", `S3 says ${code}: ${message || "nothing more"}`)];
}

function describeSize({ details }: S3Error, bound: string): string {
  const size = details.ProposedSize;
  return details[bound] === undefined ? "" : `: ${size ? `${size} bytes against ` : ""}${details[bound]}`;
}

/** Cloudflare and Backblaze have codes of their own for the same. */
function explainUnauthorized(facts: Facts): [Cause, ...Cause[]] {
  const { error, inspection } = facts;
  if (error.code === "AccessDenied") return explainDenial(facts);
  if (inspection.kind === "sigv2" || /SigV2/i.test(error.message))
    return [causeOf("signature_v2", `The URL is signed with Signature Version 2. The service says: ${error.message}`)];
  if (error.code === "UnauthorizedAccess") return explainDenial(facts);
  return [causeOf("key_unknown", `The service says: ${error.message}`)];
}

/** A service without forms need not say so: it may know neither the method nor the type of the body. */
function explainFormRefusal(facts: Facts): [Cause, ...Cause[]] | undefined {
  const { code, details } = facts.error;
  if (!/^(?:MethodNotAllowed|NotImplemented)$/.test(code) || details.Header !== undefined) return undefined;
  if (details.ResourceType === "OBJECT" || !isFormRefused(facts, details.Method)) return undefined;
  return [
    causeOf("post_unsupported", `${NO_FORMS} ${said(facts)}`),
    causeOf(code === "NotImplemented" ? "unsupported" : "method_not_allowed", said(facts)),
  ];
}

/** The payload's hash has a name of its own and is none of the checksums. */
function explainPayloadHash(facts: Facts): [Cause, ...Cause[]] {
  const isInUrl = facts.parts?.query.some(([name]) => name.toLowerCase() === "x-amz-content-sha256") ?? false;
  return isInUrl
    ? [causeOf("query_malformed", `X-Amz-Content-Sha256 in the URL has a value that S3 does not take. ${said(facts)}`)]
    : [
        causeOf(
          "payload_hash_sent",
          `The client sent a header x-amz-content-sha256, with a value that is none. ${said(facts)}`,
        ),
      ];
}

export const CHECKSUM_OF_NOTHING =
  "The URL holds the checksum of an empty body: an SDK added it when it signed, before there was a body.";

function explainChecksum(facts: Facts): [Cause, ...Cause[]] {
  const { error } = facts;
  const nothing = /\bAAAAAA==|AAAAAAAAAAA=/;
  if (hasWarning(facts, "checksum_of_nothing") || nothing.test(Object.values(error.details).join(" ")))
    return [causeOf("checksum_of_nothing", CHECKSUM_OF_NOTHING)];
  if (/unsupported|not implemented|not supported|checksum-mode/i.test(error.message))
    return [causeOf("unsupported", said(facts))];
  const isNone =
    error.code === "InvalidDigest" ||
    /is invalid|not valid|single x-amz-checksum|multiple checksum/i.test(error.message);
  return [causeOf(isNone ? "checksum_malformed" : "checksum_differs", said(facts))];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html */
export const IS_DELETE_MARKER = "This version is a delete marker, which has no content and can be deleted only.";

function explainMethod(facts: Facts): [Cause, ...Cause[]] {
  const isMarker =
    facts.error.details.ResourceType === "DeleteMarker" || facts.answerHeaders.get("x-amz-delete-marker") === "true";
  if (!isMarker) return [causeOf("method_not_allowed", said(facts))];
  return [causeOf("version_missing", IS_DELETE_MARKER)];
}

function explainHeaderAtGoogle({ error }: Facts): [Cause, ...Cause[]] {
  const { ParameterName: name, Details: details = "" } = error.details;
  const says = `${name === undefined ? "" : `It is about ${name}. `}Google says: ${error.message} ${details}`.trimEnd();
  return [
    causeOf(
      /not (?:included )?in (?:the )?signed/i.test(error.message + details) ? "headers_not_signed" : "header_not_sent",
      says,
    ),
  ];
}

function explainImplied({ error }: Facts): [Cause, ...Cause[]] {
  const header = error.details.Header ?? "";
  if (/^x-amz-(?!content-sha256)/i.test(header))
    return [causeOf("unsupported", `S3 does not take the header ${header} here.`)];
  return [
    causeOf(
      "chunked_body",
      `The body came in chunks${header ? ` (${header})` : ""}, as clients send streams whose size they do not know.`,
    ),
  ];
}

function explainPrecondition(facts: Facts): [Cause, ...Cause[]] {
  const condition = facts.error.details.Condition ?? "";
  if (condition === "" ? signs(facts, "if-none-match") : /if-none-match/i.test(condition))
    return [causeOf("exists_already", "The URL may create only, and there is an object with this key.")];
  return [
    causeOf(
      "state_changed",
      `A condition of the request${condition ? ` (${condition})` : ""} does not hold: the object is another one than it was.`,
    ),
  ];
}
