// Every operation that this endpoint has. A request is one of these, or it is refused.
import { refuse } from "../errors.ts";
import { abortMultipartUpload } from "./abort-multipart-upload.ts";
import { completeMultipartUpload } from "./complete-multipart-upload.ts";
import { copyObject } from "./copy-object.ts";
import { createBucket } from "./create-bucket.ts";
import { createMultipartUpload } from "./create-multipart-upload.ts";
import { deleteBucket } from "./delete-bucket.ts";
import { deleteBucketCors } from "./delete-bucket-cors.ts";
import { deleteBucketLifecycle } from "./delete-bucket-lifecycle.ts";
import { deleteBucketPolicy } from "./delete-bucket-policy.ts";
import { deleteObject } from "./delete-object.ts";
import { deleteObjectTagging } from "./delete-object-tagging.ts";
import { deleteObjects } from "./delete-objects.ts";
import { getBucketCors } from "./get-bucket-cors.ts";
import { getBucketLifecycleConfiguration } from "./get-bucket-lifecycle-configuration.ts";
import { getBucketLocation } from "./get-bucket-location.ts";
import { getBucketPolicy } from "./get-bucket-policy.ts";
import { getBucketVersioning } from "./get-bucket-versioning.ts";
import { getObject } from "./get-object.ts";
import { getObjectAttributes } from "./get-object-attributes.ts";
import { getObjectTagging } from "./get-object-tagging.ts";
import { headBucket } from "./head-bucket.ts";
import { headObject } from "./head-object.ts";
import { listBuckets } from "./list-buckets.ts";
import { listMultipartUploads } from "./list-multipart-uploads.ts";
import { listObjects } from "./list-objects.ts";
import { listObjectsV2 } from "./list-objects-v2.ts";
import { listParts } from "./list-parts.ts";
import { findNotImplemented } from "./not-implemented.ts";
import type { Operation } from "./operation.ts";
import { putBucketCors } from "./put-bucket-cors.ts";
import { putBucketLifecycleConfiguration } from "./put-bucket-lifecycle-configuration.ts";
import { putBucketPolicy } from "./put-bucket-policy.ts";
import { putObject } from "./put-object.ts";
import { putObjectTagging } from "./put-object-tagging.ts";
import { uploadPart } from "./upload-part.ts";
import { uploadPartCopy } from "./upload-part-copy.ts";

export const OPERATIONS: readonly Operation[] = [
  listBuckets,
  createBucket,
  headBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  putBucketCors,
  getBucketCors,
  deleteBucketCors,
  putBucketLifecycleConfiguration,
  getBucketLifecycleConfiguration,
  deleteBucketLifecycle,
  putBucketPolicy,
  getBucketPolicy,
  deleteBucketPolicy,
  listObjects,
  listObjectsV2,
  listMultipartUploads,
  deleteObjects,
  putObject,
  getObject,
  headObject,
  deleteObject,
  copyObject,
  getObjectAttributes,
  putObjectTagging,
  getObjectTagging,
  deleteObjectTagging,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
  completeMultipartUpload,
  abortMultipartUpload,
  listParts,
];

/** Those of a method and a scope, the ones with the most marks first. */
const CANDIDATES = Map.groupBy(
  OPERATIONS.toSorted((a, b) => countMarks(b) - countMarks(a)),
  ({ method, scope }) => `${method} ${scope}`,
);

type Query = readonly (readonly [name: string, value: string])[];

/**
 * The operation that a request means. A query parameter that it does not have is refused and never ignored: on S3 most
 * of them make another operation. Names that begin with `x-` are the signer's own notes, as on S3, but for `x-amz-`,
 * which are headers in disguise and judged as such.
 */
export function findOperation(request: {
  readonly method: string;
  readonly scope: Operation["scope"];
  readonly query: Query;
  readonly headers: ReadonlyMap<string, unknown>;
}): Operation {
  const candidates = CANDIDATES.get(`${request.method} ${request.scope}`) ?? [];
  if (candidates.length === 0 && !["GET", "HEAD", "PUT", "POST", "DELETE"].includes(request.method))
    throw refuse("MethodNotAllowed", undefined, { Method: request.method, ResourceType: request.scope.toUpperCase() });
  const values = new Map(request.query);
  const matching = candidates.find(
    ({ marks, headerMark }) =>
      (headerMark === undefined || request.headers.has(headerMark)) &&
      Object.entries(marks).every(
        ([name, value]) => values.has(name) && (value === true || values.get(name) === value),
      ),
  );
  const absent = findNotImplemented(request);
  if (absent !== undefined && !(matching && countMarks(matching) > 0))
    throw refuse("NotImplemented", `${absent} is not implemented by this endpoint.`, { Operation: absent });
  const seen = new Set<string>();
  for (const [name] of request.query) {
    if (name.toLowerCase().startsWith("x-")) continue;
    if (matching && !Object.hasOwn(matching.marks, name) && !matching.parameters.includes(name))
      throw refuse(
        "NotImplemented",
        `The query parameter ${name} is not implemented for ${matching.name} on this endpoint.`,
        {
          Parameter: name,
        },
      );
    if (seen.has(name))
      throw refuse("InvalidArgument", `The query parameter ${name} was given twice.`, { ArgumentName: name });
    seen.add(name);
  }
  if (matching) return matching;
  const asked = request.query.map(([name]) => name).filter((name) => !name.toLowerCase().startsWith("x-"));
  throw refuse(
    "NotImplemented",
    `This endpoint has no operation for ${request.method} on ${request.scope === "service" ? "the service" : `a ${request.scope}`}${asked.length > 0 ? ` with ${asked.join(", ")}` : ""}.`,
  );
}

function countMarks({ marks, headerMark }: Operation): number {
  return Object.keys(marks).length + (headerMark === undefined ? 0 : 1);
}
