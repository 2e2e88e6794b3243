import { createHash } from "node:crypto";
import { CHECKSUM_ALGORITHMS, type Checksum, checksumElement, checksumHeader, joinChecksums } from "../checksums.ts";
import { CHECKSUM_CONTROLS } from "../controls.ts";
import type { StoredObject } from "../disk/objects.ts";
import type { Part, Upload } from "../disk/uploads.ts";
import { refuse } from "../errors.ts";
import { readCompletedParts, writeDocument } from "../xml.ts";
import { type Call, type Operation, quote, readInteger } from "./operation.ts";
import { findUpload, MAX_PARTS } from "./upload-part.ts";
import { readWriteCondition } from "./write-object.ts";

/** Of every part but the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024;
/** 10,000 parts with the longest checksum are 1.7 MiB. */
const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

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
    const named = readNamedParts(await readDocument(call));
    const { object, unused } = await call.store.uploads.complete(upload, condition, (parts) =>
      assemble(call, upload, chooseParts(named, parts)),
    );
    await call.store.blobs.remove(unused);
    const { checksum } = object;
    return {
      status: 200,
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

async function readDocument(call: Call): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of call.body.chunks()) {
    bytes += chunk.length;
    if (bytes > MAX_DOCUMENT_BYTES)
      throw refuse("MalformedXML", `The document must be at most ${MAX_DOCUMENT_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const document = Buffer.concat(chunks);
  const { payload } = call.request;
  if (payload.kind === "sha256" && createHash("sha256").update(document).digest("hex") !== payload.hex)
    throw refuse("XAmzContentSHA256Mismatch");
  return document.toString("utf8");
}

function readNamedParts(document: string): NamedPart[] {
  // Counted before it is read: this thread serves everybody.
  const named = document.match(/<Part[\s/>]/g)?.length ?? 0;
  if (named > MAX_PARTS)
    throw refuse("MalformedXML", `The document must name at most ${MAX_PARTS} parts, it names ${named}.`);
  const elements = CHECKSUM_ALGORITHMS.map(checksumElement);
  const parts = readCompletedParts(document, ["PartNumber", "ETag", ...elements]).map(
    ({ PartNumber, ETag, ...checksums }) => {
      if (PartNumber === undefined || ETag === undefined) throw refuse("MalformedXML");
      const number = readInteger(PartNumber, { name: "PartNumber", min: 1, max: MAX_PARTS });
      return { number, etag: ETag.replace(/^"(.*)"$/, "$1"), checksums };
    },
  );
  for (const [i, part] of parts.entries())
    if (i > 0 && part.number <= parts[i - 1]!.number) throw refuse("InvalidPartOrder");
  return parts;
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
    blobs: parts.map((part) => part.blob),
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
