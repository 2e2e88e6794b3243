// What PutObject, UploadPart and CompleteMultipartUpload share.
import { checksumHeader } from "../checksums.ts";
import { CHUNK_CONTROLS } from "../controls.ts";
import { checkWriteCondition, type WriteCondition } from "../disk/objects.ts";
import type { Store } from "../disk/store.ts";
import { Refused, refuse } from "../errors.ts";
import { decodeChunks } from "../http/chunked.ts";
import { isAwsChunked } from "../object-headers.ts";
import { type Expectations, MAX_PUT_BYTES, type Received, readChecksum, receive, tooLarge } from "../receive.ts";
import { type Call, readHeader } from "./operation.ts";

/** If-None-Match and If-Match of a write, and what the signer's policy adds. */
export function readWriteCondition(call: Call): WriteCondition {
  const ifNoneMatch = readHeader(call, "if-none-match");
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*")
    throw refuse("NotImplemented", "If-None-Match of a write must be *.", { Header: "If-None-Match" });
  return { createOnly: call.createOnly || ifNoneMatch === "*", ifMatch: readHeader(call, "if-match") };
}

/** Refuses before the body is asked for; the transaction judges again, and its word counts. */
export function checkConditionEarly(call: Call, condition: WriteCondition): void {
  if (condition.createOnly || condition.ifMatch !== undefined)
    checkWriteCondition(call.store.objects.find(call.bucket, call.key)?.etag, condition);
}

/** Takes the body of a PUT, which must say its length, into a draft. */
export async function receivePut(call: Call): Promise<Received> {
  const { payload } = call.request;
  const isChunked = payload.kind === "chunks";
  const declaredBytes = isChunked ? payload.decodedBytes : call.body.declaredBytes;
  if (declaredBytes === undefined) throw refuse("MissingContentLength");
  if (declaredBytes > MAX_PUT_BYTES) throw tooLarge(declaredBytes, MAX_PUT_BYTES);
  if (!isChunked) refuseChunkHeaders(call);
  const decoded = isChunked ? decodeChunks(call.body.chunks(), payload) : undefined;
  const expectations: Expectations = {
    maxBytes: MAX_PUT_BYTES,
    declaredBytes,
    contentMd5: readHeader(call, "content-md5"),
    sha256Hex: payload.kind === "sha256" ? payload.hex : undefined,
    checksum: readChecksum(
      call.controls,
      decoded && isChunked && payload.trailerName !== undefined
        ? { name: payload.trailerName, read: decoded.readTrailer }
        : undefined,
    ),
  };
  return receive(call.store.blobs, decoded?.bytes ?? call.body.chunks(), expectations);
}

/** Without chunks, what announces them would be ignored, and the marks between them stored as part of the object. */
function refuseChunkHeaders(call: Call): void {
  const announcing = CHUNK_CONTROLS.find((name) => call.controls.has(name));
  if (announcing === undefined && !isAwsChunked(readHeader(call, "content-encoding"))) return;
  throw refuse(
    "InvalidRequest",
    `${announcing ?? "Content-Encoding: aws-chunked"} announces a body in chunks, but x-amz-content-sha256 does not.`,
  );
}

/** Makes the draft a blob, then its row. When the row is refused, the bytes go too. */
export async function commitDraft<T>(store: Store, received: Received, writeRow: () => Promise<T>): Promise<T> {
  const { draft } = received;
  try {
    await draft.publish();
  } catch (failure) {
    await draft.discard();
    throw failure;
  }
  try {
    return await writeRow();
  } catch (failure) {
    // A commit that failed at the disk may still be found there by the next start, which then needs the bytes.
    if (failure instanceof Refused) await draft.discard();
    else store.afterNextCommit(() => void draft.discard());
    throw failure;
  }
}

export const checksumHeaders = ({ checksum }: Pick<Received, "checksum">): Record<string, string> =>
  checksum ? { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type } : {};
