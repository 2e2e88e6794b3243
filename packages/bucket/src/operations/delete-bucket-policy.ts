import type { Operation } from "./operation.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html} */
export const deleteBucketPolicy: Operation = {
  name: "DeleteBucketPolicy",
  method: "DELETE",
  scope: "bucket",
  marks: { policy: true },
  parameters: [],
  controls: [],
  action: "s3:DeleteBucketPolicy",
  appliesTo: "bucket",
  takesBody: false,
  async run({ store, bucket }) {
    await store.buckets.deleteSetting(bucket, "policy");
    return { status: 204 };
  },
};
