/** Something about a URL that its maker should know. The code is API, the text is for people. */
export interface Finding {
  readonly code: string;
  readonly text: string;
}

/** What a presigned URL says about itself. It cannot say whether its signature is right: only the signer's key can. */
export interface PresignedInspection {
  readonly kind: "presigned";
  readonly algorithm: "AWS4-HMAC-SHA256" | "AWS4-ECDSA-P256-SHA256";
  /** Best reading of the query, for example `GetObject` or `UploadPart`; several when a URL does not tell them apart. */
  readonly operations: readonly string[];
  readonly origin: string;
  readonly addressing: "virtual-hosted" | "path";
  readonly bucket: string | undefined;
  /** Decoded; undefined for a request on the bucket itself. */
  readonly key: string | undefined;
  readonly accessKeyId: string;
  /** Signed with temporary credentials: the URL ends when they end, perhaps before `expiresAt`. */
  readonly isTemporary: boolean;
  readonly region: string;
  readonly service: string;
  readonly signedAt: Date;
  readonly expiresInSeconds: number;
  readonly expiresAt: Date;
  /** Only when a time was given. */
  readonly state: "not_yet_valid" | "valid" | "expired" | undefined;
  readonly signedHeaders: readonly string[];
  /** What whoever holds the URL cannot change, in words. */
  readonly pinned: readonly string[];
  /** Decoded query besides the signature's own parameters. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly warnings: readonly Finding[];
}

export interface OtherInspection {
  /** `sigv2` is AWS's signature of before 2014; `foreign` is signed, but not for S3. */
  readonly kind: "sigv2" | "foreign" | "not_presigned" | "malformed" | "not_a_url";
  /** What it is, or what is wrong with it, in one sentence. */
  readonly text: string;
  readonly warnings: readonly Finding[];
}

export type Inspection = PresignedInspection | OtherInspection;
