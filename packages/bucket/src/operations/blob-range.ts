// A range of bytes over the blobs of an object.
import type { Readable } from "node:stream";
import type { Blobs } from "../disk/blobs.ts";
import type { Blob } from "../disk/objects.ts";
import type { ByteRange } from "../range.ts";

/** For each blob that the range touches, what opens its piece, in order. */
export function cutBlobs(blobs: Blobs, stored: readonly Blob[], range: ByteRange): (() => Promise<Readable>)[] {
  const pieces: (() => Promise<Readable>)[] = [];
  let offset = 0;
  for (const { name, sizeBytes } of stored) {
    const start = Math.max(0, range.start - offset);
    const end = Math.min(sizeBytes - 1, range.end - offset);
    if (start <= end) pieces.push(() => blobs.read(name, start, end));
    offset += sizeBytes;
  }
  return pieces;
}

/** The bytes themselves. The caller pins the blobs. */
export async function* readBlobs(blobs: Blobs, stored: readonly Blob[], range: ByteRange): AsyncGenerator<Buffer> {
  for (const open of cutBlobs(blobs, stored, range)) yield* await open();
}
