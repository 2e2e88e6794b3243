// Every operation of S3's API reference that this endpoint does not have, so that its refusal can name it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
import type { Operation } from "./operation.ts";

type Row = readonly [
  name: string,
  method: Operation["method"],
  scope: Operation["scope"],
  ...queryParameters: readonly string[],
];

/** Without a query parameter: an operation that has an address of its own on S3, so no request here can mean it. */
export const NOT_IMPLEMENTED: readonly Row[] = [
  ["CreateBucketMetadataConfiguration", "POST", "bucket", "metadataConfiguration"],
  ["CreateBucketMetadataTableConfiguration", "POST", "bucket", "metadataTable"],
  ["CreateSession", "GET", "bucket", "session"],
  ["DeleteBucketAnalyticsConfiguration", "DELETE", "bucket", "analytics"],
  ["DeleteBucketEncryption", "DELETE", "bucket", "encryption"],
  ["DeleteBucketIntelligentTieringConfiguration", "DELETE", "bucket", "intelligent-tiering"],
  ["DeleteBucketInventoryConfiguration", "DELETE", "bucket", "inventory"],
  ["DeleteBucketMetadataConfiguration", "DELETE", "bucket", "metadataConfiguration"],
  ["DeleteBucketMetadataTableConfiguration", "DELETE", "bucket", "metadataTable"],
  ["DeleteBucketMetricsConfiguration", "DELETE", "bucket", "metrics"],
  ["DeleteBucketOwnershipControls", "DELETE", "bucket", "ownershipControls"],
  ["DeleteBucketReplication", "DELETE", "bucket", "replication"],
  ["DeleteBucketTagging", "DELETE", "bucket", "tagging"],
  ["DeleteBucketWebsite", "DELETE", "bucket", "website"],
  ["DeleteObjectAnnotation", "DELETE", "object", "annotation"],
  ["DeletePublicAccessBlock", "DELETE", "bucket", "publicAccessBlock"],
  ["GetBucketAbac", "GET", "bucket", "abac"],
  ["GetBucketAccelerateConfiguration", "GET", "bucket", "accelerate"],
  ["GetBucketAcl", "GET", "bucket", "acl"],
  ["GetBucketAnalyticsConfiguration", "GET", "bucket", "analytics", "id"],
  ["GetBucketEncryption", "GET", "bucket", "encryption"],
  ["GetBucketIntelligentTieringConfiguration", "GET", "bucket", "intelligent-tiering", "id"],
  ["GetBucketInventoryConfiguration", "GET", "bucket", "inventory", "id"],
  ["GetBucketLogging", "GET", "bucket", "logging"],
  ["GetBucketMetadataConfiguration", "GET", "bucket", "metadataConfiguration"],
  ["GetBucketMetadataTableConfiguration", "GET", "bucket", "metadataTable"],
  ["GetBucketMetricsConfiguration", "GET", "bucket", "metrics", "id"],
  ["GetBucketNotificationConfiguration", "GET", "bucket", "notification"],
  ["GetBucketOwnershipControls", "GET", "bucket", "ownershipControls"],
  ["GetBucketPolicyStatus", "GET", "bucket", "policyStatus"],
  ["GetBucketReplication", "GET", "bucket", "replication"],
  ["GetBucketRequestPayment", "GET", "bucket", "requestPayment"],
  ["GetBucketTagging", "GET", "bucket", "tagging"],
  ["GetBucketWebsite", "GET", "bucket", "website"],
  ["GetObjectAcl", "GET", "object", "acl"],
  ["GetObjectAnnotation", "GET", "object", "annotation"],
  ["GetObjectLegalHold", "GET", "object", "legal-hold"],
  ["GetObjectLockConfiguration", "GET", "bucket", "object-lock"],
  ["GetObjectRetention", "GET", "object", "retention"],
  ["GetObjectTorrent", "GET", "object", "torrent"],
  ["GetPublicAccessBlock", "GET", "bucket", "publicAccessBlock"],
  ["ListBucketAnalyticsConfigurations", "GET", "bucket", "analytics"],
  ["ListBucketIntelligentTieringConfigurations", "GET", "bucket", "intelligent-tiering"],
  ["ListBucketInventoryConfigurations", "GET", "bucket", "inventory"],
  ["ListBucketMetricsConfigurations", "GET", "bucket", "metrics"],
  ["ListDirectoryBuckets", "GET", "bucket"],
  ["ListObjectAnnotations", "GET", "object", "annotation"],
  ["ListObjectVersions", "GET", "bucket", "versions"],
  ["PutBucketAbac", "PUT", "bucket", "abac"],
  ["PutBucketAccelerateConfiguration", "PUT", "bucket", "accelerate"],
  ["PutBucketAcl", "PUT", "bucket", "acl"],
  ["PutBucketAnalyticsConfiguration", "PUT", "bucket", "analytics"],
  ["PutBucketEncryption", "PUT", "bucket", "encryption"],
  ["PutBucketIntelligentTieringConfiguration", "PUT", "bucket", "intelligent-tiering"],
  ["PutBucketInventoryConfiguration", "PUT", "bucket", "inventory"],
  ["PutBucketLogging", "PUT", "bucket", "logging"],
  ["PutBucketMetricsConfiguration", "PUT", "bucket", "metrics"],
  ["PutBucketNotificationConfiguration", "PUT", "bucket", "notification"],
  ["PutBucketOwnershipControls", "PUT", "bucket", "ownershipControls"],
  ["PutBucketReplication", "PUT", "bucket", "replication"],
  ["PutBucketRequestPayment", "PUT", "bucket", "requestPayment"],
  ["PutBucketTagging", "PUT", "bucket", "tagging"],
  ["PutBucketVersioning", "PUT", "bucket", "versioning"],
  ["PutBucketWebsite", "PUT", "bucket", "website"],
  ["PutObjectAcl", "PUT", "object", "acl"],
  ["PutObjectAnnotation", "PUT", "object", "annotation"],
  ["PutObjectLegalHold", "PUT", "object", "legal-hold"],
  ["PutObjectLockConfiguration", "PUT", "bucket", "object-lock"],
  ["PutObjectRetention", "PUT", "object", "retention"],
  ["PutPublicAccessBlock", "PUT", "bucket", "publicAccessBlock"],
  ["RenameObject", "PUT", "object", "renameObject"],
  ["RestoreObject", "POST", "object", "restore"],
  ["SelectObjectContent", "POST", "object", "select"],
  ["UpdateBucketMetadataAnnotationTableConfiguration", "PUT", "bucket", "metadataAnnotationTable"],
  ["UpdateBucketMetadataInventoryTableConfiguration", "PUT", "bucket", "metadataInventoryTable"],
  ["UpdateBucketMetadataJournalTableConfiguration", "PUT", "bucket", "metadataJournalTable"],
  ["UpdateObjectEncryption", "PUT", "object", "encryption"],
  ["WriteGetObjectResponse", "POST", "bucket"],
];

/** The name of the operation that a request would be on S3, when this endpoint does not have it. */
export function findNotImplemented(request: {
  readonly method: string;
  readonly scope: Operation["scope"];
  readonly query: readonly (readonly [name: string, value: string])[];
}): string | undefined {
  // What begins so is the signature's, and in most requests there is nothing else.
  const given = new Set(request.query.map(([name]) => name).filter((name) => !/^x-/i.test(name)));
  if (given.size === 0) return undefined;
  return NOT_IMPLEMENTED.filter(
    ([, method, scope, ...marks]) =>
      method === request.method &&
      scope === request.scope &&
      marks.length > 0 &&
      marks.every((name) => given.has(name)),
  ).sort((a, b) => b.length - a.length)[0]?.[0];
}
