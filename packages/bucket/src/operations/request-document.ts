// The document of a request: taken in whole, within a limit, and held against every digest that came with it.
import { createHash } from "node:crypto";
import { CHECKSUM_ALGORITHMS, checksumHeader, createChecksum } from "../checksums.ts";
import { refuse } from "../errors.ts";
import { checkContentMd5, readChecksum } from "../receive.ts";
import { type Call, readHeader } from "./operation.ts";

/** Of all documents that are on their way, whoever sends them. */
export const MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024;
let bytesInFlight = 0;

export interface DocumentRules {
  readonly maxBytes: number;
  /**
   * `required`: Content-MD5 or a checksum must come along, as S3 demands where a document has consequences. `optional`:
   * they are compared when they come. `of-the-object`: checksums in the headers speak of something else.
   */
  readonly digest: "required" | "optional" | "of-the-object";
}

/** Throws MalformedXML when it is too long or not UTF-8, SlowDown when too many come at once, InvalidRequest without a digest, and what a wrong one is. */
export async function readDocument(call: Call, rules: DocumentRules): Promise<string> {
  const contentMd5 = readHeader(call, "content-md5");
  checkContentMd5(contentMd5);
  const checksum = rules.digest === "of-the-object" ? undefined : readChecksum(call.controls);
  if (rules.digest === "required" && contentMd5 === undefined && checksum === undefined)
    throw refuse(
      "InvalidRequest",
      `Missing required header for this request: Content-MD5 OR ${CHECKSUM_ALGORITHMS.map(checksumHeader).join(" OR ")}`,
    );
  const document = await readWhole(call, rules.maxBytes);
  if (contentMd5 !== undefined && createHash("md5").update(document).digest("base64") !== contentMd5)
    throw refuse("BadDigest", "The Content-MD5 you specified did not match what we received.");
  const { payload } = call.request;
  if (payload.kind === "sha256" && createHash("sha256").update(document).digest("hex") !== payload.hex)
    throw refuse("XAmzContentSHA256Mismatch");
  if (checksum) {
    const hasher = createChecksum(checksum.algorithm);
    hasher.update(document);
    if (hasher.digest().toString("base64") !== checksum.readValue?.())
      throw refuse("BadDigest", `The ${checksum.algorithm} you specified did not match the calculated checksum.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(document);
  } catch {
    throw refuse("MalformedXML", "The document is not UTF-8.");
  }
}

async function readWhole(call: Call, maxBytes: number): Promise<Buffer> {
  const tooLong = () => refuse("MalformedXML", `The document must be at most ${maxBytes} bytes.`);
  if ((call.body.declaredBytes ?? 0) > maxBytes) throw tooLong();
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of call.body.chunks()) {
      bytes += chunk.length;
      bytesInFlight += chunk.length;
      if (bytes > maxBytes) throw tooLong();
      if (bytesInFlight > MAX_BYTES_IN_FLIGHT)
        throw refuse("SlowDown", "Please reduce your request rate: too many documents are on their way.");
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    bytesInFlight -= bytes;
  }
}
