import { checksumElement } from "../checksums.ts";
import { writeDocument } from "../xml.ts";
import { isoDate, type Operation, quote, readInteger, readQuery } from "./operation.ts";
import { findUpload, MAX_PARTS } from "./upload-part.ts";

const MAX_LISTED_PARTS = 1_000;

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html} */
export const listParts: Operation = {
  name: "ListParts",
  method: "GET",
  scope: "object",
  marks: { uploadId: true },
  parameters: ["part-number-marker", "max-parts", "encoding-type"],
  controls: [],
  action: "s3:ListMultipartUploadParts",
  appliesTo: "key",
  takesBody: false,
  async run(call) {
    const upload = findUpload(call);
    const after = readInteger(readQuery(call, "part-number-marker"), {
      name: "part-number-marker",
      min: 0,
      max: MAX_PARTS,
      fallback: 0,
    });
    const asked = readInteger(readQuery(call, "max-parts"), {
      name: "max-parts",
      min: 0,
      max: 2 ** 31 - 1,
      fallback: MAX_LISTED_PARTS,
    });
    const max = Math.min(asked, MAX_LISTED_PARTS);
    const rows = call.store.uploads.listParts(upload, { after, limit: max + 1 });
    const parts = rows.slice(0, max);
    const owner = { ID: call.bucket, DisplayName: call.bucket };
    return {
      status: 200,
      xml: writeDocument("ListPartsResult", {
        Bucket: call.bucket,
        Key: call.key,
        UploadId: upload.id,
        PartNumberMarker: after,
        NextPartNumberMarker: parts.at(-1)?.number ?? after,
        MaxParts: max,
        IsTruncated: max > 0 && rows.length > max,
        Part: parts.map((part) => ({
          PartNumber: part.number,
          LastModified: isoDate(part.lastModifiedAt),
          ETag: quote(part.etag),
          Size: part.blob.sizeBytes,
          ...(part.checksum ? { [checksumElement(part.checksum.algorithm)]: part.checksum.value } : {}),
        })),
        Initiator: owner,
        Owner: owner,
        StorageClass: "STANDARD",
        ChecksumAlgorithm: upload.checksumAlgorithm,
        ChecksumType: upload.checksumType,
      }),
    };
  },
};
