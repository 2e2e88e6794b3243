// What a URL stands for: it does not name its method, so some operations cannot be told apart.
import type { PresignedInspection } from "./types.ts";

type Query = ReadonlyMap<string, string>;

/** Of each operation, the method. */
export const METHODS: Readonly<Record<string, string>> = {
  GetObject: "GET",
  HeadObject: "HEAD",
  PutObject: "PUT",
  DeleteObject: "DELETE",
  UploadPart: "PUT",
  CreateMultipartUpload: "POST",
  CompleteMultipartUpload: "POST",
  AbortMultipartUpload: "DELETE",
  ListParts: "GET",
  ListMultipartUploads: "GET",
  ListObjects: "GET",
  ListObjectsV2: "GET",
  ListObjectVersions: "GET",
  HeadBucket: "HEAD",
  DeleteObjects: "POST",
  RestoreObject: "POST",
  SelectObjectContent: "POST",
  GetObjectAttributes: "GET",
  CopyObject: "PUT",
  UploadPartCopy: "PUT",
  CreateBucket: "PUT",
  DeleteBucket: "DELETE",
};

/** A parameter without a value that turns a request into another: by GET, PUT and DELETE. */
const SUBRESOURCES: Readonly<Record<string, readonly string[]>> = {
  acl: ["GetObjectAcl", "PutObjectAcl"],
  tagging: ["GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"],
  retention: ["GetObjectRetention", "PutObjectRetention"],
  "legal-hold": ["GetObjectLegalHold", "PutObjectLegalHold"],
  torrent: ["GetObjectTorrent"],
  attributes: ["GetObjectAttributes"],
  restore: ["RestoreObject"],
  select: ["SelectObjectContent"],
  delete: ["DeleteObjects"],
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

const OF_A_LIST = ["prefix", "delimiter", "marker", "max-keys", "start-after", "continuation-token", "encoding-type"];

/** What an SDK says in `x-id` tells possible ones apart, and is believed no further: whoever signs may write anything there. */
export function guessOperations(query: Query, signedHeaders: readonly string[], key: string | undefined): string[] {
  const possible = findPossible(query, signedHeaders, key);
  const id = query.get("x-id");
  return id !== undefined && possible.includes(id) ? [id] : possible;
}

function findPossible(query: Query, signedHeaders: readonly string[], key: string | undefined): string[] {
  const copies = signedHeaders.includes("x-amz-copy-source");
  if (query.has("partNumber") && query.has("uploadId")) return [copies ? "UploadPartCopy" : "UploadPart"];
  if (query.has("uploads")) return [key === undefined ? "ListMultipartUploads" : "CreateMultipartUpload"];
  if (query.has("uploadId"))
    return signedHeaders.includes("if-none-match")
      ? ["CompleteMultipartUpload"]
      : ["CompleteMultipartUpload", "AbortMultipartUpload", "ListParts"];
  const sub = Object.keys(SUBRESOURCES).find((name) => query.has(name));
  if (sub !== undefined)
    return SUBRESOURCES[sub]!.map((name) =>
      key === undefined && (sub === "acl" || sub === "tagging") ? name.replace("Object", "Bucket") : name,
    );
  if (key === undefined) {
    if (query.get("list-type") === "2") return ["ListObjectsV2"];
    const reads = ["ListObjects", "HeadBucket"];
    return OF_A_LIST.some((name) => query.has(name)) ? reads : [...reads, "CreateBucket", "DeleteBucket"];
  }
  if (copies) return ["CopyObject"];
  if (signedHeaders.some((name) => OF_AN_UPLOAD.test(name))) return ["PutObject"];
  if ([...query.keys()].some((name) => name.startsWith("response-"))) return ["GetObject", "HeadObject"];
  // A type is signed for an upload, most often.
  return signedHeaders.includes("content-type")
    ? ["PutObject", "GetObject", "HeadObject", "DeleteObject"]
    : ["GetObject", "HeadObject", "PutObject", "DeleteObject"];
}

/** Headers that only a new object has. A type comes with any method, and If-None-Match with a download from a cache too. */
const OF_AN_UPLOAD =
  /^(?:content-(?:length|md5|disposition|encoding|language)|cache-control|x-amz-(?:meta-.*|server-side-encryption(?!-customer).*|checksum-(?!mode).*|acl|grant-.*|tagging|storage-class|object-lock-.*|website-redirect-location))$/;

const PINS: Record<string, string> = {
  host: "the host",
  "content-length": "the exact size",
  "content-type": "the content type",
  "content-md5": "the content, by MD5",
  "if-none-match": "that nothing is replaced",
  "if-match": "which state is replaced",
  range: "the byte range",
};

/** What whoever holds the URL cannot change. */
export function describePins(
  operations: readonly string[],
  signedHeaders: readonly string[],
  query: PresignedInspection["query"],
): string[] {
  const pins = ["the method", "the key"];
  // What may be a download replaces nothing.
  const known = new Map(
    Object.entries(PINS).filter(([name]) => !(name.startsWith("if-") && operations.includes("GetObject"))),
  );
  for (const name of signedHeaders)
    pins.push(
      known.get(name) ??
        (/^x-amz-checksum-(?!mode|type)/.test(name) ? "the content, by checksum" : `the header ${name}`),
    );
  for (const [name] of query) pins.push(name === "versionId" ? "the version" : `the parameter ${name}`);
  return pins;
}

/** What whoever holds the URL may choose. */
export function describeFreedoms(
  operations: readonly string[],
  signedHeaders: readonly string[],
  query: PresignedInspection["query"],
): string[] {
  const signs = (shape: RegExp) => signedHeaders.some((name) => shape.test(name));
  const asks = (name: string) => query.some(([other]) => other === name);
  const open: string[] = [];
  const [first] = operations;
  if (operations.length === 1 && (first === "PutObject" || first === "UploadPart")) {
    if (!signs(/^content-length$/)) open.push("the size, up to 5 GiB");
    if (!signs(/^(?:content-md5|x-amz-checksum-)/)) open.push("the content");
    if (first === "PutObject") {
      if (!signs(/^content-type$/)) open.push("the content type");
      if (!signs(/^if-(?:none-)?match$/)) open.push("whether an object is replaced, and how often");
      open.push("headers like Cache-Control and Content-Disposition");
    }
  }
  if (first === "GetObject" && operations.length <= 2) {
    if (!signs(/^range$/)) open.push("the byte range");
    if (!asks("versionId")) open.push("which state of the object is read: the latest when it is used");
  }
  return open;
}
