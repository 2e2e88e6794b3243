import { checksumElement } from "../checksums.ts";
import type { StoredObject } from "../disk/objects.ts";
import { refuse } from "../errors.ts";
import { writeDocument, type XmlTree } from "../xml.ts";
import { findTagged } from "./object-tagging.ts";
import { type Call, httpDate, namesVersion, type Operation, readInteger } from "./operation.ts";
import { countParts } from "./part-number.ts";

const ATTRIBUTES = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];
const MAX_PARTS = 1_000;

/** Needs GetObject too. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html} */
export const getObjectAttributes: Operation = {
  name: "GetObjectAttributes",
  method: "GET",
  scope: "object",
  marks: { attributes: true },
  parameters: ["versionId"],
  controls: ["x-amz-object-attributes", "x-amz-max-parts", "x-amz-part-number-marker"],
  action: "s3:GetObjectAttributes",
  appliesTo: "key",
  takesBody: false,
  async run(call) {
    const { rights, bucket, key } = call;
    rights.demand({ action: "s3:GetObject", bucket, key, namesVersion: namesVersion(call) });
    const asked = readAttributes(call.controls.get("x-amz-object-attributes"));
    const object = findTagged(call);
    const { checksum } = object;
    const attributes: XmlTree = {
      ETag: object.etag,
      Checksum: checksum && { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type },
      ObjectParts: writeParts(call, object),
      StorageClass: "STANDARD",
      ObjectSize: object.sizeBytes,
    };
    return {
      status: 200,
      headers: { "last-modified": httpDate(object.lastModifiedAt) },
      xml: writeDocument(
        "GetObjectAttributesResponse",
        Object.fromEntries(Object.entries(attributes).filter(([name]) => asked.includes(name))),
      ),
    };
  },
};

function readAttributes(header: string | undefined): readonly string[] {
  const names = (header ?? "").split(",").map((name) => name.trim());
  if (names.every((name) => ATTRIBUTES.includes(name))) return names;
  throw refuse("InvalidArgument", `x-amz-object-attributes must list some of ${ATTRIBUTES.join(", ")}.`, {
    ArgumentName: "x-amz-object-attributes",
    ArgumentValue: header ?? "",
  });
}

/** Of an object that came in parts. Each is listed when its upload kept a checksum of each, as on S3. */
function writeParts(call: Call, object: StoredObject): XmlTree | undefined {
  const count = countParts(object);
  if (count === undefined) return undefined;
  const { checksum } = object;
  if (!checksum) return { PartsCount: count };
  const after = readInteger(call.controls.get("x-amz-part-number-marker"), {
    name: "x-amz-part-number-marker",
    min: 0,
    max: 10_000,
    fallback: 0,
  });
  const asked = readInteger(call.controls.get("x-amz-max-parts"), {
    name: "x-amz-max-parts",
    min: 0,
    max: 2 ** 31 - 1,
    fallback: MAX_PARTS,
  });
  const max = Math.min(asked, MAX_PARTS);
  const parts = object.blobs.slice(after, after + max);
  return {
    PartsCount: count,
    PartNumberMarker: after,
    NextPartNumberMarker: after + parts.length,
    MaxParts: max,
    IsTruncated: after + parts.length < count,
    Part: parts.map((part, i) => ({
      PartNumber: after + i + 1,
      Size: part.sizeBytes,
      [checksumElement(checksum.algorithm)]: part.checksum,
    })),
  };
}
