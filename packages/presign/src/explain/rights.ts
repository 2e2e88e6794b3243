// Which right is missing: what IAM calls what a URL asks for.
import { methodOf } from "../inspect/operations.ts";
import type { PresignedInspection } from "../inspect/types.ts";
import { type Cause, causeOf } from "./causes.ts";
import { PLAIN, quote } from "./no-signature.ts";
import { suspectRequesterPays } from "./requester-pays.ts";
import type { Facts } from "./row.ts";
import type { ExplainOptions } from "./types.ts";

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

/** What headers ask for needs rights of their own. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
const ASKED_BY_HEADERS: readonly (readonly [header: RegExp, of: RegExp, action: string])[] = [
  [/^x-amz-tagging$/, /^(?:Put|Copy)Object$|^CreateMultipartUpload$/, "s3:PutObjectTagging"],
  [/^x-amz-(?:acl|grant-.*)$/, /^(?:Put|Copy)Object$|^CreateMultipartUpload$/, "s3:PutObjectAcl"],
  [
    /^x-amz-object-lock-(?:mode|retain-until-date)$/,
    /^(?:Put|Copy)Object$|^CreateMultipartUpload$/,
    "s3:PutObjectRetention",
  ],
  [/^x-amz-object-lock-legal-hold$/, /^(?:Put|Copy)Object$|^CreateMultipartUpload$/, "s3:PutObjectLegalHold"],
  [/^x-amz-bypass-governance-retention$/, /^DeleteObjects?$|^PutObjectRetention$/, "s3:BypassGovernanceRetention"],
];

/** The rights that an operation needs because of the headers that are signed. */
function actionsOfHeaders(
  { signedHeaders }: PresignedInspection,
  operations: readonly string[],
  options: ExplainOptions,
): string[] {
  const asked = ASKED_BY_HEADERS.filter(
    ([header, of]) => signedHeaders.some((name) => header.test(name)) && operations.some((name) => of.test(name)),
  ).map(([, , action]) => action);
  return [...new Set([...asked, ...(encryptsWithKms(signedHeaders, options) ? kmsActionsOf(operations) : [])])];
}

/** S3 takes the account as a header and as a parameter. */
const expectsOwner = ({ signedHeaders, query }: PresignedInspection): boolean =>
  [...signedHeaders, ...query.map(([name]) => name.toLowerCase())].includes("x-amz-expected-bucket-owner");

/** Of an upload in parts S3 decrypts what it has encrypted, when it puts them together. */
const kmsActionsOf = (operations: readonly string[]): string[] => [
  "kms:GenerateDataKey",
  ...(operations.includes("CreateMultipartUpload") ? ["kms:Decrypt"] : []),
];

/** A key's id is for KMS only; without one the value of the other header tells, where it is known. */
function encryptsWithKms(signedHeaders: readonly string[], { headers = {} }: ExplainOptions): boolean {
  const name = "x-amz-server-side-encryption";
  if (signedHeaders.includes(`${name}-aws-kms-key-id`)) return true;
  return Object.entries(headers).some(([given, value]) => given.toLowerCase() === name && value.startsWith("aws:kms"));
}

export function describeRights({ inspection, error, options }: Facts, action: string | undefined): Cause[] {
  const operations = inspection.kind === "presigned" ? operationsOf(inspection, options.method) : [];
  const actions = inspection.kind === "presigned" ? actionsOf(operations, inspection.query) : [];
  const asked =
    action === undefined && inspection.kind === "presigned" ? actionsOfHeaders(inspection, operations, options) : [];
  const also = asked.length === 0 ? "" : `, or not ${asked.join(", ")}, which its headers ask for`;
  const what = action ?? (actions.length > 1 ? `one of ${actions.join(", ")}` : (actions[0] ?? "this"));
  const who = inspection.kind === "presigned" ? `the identity of ${inspection.accessKeyId}` : "the signer's identity";
  const causes = [
    causeOf("rights_missing", `${quote(error.message)}The signature is right, but ${who} may not do ${what}${also}.`),
  ];
  // Who says why does not mean that it is not there.
  if (PLAIN.test(error.message) || action === "s3:ListBucket")
    if (operations.length === 0 || operations.includes("GetObject") || operations.includes("HeadObject"))
      causes.push(
        causeOf(
          "object_missing",
          "Or there is no such object: without s3:ListBucket on the bucket, S3 says AccessDenied where it would say NoSuchKey.",
        ),
      );
  if (!PLAIN.test(error.message)) return causes;
  if (inspection.kind === "presigned" && expectsOwner(inspection))
    causes.push(
      causeOf(
        "owner_differs",
        "Or the bucket is another account's than x-amz-expected-bucket-owner names, to which S3 says no more than this.",
      ),
    );
  causes.push(...suspectRequesterPays(inspection));
  return causes;
}
