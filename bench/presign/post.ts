// A form for POST Object.
import { S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { createPresigner } from "@daypass/presign";
import { Client } from "minio";
import { BUCKET, CREDENTIALS, ENDPOINT, EXPIRES, type Group, keyOf, OURS, REGION, SDK_POST } from "./common.ts";
import { requireRightForm } from "./independent-verifier.ts";

const presigner = createPresigner({ credentials: CREDENTIALS, region: REGION, bucket: BUCKET });
const sdk = new S3Client({ region: REGION, credentials: CREDENTIALS });
const minio = new Client({
  endPoint: new URL(ENDPOINT).host,
  accessKey: CREDENTIALS.accessKeyId,
  secretKey: CREDENTIALS.secretAccessKey,
  region: REGION,
});

export const POST: Group = {
  title: "POST form, with key, type and size range pinned",
  rival: SDK_POST,
  check: (name, made, i) => requireRightForm(name, made as Record<string, string>, keyOf(i)),
  contestants: [
    {
      name: OURS,
      work: (i) =>
        presigner.post({
          key: keyOf(i),
          expiresInSeconds: EXPIRES,
          contentLengthRange: { min: 1, max: 1000 },
          contentType: "image/jpeg",
        }).fields,
    },
    {
      name: SDK_POST,
      work: (i) =>
        createPresignedPost(sdk as never, {
          Bucket: BUCKET,
          Key: keyOf(i),
          Expires: EXPIRES,
          Fields: { "Content-Type": "image/jpeg" },
          Conditions: [["content-length-range", 1, 1000]],
        }).then((form) => form.fields),
    },
    {
      name: "minio presignedPostPolicy",
      work: (i) => {
        const policy = minio.newPostPolicy();
        policy.setBucket(BUCKET);
        policy.setKey(keyOf(i));
        policy.setContentType("image/jpeg");
        policy.setContentLengthRange(1, 1000);
        policy.setExpires(new Date(Date.now() + EXPIRES * 1000));
        return minio.presignedPostPolicy(policy).then((form) => form.formData);
      },
    },
  ],
};
