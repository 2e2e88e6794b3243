// What the records hold, in plain values: times are epoch milliseconds (`…At`), sizes are bytes.

export type Checksum = {
  readonly algorithm: "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";
  readonly type: "FULL_OBJECT" | "COMPOSITE";
  /** Base64 as S3 writes it; a composite one ends with `-` and the number of parts. */
  readonly value: string;
  /** A multipart SHA-256 is composite on S3, so that of a whole file is the sender's word and never called S3's. */
  readonly assertedBy: "bucket" | "sender";
};

export type UploadState = "planned" | "uploading" | "completing" | "confirmed" | "mismatched" | "aborted" | "expired";
export type UploadKind = "put" | "post" | "multipart";

/** States from which an upload can still be sent to and completed. */
export const OPEN_UPLOAD_STATES = ["planned", "uploading", "completing"] as const satisfies readonly UploadState[];

export interface UploadRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly bucketId: string;
  readonly objectKey: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  /** Base64, when the sender knew it. */
  readonly sha256: string | null;
  readonly kind: UploadKind;
  readonly partSizeBytes: number | null;
  readonly partCount: number | null;
  /** S3's UploadId, once parts were asked for. */
  readonly multipartId: string | null;
  readonly state: UploadState;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly fileId: string | null;
}

export interface FileRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly objectId: string;
  readonly name: string;
  readonly contentType: string;
  readonly createdAt: number;
  readonly deletedAt: number | null;
  readonly bucketId: string;
  readonly objectKey: string;
  readonly versionId: string | null;
  readonly sizeBytes: number;
  readonly checksums: readonly Checksum[];
}

export interface ShareRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly slugHash: string;
  readonly sealedSlug: string;
  readonly title: string | null;
  readonly passwordHash: string | null;
  readonly expiresAt: number | null;
  readonly maxClaims: number | null;
  readonly claimCount: number;
  readonly createdAt: number;
  readonly revokedAt: number | null;
}

export interface ClaimRecord {
  readonly id: string;
  readonly shareId: string;
  readonly fileId: string;
  readonly createdAt: number;
  /** Until then the claim's token gives the same file again. */
  readonly expiresAt: number;
}

/** An API token as a person may see it: neither the token nor its hash. */
export interface ApiTokenRecord {
  readonly id: string;
  readonly name: string;
  /** Its last characters; null for a token that was made before they were noted. */
  readonly ending: string | null;
  readonly createdAt: number;
  /** Of a use, at most an hour before the last one; null before the first. */
  readonly usedAt: number | null;
}

export type EventDetails = Readonly<Record<string, string | number | boolean | null>>;

/** The closed list of what the audit trail tells. */
export type EventKind =
  | "owner.created"
  | "session.created"
  | "session.ended"
  | "session.refused"
  | "reset_link.created"
  | "password.reset"
  | "token.created"
  | "token.revoked"
  | "upload.created"
  | "upload.aborted"
  | "upload.expired"
  | "upload.mismatched"
  | "file.created"
  | "file.handed_out"
  | "file.deleted"
  | "share.created"
  | "share.changed"
  | "share.revoked"
  | "share.file_deleted"
  | "share.password_wrong"
  | "claim.made"
  | "claim.resumed";

export interface EventRecord {
  readonly id: string;
  readonly at: number;
  readonly kind: EventKind;
  readonly ownerId: string | null;
  readonly actor: string;
  readonly tokenId: string | null;
  readonly network: string | null;
  readonly shareId: string | null;
  readonly details: EventDetails;
}
