import { CHECKSUM_CONTROLS } from "../controls.ts";
import { MAX_POLICY_BYTES, readBucketPolicy } from "../settings/bucket-policy.ts";
import type { Operation } from "./operation.ts";
import { readDocument } from "./request-document.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html} */
export const putBucketPolicy: Operation = {
  name: "PutBucketPolicy",
  method: "PUT",
  scope: "bucket",
  marks: { policy: true },
  parameters: [],
  controls: CHECKSUM_CONTROLS,
  action: "s3:PutBucketPolicy",
  appliesTo: "bucket",
  takesBody: true,
  async run(call) {
    // Not demanded here, as on S3: several clients send none.
    const document = await readDocument(call, { maxBytes: MAX_POLICY_BYTES, digest: "optional" });
    await call.store.buckets.putSetting(call.bucket, "policy", readBucketPolicy(document, call.bucket));
    return { status: 204 };
  },
};
