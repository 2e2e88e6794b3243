import { CHECKSUM_CONTROLS } from "../controls.ts";
import { readLifecycleRules } from "../settings/lifecycle-rules.ts";
import type { Operation } from "./operation.ts";
import { readDocument } from "./request-document.ts";

const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html} */
export const putBucketLifecycleConfiguration: Operation = {
  name: "PutBucketLifecycleConfiguration",
  method: "PUT",
  scope: "bucket",
  marks: { lifecycle: true },
  parameters: [],
  controls: CHECKSUM_CONTROLS,
  action: "s3:PutLifecycleConfiguration",
  appliesTo: "bucket",
  takesBody: true,
  async run(call) {
    const document = await readDocument(call, { maxBytes: MAX_DOCUMENT_BYTES, digest: "required" });
    await call.store.buckets.putSetting(call.bucket, "lifecycle", readLifecycleRules(document));
    return { status: 200 };
  },
};
