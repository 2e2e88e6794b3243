// What the three operations on an object's tags share.
import type { StoredObject } from "../disk/objects.ts";
import { refuse } from "../errors.ts";
import { type Call, missingKey, readQuery } from "./operation.ts";

/** The object whose tags are asked for. Throws NoSuchKey, or NoSuchVersion for a version. */
export function findTagged(call: Call): StoredObject {
  const version = readQuery(call, "versionId");
  if (version !== undefined && version !== "null") throw refuse("NoSuchVersion", undefined, { VersionId: version });
  const object = call.store.objects.find(call.bucket, call.key);
  if (!object) throw missingKey(call);
  return object;
}
