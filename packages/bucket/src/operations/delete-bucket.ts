import type { Operation } from "./operation.ts";

/** Open uploads go with it. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html} */
export const deleteBucket: Operation = {
  name: "DeleteBucket",
  method: "DELETE",
  scope: "bucket",
  marks: {},
  parameters: [],
  controls: [],
  action: "s3:DeleteBucket",
  appliesTo: "bucket",
  takesBody: false,
  async run({ store, bucket }) {
    const unused = await store.reserve.spendOn(() => store.buckets.delete(bucket));
    await store.blobs.remove(unused);
    await store.reserve.fill();
    return { status: 204 };
  },
};
