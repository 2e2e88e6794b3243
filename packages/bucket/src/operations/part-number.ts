// The parts that an object was uploaded in, for those who read it in the same parts.
import type { StoredObject } from "../disk/objects.ts";
import { refuse } from "../errors.ts";
import type { ByteRange } from "../range.ts";
import { readInteger } from "./operation.ts";
import { MAX_PARTS } from "./upload-part.ts";

/** How many; undefined when it came in one piece. The ETag says so, as on S3. */
export const countParts = (object: Pick<StoredObject, "etag" | "blobs">): number | undefined =>
  object.etag.includes("-") ? object.blobs.length : undefined;

/**
 * The bytes of a part, counted from 1 in the order of the object; of an empty one, `end` is before `start`. What
 * came in one piece is its own first part. Throws InvalidPartNumber for one that is not there.
 */
export function findPart(object: StoredObject, asked: string): ByteRange | undefined {
  const number = readInteger(asked, { name: "partNumber", min: 1, max: MAX_PARTS });
  const part = object.blobs[number - 1];
  if (!part && !(number === 1 && object.sizeBytes === 0))
    throw refuse("InvalidPartNumber", undefined, {
      ActualPartCount: String(object.blobs.length),
      PartNumberRequested: asked,
    });
  if (!part || object.sizeBytes === 0) return undefined;
  const start = object.blobs.slice(0, number - 1).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { start, end: start + part.sizeBytes - 1 };
}
