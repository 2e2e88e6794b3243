// Every operation that this endpoint has. A request is one of these, or it is refused.
import { refuse } from "../errors.ts";
import { abortMultipartUpload } from "./abort-multipart-upload.ts";
import { completeMultipartUpload } from "./complete-multipart-upload.ts";
import { createMultipartUpload } from "./create-multipart-upload.ts";
import { deleteObject } from "./delete-object.ts";
import { getBucketLocation } from "./get-bucket-location.ts";
import { getObject } from "./get-object.ts";
import { headBucket } from "./head-bucket.ts";
import { headObject } from "./head-object.ts";
import { listBuckets } from "./list-buckets.ts";
import { listMultipartUploads } from "./list-multipart-uploads.ts";
import { listObjectsV2 } from "./list-objects-v2.ts";
import { listParts } from "./list-parts.ts";
import type { Operation } from "./operation.ts";
import { putObject } from "./put-object.ts";
import { uploadPart } from "./upload-part.ts";

export const OPERATIONS: readonly Operation[] = [
  listBuckets,
  headBucket,
  getBucketLocation,
  listObjectsV2,
  listMultipartUploads,
  createMultipartUpload,
  uploadPart,
  completeMultipartUpload,
  abortMultipartUpload,
  listParts,
  getObject,
  headObject,
  putObject,
  deleteObject,
];

type Query = readonly (readonly [name: string, value: string])[];

/**
 * The operation that a request means. A query parameter that it does not have is refused and never ignored: on S3 most
 * of them make another operation. Names that begin with `x-` are the signer's own notes, as on S3, but for `x-amz-`,
 * which are headers in disguise and judged as such.
 */
export function findOperation(request: { method: string; scope: Operation["scope"]; query: Query }): Operation {
  const candidates = OPERATIONS.filter(({ method, scope }) => method === request.method && scope === request.scope);
  if (candidates.length === 0 && !["GET", "HEAD", "PUT", "POST", "DELETE"].includes(request.method))
    throw refuse("MethodNotAllowed", undefined, { Method: request.method, ResourceType: request.scope.toUpperCase() });
  const values = new Map(request.query);
  const matching = candidates
    .filter(({ marks }) =>
      Object.entries(marks).every(
        ([name, value]) => values.has(name) && (value === true || values.get(name) === value),
      ),
    )
    .sort((a, b) => Object.keys(b.marks).length - Object.keys(a.marks).length)[0];
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
