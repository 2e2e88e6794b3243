import type { Operation } from "./operation.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html} */
export const deleteBucketLifecycle: Operation = {
  name: "DeleteBucketLifecycle",
  method: "DELETE",
  scope: "bucket",
  marks: { lifecycle: true },
  parameters: [],
  controls: [],
  // As in IAM, which has no right of its own to take a configuration away.
  action: "s3:PutLifecycleConfiguration",
  appliesTo: "bucket",
  takesBody: false,
  async run({ store, bucket }) {
    await store.buckets.deleteSetting(bucket, "lifecycle");
    return { status: 204 };
  },
};
