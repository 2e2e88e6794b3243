// AccessDenied, the one code for many noes.

import { findPlace } from "../inspect/hosts.ts";
import { methodOf } from "../inspect/operations.ts";
import type { PresignedInspection } from "../inspect/types.ts";
import type { UrlParts } from "../inspect/url.ts";
import { type Cause, causeOf } from "./causes.ts";
import { suspectRequesterPays } from "./requester-pays.ts";
import type { Facts } from "./row.ts";
import { explainExpiry, explainNotYet } from "./time.ts";

/** What says nothing about why. */
const PLAIN = /^(?:access denied\.?)?$/i;

export function explainDenial(facts: Facts): [Cause, ...Cause[]] {
  const { error, inspection } = facts;
  const { message, details } = error;
  if (/request has expired/i.test(message)) return explainExpiry(facts);
  if (/not yet valid/i.test(message)) return explainNotYet(facts);
  if (details.HeadersNotSigned !== undefined || /headers present in the request which were not signed/i.test(message))
    return explainUnsigned(facts, details.HeadersNotSigned ?? "");
  if (/SignedHeaders/.test(message)) return [causeOf("query_malformed", `S3 says: ${message}`)];
  // Ceph and others say no more than AccessDenied of a URL that is over.
  if (inspection.kind === "presigned" && inspection.state === "expired" && PLAIN.test(message))
    return explainExpiry(facts);
  const policy = explainPolicy(message);
  if (policy !== undefined) return [policy];
  if (/requester.?pays|request-payer/i.test(message))
    return [causeOf("requester_pays", `The bucket is a Requester Pays one. S3 says: ${message}`)];
  const cap = /life of at most (\d+) seconds/.exec(message);
  if (cap !== null)
    return [causeOf("life_too_long", `This endpoint takes URLs that live for at most ${cap[1]} seconds.`)];

  // What IAM says since 2024: User: ARN is not authorized to perform: s3:GetObject on resource: "ARN" because …
  const action = /not authorized to perform: ([\w:]+)/.exec(message)?.[1];
  if (/explicit deny/i.test(message))
    return [causeOf("explicit_deny", `A policy denies ${action ?? "this"} outright. S3 says: ${message}`)];
  if (inspection.kind === "not_presigned" && facts.parts !== undefined && mayBeBucket(facts.parts))
    return [
      causeOf(
        "file_not_last",
        "Nothing signed reached the bucket. If this was a form, its fields stood behind the file.",
      ),
      causeOf("rights_missing", "Or the form is signed, and its signer may not do s3:PutObject."),
    ];
  if (inspection.kind === "sigv2" || inspection.kind === "not_presigned")
    return [
      inspection.kind === "sigv2"
        ? causeOf("signature_v2", "The URL is signed with Signature Version 2, and the bucket may take version 4 only.")
        : causeOf(
            "url_damaged",
            "The URL holds no signature at all: it is a plain link, or what stood behind its ? is gone.",
          ),
    ];
  return [...findHeadersInQuery(facts), ...describeRights(facts, action)] as [Cause, ...Cause[]];
}

/** Where forms go: a bucket, on a host that nobody knows in the path or in front of it. */
function mayBeBucket(parts: UrlParts): boolean {
  const { key, isGuessed } = findPlace(parts);
  return key === undefined || (isGuessed && !parts.rawPath.slice(1).includes("/"));
}

function explainUnsigned({ inspection }: Facts, names: string): [Cause, ...Cause[]] {
  const list = inspection.kind === "presigned" ? inspection.signedHeaders.join(", ") : "";
  if (names === "host")
    return /%3b|%253b/i.test(list)
      ? [causeOf("encoded_twice", `The list of signed headers was percent-encoded twice: ${list}.`)]
      : [causeOf("query_malformed", "The host is not among the signed headers, and S3 wants it there.")];
  const signed = list === "" ? "" : ` Signed are: ${list}.`;
  return [
    causeOf("headers_not_signed", `The client sent ${names || "a header x-amz-*"}, which was not signed.${signed}`),
  ];
}

function explainPolicy(message: string): Cause | undefined {
  const fault = /^(?:Access Denied\.? ?\(?)?Invalid according to Policy: ?(.*?)\)?$/s.exec(message)?.[1];
  if (fault === undefined) return undefined;
  if (/expired/i.test(fault)) return causeOf("policy_expired", "The form's policy has ended.");
  const extra = /Extra input fields: ?(.*)/s.exec(fault)?.[1];
  if (extra !== undefined)
    return causeOf("field_not_in_policy", `No condition of the policy speaks of the field ${extra}.`);
  if (/no condition on/.test(fault)) return causeOf("field_not_in_policy", `S3 says: ${fault}`);
  const condition = /Condition failed:? ?(.*)/s.exec(fault)?.[1];
  return causeOf("condition_failed", `The form does not fulfil its policy: ${condition || fault}.`);
}

const WHERE_ENCRYPTION_IS_ASKED = /^x-amz-(?:server-side-encryption|tagging|acl|meta-|object-lock-|storage-class)/i;

/** Policies that demand encryption or tags look at headers; a parameter of the same name does nothing. */
function findHeadersInQuery({ inspection }: Facts): Cause[] {
  if (inspection.kind !== "presigned") return [];
  return inspection.query
    .filter(([name]) => WHERE_ENCRYPTION_IS_ASKED.test(name))
    .slice(0, 1)
    .map(([name]) =>
      causeOf(
        "header_in_query",
        `The URL has ${name} in its query, where S3 does not obey it, and a bucket policy that asks for it sees none.`,
      ),
    );
}

/** IAM's name of an operation, where it is another than the operation's own. */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: "GetObject",
  SelectObjectContent: "GetObject",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  HeadBucket: "ListBucket",
  ListObjectVersions: "ListBucketVersions",
  CreateMultipartUpload: "PutObject",
  UploadPart: "PutObject",
  CompleteMultipartUpload: "PutObject",
  ListParts: "ListMultipartUploadParts",
  ListMultipartUploads: "ListBucketMultipartUploads",
  DeleteObjects: "DeleteObject",
  CopyObject: "PutObject (and s3:GetObject on the source)",
  UploadPartCopy: "PutObject (and s3:GetObject on the source)",
  GetBucketCors: "GetBucketCORS",
  PutBucketCors: "PutBucketCORS",
  DeleteBucketCors: "PutBucketCORS",
  DeleteBucketTagging: "PutBucketTagging",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  GetBucketEncryption: "GetEncryptionConfiguration",
  PutBucketEncryption: "PutEncryptionConfiguration",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  GetBucketReplication: "GetReplicationConfiguration",
  PutBucketReplication: "PutReplicationConfiguration",
  DeleteBucketReplication: "PutReplicationConfiguration",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
  DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  PutBucketAccelerateConfiguration: "PutAccelerateConfiguration",
  GetBucketAnalyticsConfiguration: "GetAnalyticsConfiguration",
  ListBucketAnalyticsConfigurations: "GetAnalyticsConfiguration",
  PutBucketAnalyticsConfiguration: "PutAnalyticsConfiguration",
  DeleteBucketAnalyticsConfiguration: "PutAnalyticsConfiguration",
  GetBucketIntelligentTieringConfiguration: "GetIntelligentTieringConfiguration",
  ListBucketIntelligentTieringConfigurations: "GetIntelligentTieringConfiguration",
  PutBucketIntelligentTieringConfiguration: "PutIntelligentTieringConfiguration",
  DeleteBucketIntelligentTieringConfiguration: "PutIntelligentTieringConfiguration",
  GetBucketInventoryConfiguration: "GetInventoryConfiguration",
  ListBucketInventoryConfigurations: "GetInventoryConfiguration",
  PutBucketInventoryConfiguration: "PutInventoryConfiguration",
  DeleteBucketInventoryConfiguration: "PutInventoryConfiguration",
  GetBucketMetricsConfiguration: "GetMetricsConfiguration",
  ListBucketMetricsConfigurations: "GetMetricsConfiguration",
  PutBucketMetricsConfiguration: "PutMetricsConfiguration",
  DeleteBucketMetricsConfiguration: "PutMetricsConfiguration",
  ListBuckets: "ListAllMyBuckets",
  CreateSession: "s3express:CreateSession",
  RenameObject: "s3express:CreateSession",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
function actionsOf(operations: readonly string[], query: PresignedInspection["query"]): string[] {
  const isOfVersion = query.some(([name]) => name === "versionId");
  const actions = operations.map((operation) => {
    const name = ACTIONS[operation] ?? operation;
    const action = /^\w+:/.test(name) ? name : `s3:${name}`;
    return isOfVersion
      ? action.replace(
          /(?:(?:Get|Delete)Object(?=$|Acl|Tagging|Attributes|Torrent)|PutObject(?=Acl|Tagging))/,
          "$&Version",
        )
      : action;
  });
  return [...new Set(actions)];
}

/** Of what a URL can stand for that of the method that was signed; where this is not known, what is likely. */
function operationsOf({ operations, likely }: PresignedInspection, method: string | undefined): readonly string[] {
  const named = operations.filter((operation) => methodOf(operation) === method?.toUpperCase());
  return named.length > 0 ? named : likely;
}

function describeRights({ inspection, error, options }: Facts, action: string | undefined): Cause[] {
  const operations = inspection.kind === "presigned" ? operationsOf(inspection, options.method) : [];
  const actions = inspection.kind === "presigned" ? actionsOf(operations, inspection.query) : [];
  const what = action ?? (actions.length > 1 ? `one of ${actions.join(", ")}` : (actions[0] ?? "this"));
  const who = inspection.kind === "presigned" ? `the identity of ${inspection.accessKeyId}` : "the signer's identity";
  const why = action === undefined ? "" : ` S3 says: ${error.message}`;
  const causes = [causeOf("rights_missing", `The signature is right, but ${who} may not do ${what}.${why}`)];
  if (action === undefined || action === "s3:ListBucket")
    if (operations.length === 0 || operations.includes("GetObject") || operations.includes("HeadObject"))
      causes.push(
        causeOf(
          "object_missing",
          "Or there is no such object: without s3:ListBucket on the bucket, S3 says AccessDenied where it would say NoSuchKey.",
        ),
      );
  if (PLAIN.test(error.message)) causes.push(...suspectRequesterPays(inspection));
  return causes;
}
