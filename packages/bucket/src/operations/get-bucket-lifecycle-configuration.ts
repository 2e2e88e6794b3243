import { refuse } from "../errors.ts";
import { writeLifecycleRules } from "../settings/lifecycle-rules.ts";
import { writeDocument } from "../xml.ts";
import type { Operation } from "./operation.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html} */
export const getBucketLifecycleConfiguration: Operation = {
  name: "GetBucketLifecycleConfiguration",
  method: "GET",
  scope: "bucket",
  marks: { lifecycle: true },
  parameters: [],
  controls: [],
  action: "s3:GetLifecycleConfiguration",
  appliesTo: "bucket",
  takesBody: false,
  async run({ store, bucket }) {
    const rules = store.buckets.getSetting(bucket, "lifecycle");
    if (!rules) throw refuse("NoSuchLifecycleConfiguration", undefined, { BucketName: bucket });
    return { status: 200, xml: writeDocument("LifecycleConfiguration", writeLifecycleRules(rules)) };
  },
};
