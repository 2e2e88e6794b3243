import { createHash } from "node:crypto";
import { CHECKSUM_ALGORITHMS, type Checksum, checksumElement, checksumHeader, joinChecksums } from "../checksums.ts";
import { CHECKSUM_CONTROLS } from "../controls.ts";
import type { StoredObject } from "../disk/objects.ts";
import type { Part, Upload } from "../disk/uploads.ts";
import { refuse } from "../errors.ts";
import { writeDocument } from "../xml.ts";
import { malformed, readChildren, readText, readXml, type XmlElement } from "../xml-reader.ts";
import { expirationHeaders } from "./expiration.ts";
import { type Call, type Operation, quote, readInteger } from "./operation.ts";
import { readDocument } from "./request-document.ts";
import { findUpload, MAX_PARTS } from "./upload-part.ts";
import { readWriteCondition } from "./write-object.ts";

/** Of every part but the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024;
/** 10,000 parts with the longest checksum are 1.7 MiB. */
const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

const PART_ELEMENTS = ["PartNumber", "ETag", ...CHECKSUM_ALGORITHMS.map(checksumElement)];
const MAX_ELEMENTS = 1 + MAX_PARTS * (1 + PART_ELEMENTS.length);

interface NamedPart {
  readonly number: number;
  readonly etag: string;
  readonly checksums: Readonly<Record<string, string>>;
}

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html} */
export const completeMultipartUpload: Operation = {
  name: "CompleteMultipartUpload",
  method: "POST",
  scope: "object",
  marks: { uploadId: true },
  parameters: [],
  controls: [...CHECKSUM_CONTROLS, "x-amz-checksum-type", "x-amz-mp-object-size"],
  action: "s3:PutObject",
  appliesTo: "key",
  takesBody: true,
  async run(call) {
    const upload = findUpload(call);
    const condition = readWriteCondition(call);
    const named = readNamedParts(await readDocument(call, { maxBytes: MAX_DOCUMENT_BYTES, digest: "of-the-object" }));
    const { object, unused } = await call.store.uploads.complete(upload, condition, (parts) =>
      assemble(call, upload, chooseParts(named, parts)),
    );
    await call.store.blobs.remove(unused);
    const { checksum } = object;
    return {
      status: 200,
      headers: expirationHeaders(call, object),
      xml: writeDocument("CompleteMultipartUploadResult", {
        Location: `/${call.bucket}/${call.key.split("/").map(encodeURIComponent).join("/")}`,
        Bucket: call.bucket,
        Key: call.key,
        ETag: quote(object.etag),
        ...(checksum ? { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type } : {}),
      }),
    };
  },
};

function readNamedParts(document: string): NamedPart[] {
  const elements = readChildren(readXml(document, "CompleteMultipartUpload", MAX_ELEMENTS), ["Part"]);
  if (elements.length === 0 || elements.length > MAX_PARTS)
    throw malformed(`The document must name 1 to ${MAX_PARTS} parts, it names ${elements.length}.`);
  const parts = elements.map(readNamedPart);
  for (const [i, part] of parts.entries())
    if (i > 0 && part.number <= parts[i - 1]!.number) throw refuse("InvalidPartOrder");
  return parts;
}

function readNamedPart(element: XmlElement): NamedPart {
  const fields = new Map<string, string>();
  for (const child of readChildren(element, PART_ELEMENTS)) {
    if (fields.has(child.name)) throw malformed();
    fields.set(child.name, readText(child).trim());
  }
  const etag = fields.get("ETag");
  if (etag === undefined) throw malformed("A part has no ETag.");
  const number = readInteger(fields.get("PartNumber"), { name: "PartNumber", min: 1, max: MAX_PARTS });
  fields.delete("ETag");
  fields.delete("PartNumber");
  return { number, etag: etag.replace(/^"(.*)"$/, "$1"), checksums: Object.fromEntries(fields) };
}

function chooseParts(named: readonly NamedPart[], stored: readonly Part[]): Part[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  return named.map(({ number, etag, checksums }, i) => {
    const part = byNumber.get(number);
    const agrees =
      part?.etag === etag &&
      Object.entries(checksums).every(
        ([element, value]) =>
          part.checksum && checksumElement(part.checksum.algorithm) === element && part.checksum.value === value,
      );
    if (!part || !agrees) throw refuse("InvalidPart", undefined, { PartNumber: String(number), ETag: etag });
    if (i < named.length - 1 && part.blob.sizeBytes < MIN_PART_BYTES)
      throw refuse("EntityTooSmall", undefined, {
        ProposedSize: String(part.blob.sizeBytes),
        MinSizeAllowed: String(MIN_PART_BYTES),
        PartNumber: String(number),
        ETag: etag,
      });
    return part;
  });
}

function assemble(call: Call, upload: Upload, parts: readonly Part[]): StoredObject {
  const sizeBytes = parts.reduce((sum, part) => sum + part.blob.sizeBytes, 0);
  const promised = call.controls.get("x-amz-mp-object-size");
  if (promised !== undefined && promised !== String(sizeBytes))
    throw refuse(
      "InvalidRequest",
      `The provided 'x-amz-mp-object-size' header value ${promised} does not match what was computed: ${sizeBytes}`,
    );
  const md5 = createHash("md5");
  for (const part of parts) md5.update(Buffer.from(part.etag, "hex"));
  return {
    key: upload.key,
    etag: `${md5.digest("hex")}-${parts.length}`,
    sizeBytes,
    lastModifiedAt: call.now.getTime(),
    checksum: joinPartChecksums(call, upload, parts),
    headers: upload.headers,
    metadata: upload.metadata,
    tags: upload.tags,
    blobs: parts.map((part) => ({ ...part.blob, checksum: part.checksum?.value })),
  };
}

/** The checksum that the upload was made for, held against the one that the sender names for the whole. */
function joinPartChecksums(call: Call, upload: Upload, parts: readonly Part[]): Checksum | undefined {
  const { checksumAlgorithm: algorithm, checksumType } = upload;
  const type = call.controls.get("x-amz-checksum-type");
  if (type !== undefined && type !== checksumType)
    throw refuse(
      "InvalidRequest",
      `The upload was created with the checksum type ${checksumType ?? "null"}, not ${type}.`,
    );
  const named = CHECKSUM_ALGORITHMS.filter((name) => call.controls.has(checksumHeader(name)));
  if (!algorithm || !checksumType) {
    if (named.length === 0) return undefined;
    throw refuse(
      "InvalidRequest",
      "The upload was created without a checksum algorithm, so it has no checksum to compare.",
    );
  }
  const checksum = joinChecksums(
    algorithm,
    checksumType,
    parts.map((part) => ({ value: part.checksum!.value, sizeBytes: part.blob.sizeBytes })),
  );
  const values = [checksum.value, checksum.value.replace(/-\d+$/, "")];
  for (const name of named)
    if (name !== algorithm || !values.includes(call.controls.get(checksumHeader(name))!))
      throw refuse("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
  return checksum;
}
