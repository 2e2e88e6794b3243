import type { Operation } from "./operation.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html} */
export const headBucket: Operation = {
  name: "HeadBucket",
  method: "HEAD",
  scope: "bucket",
  marks: {},
  parameters: [],
  controls: [],
  action: "s3:ListBucket",
  appliesTo: "bucket-at-any-prefix",
  takesBody: false,
  run: async (call) => ({ status: 200, headers: { "x-amz-bucket-region": call.region } }),
};
