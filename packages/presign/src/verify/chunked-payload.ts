// What a request must say before its body in aws-chunked encoding: which chunks, how long, which trailer.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
import type { ChunkedPayload, Refusal } from "../types.ts";
import { createChunkReader } from "./chunk-reader.ts";
import { createChunkSignatures } from "./chunk-signatures.ts";
import type { ParsedRequest } from "./raw-request.ts";
import { refuse } from "./refusal.ts";

/** The closed list of values of x-amz-content-sha256 that announce chunks, and what each means. */
const CHUNKED = /* @__PURE__ */ new Map([
  ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", { isSigned: true, hasTrailer: false }],
  ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", { isSigned: true, hasTrailer: true }],
  ["STREAMING-UNSIGNED-PAYLOAD-TRAILER", { isSigned: false, hasTrailer: true }],
]);
const TRAILER = /^x-amz-checksum-(?:crc32|crc32c|crc64nvme|sha1|sha256)$/;

export const isChunkedPayload = (payloadHash: string): boolean => CHUNKED.has(payloadHash);

/** Only for a request whose own signature was right: `seed` is that signature and what made it. */
export function readChunkedPayload(
  request: ParsedRequest,
  payloadHash: string,
  seed: Parameters<typeof createChunkSignatures>[0],
): ChunkedPayload | Refusal {
  const { isSigned, hasTrailer } = CHUNKED.get(payloadHash)!;
  const length = request.headers.get("x-amz-decoded-content-length")?.[0] ?? "";
  const decodedBytes = /^\d{1,16}$/.test(length) ? Number(length) : Number.NaN;
  if (!Number.isSafeInteger(decodedBytes))
    return refuse(
      "MissingContentLength",
      "You must provide the x-amz-decoded-content-length HTTP header: the length of the object in bytes.",
    );
  const trailerName = request.headers.get("x-amz-trailer")?.[0]?.toLowerCase();
  if (hasTrailer ? !TRAILER.test(trailerName ?? "") : trailerName !== undefined)
    return refuse(
      "InvalidRequest",
      "The value specified in the x-amz-trailer header is not supported: it must name one checksum where x-amz-content-sha256 announces a trailer, and be absent elsewhere.",
    );
  return {
    kind: "chunks",
    decodedBytes,
    trailerName,
    createReader: (createSha256) =>
      createChunkReader({
        decodedBytes,
        trailerName,
        createSha256,
        signatures: isSigned ? createChunkSignatures(seed) : undefined,
      }),
  };
}
