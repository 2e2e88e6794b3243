// The file of a blob: its bytes, then a CRC-32 of each chunk of them, then a footer. So every byte that is read can be
// checked before it is handed on, at any place of the file, without reading the rest.
import { crc32 } from "node:zlib";

/** What is checked as one. A range begins to flow after this many bytes at most. */
export const CHUNK_BYTES = 256 * 1024;
const CRC_BYTES = 4;
/** Ends each file: which format this is. */
const MAGIC = Buffer.from("daypass\u0001", "latin1");
const FOOTER_BYTES = CRC_BYTES + MAGIC.length;

/** How many bytes come after those of the blob. */
export const trailerBytes = (sizeBytes: number): number =>
  Math.ceil(sizeBytes / CHUNK_BYTES) * CRC_BYTES + FOOTER_BYTES;

/** The CRC-32 of each chunk, of bytes that begin with a chunk. */
export function chunkCrcs(bytes: Uint8Array): number[] {
  const crcs: number[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) crcs.push(crc32(bytes.subarray(at, at + CHUNK_BYTES)));
  return crcs;
}

export function writeTrailer(crcs: readonly number[]): Buffer {
  const trailer = Buffer.allocUnsafe(crcs.length * CRC_BYTES + FOOTER_BYTES);
  for (const [i, crc] of crcs.entries()) trailer.writeUInt32BE(crc, i * CRC_BYTES);
  const table = trailer.subarray(0, crcs.length * CRC_BYTES);
  trailer.writeUInt32BE(crc32(table), table.length);
  MAGIC.copy(trailer, table.length + CRC_BYTES);
  return trailer;
}

/** The CRC-32 of each chunk. Undefined when the trailer itself is damaged. */
export function readTrailer(trailer: Buffer): Uint32Array | undefined {
  const table = trailer.subarray(0, trailer.length - FOOTER_BYTES);
  if (!trailer.subarray(trailer.length - MAGIC.length).equals(MAGIC)) return undefined;
  if (trailer.readUInt32BE(table.length) !== crc32(table)) return undefined;
  return Uint32Array.from({ length: table.length / CRC_BYTES }, (_, i) => table.readUInt32BE(i * CRC_BYTES));
}

/** Bytes on the disk are not those that were stored. Nothing of the chunk is handed on. */
export class DamagedBlob extends Error {
  override readonly name = "DamagedBlob";
  /** What is wrong, as the end of a sentence. */
  readonly problem: string;
  constructor(blob: string, problem: string) {
    super(`Blob ${blob} is damaged: ${problem}. Restore it from a copy; \`daypass bucket scrub\` finds all such.`);
    this.problem = problem;
  }
}
