// What a directory bucket (S3 Express) lacks beside the features of a provider: values and operations.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html
import { PresignError } from "../errors.ts";
import type { PresignedRequest } from "../types.ts";
import { parametersOf } from "./signed-names.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html#s3-express-differences-api-operations */
const NO_OPERATIONS_ON_A_BUCKET =
  /^(?:accelerate|acl|analytics|cors|intelligent-tiering|location|logging|notification|object-lock|ownershipControls|policyStatus|publicAccessBlock|replication|requestPayment|tagging|versioning|versions|website)$/;
const NO_OPERATIONS_ON_AN_OBJECT = /^(?:acl|legal-hold|restore|retention|select|tagging|torrent)$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and …/API_PutObject.html, each with its notes on directory buckets. */
export function refuseOfDirectoryBucket({ url, headers }: PresignedRequest, on: "object" | "bucket"): void {
  const noOperations = on === "object" ? NO_OPERATIONS_ON_AN_OBJECT : NO_OPERATIONS_ON_A_BUCKET;
  for (const [name, value] of parametersOf(url)) {
    if (noOperations.test(name)) throw lacking(`the operation ?${name}`, "use a general purpose bucket");
    if (name === "prefix" && !value.endsWith("/"))
      throw lacking("a prefix that does not end with a slash", "end it with /");
    if (name === "delimiter" && value !== "/") throw lacking("another delimiter than a slash", "use /");
    if (name === "start-after") throw lacking("startAfter", "go on with continuationToken");
  }
  const { "x-amz-storage-class": storageClass, "x-amz-server-side-encryption": sse } = headers;
  if (storageClass !== undefined && storageClass !== "EXPRESS_ONEZONE" && storageClass !== "ONEZONE_IA")
    throw lacking(
      `the storage class ${storageClass}`,
      "leave it out, or use EXPRESS_ONEZONE, or ONEZONE_IA in a Local Zone",
    );
  if (sse === "aws:kms:dsse") throw lacking("sse aws:kms:dsse", 'use "aws:kms"');
}

const lacking = (what: string, instead: string): PresignError =>
  new PresignError("unsupported_by_provider", `A directory bucket (S3 Express) does not support ${what}: ${instead}`);
