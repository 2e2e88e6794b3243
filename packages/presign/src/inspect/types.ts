/** Something about a URL that its maker should know. The code is API, the text is for people. */
export interface Finding {
  /** Stable: programs may depend on it. */
  readonly code: string;
  /** One or two sentences for people. */
  readonly text: string;
}

/** What a presigned URL says about itself. It cannot say whether its signature is right: only the signer's key can. */
export interface PresignedInspection {
  readonly kind: "presigned";
  /** SigV4, or SigV4A of multi-Region access points. */
  readonly algorithm: "AWS4-HMAC-SHA256" | "AWS4-ECDSA-P256-SHA256";
  /** Best reading of the query, for example `GetObject` or `UploadPart`; several when a URL does not tell them apart. */
  readonly operations: readonly string[];
  /** `https://host`, with a port that is not the scheme's own. */
  readonly origin: string;
  /** Where the bucket's name is: in the host, or first in the path. */
  readonly addressing: "virtual-hosted" | "path";
  /** Undefined where a host's pattern is not known and the path is empty. */
  readonly bucket: string | undefined;
  /** Decoded; undefined for a request on the bucket itself. */
  readonly key: string | undefined;
  /** Whose permission it is. Not secret. */
  readonly accessKeyId: string;
  /** Signed with temporary credentials: the URL ends when they end, perhaps before `expiresAt`. */
  readonly isTemporary: boolean;
  /** Region of the signature; in SigV4A the set of regions, `*` for all. */
  readonly region: string;
  /** `s3`, or another service of S3 such as `s3express`. */
  readonly service: string;
  /** From when it holds. */
  readonly signedAt: Date;
  /** Life in seconds, from `signedAt` on. */
  readonly expiresInSeconds: number;
  /** When its life is over; temporary credentials may end it before. */
  readonly expiresAt: Date;
  /** Only when a time was given. */
  readonly state: "not_yet_valid" | "valid" | "expired" | undefined;
  /** Lower-case names. */
  readonly signedHeaders: readonly string[];
  /** What whoever holds the URL cannot change, in words. */
  readonly pinned: readonly string[];
  /** Decoded query besides the signature's own parameters. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** What is unwise about it, or will keep it from working. */
  readonly warnings: readonly Finding[];
}

/** What `inspect` says of anything but a whole presigned URL. */
export interface OtherInspection {
  /** `sigv2` is AWS's signature of before 2014; `foreign` is signed, but not for S3. */
  readonly kind: "sigv2" | "foreign" | "not_presigned" | "malformed" | "not_a_url";
  /** What it is, or what is wrong with it, in one sentence. */
  readonly text: string;
  /** What mail, chat or a shell did to it. */
  readonly warnings: readonly Finding[];
}

/** What `inspect` answers: `kind` tells which. */
export type Inspection = PresignedInspection | OtherInspection;
