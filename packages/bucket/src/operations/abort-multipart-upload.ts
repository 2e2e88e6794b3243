import type { Operation } from "./operation.ts";
import { findUpload } from "./upload-part.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html} */
export const abortMultipartUpload: Operation = {
  name: "AbortMultipartUpload",
  method: "DELETE",
  scope: "object",
  marks: { uploadId: true },
  parameters: [],
  controls: [],
  action: "s3:AbortMultipartUpload",
  appliesTo: "key",
  takesBody: false,
  async run(call) {
    const unused = await call.store.uploads.abort(findUpload(call));
    await call.store.blobs.remove(unused);
    return { status: 204 };
  },
};
