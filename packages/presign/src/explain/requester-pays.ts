// A bucket whose requesters pay, which S3 does not name: whoever does not say that they pay gets a plain AccessDenied.
import type { Inspection } from "../inspect/types.ts";
import { type Cause, causeOf } from "./causes.ts";

const PAYER = "x-amz-request-payer";

/**
 * That it may be one, where the URL shows that nobody said so: unsigned the header is refused in other words.
 * Other services, and S3 Express, have no such buckets.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html
 */
export function suspectRequesterPays(inspection: Inspection): Cause[] {
  if (inspection.kind !== "presigned" || inspection.provider !== "AWS S3" || inspection.service !== "s3") return [];
  const { query, signedHeaders } = inspection;
  if (signedHeaders.includes(PAYER) || query.some(([name]) => name.toLowerCase() === PAYER)) return [];
  return [
    causeOf(
      "requester_pays",
      `Or the bucket is another account's and a Requester Pays one, to which S3 says no more than this: the URL does not have ${PAYER}.`,
    ),
  ];
}
