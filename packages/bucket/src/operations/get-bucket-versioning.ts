import { writeDocument } from "../xml.ts";
import type { Operation } from "./operation.ts";

/** Never enabled: this endpoint keeps no versions. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html} */
export const getBucketVersioning: Operation = {
  name: "GetBucketVersioning",
  method: "GET",
  scope: "bucket",
  marks: { versioning: true },
  parameters: [],
  controls: [],
  action: "s3:GetBucketVersioning",
  appliesTo: "bucket-at-any-prefix",
  takesBody: false,
  run: async () => ({ status: 200, xml: writeDocument("VersioningConfiguration", {}) }),
};
