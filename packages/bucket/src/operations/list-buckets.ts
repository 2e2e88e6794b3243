import { writeDocument } from "../xml.ts";
import { isoDate, type Operation } from "./operation.ts";

/**
 * The buckets that the signer's statements name.
 * {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html}
 */
export const listBuckets: Operation = {
  name: "ListBuckets",
  method: "GET",
  scope: "service",
  marks: {},
  parameters: [],
  controls: [],
  action: "s3:ListAllMyBuckets",
  appliesTo: "service",
  takesBody: false,
  async run({ store, identity, rights }) {
    const buckets = store.buckets
      .list()
      .filter(({ name }) => rights.allow({ action: "s3:ListAllMyBuckets", bucket: name }));
    return {
      status: 200,
      xml: writeDocument("ListAllMyBucketsResult", {
        Owner: { ID: identity.accessKeyId, DisplayName: identity.accessKeyId },
        Buckets: { Bucket: buckets.map(({ name, createdAt }) => ({ Name: name, CreationDate: isoDate(createdAt) })) },
      }),
    };
  },
};
