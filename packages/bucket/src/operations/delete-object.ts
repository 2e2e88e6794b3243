import { refuse } from "../errors.ts";
import { type Operation, readHeader, readQuery } from "./operation.ts";

/** 204 whether or not the key was there. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html} */
export const deleteObject: Operation = {
  name: "DeleteObject",
  method: "DELETE",
  scope: "object",
  marks: {},
  parameters: ["versionId"],
  controls: [],
  action: "s3:DeleteObject",
  appliesTo: "key",
  takesBody: false,
  async run(call) {
    const version = readQuery(call, "versionId");
    if (version !== undefined && version !== "null") throw refuse("NoSuchVersion", undefined, { VersionId: version });
    const { objects, blobs, reserve } = call.store;
    const condition = { ifMatch: readHeader(call, "if-match") };
    const unused = await reserve.spendOn(() => objects.delete(call.bucket, call.key, condition));
    await blobs.remove(unused);
    await reserve.fill();
    return { status: 204 };
  },
};
