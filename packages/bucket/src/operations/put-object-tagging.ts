import { CHECKSUM_CONTROLS } from "../controls.ts";
import { readTagging } from "../settings/tags.ts";
import { findTagged } from "./object-tagging.ts";
import { missingKey, type Operation } from "./operation.ts";
import { readDocument } from "./request-document.ts";

const MAX_DOCUMENT_BYTES = 64 * 1024;

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html} */
export const putObjectTagging: Operation = {
  name: "PutObjectTagging",
  method: "PUT",
  scope: "object",
  marks: { tagging: true },
  parameters: ["versionId"],
  controls: CHECKSUM_CONTROLS,
  action: "s3:PutObjectTagging",
  appliesTo: "key",
  takesBody: true,
  async run(call) {
    findTagged(call);
    const tags = readTagging(await readDocument(call, { maxBytes: MAX_DOCUMENT_BYTES, digest: "required" }));
    if (!(await call.store.objects.putTags(call.bucket, call.key, tags))) throw missingKey(call);
    return { status: 200 };
  },
};
