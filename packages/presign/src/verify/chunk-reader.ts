// Reads a body in aws-chunked encoding as it comes, in pieces of any size. Pure: bytes in, the object's bytes out.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html
import { toByteText } from "../sigv4/bytes.ts";
import { trimBlanks } from "../sigv4/canonical.ts";
import type { ChunkReader, CreateSha256, Refusal } from "../types.ts";
import type { ChunkSignatures } from "./chunk-signatures.ts";
import { MISMATCH, refuse } from "./refusal.ts";

/** Of a chunk's head and of a line of the trailer. */
const MAX_LINE_BYTES = 1024;
/** S3's smallest chunk, but for the last one with data. */
const MIN_CHUNK_BYTES = 8192;
const LINE_FEED = 0x0a;
const CHUNK_HEAD = /^([0-9a-fA-F]{1,16})\r\n$/;
const SIGNED_CHUNK_HEAD = /^([0-9a-fA-F]{1,16});chunk-signature=([0-9a-f]{64})\r\n$/;
const TRAILER_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([^\r\n]*)(\r?)\n$/;
const TRAILER_SIGNATURE = "x-amz-trailer-signature";

const incomplete = (fault: string): Refusal => refuse("IncompleteBody", `The body in chunks is not whole: ${fault}`);
const malformedTrailer = (): Refusal =>
  refuse(
    "MalformedTrailerError",
    "The request contained trailing data that was not well-formed or did not conform to our published schema.",
  );

export interface ChunkRules {
  /** Bytes of the object: x-amz-decoded-content-length. */
  readonly decodedBytes: number;
  /** The one trailer that x-amz-trailer announces. */
  readonly trailerName: string | undefined;
  /** Absent: chunks and trailer come without signatures. */
  readonly signatures: ChunkSignatures | undefined;
  readonly createSha256: CreateSha256;
}

/** What the next bytes are. `feed`: the CRLF that some senders put behind a trailer that they ended with LF. */
type State = "head" | "data" | "data-end" | "closing" | "trailer" | "feed" | "done";

export function createChunkReader({ decodedBytes, trailerName, signatures, createSha256 }: ChunkRules): ChunkReader {
  let state: State = "head";
  /** The beginning of a line whose end has not come yet, as a byte text. */
  let begun = "";
  let leftInChunk = 0;
  let chunkBytes = 0;
  let isLast = false;
  let signature = "";
  let sha256 = createSha256();
  let readBytes = 0;
  let trailer: string | undefined;
  let isTrailerSigned = false;
  let refusal: Refusal | undefined;

  function readHead(line: string): Refusal | undefined {
    const match = (signatures ? SIGNED_CHUNK_HEAD : CHUNK_HEAD).exec(line);
    if (!match) return incomplete("a chunk must begin with its size in hexadecimal and what belongs to it.");
    const bytes = Number.parseInt(match[1]!, 16);
    if (bytes > decodedBytes - readBytes) return incomplete("it is longer than x-amz-decoded-content-length.");
    isLast = bytes === 0;
    if (!isLast && readBytes > 0 && chunkBytes < MIN_CHUNK_BYTES)
      return refuse(
        "InvalidChunkSizeError",
        `Only the last chunk is allowed to have a size less than ${MIN_CHUNK_BYTES} bytes`,
        { BadChunkSize: String(chunkBytes) },
      );
    if (isLast && readBytes < decodedBytes) return incomplete("it is shorter than x-amz-decoded-content-length.");
    chunkBytes = bytes;
    leftInChunk = bytes;
    signature = match[2] ?? "";
    sha256 = createSha256();
    state = isLast ? "closing" : "data";
    return isLast ? endChunk() : undefined;
  }

  function endChunk(): Refusal | undefined {
    if (signatures && !signatures.signsChunk(signature, sha256.digest("hex")))
      return refuse("SignatureDoesNotMatch", `${MISMATCH} It is the signature of a chunk that is wrong.`);
    if (isLast && trailerName !== undefined) state = "trailer";
    return undefined;
  }

  function readTrailerLine(line: string): Refusal | undefined {
    if (line === "\r\n") {
      if (trailer === undefined || (signatures && !isTrailerSigned)) return malformedTrailer();
      state = "done";
      return undefined;
    }
    const match = TRAILER_LINE.exec(line);
    if (!match || isTrailerSigned) return malformedTrailer();
    const name = match[1]!.toLowerCase();
    const value = trimBlanks(match[2]!);
    if (match[3] === "") state = "feed";
    if (name === trailerName && trailer === undefined) trailer = value;
    else if (signatures && name === TRAILER_SIGNATURE && trailer !== undefined) {
      isTrailerSigned = true;
      if (!signatures.signsTrailer(value, `${trailerName}:${trailer}\n`))
        return refuse("SignatureDoesNotMatch", `${MISMATCH} It is the signature of the trailer that is wrong.`);
    } else return malformedTrailer();
    return undefined;
  }

  function readLine(line: string): Refusal | undefined {
    switch (state) {
      case "head":
        return readHead(line);
      case "trailer":
        return readTrailerLine(line);
      default:
        if (line !== "\r\n") return state === "feed" ? malformedTrailer() : incomplete("a chunk must end with CRLF.");
        state = state === "data-end" ? "head" : state === "feed" ? "trailer" : "done";
        return undefined;
    }
  }

  /** Takes a line from `at` on, and answers where the next bytes are. */
  function takeLine(bytes: Uint8Array, at: number): number | Refusal {
    const feed = bytes.indexOf(LINE_FEED, at);
    const end = feed === -1 ? bytes.length : feed + 1;
    if (begun.length + end - at > MAX_LINE_BYTES) return incomplete(`a line is longer than ${MAX_LINE_BYTES} bytes.`);
    const line = begun + toByteText(bytes.subarray(at, end));
    begun = feed === -1 ? line : "";
    return (feed === -1 ? undefined : readLine(line)) ?? end;
  }

  function takeData(bytes: Uint8Array, at: number, pieces: Uint8Array[]): number | Refusal {
    const piece = bytes.subarray(at, at + leftInChunk);
    pieces.push(piece);
    if (signatures) sha256.update(piece);
    leftInChunk -= piece.length;
    readBytes += piece.length;
    if (leftInChunk > 0) return at + piece.length;
    state = "data-end";
    return endChunk() ?? at + piece.length;
  }

  function read(bytes: Uint8Array): readonly Uint8Array[] | Refusal {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      if (state === "done") return incomplete("it goes on after its end.");
      const next = state === "data" ? takeData(bytes, at, pieces) : takeLine(bytes, at);
      if (typeof next !== "number") return next;
      at = next;
    }
    return pieces;
  }

  return {
    read(bytes) {
      if (refusal) return refusal;
      const pieces = read(bytes);
      if ("ok" in pieces) refusal = pieces;
      return pieces;
    },
    end() {
      if (refusal) return refusal;
      return state === "done" ? { ok: true, trailer } : incomplete("it ends before its last chunk.");
    },
  };
}
