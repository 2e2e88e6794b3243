import type { StoredObject } from "../disk/objects.ts";
import type { Store } from "../disk/store.ts";
import { expiresAt, hasTags, isInFilter } from "../settings/lifecycle-rules.ts";
import { httpDate } from "./operation.ts";

/**
 * `x-amz-expiration` of an object that a lifecycle rule is about: when it ends, and by which rule, the earliest of them.
 * {@link https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html}
 */
export function expirationHeaders(
  { store, bucket }: { readonly store: Store; readonly bucket: string },
  object: Pick<StoredObject, "key" | "sizeBytes" | "lastModifiedAt" | "tags">,
): Record<string, string> {
  let first: { at: number; id: string } | undefined;
  for (const rule of store.buckets.getSetting(bucket, "lifecycle") ?? []) {
    const at = expiresAt(rule, object);
    if (at === undefined || !rule.enabled || !isInFilter(rule, object) || !hasTags(rule, object.tags)) continue;
    if (first === undefined || at < first.at) first = { at, id: rule.id };
  }
  if (!first) return {};
  return { "x-amz-expiration": `expiry-date="${httpDate(first.at)}", rule-id="${encodeURIComponent(first.id)}"` };
}
