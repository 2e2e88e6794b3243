import { CHECKSUM_CONTROLS, CHUNK_CONTROLS } from "../controls.ts";
import type { Upload } from "../disk/uploads.ts";
import { refuse } from "../errors.ts";
import { type Call, type Operation, quote, readInteger, readQuery } from "./operation.ts";
import { checksumHeaders, commitDraft, receivePut } from "./write-object.ts";

export const MAX_PARTS = 10_000;

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html} */
export const uploadPart: Operation = {
  name: "UploadPart",
  method: "PUT",
  scope: "object",
  marks: { partNumber: true, uploadId: true },
  parameters: [],
  controls: [...CHECKSUM_CONTROLS, ...CHUNK_CONTROLS],
  action: "s3:PutObject",
  appliesTo: "key",
  takesBody: true,
  async run(call) {
    const upload = findUpload(call);
    const number = readInteger(readQuery(call, "partNumber"), { name: "partNumber", min: 1, max: MAX_PARTS });
    const received = await receivePut(call);
    const replaced = await commitDraft(call.store, received, async () => {
      const given = received.checksum?.algorithm;
      if (upload.checksumAlgorithm !== undefined && given !== upload.checksumAlgorithm)
        throw refuse(
          "InvalidRequest",
          `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm.toLowerCase()}, actual checksum Type: ${given?.toLowerCase() ?? "null"}`,
        );
      return call.store.uploads.putPart(upload, {
        number,
        blob: { name: received.draft.name, sizeBytes: received.sizeBytes },
        etag: received.md5Hex,
        checksum: received.checksum,
        lastModifiedAt: call.now.getTime(),
      });
    });
    await call.store.blobs.remove(replaced);
    const { "x-amz-checksum-type": _, ...headers } = checksumHeaders(received);
    return { status: 200, headers: { etag: quote(received.md5Hex), ...headers } };
  },
};

/** The upload that `uploadId` names, which must be of this key. */
export function findUpload(call: Call): Upload {
  const id = readQuery(call, "uploadId") ?? "";
  const upload = call.store.uploads.find(call.bucket, call.key, id);
  if (!upload) throw refuse("NoSuchUpload", undefined, { UploadId: id });
  return upload;
}
