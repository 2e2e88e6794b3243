// What a URL stands for. It does not name its method, so for each method there is the operation that S3 would do: S3 goes by
// the method, by whether there is a key, and by the parameters that name a part of an object or bucket, and passes over
// whatever else an operation has no use for.
import { findMethodsWithUse } from "./uses.ts";

export type Method = "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
export type Query = ReadonlyMap<string, string>;

/** The operation of each method that has one, the readings first. */
export type Possible = ReadonlyMap<Method, string>;

/** A parameter that turns a request into another: by GET, PUT, DELETE and POST, "" where there is none. */
const SUBRESOURCES: Readonly<Record<string, readonly string[]>> = {
  acl: ["GetObjectAcl", "PutObjectAcl"],
  tagging: ["GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"],
  retention: ["GetObjectRetention", "PutObjectRetention"],
  "legal-hold": ["GetObjectLegalHold", "PutObjectLegalHold"],
  torrent: ["GetObjectTorrent"],
  attributes: ["GetObjectAttributes"],
  restore: ["", "", "", "RestoreObject"],
  select: ["", "", "", "SelectObjectContent"],
  delete: ["", "", "", "DeleteObjects"],
  versions: ["ListObjectVersions"],
  location: ["GetBucketLocation"],
  cors: ["GetBucketCors", "PutBucketCors", "DeleteBucketCors"],
  policy: ["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"],
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
  policyStatus: ["GetBucketPolicyStatus"],
};

const METHODS_OF_A_PART = ["GET", "PUT", "DELETE", "POST"] as const;
const OF_AN_OBJECT: Possible = /* @__PURE__ */ new Map([
  ["GET", "GetObject"],
  ["HEAD", "HeadObject"],
  ["PUT", "PutObject"],
  ["DELETE", "DeleteObject"],
]);

/** What S3 would do by each method. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export function findPossible(query: Query, signedHeaders: readonly string[], key: string | undefined): Possible {
  const sub = Object.keys(SUBRESOURCES).find((name) => query.has(name));
  if (sub !== undefined) {
    const isShared = key === undefined && (sub === "acl" || sub === "tagging");
    const names = SUBRESOURCES[sub]!.map((name) => (isShared ? name.replace("Object", "Bucket") : name));
    return new Map(names.map((name, at) => [METHODS_OF_A_PART[at]!, name] as const).filter(([, name]) => name !== ""));
  }
  if (query.has("uploads"))
    return new Map([key === undefined ? ["GET", "ListMultipartUploads"] : ["POST", "CreateMultipartUpload"]]);
  if (key === undefined) {
    const lists = query.get("list-type") === "2" ? "ListObjectsV2" : "ListObjects";
    return new Map([
      ["GET", lists],
      ["HEAD", "HeadBucket"],
      ["PUT", "CreateBucket"],
      ["DELETE", "DeleteBucket"],
    ]);
  }
  const copies = signedHeaders.includes("x-amz-copy-source");
  if (!query.has("uploadId")) return copies ? new Map([...OF_AN_OBJECT, ["PUT", "CopyObject"]]) : OF_AN_OBJECT;
  const ofAnUpload: [Method, string][] = [
    ["GET", "ListParts"],
    ["POST", "CompleteMultipartUpload"],
    ["DELETE", "AbortMultipartUpload"],
  ];
  if (query.has("partNumber")) ofAnUpload.unshift(["PUT", copies ? "UploadPartCopy" : "UploadPart"]);
  return new Map(ofAnUpload);
}

/**
 * Of the possible operations those that have a use for all that is signed, and of these the one that an SDK names in
 * `x-id`. Whoever signs may write anything there, and S3 does not look at it: it makes no other operation impossible.
 */
export function findLikely(possible: Possible, query: Query, signedHeaders: readonly string[]): string[] {
  const useful = findMethodsWithUse(query, signedHeaders);
  const names = [...possible]
    .filter(([method, name]) => useful.has(method) && !(name === "PutObject" && query.has("versionId")))
    .map(([, name]) => name);
  const id = query.get("x-id");
  const likely = names.length > 0 ? names : [...possible.values()];
  return id !== undefined && [...possible.values()].includes(id) ? [id] : likely;
}

/** The method of each operation that an inspection names. */
export function methodOf(operation: string): Method {
  const known = Object.hasOwn(ODD_METHODS, operation) ? ODD_METHODS[operation] : undefined;
  if (known !== undefined) return known;
  if (operation.startsWith("Head")) return "HEAD";
  if (/^(?:Delete|Abort)/.test(operation)) return "DELETE";
  return /^(?:Get|List)/.test(operation) ? "GET" : "PUT";
}

const ODD_METHODS: Readonly<Record<string, Method>> = {
  CreateMultipartUpload: "POST",
  CompleteMultipartUpload: "POST",
  DeleteObjects: "POST",
  RestoreObject: "POST",
  SelectObjectContent: "POST",
};
