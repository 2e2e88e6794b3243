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
    const unused = await call.store.objects.delete(call.bucket, call.key, { ifMatch: readHeader(call, "if-match") });
    await call.store.blobs.remove(unused);
    return { status: 204 };
  },
};
