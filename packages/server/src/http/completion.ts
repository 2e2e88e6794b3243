// An upload becomes a file: from what the bucket says, never from what the sender said.
import type { UploadControlGrant } from "../domain/grants.ts";
import type { Checksum, UploadRecord } from "../domain/records.ts";
import { partSizeOf } from "../domain/upload-plan.ts";
import type { ListedPart, StoredObject } from "../storage/index.ts";
import type { DoneBy } from "../store/index.ts";
import type { App } from "./app-context.ts";
import { Refused, refuse } from "./problems.ts";
import { urlsEndAt } from "./url-life.ts";

const incomplete = (detail: string): Refused => refuse("upload_incomplete", detail);

/** Numbers of the planned parts that the bucket does not have in the planned size. */
export function missingParts(upload: UploadRecord, parts: readonly ListedPart[]): number[] {
  const sizes = new Map(parts.map((part) => [part.number, part.sizeBytes]));
  const missing: number[] = [];
  for (let number = 1; number <= upload.partCount!; number++)
    if (sizes.get(number) !== partSizeOf(upload, number)) missing.push(number);
  return missing;
}

/** Joins the parts in the bucket. Asked again after a lost answer, finds the object and is content. */
async function joinParts(app: App, upload: UploadRecord, grant: UploadControlGrant): Promise<StoredObject | Refused> {
  const { multipartId } = upload;
  if (multipartId === null) return incomplete("No part has arrived yet. Ask for the parts' URLs and send them.");
  const parts = await app.storage.listParts(grant, multipartId);
  if (!parts) {
    const object = await app.storage.head(grant);
    if (object) return object;
    await app.store.uploads.forgetMultipart(upload, multipartId, app.now());
    return incomplete("The bucket no longer has the parts of this upload. Send them again.");
  }
  const missing = missingParts(upload, parts);
  if (missing.length > 0) {
    const named = missing.slice(0, 20).join(", ");
    return incomplete(
      `${missing.length} of ${upload.partCount} parts have not arrived: ${named}${missing.length > 20 ? ", …" : ""}. Send them, then complete again.`,
    );
  }
  await app.store.uploads.markCompleting(upload.id);
  const planned = parts.filter((part) => part.number <= upload.partCount!);
  const result = await app.storage.completeMultipart(grant, multipartId, planned);
  if (result === "conflict") {
    await app.store.uploads.forgetMultipart(upload, multipartId, app.now());
    return incomplete("Another request was writing at the same place. Send the parts again.");
  }
  const object = await app.storage.head(grant);
  if (object) return object;
  if (result === "done")
    return refuse("bucket_refused", "The bucket joined the parts, and then had no object. Complete again.");
  await app.store.uploads.forgetMultipart(upload, multipartId, app.now());
  return incomplete("The bucket no longer has the parts of this upload. Send them again.");
}

/** The bucket's checksums, and the sender's word where the bucket has none of the whole. */
function joinChecksums(upload: UploadRecord, object: StoredObject): { checksums: Checksum[]; differ: boolean } {
  const whole = object.checksums.find(({ algorithm, type }) => algorithm === "SHA256" && type === "FULL_OBJECT");
  const checksums = [...object.checksums];
  if (upload.sha256 === null) return { checksums, differ: false };
  if (whole) return { checksums, differ: whole.value !== upload.sha256 };
  checksums.push({ algorithm: "SHA256", type: "FULL_OBJECT", value: upload.sha256, assertedBy: "sender" });
  return { checksums, differ: false };
}

/** Answers the file's id. May be asked again. */
export async function completeUpload(
  app: App,
  upload: UploadRecord,
  grant: UploadControlGrant,
  by: DoneBy,
): Promise<string | Refused> {
  const object =
    upload.kind === "multipart"
      ? await joinParts(app, upload, grant)
      : ((await app.storage.head(grant)) ??
        incomplete("The file has not arrived in the bucket yet. Send it, then complete again."));
  if (object instanceof Refused) return object;
  const { checksums, differ } = joinChecksums(upload, object);
  if (object.sizeBytes !== upload.sizeBytes || differ) {
    await app.store.uploads.end(upload, { state: "mismatched", now: app.now(), by, urlsEndAt: urlsEndAt(app) });
    return refuse(
      "upload_mismatch",
      differ
        ? "The SHA-256 of what arrived is not the announced one. It is removed from the bucket; send the file again."
        : `${object.sizeBytes} bytes arrived, ${upload.sizeBytes} were announced. They are removed from the bucket; send the file again.`,
    );
  }
  const fileId = await app.store.uploads.confirm(upload, { ...object, checksums }, { now: app.now(), by });
  return fileId ?? refuse("upload_not_open", "The upload was given up meanwhile. Send the file again.");
}
