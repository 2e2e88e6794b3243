import { refuse } from "../errors.ts";
import { writeCorsRules } from "../settings/cors-rules.ts";
import { writeDocument } from "../xml.ts";
import type { Operation } from "./operation.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html} */
export const getBucketCors: Operation = {
  name: "GetBucketCors",
  method: "GET",
  scope: "bucket",
  marks: { cors: true },
  parameters: [],
  controls: [],
  action: "s3:GetBucketCORS",
  appliesTo: "bucket",
  takesBody: false,
  async run({ store, bucket }) {
    const rules = store.buckets.getSetting(bucket, "cors");
    if (!rules) throw refuse("NoSuchCORSConfiguration", undefined, { BucketName: bucket });
    return { status: 200, xml: writeDocument("CORSConfiguration", writeCorsRules(rules)) };
  },
};
