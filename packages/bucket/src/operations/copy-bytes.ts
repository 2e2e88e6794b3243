// The bytes of a copy: linked where a whole file is copied as it is, read and written anew otherwise.
import type { ChecksumAlgorithm } from "../checksums.ts";
import type { StoredObject } from "../disk/objects.ts";
import type { Store } from "../disk/store.ts";
import type { ByteRange } from "../range.ts";
import { MAX_PUT_BYTES, type Received, receive } from "../receive.ts";
import { readBlobs } from "./blob-range.ts";

export interface CopyOptions {
  /** Which checksum the copy has. Undefined: none. */
  readonly algorithm?: ChecksumAlgorithm | undefined;
  /** Default: all. */
  readonly range?: ByteRange | undefined;
}

/** A draft with the bytes of the source, whatever happens to it meanwhile. */
export async function copyBytes(store: Store, source: StoredObject, options: CopyOptions): Promise<Received> {
  const { algorithm, range } = options;
  const unpin = store.blobs.pin(source.blobs.map(({ name }) => name));
  try {
    const linked = range ? undefined : await linkBytes(store, source, algorithm);
    if (linked) return linked;
    const whole = { start: 0, end: source.sizeBytes - 1 };
    return await receive(store.blobs, readBlobs(store.blobs, source.blobs, range ?? whole), {
      maxBytes: MAX_PUT_BYTES,
      checksum: algorithm && { algorithm },
    });
  } finally {
    await unpin();
  }
}

/** One file with the right checksum needs no second copy of its bytes: blobs never change. */
async function linkBytes(
  store: Store,
  source: StoredObject,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<Received | undefined> {
  const [blob, ...others] = source.blobs;
  // The ETag of what came in parts is no digest of the bytes, and a composite checksum neither.
  const isOnePiece = blob !== undefined && others.length === 0 && !source.etag.includes("-");
  const hasRightChecksum = source.checksum?.algorithm === algorithm && source.checksum?.type !== "COMPOSITE";
  if (!isOnePiece || !hasRightChecksum) return undefined;
  const draft = await store.blobs.linkDraft(blob.name);
  return draft && { draft, sizeBytes: source.sizeBytes, md5Hex: source.etag, checksum: source.checksum };
}
