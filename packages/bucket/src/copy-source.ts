// x-amz-copy-source: which object a copy is made of, and when.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
import { parsePath } from "@daypass/presign";
import type { StoredObject } from "./disk/objects.ts";
import { refuse } from "./errors.ts";
import { splitPath } from "./http/address.ts";
import { type Call, missingKey } from "./operations/operation.ts";
import { judgeRead } from "./read-conditions.ts";

export const COPY_SOURCE = "x-amz-copy-source";
export const COPY_SOURCE_CONTROLS: readonly string[] = [
  COPY_SOURCE,
  `${COPY_SOURCE}-if-match`,
  `${COPY_SOURCE}-if-none-match`,
  `${COPY_SOURCE}-if-modified-since`,
  `${COPY_SOURCE}-if-unmodified-since`,
];

/** Of one CopyObject, and of one UploadPartCopy with a range. */
export const MAX_COPY_BYTES = 5 * 1024 ** 3;

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly namesVersion?: boolean | undefined;
}

/**
 * `bucket/key` or `/bucket/key`, percent-encoded, decoded once and by the very function that decodes the target of a
 * request: where two readers of one name differ, one copies what the other has not allowed.
 */
export function parseCopySource(header: string): CopySource {
  const [path, ...query] = header.split("?");
  const parsed = parsePath(path!.startsWith("/") ? path! : `/${path}`);
  const [bucket, key] = parsed === undefined ? ["", ""] : splitPath(parsed);
  if (bucket === "" || key === "" || bucket.startsWith("arn:"))
    throw refuse("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey", {
      ArgumentName: COPY_SOURCE,
      ArgumentValue: header,
    });
  if (query.length > 0 && query.join("?") !== "versionId=null")
    throw query[0]!.startsWith("versionId=")
      ? refuse("NoSuchVersion")
      : refuse("InvalidArgument", "Copy Source has nothing but versionId behind its key.", {
          ArgumentName: COPY_SOURCE,
          ArgumentValue: header,
        });
  return query.length > 0 ? { bucket, key, namesVersion: true } : { bucket, key };
}

/** The object to copy, which the signer must be allowed to read, as the request's conditions want it. */
export function findSource(call: Call, { bucket, key, namesVersion }: CopySource): StoredObject {
  const { rights, store, controls } = call;
  rights.demand({ action: "s3:GetObject", bucket, key, namesVersion });
  if (!store.buckets.has(bucket)) throw refuse("NoSuchBucket", undefined, { BucketName: bucket });
  const source = store.objects.find(bucket, key);
  if (!source) throw missingKey({ rights, bucket, key });
  const verdict = judgeRead(
    {
      ifMatch: controls.get(`${COPY_SOURCE}-if-match`),
      ifNoneMatch: controls.get(`${COPY_SOURCE}-if-none-match`),
      ifModifiedSince: controls.get(`${COPY_SOURCE}-if-modified-since`),
      ifUnmodifiedSince: controls.get(`${COPY_SOURCE}-if-unmodified-since`),
    },
    source,
  );
  if (verdict === "unmodified") throw refuse("PreconditionFailed", undefined, { Condition: COPY_SOURCE });
  return source;
}
