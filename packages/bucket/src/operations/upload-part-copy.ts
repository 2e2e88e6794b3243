import { checksumElement } from "../checksums.ts";
import { COPY_SOURCE, COPY_SOURCE_CONTROLS, findSource, MAX_COPY_BYTES, parseCopySource } from "../copy-source.ts";
import { refuse } from "../errors.ts";
import type { ByteRange } from "../range.ts";
import { writeDocument } from "../xml.ts";
import { copyBytes } from "./copy-bytes.ts";
import { isoDate, type Operation, quote, readInteger, readQuery } from "./operation.ts";
import { findUpload, MAX_PARTS } from "./upload-part.ts";
import { commitDraft } from "./write-object.ts";

const RANGE = `${COPY_SOURCE}-range`;

/**
 * The source is authorized as GetObject.
 * {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html}
 */
export const uploadPartCopy: Operation = {
  name: "UploadPartCopy",
  method: "PUT",
  scope: "object",
  marks: { partNumber: true, uploadId: true },
  headerMark: COPY_SOURCE,
  parameters: [],
  controls: [...COPY_SOURCE_CONTROLS, RANGE],
  action: "s3:PutObject",
  appliesTo: "key",
  takesBody: false,
  async run(call) {
    const { store } = call;
    const upload = findUpload(call);
    const number = readInteger(readQuery(call, "partNumber"), { name: "partNumber", min: 1, max: MAX_PARTS });
    const source = findSource(call, parseCopySource(call.controls.get(COPY_SOURCE)!));
    const range = readCopyRange(call.controls.get(RANGE), source.sizeBytes);
    if ((range ? range.end - range.start + 1 : source.sizeBytes) > MAX_COPY_BYTES)
      throw refuse(
        "InvalidRequest",
        `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_COPY_BYTES}`,
      );
    const received = await copyBytes(store, source, { algorithm: upload.checksumAlgorithm, range });
    const { checksum, draft, md5Hex, sizeBytes } = received;
    const lastModifiedAt = call.now.getTime();
    const part = { number, blob: { name: draft.name, sizeBytes }, etag: md5Hex, checksum, lastModifiedAt };
    const replaced = await commitDraft(store, received, () => store.uploads.putPart(upload, part));
    await store.blobs.remove(replaced);
    return {
      status: 200,
      xml: writeDocument("CopyPartResult", {
        LastModified: isoDate(lastModifiedAt),
        ETag: quote(md5Hex),
        ...(checksum ? { [checksumElement(checksum.algorithm)]: checksum.value } : {}),
      }),
    };
  },
};

/** `bytes=first-last`, both given and both within the source: unlike a Range it is never cut to fit. */
function readCopyRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || start > end)
    throw refuse(
      "InvalidArgument",
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      { ArgumentName: RANGE, ArgumentValue: header },
    );
  if (end >= sizeBytes)
    throw refuse("InvalidArgument", `Range specified is not valid for source object of size: ${sizeBytes}`, {
      ArgumentName: RANGE,
      ArgumentValue: header,
    });
  return { start, end };
}
