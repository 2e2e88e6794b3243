import type { Operation } from "./operation.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html} */
export const deleteBucketCors: Operation = {
  name: "DeleteBucketCors",
  method: "DELETE",
  scope: "bucket",
  marks: { cors: true },
  parameters: [],
  controls: [],
  // As in IAM, which has no right of its own to take a configuration away.
  action: "s3:PutBucketCORS",
  appliesTo: "bucket",
  takesBody: false,
  async run({ store, bucket }) {
    await store.buckets.deleteSetting(bucket, "cors");
    return { status: 204 };
  },
};
