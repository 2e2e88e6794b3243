import type { Operation } from "./operation.ts";
import { READ_PARAMETERS, readObject } from "./read-object.ts";

/** Needs GetObject, as in IAM. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html} */
export const headObject: Operation = {
  name: "HeadObject",
  method: "HEAD",
  scope: "object",
  marks: {},
  parameters: READ_PARAMETERS,
  controls: ["x-amz-checksum-mode"],
  action: "s3:GetObject",
  appliesTo: "key",
  takesBody: false,
  run: readObject,
};
