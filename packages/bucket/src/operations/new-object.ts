// What a new object is given with its bytes: headers, user metadata and tags.
import { NEW_OBJECT_CONTROLS } from "../controls.ts";
import type { StoredObject } from "../disk/objects.ts";
import { readMetadata, readStoredHeaders } from "../object-headers.ts";
import { parseTagging, type Tags } from "../settings/tags.ts";
import type { Call } from "./operation.ts";

export const TAGGING_CONTROL = "x-amz-tagging";
export const OBJECT_CONTROLS: readonly string[] = [...NEW_OBJECT_CONTROLS, TAGGING_CONTROL];

/** Throws InvalidArgument, MetadataTooLarge or InvalidTag; AccessDenied when the signer may not set tags. */
export function readNewObject(call: Call): Pick<StoredObject, "headers" | "metadata" | "tags"> {
  return { headers: readRequestHeaders(call), metadata: readMetadata(call.controls), tags: readNewTags(call) };
}

/** Of the request's headers, those that the object keeps. */
export const readRequestHeaders = (call: Call): Record<string, string> =>
  readStoredHeaders([...call.request.headers].map(([name, values]) => [name, values.join(",")]));

/** Tags of the header. To set some takes a right of its own. */
export function readNewTags(call: Pick<Call, "controls" | "rights" | "bucket" | "key">): Tags {
  const { bucket, key } = call;
  const tags = parseTagging(call.controls.get(TAGGING_CONTROL) ?? "");
  if (tags.length > 0) call.rights.demand({ action: "s3:PutObjectTagging", bucket, key });
  return tags;
}
