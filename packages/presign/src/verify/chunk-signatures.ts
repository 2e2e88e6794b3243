// The chain of signatures in a body of signed chunks: each covers the one before it, the first one the request's own.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
import { sha256Hex } from "#hash";
import { isSameSignature, type Sign } from "../sigv4/signature.ts";

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

export interface ChunkSignatures {
  /** Whether this signs the next chunk, whose bytes have that SHA-256. Each chunk is asked for once, in order. */
  signsChunk(signature: string, hex: string): boolean;
  /** Whether this signs the trailer: lines `name:value\n`, a byte text. */
  signsTrailer(signature: string, lines: string): boolean;
}

export function createChunkSignatures(seed: {
  /** The request's own signature, which was right. */
  readonly signature: string;
  readonly sign: Sign;
  /** `yyyyMMddTHHmmssZ` of the request. */
  readonly timestamp: string;
  readonly scope: string;
}): ChunkSignatures {
  let previous = seed.signature;
  const advance = (signature: string, kind: string, last: string): boolean => {
    const expected = seed.sign(`AWS4-HMAC-SHA256-${kind}\n${seed.timestamp}\n${seed.scope}\n${previous}\n${last}`);
    previous = expected;
    return isSameSignature(signature, expected);
  };
  return {
    signsChunk: (signature, hex) => advance(signature, "PAYLOAD", `${EMPTY_SHA256}\n${hex}`),
    signsTrailer: (signature, lines) => advance(signature, "TRAILER", sha256Hex(lines)),
  };
}
