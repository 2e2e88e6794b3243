import { setImmediate } from "node:timers/promises";
import { CHECKSUM_CONTROLS } from "../controls.ts";
import { Refused, refuse } from "../errors.ts";
import { writeDocument } from "../xml.ts";
import { findText, malformed, readChildren, readXml, type XmlElement } from "../xml-reader.ts";
import type { Call, Operation } from "./operation.ts";
import { readDocument } from "./request-document.ts";

const MAX_KEYS = 1_000;
/** The document, its Quiet, and of each object Key, VersionId and ETag. */
const MAX_ELEMENTS = 2 + 4 * MAX_KEYS;
/** Keys that are judged before other requests get their turn. */
const KEYS_PER_TURN = 50;
/** A thousand keys of 1,024 bytes, each of which may be written as references six times as long. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

interface Target {
  readonly key: string;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
}

/**
 * Each key is authorized by itself, and fails by itself.
 * {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html}
 */
export const deleteObjects: Operation = {
  name: "DeleteObjects",
  method: "POST",
  scope: "bucket",
  marks: { delete: true },
  parameters: [],
  controls: CHECKSUM_CONTROLS,
  action: "s3:DeleteObject",
  appliesTo: "keys-of-the-document",
  takesBody: true,
  async run(call) {
    const { targets, isQuiet } = readTargets(
      await readDocument(call, { maxBytes: MAX_DOCUMENT_BYTES, digest: "required" }),
    );
    const { blobs, reserve } = call.store;
    const refusals: (Refused | undefined)[] = [];
    for (const target of targets) {
      refusals.push(judge(call, target));
      if (refusals.length % KEYS_PER_TURN === 0) await setImmediate();
    }
    // Those that are allowed share one commit.
    const results = await Promise.allSettled(
      targets.map(({ key, etag }, i) =>
        refusals[i]
          ? Promise.reject(refusals[i])
          : reserve.spendOn(() => call.store.objects.delete(call.bucket, key, { ifMatch: etag })),
      ),
    );
    const unused = results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
    await blobs.remove(unused);
    await reserve.fill();
    const done = targets.filter((_, i) => results[i]!.status === "fulfilled");
    const failed = results.flatMap((result, i) => (result.status === "rejected" ? [[targets[i]!, result.reason]] : []));
    return {
      status: 200,
      xml: writeDocument("DeleteResult", {
        Deleted: isQuiet ? [] : done.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })),
        Error: failed.map(([target, reason]) => describeFailure(target, reason)),
      }),
    };
  },
};

/** Why this one stays, if it does. */
function judge({ rights, bucket }: Call, { key, versionId }: Target): Refused | undefined {
  try {
    rights.demand({ action: "s3:DeleteObject", bucket, key, namesVersion: versionId !== undefined });
  } catch (failure) {
    if (failure instanceof Refused) return failure;
    throw failure;
  }
  return versionId === undefined || versionId === "null" ? undefined : refuse("NoSuchVersion");
}

function describeFailure({ key, versionId }: Target, failure: unknown) {
  const { code, message } = failure instanceof Refused ? failure : refuse("InternalError");
  return { Key: key, VersionId: versionId, Code: code, Message: message };
}

function readTargets(document: string): { targets: Target[]; isQuiet: boolean } {
  const root = readXml(document, "Delete", MAX_ELEMENTS);
  readChildren(root, ["Object", "Quiet"]);
  const quiet = findText(root, "Quiet")?.trim().toLowerCase();
  if (quiet !== undefined && quiet !== "true" && quiet !== "false") throw malformed("Quiet must be true or false.");
  const targets = root.children.filter(({ name }) => name === "Object").map(readTarget);
  if (targets.length === 0 || targets.length > MAX_KEYS)
    throw malformed(`The document must name 1 to ${MAX_KEYS} objects, it names ${targets.length}.`);
  return { targets, isQuiet: quiet === "true" };
}

function readTarget(element: XmlElement): Target {
  for (const name of ["LastModifiedTime", "Size"])
    if (element.children.some((child) => child.name === name))
      throw refuse("NotImplemented", `${name} of an object to delete is implemented by directory buckets only.`);
  readChildren(element, ["Key", "VersionId", "ETag"]);
  const key = findText(element, "Key");
  if (key === undefined || key === "") throw malformed("An object to delete has no Key.");
  return { key, etag: findText(element, "ETag"), versionId: findText(element, "VersionId") };
}
