import { writeTagging } from "../settings/tags.ts";
import { writeDocument } from "../xml.ts";
import { findTagged } from "./object-tagging.ts";
import type { Operation } from "./operation.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html} */
export const getObjectTagging: Operation = {
  name: "GetObjectTagging",
  method: "GET",
  scope: "object",
  marks: { tagging: true },
  parameters: ["versionId"],
  controls: [],
  action: "s3:GetObjectTagging",
  appliesTo: "key",
  takesBody: false,
  run: async (call) => ({ status: 200, xml: writeDocument("Tagging", writeTagging(findTagged(call).tags)) }),
};
