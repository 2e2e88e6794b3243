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
    const { uploads, blobs, reserve } = call.store;
    const upload = findUpload(call);
    const unused = await reserve.spendOn(() => uploads.abort(upload));
    await blobs.remove(unused);
    await reserve.fill();
    return { status: 204 };
  },
};
