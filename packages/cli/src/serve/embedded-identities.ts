import type { Identity } from "@daypass/bucket";
import type { BucketKeys } from "../secrets.ts";

/**
 * The two identities of a server in its embedded bucket, each with the rights of its work and no more. Creating and
 * completing a multipart upload are PutObject, as in IAM. The signer cannot replace, list or delete: nobody who holds
 * one of its URLs can either.
 */
export const listIdentities = ({ signer, janitor }: BucketKeys, bucket: string, keyPrefix: string): Identity[] => [
  {
    ...signer,
    policy: [
      { actions: ["s3:GetObject"], bucket, keyPrefix },
      { actions: ["s3:PutObject"], bucket, keyPrefix, createOnly: true },
    ],
  },
  {
    ...janitor,
    policy: [
      {
        actions: [
          "s3:GetObject",
          "s3:DeleteObject",
          "s3:ListBucket",
          "s3:ListBucketMultipartUploads",
          "s3:ListMultipartUploadParts",
          "s3:AbortMultipartUpload",
        ],
        bucket,
        keyPrefix,
      },
    ],
  },
];
