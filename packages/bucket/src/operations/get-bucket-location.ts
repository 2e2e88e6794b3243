import { writeDocument } from "../xml.ts";
import type { Operation } from "./operation.ts";

/** Empty for us-east-1, as S3 has it. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html} */
export const getBucketLocation: Operation = {
  name: "GetBucketLocation",
  method: "GET",
  scope: "bucket",
  marks: { location: true },
  parameters: [],
  controls: [],
  action: "s3:GetBucketLocation",
  appliesTo: "bucket-at-any-prefix",
  takesBody: false,
  run: async ({ region }) => ({
    status: 200,
    xml: writeDocument("LocationConstraint", region === "us-east-1" ? "" : region),
  }),
};
