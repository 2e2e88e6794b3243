// The tables, as Kysely sees them. Both engines alike: ids TEXT, times BIGINT milliseconds (`…At`), sizes BIGINT read as
// numbers, JSON as TEXT parsed in this room.
import type { Generated, Kysely, Transaction } from "kysely";
import type { EventKind, UploadKind, UploadState } from "../domain/records.ts";

export interface Tables {
  users: {
    id: string;
    login: string;
    /** What is compared: two logins that differ in case only are one. */
    loginFolded: string;
    passwordHash: string;
    role: "owner" | "member";
    createdAt: number;
  };
  sessions: { tokenHash: string; userId: string; createdAt: number; seenAt: number };
  apiTokens: {
    id: string;
    tokenHash: string;
    /** Last characters; null for a token that was made before they were noted. */
    ending: string | null;
    userId: string;
    name: string;
    createdAt: number;
    usedAt: number | null;
    revokedAt: number | null;
  };
  resetLinks: { tokenHash: string; userId: string; createdAt: number; expiresAt: number };
  setupLinks: { tokenHash: string; createdAt: number };
  uploads: {
    id: string;
    ownerId: string;
    bucketId: string;
    objectKey: string;
    name: string;
    sizeBytes: number;
    contentType: string;
    sha256: string | null;
    kind: UploadKind;
    partSizeBytes: number | null;
    partCount: number | null;
    multipartId: string | null;
    state: UploadState;
    createdAt: number;
    expiresAt: number;
    fileId: string | null;
  };
  objects: {
    id: string;
    bucketId: string;
    objectKey: string;
    versionId: string | null;
    etag: string;
    sizeBytes: number;
    checksums: string;
    createdAt: number;
  };
  files: {
    id: string;
    ownerId: string;
    objectId: string;
    name: string;
    nameFolded: string;
    contentType: string;
    createdAt: number;
    deletedAt: number | null;
  };
  shares: {
    id: string;
    ownerId: string;
    slugHash: string;
    sealedSlug: string;
    title: string | null;
    titleFolded: string | null;
    passwordHash: string | null;
    expiresAt: number | null;
    maxClaims: number | null;
    claimCount: number;
    createdAt: number;
    revokedAt: number | null;
  };
  shareFiles: { shareId: string; fileId: string; position: number };
  claims: {
    id: string;
    shareId: string;
    fileId: string;
    tokenHash: string;
    createdAt: number;
    expiresAt: number;
  };
  events: {
    /** Counts up as events are written: many are of one millisecond. */
    seq: Generated<number>;
    id: string;
    at: number;
    kind: EventKind;
    ownerId: string | null;
    actor: string;
    /** With which API token; null for a deed without one. */
    tokenId: string | null;
    network: string | null;
    shareId: string | null;
    details: string;
    chainSeq: number | null;
    hash: string | null;
  };
  /** Counters that forget: a row is one budget, and is gone when its window ends. */
  limits: { name: string; count: number; endsAt: number };
  /** Objects and multipart uploads that must go from the bucket. Written with the deed, worked off by a job. */
  deletions: {
    id: string;
    bucketId: string;
    objectKey: string;
    versionId: string | null;
    multipartId: string | null;
    dueAt: number;
    tries: number;
  };
  idempotencyKeys: {
    ownerId: string;
    key: string;
    /** Keyed hash of the route and the body: a password in it must not be guessable from here. */
    fingerprint: string;
    resourceId: string;
    createdAt: number;
  };
}

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
