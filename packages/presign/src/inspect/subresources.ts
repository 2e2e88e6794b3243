// Parameters that turn a request into another: of an object, and of a bucket.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html

/** By GET, PUT, DELETE and POST; "" where there is none. */
type Operations = readonly [get: string, put?: string, delete_?: string, post?: string];
export type Subresources = Readonly<Record<string, Operations>>;

export const OF_OBJECT: Subresources = {
  acl: ["GetObjectAcl", "PutObjectAcl"],
  tagging: ["GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"],
  retention: ["GetObjectRetention", "PutObjectRetention"],
  "legal-hold": ["GetObjectLegalHold", "PutObjectLegalHold"],
  torrent: ["GetObjectTorrent"],
  attributes: ["GetObjectAttributes"],
  annotation: ["GetObjectAnnotation", "PutObjectAnnotation", "DeleteObjectAnnotation"],
  encryption: ["", "UpdateObjectEncryption"],
  renameObject: ["", "RenameObject"],
  restore: ["", "", "", "RestoreObject"],
  select: ["", "", "", "SelectObjectContent"],
  uploads: ["", "", "", "CreateMultipartUpload"],
};

export const OF_BUCKET: Subresources = {
  acl: ["GetBucketAcl", "PutBucketAcl"],
  tagging: ["GetBucketTagging", "PutBucketTagging", "DeleteBucketTagging"],
  uploads: ["ListMultipartUploads"],
  versions: ["ListObjectVersions"],
  delete: ["", "", "", "DeleteObjects"],
  session: ["CreateSession"],
  location: ["GetBucketLocation"],
  cors: ["GetBucketCors", "PutBucketCors", "DeleteBucketCors"],
  policy: ["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"],
  policyStatus: ["GetBucketPolicyStatus"],
  lifecycle: ["GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle"],
  encryption: ["GetBucketEncryption", "PutBucketEncryption", "DeleteBucketEncryption"],
  publicAccessBlock: ["GetPublicAccessBlock", "PutPublicAccessBlock", "DeletePublicAccessBlock"],
  ownershipControls: ["GetBucketOwnershipControls", "PutBucketOwnershipControls", "DeleteBucketOwnershipControls"],
  replication: ["GetBucketReplication", "PutBucketReplication", "DeleteBucketReplication"],
  website: ["GetBucketWebsite", "PutBucketWebsite", "DeleteBucketWebsite"],
  versioning: ["GetBucketVersioning", "PutBucketVersioning"],
  notification: ["GetBucketNotificationConfiguration", "PutBucketNotificationConfiguration"],
  logging: ["GetBucketLogging", "PutBucketLogging"],
  requestPayment: ["GetBucketRequestPayment", "PutBucketRequestPayment"],
  accelerate: ["GetBucketAccelerateConfiguration", "PutBucketAccelerateConfiguration"],
  "object-lock": ["GetObjectLockConfiguration", "PutObjectLockConfiguration"],
  abac: ["GetBucketAbac", "PutBucketAbac"],
  analytics: [
    "GetBucketAnalyticsConfiguration",
    "PutBucketAnalyticsConfiguration",
    "DeleteBucketAnalyticsConfiguration",
  ],
  "intelligent-tiering": [
    "GetBucketIntelligentTieringConfiguration",
    "PutBucketIntelligentTieringConfiguration",
    "DeleteBucketIntelligentTieringConfiguration",
  ],
  inventory: [
    "GetBucketInventoryConfiguration",
    "PutBucketInventoryConfiguration",
    "DeleteBucketInventoryConfiguration",
  ],
  metrics: ["GetBucketMetricsConfiguration", "PutBucketMetricsConfiguration", "DeleteBucketMetricsConfiguration"],
  metadataConfiguration: [
    "GetBucketMetadataConfiguration",
    "",
    "DeleteBucketMetadataConfiguration",
    "CreateBucketMetadataConfiguration",
  ],
  metadataTable: [
    "GetBucketMetadataTableConfiguration",
    "",
    "DeleteBucketMetadataTableConfiguration",
    "CreateBucketMetadataTableConfiguration",
  ],
  metadataAnnotationTable: ["", "UpdateBucketMetadataAnnotationTableConfiguration"],
  metadataInventoryTable: ["", "UpdateBucketMetadataInventoryTableConfiguration"],
  metadataJournalTable: ["", "UpdateBucketMetadataJournalTableConfiguration"],
};

/** Without the name of one of them a GET asks for all. */
export const LISTS: Readonly<Record<string, readonly [name: string, lists: string]>> = {
  GetObjectAnnotation: ["annotationName", "ListObjectAnnotations"],
  GetBucketAnalyticsConfiguration: ["id", "ListBucketAnalyticsConfigurations"],
  GetBucketIntelligentTieringConfiguration: ["id", "ListBucketIntelligentTieringConfigurations"],
  GetBucketInventoryConfiguration: ["id", "ListBucketInventoryConfigurations"],
  GetBucketMetricsConfiguration: ["id", "ListBucketMetricsConfigurations"],
};

const lowerCaseNames = (): ReadonlySet<string> =>
  new Set([OF_OBJECT, OF_BUCKET].flatMap(Object.keys).map((name: string) => name.toLowerCase()));
let names: ReadonlySet<string> | undefined;
/** What S3 has a use for besides, or what begins as its own do. */
const OTHERS =
  /^(?:x-.*|response-.*|versionid|partnumber|uploadid|list-type|prefix|delimiter|marker|start-after|continuation-token|max-.*|.*-marker|encoding-type|fetch-owner|select-type|id|annotationname|annotation-prefix|bucket-region)$/;

/** Parameters of which S3 refuses an empty value. */
const NEVER_EMPTY = /^(?:versionId|partNumber|uploadId|list-type)$/;
/** What has a value, and is nothing without it. */
const VALUED =
  /* @__PURE__ */ "versionId partNumber uploadId list-type max-keys max-parts max-uploads encoding-type fetch-owner select-type response-cache-control response-content-disposition response-content-encoding response-content-language response-content-type response-expires".split(
    " ",
  );
/** What may be without one, as the beginning of all keys. */
const MARKS =
  /* @__PURE__ */ "prefix delimiter marker start-after continuation-token key-marker version-id-marker upload-id-marker part-number-marker".split(
    " ",
  );

export const isNeverEmpty = (name: string): boolean => NEVER_EMPTY.test(name);

/** Whether a parameter of this name turns a request into another, without a value. */
export const isSubresource = (name: string): boolean =>
  Object.hasOwn(OF_OBJECT, name) || Object.hasOwn(OF_BUCKET, name);

/** Whether a name without a = is the beginning of one of S3's, of at least three letters, or one that has a value. */
export function isCutName(name: string): boolean {
  if (name.length < 3 || isSubresource(name) || MARKS.includes(name)) return false;
  return [VALUED, MARKS, Object.keys(OF_OBJECT), Object.keys(OF_BUCKET)].some((names) =>
    names.some((whole) => whole.startsWith(name)),
  );
}

/** Whether S3 has a parameter of this name. Of others it wants, too, that they are signed. */
export function isParameterOfS3(name: string): boolean {
  const lower = name.toLowerCase();
  names ??= lowerCaseNames();
  return names.has(lower) || OTHERS.test(lower);
}
