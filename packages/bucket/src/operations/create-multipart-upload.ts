import { allowsChecksumType, type ChecksumAlgorithm, type ChecksumType, defaultChecksumType } from "../checksums.ts";
import { refuse } from "../errors.ts";
import { writeDocument } from "../xml.ts";
import { OBJECT_CONTROLS, readNewObject } from "./new-object.ts";
import type { Call, Operation } from "./operation.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html} */
export const createMultipartUpload: Operation = {
  name: "CreateMultipartUpload",
  method: "POST",
  scope: "object",
  marks: { uploads: true },
  parameters: [],
  controls: [...OBJECT_CONTROLS, "x-amz-checksum-algorithm", "x-amz-checksum-type"],
  action: "s3:PutObject",
  appliesTo: "key",
  takesBody: false,
  async run(call) {
    const { algorithm, type } = readChecksumChoice(call);
    const id = await call.store.uploads.create({
      bucket: call.bucket,
      key: call.key,
      initiatedAt: call.now.getTime(),
      ...readNewObject(call),
      checksumAlgorithm: algorithm,
      checksumType: type,
    });
    const headers: Record<string, string> =
      algorithm && type ? { "x-amz-checksum-algorithm": algorithm, "x-amz-checksum-type": type } : {};
    return {
      status: 200,
      headers,
      xml: writeDocument("InitiateMultipartUploadResult", { Bucket: call.bucket, Key: call.key, UploadId: id }),
    };
  },
};

function readChecksumChoice(call: Call): { algorithm?: ChecksumAlgorithm; type?: ChecksumType } {
  const algorithm = call.controls.get("x-amz-checksum-algorithm")?.toUpperCase() as ChecksumAlgorithm | undefined;
  const type = call.controls.get("x-amz-checksum-type")?.toUpperCase();
  if (type !== undefined && type !== "COMPOSITE" && type !== "FULL_OBJECT")
    throw refuse("InvalidRequest", "Value for x-amz-checksum-type header is invalid: COMPOSITE or FULL_OBJECT.");
  if (algorithm === undefined) {
    if (type === undefined) return {};
    throw refuse("InvalidRequest", "x-amz-checksum-type needs x-amz-checksum-algorithm.");
  }
  if (type !== undefined && !allowsChecksumType(algorithm, type))
    throw refuse(
      "InvalidRequest",
      `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  return { algorithm, type: type ?? defaultChecksumType(algorithm) };
}
