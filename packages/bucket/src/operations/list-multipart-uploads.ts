import type { Upload } from "../disk/uploads.ts";
import { isCommonPrefix, resumeAfter, rollUp } from "../listing.ts";
import { writeDocument } from "../xml.ts";
import { readEncoding } from "./object-listing.ts";
import { isoDate, type Operation, readInteger, readQuery } from "./operation.ts";

const MAX_UPLOADS = 1_000;

interface Place {
  readonly after: string;
  readonly afterId?: string;
}

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html} */
export const listMultipartUploads: Operation = {
  name: "ListMultipartUploads",
  method: "GET",
  scope: "bucket",
  marks: { uploads: true },
  parameters: ["prefix", "delimiter", "key-marker", "upload-id-marker", "max-uploads", "encoding-type"],
  controls: [],
  action: "s3:ListBucketMultipartUploads",
  appliesTo: "prefix",
  takesBody: false,
  async run(call) {
    const prefix = readQuery(call, "prefix") ?? "";
    const delimiter = readQuery(call, "delimiter") ?? "";
    const keyMarker = readQuery(call, "key-marker") ?? "";
    const idMarker = readQuery(call, "upload-id-marker") ?? "";
    const asked = readInteger(readQuery(call, "max-uploads"), {
      name: "max-uploads",
      min: 0,
      max: 2 ** 31 - 1,
      fallback: MAX_UPLOADS,
    });
    const max = Math.min(asked, MAX_UPLOADS);
    const encode = readEncoding(call);
    const mark = isCommonPrefix(keyMarker, { prefix, delimiter }) ? { commonPrefix: keyMarker } : { key: keyMarker };
    // S3 ignores the id without a key.
    const start: Place =
      keyMarker !== "" && idMarker !== "" ? { after: keyMarker, afterId: idMarker } : { after: resumeAfter(mark) };
    const listed = rollUp<Upload, Place>({
      prefix,
      delimiter,
      max,
      start,
      after: ({ key, id }) => ({ after: key, afterId: id }),
      afterKey: (key) => ({ after: key }),
      fetch: (place, limit) => call.store.uploads.list(call.bucket, { prefix, ...place, limit }),
    });
    const lastUpload = listed.last && "key" in listed.last ? listed.items.at(-1) : undefined;
    const lastKey = listed.last && ("key" in listed.last ? listed.last.key : listed.last.commonPrefix);
    const owner = { ID: call.bucket, DisplayName: call.bucket };
    return {
      status: 200,
      xml: writeDocument("ListMultipartUploadsResult", {
        Bucket: call.bucket,
        KeyMarker: encode(keyMarker),
        UploadIdMarker: idMarker,
        NextKeyMarker: listed.isTruncated && lastKey !== undefined ? encode(lastKey) : undefined,
        NextUploadIdMarker: listed.isTruncated ? lastUpload?.id : undefined,
        Prefix: encode(prefix),
        Delimiter: delimiter === "" ? undefined : encode(delimiter),
        EncodingType: readQuery(call, "encoding-type"),
        MaxUploads: max,
        IsTruncated: listed.isTruncated,
        Upload: listed.items.map((upload) => ({
          Key: encode(upload.key),
          UploadId: upload.id,
          Initiator: owner,
          Owner: owner,
          StorageClass: "STANDARD",
          Initiated: isoDate(upload.initiatedAt),
          ChecksumAlgorithm: upload.checksumAlgorithm,
          ChecksumType: upload.checksumType,
        })),
        CommonPrefixes: listed.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
      }),
    };
  },
};
