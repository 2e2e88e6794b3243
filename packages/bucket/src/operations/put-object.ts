import { CHECKSUM_CONTROLS, CHUNK_CONTROLS } from "../controls.ts";
import { expirationHeaders } from "./expiration.ts";
import { OBJECT_CONTROLS, readNewObject } from "./new-object.ts";
import { type Call, type Operation, quote } from "./operation.ts";
import { checkConditionEarly, checksumHeaders, commitDraft, readWriteCondition, receivePut } from "./write-object.ts";

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html} */
export const putObject: Operation = {
  name: "PutObject",
  method: "PUT",
  scope: "object",
  marks: {},
  parameters: [],
  controls: [...CHECKSUM_CONTROLS, ...CHUNK_CONTROLS, ...OBJECT_CONTROLS],
  action: "s3:PutObject",
  appliesTo: "key",
  takesBody: true,
  async run(call: Call) {
    const condition = readWriteCondition(call);
    const facts = readNewObject(call);
    checkConditionEarly(call, condition);
    const received = await receivePut(call);
    const object = {
      key: call.key,
      etag: received.md5Hex,
      sizeBytes: received.sizeBytes,
      lastModifiedAt: call.now.getTime(),
      checksum: received.checksum,
      ...facts,
      blobs: [{ name: received.draft.name, sizeBytes: received.sizeBytes }],
    };
    const replaced = await commitDraft(call.store, received, () =>
      call.store.objects.put(call.bucket, object, condition),
    );
    await call.store.blobs.remove(replaced);
    return {
      status: 200,
      headers: { etag: quote(object.etag), ...checksumHeaders(received), ...expirationHeaders(call, object) },
    };
  },
};
