// Server-side encryption, as signed headers always: a policy of the bucket looks at headers, not at the query.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html
import { PresignError, requireFlag, requireKnownOptions, requireRecord, requireString, show } from "../../errors.ts";
import { sseFeature } from "../../providers/features.ts";
import { encodeBase64 } from "../../sigv4/bytes.ts";
import { addHeader, type MutableHeaders } from "../headers.ts";
import type { OptionRule } from "./rules.ts";

/** Encryption by S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html */
export interface ServerSideEncryption {
  /** With keys of S3 (`AES256`), or of KMS, in one layer or in two. */
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
  /** Id or ARN of the KMS key; without it, the account's own. */
  readonly kmsKeyId?: string | undefined;
  /** Fewer calls to KMS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
  readonly bucketKeyEnabled?: boolean | undefined;
  /** Names and values that KMS binds to the object's key and writes into its trail. Not secret. KMS only. */
  readonly encryptionContext?: Readonly<Record<string, string>> | undefined;
}

const MEMBERS = new Set(["algorithm", "kmsKeyId", "bucketKeyEnabled", "encryptionContext"]);
const ALGORITHMS: readonly unknown[] = ["AES256", "aws:kms", "aws:kms:dsse"];

export function addEncryption(headers: MutableHeaders, sse: ServerSideEncryption): void {
  const { algorithm, kmsKeyId, bucketKeyEnabled, encryptionContext } = requireKnownOptions("sse", sse, MEMBERS);
  requireFlag("sse.bucketKeyEnabled", bucketKeyEnabled);
  if (algorithm === undefined)
    throw new TypeError('sse.algorithm must be given: "AES256", "aws:kms" or "aws:kms:dsse"');
  if (!ALGORITHMS.includes(algorithm))
    throw new TypeError(`sse.algorithm must be "AES256", "aws:kms" or "aws:kms:dsse", got ${show(algorithm)}`);
  if (
    algorithm === "AES256" &&
    (kmsKeyId !== undefined || bucketKeyEnabled !== undefined || encryptionContext !== undefined)
  )
    throw new TypeError(
      'sse.kmsKeyId, sse.bucketKeyEnabled and sse.encryptionContext need the algorithm "aws:kms" or "aws:kms:dsse"',
    );
  addHeader(headers, "x-amz-server-side-encryption", algorithm);
  if (kmsKeyId !== undefined) addHeader(headers, "x-amz-server-side-encryption-aws-kms-key-id", kmsKeyId);
  if (bucketKeyEnabled !== undefined)
    addHeader(headers, "x-amz-server-side-encryption-bucket-key-enabled", String(bucketKeyEnabled));
  if (encryptionContext !== undefined)
    addHeader(headers, "x-amz-server-side-encryption-context", encodeContext(encryptionContext));
}

/** Base64 of the JSON of texts: https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html */
function encodeContext(context: unknown): string {
  requireRecord("sse.encryptionContext", context);
  for (const [name, value] of Object.entries(context)) {
    requireString(`sse.encryptionContext.${name}`, value);
    if (name === "" || !name.isWellFormed() || !value.isWellFormed())
      throw new PresignError(
        "option_invalid",
        `sse.encryptionContext must have names and values in well-formed Unicode, got ${show(name)}: ${show(value)}`,
      );
  }
  return encodeBase64(JSON.stringify(context));
}

export const SSE_RULE: OptionRule = {
  feature: sseFeature,
  read(draft, value, { customerKey }) {
    if (customerKey !== undefined)
      throw new TypeError("sse and customerKey exclude each other: S3 encrypts with one key");
    draft.headers ??= {};
    addEncryption(draft.headers, value as ServerSideEncryption);
  },
};
