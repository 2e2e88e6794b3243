import { BUCKET_NAME } from "../check-options.ts";
import { refuse } from "../errors.ts";
import { findText, readChildren, readXml } from "../xml-reader.ts";
import type { Operation } from "./operation.ts";
import { readDocument } from "./request-document.ts";

const MAX_DOCUMENT_BYTES = 64 * 1024;

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html} */
export const createBucket: Operation = {
  name: "CreateBucket",
  method: "PUT",
  scope: "bucket",
  marks: {},
  parameters: [],
  controls: ["x-amz-acl", "x-amz-object-ownership", "x-amz-bucket-object-lock-enabled"],
  action: "s3:CreateBucket",
  appliesTo: "bucket",
  makesBucket: true,
  takesBody: true,
  async run(call) {
    const { bucket } = call;
    checkLocation(await readDocument(call, { maxBytes: MAX_DOCUMENT_BYTES, digest: "optional" }), call.region);
    if (!BUCKET_NAME.test(bucket)) throw refuse("InvalidBucketName", undefined, { BucketName: bucket });
    // All buckets of this endpoint are its operator's.
    if (!(await call.store.buckets.create(bucket, call.now)))
      throw refuse("BucketAlreadyOwnedByYou", undefined, { BucketName: bucket });
    return { status: 200, headers: { location: `/${bucket}` } };
  },
};

function checkLocation(document: string, region: string): void {
  if (document === "") return;
  const root = readXml(document, "CreateBucketConfiguration");
  const beyond = root.children.find(({ name }) => ["Location", "Bucket", "Tags"].includes(name));
  if (beyond) throw refuse("NotImplemented", `${beyond.name} of a new bucket is not implemented by this endpoint.`);
  readChildren(root, ["LocationConstraint"]);
  const location = findText(root, "LocationConstraint")?.trim() ?? "";
  if (location !== "" && location !== region)
    throw refuse(
      "IllegalLocationConstraintException",
      `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to: ${region}`,
    );
}
