// From the wire to a draft on the disk, with every check that the request asks for.
import {
  CHECKSUM_ALGORITHMS,
  type Checksum,
  type ChecksumAlgorithm,
  checksumHeader,
  createChecksum,
  isChecksumValue,
} from "./checksums.ts";
import type { Controls } from "./controls.ts";
import type { DigestName, Digests } from "./digests/digests.ts";
import type { Blobs } from "./disk/blobs.ts";
import type { Draft } from "./disk/drafts.ts";
import { refuse } from "./errors.ts";

/** Of PutObject, UploadPart and form uploads. */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;

export interface Expectations {
  /** Default 0. */
  readonly minBytes?: number | undefined;
  /** Receiving stops one byte above. */
  readonly maxBytes: number;
  /** Exact length, when the request declares one. */
  readonly declaredBytes?: number | undefined;
  /** Value of Content-MD5. */
  readonly contentMd5?: string | undefined;
  /** What the signature says of the body. */
  readonly sha256Hex?: string | undefined;
  readonly checksum?: ExpectedChecksum | undefined;
}

export interface ExpectedChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /**
   * In a strict form. Asked for when the body has ended, because a trailer is known only then. Undefined: the checksum is
   * computed and compared with nothing.
   */
  readonly readValue?: (() => string) | undefined;
}

export interface Received {
  readonly draft: Draft;
  readonly sizeBytes: number;
  readonly md5Hex: string;
  readonly checksum?: Checksum | undefined;
}

/**
 * The one checksum that the controls carry, or that a trailer will bring. Throws InvalidRequest when there are two, or
 * its value has a wrong form.
 */
export function readChecksum(
  controls: Controls,
  trailer?: { readonly name: string; read(): string },
): ExpectedChecksum | undefined {
  const given = CHECKSUM_ALGORITHMS.filter(
    (algorithm) => controls.has(checksumHeader(algorithm)) || checksumHeader(algorithm) === trailer?.name,
  );
  const algorithm = given[0];
  if (given.length > 1 || (algorithm && trailer && controls.has(checksumHeader(algorithm))))
    throw refuse(
      "InvalidRequest",
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  const named = controls.get("x-amz-sdk-checksum-algorithm")?.toUpperCase();
  if (named !== undefined && named !== algorithm)
    throw refuse(
      "InvalidRequest",
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  if (algorithm === undefined) return undefined;
  if (trailer) return { algorithm, readValue: () => checkValue(algorithm, trailer.read(), "trailing header") };
  const value = checkValue(algorithm, controls.get(checksumHeader(algorithm))!, "header");
  return { algorithm, readValue: () => value };
}

function checkValue(algorithm: ChecksumAlgorithm, value: string, where: string): string {
  if (isChecksumValue(algorithm, value)) return value;
  throw refuse("InvalidRequest", `Value for ${checksumHeader(algorithm)} ${where} is invalid.`);
}

/** Writes the body to a draft. On any refusal or failure nothing is left of it. */
export async function receive(
  blobs: Blobs,
  chunks: AsyncIterable<Uint8Array>,
  expected: Expectations,
): Promise<Received> {
  checkContentMd5(expected.contentMd5);
  const writing = blobs.createDraft(chooseDigests(expected));
  let draft: Draft | undefined;
  try {
    let sizeBytes = 0;
    for await (const chunk of chunks) {
      sizeBytes += chunk.length;
      if (sizeBytes > expected.maxBytes) throw tooLarge(sizeBytes, expected.maxBytes);
      await writing.write(chunk);
    }
    checkSize(sizeBytes, expected);
    const finished = await writing.finish();
    draft = finished.draft;
    const { digests } = finished;
    checkDigests(digests, expected);
    return {
      draft,
      sizeBytes,
      md5Hex: digests.get("MD5")!.toString("hex"),
      checksum: compareChecksum(expected.checksum, digests),
    };
  } catch (failure) {
    await (draft ?? writing).discard();
    throw failure;
  }
}

function chooseDigests({ sha256Hex, checksum }: Expectations): DigestName[] {
  const names = new Set<DigestName>(["MD5"]);
  if (sha256Hex !== undefined) names.add("SHA256");
  if (checksum) names.add(checksum.algorithm);
  return [...names];
}

function checkSize(sizeBytes: number, { declaredBytes, minBytes = 0 }: Expectations): void {
  if (declaredBytes !== undefined && sizeBytes !== declaredBytes) throw refuse("IncompleteBody");
  if (sizeBytes < minBytes)
    throw refuse("EntityTooSmall", undefined, { ProposedSize: String(sizeBytes), MinSizeAllowed: String(minBytes) });
}

function checkDigests(digests: Digests, { contentMd5, sha256Hex }: Expectations): void {
  const md5 = digests.get("MD5")!.toString("base64");
  if (contentMd5 !== undefined && md5 !== contentMd5)
    throw refuse("BadDigest", "The Content-MD5 you specified did not match what we received.", {
      ExpectedDigest: contentMd5,
      CalculatedDigest: md5,
    });
  if (sha256Hex === undefined) return;
  const computed = digests.get("SHA256")!.toString("hex");
  if (computed !== sha256Hex)
    throw refuse("XAmzContentSHA256Mismatch", undefined, {
      ClientComputedContentSHA256: sha256Hex,
      S3ComputedContentSHA256: computed,
    });
}

export const tooLarge = (proposedBytes: number, maxBytes: number) =>
  refuse("EntityTooLarge", undefined, { ProposedSize: String(proposedBytes), MaxSizeAllowed: String(maxBytes) });

/** Throws InvalidDigest for what is not the strict base64 of 16 bytes. */
export function checkContentMd5(value: string | undefined): void {
  if (value === undefined) return;
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== 16 || bytes.toString("base64") !== value) throw refuse("InvalidDigest");
}

function compareChecksum(expected: ExpectedChecksum | undefined, digests: Digests): Checksum | undefined {
  if (!expected) return undefined;
  const { algorithm } = expected;
  const value = digests.get(algorithm)!.toString("base64");
  const expectedValue = expected.readValue?.();
  if (expectedValue !== undefined && value !== expectedValue) {
    const ofNothing = createChecksum(algorithm).digest().toString("base64") === expectedValue;
    throw refuse(
      "BadDigest",
      `The ${algorithm} you specified did not match the calculated checksum.${ofNothing ? " It is the checksum of an empty body, which some SDKs add when they presign: presign with requestChecksumCalculation WHEN_REQUIRED." : ""}`,
    );
  }
  return { algorithm, type: "FULL_OBJECT", value };
}
