// Grant → URL, and the few calls that do talk to the bucket. Embedded or AWS is one path: the server speaks S3 to both.
import type { DemoGrant, DownloadGrant, PartsGrant, UploadControlGrant, UploadGrant } from "../domain/grants.ts";
import type { Checksum } from "../domain/records.ts";
import type { BucketAddress } from "./bucket-address.ts";
import { BucketError, type SendOptions, send } from "./send.ts";
import { createSigner } from "./signer.ts";
import { isCompletion, type ListedPart, parseParts, parseUploadId, writeCompletion } from "./xml.ts";

export { BucketError } from "./send.ts";
export type { ListedPart } from "./xml.ts";

/** What HeadObject says of an object. */
export interface StoredObject {
  readonly versionId: string | null;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly checksums: readonly Checksum[];
}

const ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;

function readChecksums(headers: Headers): Checksum[] {
  const checksums: Checksum[] = [];
  for (const algorithm of ALGORITHMS) {
    const value = headers.get(`x-amz-checksum-${algorithm.toLowerCase()}`);
    if (value === null) continue;
    const said = headers.get("x-amz-checksum-type");
    const type = said === "COMPOSITE" || (said === null && /-\d+$/.test(value)) ? "COMPOSITE" : "FULL_OBJECT";
    checksums.push({ algorithm, type, value, assertedBy: "bucket" });
  }
  return checksums;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000;

const DEMO_TIMEOUT_MILLISECONDS = 2000;

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof BucketError && codes.includes(error.code);

export function createStorage(bucket: BucketAddress, clock: () => Date, options: Partial<SendOptions> = {}) {
  const signer = createSigner(bucket, clock);

  /** Undefined when there is no object. A 403 may mean the same to an identity without ListBucket, but not to ours. */
  const head = async (grant: UploadControlGrant): Promise<StoredObject | undefined> => {
    try {
      const { headers } = await send(() => signer.head(grant), { ...options, operation: "HeadObject" });
      const versionId = headers.get("x-amz-version-id");
      return {
        versionId: versionId === "null" ? null : versionId,
        etag: headers.get("etag") ?? "",
        sizeBytes: Number(headers.get("content-length")),
        checksums: readChecksums(headers),
      };
    } catch (error) {
      if (isCode(error, "NotFound", "NoSuchKey")) return undefined;
      throw error;
    }
  };

  return {
    /** Origin that browsers talk to: what the pages' policy must name. */
    publicOrigin: new URL(signer.plainUrl("f/origin")).origin,
    plainUrl: (objectKey: string) => signer.plainUrl(objectKey),
    checkCredentials: signer.checkCredentials,
    signDownload: (grant: DownloadGrant) => signer.signDownload(grant),
    signPut: (grant: UploadGrant) => signer.signPut(grant),
    signForm: (grant: UploadGrant) => signer.signForm(grant),
    signParts: (grant: PartsGrant) => signer.signParts(grant),
    signDemo: (grant: DemoGrant) => signer.signDemo(grant),
    head,

    /** Stores the demo object where it is not yet. A person is waiting, so this gives up sooner than other calls. */
    async storeDemo(grant: DemoGrant, text: string): Promise<void> {
      try {
        await send(() => signer.storeDemo(grant, text), {
          ...options,
          timeoutMilliseconds: DEMO_TIMEOUT_MILLISECONDS,
          operation: "PutObject",
          body: text,
        });
      } catch (error) {
        if (!isCode(error, "PreconditionFailed", "ConditionalRequestConflict")) throw error;
      }
    },

    /** Answers S3's UploadId. */
    async createMultipart(grant: UploadControlGrant): Promise<string> {
      const { text, status } = await send(() => signer.createMultipart(grant), {
        ...options,
        operation: "CreateMultipartUpload",
      });
      const uploadId = parseUploadId(text);
      if (uploadId !== undefined) return uploadId;
      throw new BucketError(
        { kind: "refused", code: "UnreadableAnswer", status },
        "The bucket answered CreateMultipartUpload without an UploadId",
      );
    },

    /** All parts that the bucket has, by number; undefined when it does not know the multipart upload. */
    async listParts(grant: UploadControlGrant, uploadId: string): Promise<ListedPart[] | undefined> {
      const parts: ListedPart[] = [];
      for (let marker = 0; ; ) {
        let answer: Awaited<ReturnType<typeof send>>;
        try {
          answer = await send(() => signer.listParts(grant, uploadId, marker), { ...options, operation: "ListParts" });
        } catch (error) {
          if (isCode(error, "NoSuchUpload")) return undefined;
          throw error;
        }
        const page = parseParts(answer.text);
        if (!page)
          throw new BucketError(
            { kind: "refused", code: "UnreadableAnswer", status: answer.status },
            "The bucket answered ListParts with something else than a list of parts",
          );
        parts.push(...page.parts);
        // A marker that does not move, or moves past the last part that can be, would be asked for ever.
        if (page.nextMarker === null || !(page.nextMarker > marker) || page.nextMarker >= MOST_PARTS)
          return parts.sort((a, b) => a.number - b.number);
        marker = page.nextMarker;
      }
    },

    /**
     * `gone`: the bucket has no such multipart upload, or something lies at the key already: look there (a lost answer
     * to an earlier completion looks like this). `conflict`: it must begin anew.
     */
    async completeMultipart(
      grant: UploadControlGrant,
      uploadId: string,
      parts: readonly ListedPart[],
    ): Promise<"done" | "gone" | "conflict"> {
      try {
        const { text } = await send(() => signer.completeMultipart(grant, uploadId), {
          ...options,
          operation: "CompleteMultipartUpload",
          body: writeCompletion(parts),
        });
        return isCompletion(text) ? "done" : "gone";
      } catch (error) {
        if (isCode(error, "NoSuchUpload", "PreconditionFailed")) return "gone";
        if (isCode(error, "ConditionalRequestConflict")) return "conflict";
        throw error;
      }
    },

    /** What is not there is deleted. */
    async deleteObject(objectKey: string, versionId: string | null): Promise<void> {
      try {
        await send(() => signer.deleteObject(objectKey, versionId), { ...options, operation: "DeleteObject" });
      } catch (error) {
        if (!isCode(error, "NoSuchKey", "NoSuchVersion", "NotFound")) throw error;
      }
    },

    async abortMultipart(objectKey: string, uploadId: string): Promise<void> {
      try {
        await send(() => signer.abortMultipart(objectKey, uploadId), { ...options, operation: "AbortMultipartUpload" });
      } catch (error) {
        if (!isCode(error, "NoSuchUpload", "NotFound")) throw error;
      }
    },
  };
}

export type Storage = ReturnType<typeof createStorage>;
