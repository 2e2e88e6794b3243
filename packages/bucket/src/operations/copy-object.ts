import type { ChecksumAlgorithm } from "../checksums.ts";
import { checksumElement } from "../checksums.ts";
import {
  COPY_SOURCE,
  COPY_SOURCE_CONTROLS,
  type CopySource,
  findSource,
  MAX_COPY_BYTES,
  parseCopySource,
} from "../copy-source.ts";
import type { StoredObject } from "../disk/objects.ts";
import { refuse } from "../errors.ts";
import { readMetadata } from "../object-headers.ts";
import { writeDocument } from "../xml.ts";
import { copyBytes } from "./copy-bytes.ts";
import { expirationHeaders } from "./expiration.ts";
import { OBJECT_CONTROLS, readNewTags, readRequestHeaders } from "./new-object.ts";
import { type Call, isoDate, type Operation, quote } from "./operation.ts";
import { checkConditionEarly, commitDraft, readWriteCondition } from "./write-object.ts";

/**
 * The source is authorized as GetObject, and its tags as GetObjectTagging.
 * {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html}
 */
export const copyObject: Operation = {
  name: "CopyObject",
  method: "PUT",
  scope: "object",
  marks: {},
  headerMark: COPY_SOURCE,
  parameters: [],
  controls: [
    ...COPY_SOURCE_CONTROLS,
    ...OBJECT_CONTROLS,
    "x-amz-metadata-directive",
    "x-amz-tagging-directive",
    "x-amz-checksum-algorithm",
  ],
  action: "s3:PutObject",
  appliesTo: "key",
  takesBody: false,
  async run(call) {
    const { store, controls } = call;
    const from = parseCopySource(controls.get(COPY_SOURCE)!);
    const condition = readWriteCondition(call);
    const source = findSource(call, from);
    if (source.sizeBytes > MAX_COPY_BYTES)
      throw refuse(
        "InvalidRequest",
        `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_COPY_BYTES}`,
      );
    const metadataDirective = readDirective(call, "x-amz-metadata-directive");
    const isItself = from.bucket === call.bucket && from.key === call.key;
    if (isItself && metadataDirective === "COPY")
      throw refuse(
        "InvalidRequest",
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    const facts = {
      ...(metadataDirective === "COPY"
        ? { headers: source.headers, metadata: source.metadata }
        : { headers: readRequestHeaders(call), metadata: readMetadata(controls) }),
      tags: chooseTags(call, { from, source }),
    };
    checkConditionEarly(call, condition);
    const algorithm = controls.get("x-amz-checksum-algorithm")?.toUpperCase() as ChecksumAlgorithm | undefined;
    const received = await copyBytes(store, source, { algorithm: algorithm ?? source.checksum?.algorithm });
    const object: StoredObject = {
      ...facts,
      key: call.key,
      etag: received.md5Hex,
      sizeBytes: received.sizeBytes,
      lastModifiedAt: call.now.getTime(),
      checksum: received.checksum,
      blobs: [{ name: received.draft.name, sizeBytes: received.sizeBytes }],
    };
    const replaced = await commitDraft(store, received, () => store.objects.put(call.bucket, object, condition));
    await store.blobs.remove(replaced);
    return {
      status: 200,
      headers: expirationHeaders(call, object),
      xml: writeDocument("CopyObjectResult", {
        LastModified: isoDate(object.lastModifiedAt),
        ETag: quote(object.etag),
        ...(object.checksum
          ? {
              [checksumElement(object.checksum.algorithm)]: object.checksum.value,
              ChecksumType: object.checksum.type,
            }
          : {}),
      }),
    };
  },
};

function readDirective(call: Call, name: string): "COPY" | "REPLACE" {
  const value = call.controls.get(name) ?? "COPY";
  if (value === "COPY" || value === "REPLACE") return value;
  throw refuse("InvalidArgument", `Unknown ${name}: it must be COPY or REPLACE.`, {
    ArgumentName: name,
    ArgumentValue: value,
  });
}

function chooseTags(call: Call, { from, source }: { from: CopySource; source: StoredObject }): StoredObject["tags"] {
  const directive = readDirective(call, "x-amz-tagging-directive");
  if (directive === "REPLACE") return readNewTags(call);
  if (source.tags.length === 0) return [];
  const { rights, bucket, key } = call;
  rights.demand({ action: "s3:GetObjectTagging", ...from });
  rights.demand({ action: "s3:PutObjectTagging", bucket, key });
  return source.tags;
}
