import { CHECKSUM_CONTROLS } from "../controls.ts";
import { readCorsRules } from "../settings/cors-rules.ts";
import type { Operation } from "./operation.ts";
import { readDocument } from "./request-document.ts";

const MAX_DOCUMENT_BYTES = 64 * 1024;

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html} */
export const putBucketCors: Operation = {
  name: "PutBucketCors",
  method: "PUT",
  scope: "bucket",
  marks: { cors: true },
  parameters: [],
  controls: CHECKSUM_CONTROLS,
  action: "s3:PutBucketCORS",
  appliesTo: "bucket",
  takesBody: true,
  async run(call) {
    const document = await readDocument(call, { maxBytes: MAX_DOCUMENT_BYTES, digest: "required" });
    await call.store.buckets.putSetting(call.bucket, "cors", readCorsRules(document));
    return { status: 200 };
  },
};
