import type { Operation } from "./operation.ts";
import { READ_PARAMETERS, readObject } from "./read-object.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html} */
export const getObject: Operation = {
  name: "GetObject",
  method: "GET",
  scope: "object",
  marks: {},
  parameters: READ_PARAMETERS,
  controls: ["x-amz-checksum-mode"],
  action: "s3:GetObject",
  appliesTo: "key",
  takesBody: false,
  run: readObject,
};
