import { refuse } from "../errors.ts";
import type { Operation } from "./operation.ts";

/** As it was put. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html} */
export const getBucketPolicy: Operation = {
  name: "GetBucketPolicy",
  method: "GET",
  scope: "bucket",
  marks: { policy: true },
  parameters: [],
  controls: [],
  action: "s3:GetBucketPolicy",
  appliesTo: "bucket",
  takesBody: false,
  async run({ store, bucket }) {
    const policy = store.buckets.getSetting(bucket, "policy");
    if (!policy) throw refuse("NoSuchBucketPolicy", undefined, { BucketName: bucket });
    return { status: 200, json: policy.text };
  },
};
