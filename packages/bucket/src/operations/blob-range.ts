// A range of bytes over the blobs of an object.
import { type ByteSource, readAll, sourceOf } from "../disk/blob-reader.ts";
import type { Blobs } from "../disk/blobs.ts";
import type { Blob } from "../disk/objects.ts";
import type { ByteRange } from "../range.ts";

/** For each blob that the range touches, what opens its piece, in order. */
export function cutBlobs(blobs: Blobs, stored: readonly Blob[], range: ByteRange): (() => Promise<ByteSource>)[] {
  const pieces: (() => Promise<ByteSource>)[] = [];
  let offset = 0;
  for (const blob of stored) {
    const start = Math.max(0, range.start - offset);
    const end = Math.min(blob.sizeBytes - 1, range.end - offset);
    offset += blob.sizeBytes;
    if (start > end) continue;
    // Bytes in the index go with their row, and the row may go while the pieces before are read.
    const small = blobs.readSmall(blob, { start, end });
    pieces.push(small ? async () => sourceOf(small) : () => blobs.open(blob, { start, end }));
  }
  return pieces;
}

/** The bytes themselves. The caller pins the blobs. */
export async function* readBlobs(blobs: Blobs, stored: readonly Blob[], range: ByteRange): AsyncGenerator<Buffer> {
  for (const open of cutBlobs(blobs, stored, range)) yield* readAll(await open());
}
