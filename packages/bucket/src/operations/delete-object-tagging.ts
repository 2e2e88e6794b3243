import { findTagged } from "./object-tagging.ts";
import type { Operation } from "./operation.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html} */
export const deleteObjectTagging: Operation = {
  name: "DeleteObjectTagging",
  method: "DELETE",
  scope: "object",
  marks: { tagging: true },
  parameters: ["versionId"],
  controls: [],
  action: "s3:DeleteObjectTagging",
  appliesTo: "key",
  takesBody: false,
  async run(call) {
    findTagged(call);
    await call.store.objects.putTags(call.bucket, call.key, []);
    return { status: 204 };
  },
};
