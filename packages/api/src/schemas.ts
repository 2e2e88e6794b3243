/**
 * Requests and answers of the HTTP API under `/api/v1`. The server parses with these, the OpenAPI document is made from
 * these, and clients take their types from here (`import type`, so that Zod stays out of bundles).
 * Times are RFC 3339 in UTC, sizes are bytes, ids are a prefix and 128 random bits in base32.
 */
import { z } from "zod";
import { S3_LIMITS } from "./codes.ts";

const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[a-z2-7]{26}$`), `must be ${prefix}_ and 26 characters of a-z2-7`);

export const uploadId = id("upl");
export const fileId = id("fil");
export const shareId = id("shr");
export const tokenId = id("tok");

/** Control and bidirectional-override characters never belong to a name: they forge headers, logs and extensions. */
const HIDDEN_CHARACTERS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

export const fileName = z
  .string()
  .min(1)
  .refine((name) => new TextEncoder().encode(name).length <= 255, "must be at most 255 bytes of UTF-8")
  .refine((name) => !HIDDEN_CHARACTERS.test(name), "must not contain control or direction characters")
  .refine((name) => !/[/\\]/.test(name), "must be a name without a folder")
  .refine((name) => name !== "." && name !== "..", 'must not be "." or ".."');

export const contentType = z
  .string()
  .max(127)
  .regex(/^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/i, "must be a media type like image/png, without parameters");

export const sizeBytes = z.int().min(0).max(S3_LIMITS.maxObjectSizeBytes);
const time = z.iso.datetime();
const title = z
  .string()
  .max(200)
  .refine((text) => !HIDDEN_CHARACTERS.test(text), "must not contain control or direction characters");
const password = z.string().min(1).max(256);
const maxClaims = z.int().min(1).max(1_000_000);

/** SHA-256 of the whole file in base64, when the sender knows it. */
const sha256Base64 = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, "must be 32 bytes in base64");

// Sign-in ------------------------------------------------------------------------------------------------------------

export const SignIn = z.strictObject({ login: z.string().min(1).max(254), password: z.string().min(1).max(1024) });
export const Session = z.object({ user: z.object({ login: z.string() }), expiresAt: time });

// API tokens: for programs, `Authorization: Bearer …` ----------------------------------------------------------------------

export const ApiToken = z.object({
  id: tokenId,
  /** What it is for, as it was said when it was made. */
  name: z.string(),
  /** Its last characters, to tell it from others; null for one made before they were noted. */
  ending: z.string().nullable(),
  createdAt: time,
  /** Of a use, at most an hour before the last one: not each request is noted. Null before the first. */
  usedAt: time.nullable(),
});
/** Those that work; one that was revoked is in the events. A token has no end of its own. */
export const ApiTokenList = z.object({ items: z.array(ApiToken), nextCursor: z.string().nullable() });

// What this server is -------------------------------------------------------------------------------------------------

export const Instance = z.object({
  version: z.string(),
  publicUrl: z.url(),
  bucket: z.object({ kind: z.enum(["embedded", "s3"]), name: z.string(), publicUrl: z.url() }),
  limits: z.object({
    maxFileBytes: sizeBytes,
    /** Files larger than this go in parts. */
    multipartThresholdBytes: sizeBytes,
  }),
});

// Uploads: intent → grant → direct PUT or POST to the bucket → confirmation ---------------------------------------------

export const CreateUpload = z.strictObject({
  name: fileName,
  sizeBytes,
  contentType: contentType.default("application/octet-stream"),
  sha256: sha256Base64.optional(),
  /** `post` asks for a form, for senders that can only submit one. Default: what fits the size. */
  prefer: z.enum(["put", "post"]).optional(),
});

export const SignedRequest = z.object({
  method: z.string(),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  sentByClient: z.record(z.string(), z.string()),
  expiresAt: time,
});
export const SignedForm = z.object({ url: z.url(), fields: z.record(z.string(), z.string()), expiresAt: time });

export const Plan = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("put"), request: SignedRequest }),
  z.object({ kind: z.literal("post"), form: SignedForm }),
  z.object({ kind: z.literal("multipart"), partSizeBytes: sizeBytes, partCount: z.int().min(1).max(10_000) }),
]);

export const UploadState = z.enum([
  "planned",
  "uploading",
  "completing",
  "confirmed",
  "mismatched",
  "aborted",
  "expired",
]);

export const Upload = z.object({
  id: uploadId,
  state: UploadState,
  name: z.string(),
  sizeBytes,
  contentType: z.string(),
  createdAt: time,
  /** After this the upload can no longer be signed or completed. */
  expiresAt: time,
  /** Set once the upload is confirmed. */
  fileId: fileId.nullable(),
});
/** Uploads that are still open, newest first: what a sender may go on with. */
export const UploadList = z.object({ items: z.array(Upload), nextCursor: z.string().nullable() });
export const CreatedUpload = z.object({ id: uploadId, upload: Upload, plan: Plan });
export const SignedUpload = z.object({ plan: Plan });

/** `arrivedAt` is the bucket's word, `LastModified` of ListParts; null where it says none. */
export const UploadedPart = z.object({ number: z.int(), sizeBytes, etag: z.string(), arrivedAt: time.nullable() });
/**
 * What the bucket already has, so that a sender can go on. `parts` is null for uploads that are not multipart;
 * `plan` is null when such an upload is closed and nothing can be sent any more.
 */
export const UploadProgress = z.object({
  upload: Upload,
  plan: Plan.nullable(),
  parts: z.array(UploadedPart).nullable(),
});

export const SignParts = z.strictObject({
  parts: z
    .array(
      z.strictObject({
        number: z.int().min(1).max(S3_LIMITS.maxParts),
        sizeBytes: z.int().min(1).max(S3_LIMITS.maxPartSizeBytes),
      }),
    )
    .min(1)
    .max(1000),
});
export const SignedParts = z.object({
  parts: z.array(
    z.object({
      number: z.int(),
      url: z.url(),
      headers: z.record(z.string(), z.string()),
      sentByClient: z.record(z.string(), z.string()),
      expiresAt: time,
    }),
  ),
});

// Files ---------------------------------------------------------------------------------------------------------------

export const Checksum = z.object({
  algorithm: z.enum(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"]),
  type: z.enum(["FULL_OBJECT", "COMPOSITE"]),
  value: z.string(),
  assertedBy: z.enum(["bucket", "sender"]),
});
export const File = z.object({
  id: fileId,
  name: z.string(),
  sizeBytes,
  contentType: z.string(),
  createdAt: time,
  checksums: z.array(Checksum),
  /** Links that still work and name this file. */
  openShareCount: z.int(),
});
/** A presigned GET of an own file, as an attachment. Made anew for each download: it lives for a minute at most. */
export const FileDownload = z.object({
  method: z.string(),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  expiresAt: time,
});
export const CompletedUpload = z.object({ file: File });
export const FileList = z.object({ items: z.array(File), nextCursor: z.string().nullable() });
export const ListQuery = z.object({
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  search: z.string().max(200).optional(),
});
/**
 * `confirmShared=true` deletes a file although links name it; without it such a file answers `file_is_shared`. Links that
 * have expired or are used up count, since other limits open them again; withdrawn ones do not.
 */
export const DeleteFileQuery = z.object({ confirmShared: z.enum(["true", "false"]).default("false") });

// Shares --------------------------------------------------------------------------------------------------------------

export const CreateShare = z.strictObject({
  fileIds: z.array(fileId).min(1).max(500),
  title: title.optional(),
  password: password.optional(),
  /** Default: 7 days from now. `null`: never. */
  expiresAt: time.nullable().optional(),
  /** How many downloads may be claimed in all. Absent: as many as they like. */
  maxClaims: maxClaims.nullable().optional(),
});
/** In a patch, absent leaves and null clears. */
export const PatchShare = z.strictObject({
  title: title.nullable().optional(),
  password: password.nullable().optional(),
  expiresAt: time.nullable().optional(),
  maxClaims: maxClaims.nullable().optional(),
});
export const ShareState = z.enum(["open", "expired", "used_up", "revoked"]);
export const Share = z.object({
  id: shareId,
  url: z.url(),
  title: z.string().nullable(),
  state: ShareState,
  files: z.array(z.object({ id: fileId, name: z.string(), sizeBytes, contentType: z.string() })),
  /** Files that were deleted since the link was made: it gives them no more. */
  deletedFiles: z.array(z.object({ id: fileId, name: z.string(), sizeBytes, deletedAt: time })),
  hasPassword: z.boolean(),
  expiresAt: time.nullable(),
  maxClaims: z.int().nullable(),
  claimCount: z.int(),
  createdAt: time,
  revokedAt: time.nullable(),
});
export const ShareList = z.object({ items: z.array(Share), nextCursor: z.string().nullable() });

/** `GET /s/:slug` with `Accept: application/json`: a link as its recipient may see it. */
export const SharePage = z.object({
  slug: z.string(),
  title: z.string().nullable(),
  files: z.array(
    z.object({
      id: fileId,
      name: z.string(),
      sizeBytes,
      contentType: z.string(),
      /** This visitor claimed the file before: claiming it again counts nothing. */
      resumable: z.boolean(),
    }),
  ),
  expiresAt: time.nullable(),
  claimsLeft: z.int().nullable(),
});

// Claims: one use of a share for one file --------------------------------------------------------------------------------

export const Claim = z.strictObject({
  password: password.optional(),
  /**
   * A token that the claimer made: 128 random bits in base32. Asked again with the same one, after an answer that was
   * lost, the same claim answers and nothing more is counted. Absent: the server makes one.
   */
  claimToken: z
    .string()
    .regex(/^[a-z2-7]{26}$/, "must be 26 characters of a-z2-7")
    .optional(),
});
export const ClaimedDownload = z.object({
  method: z.string(),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  expiresAt: time,
  /** Gives the same file's URL again for 24 hours without counting, for a download that was cut off. */
  claimToken: z.string(),
});

// Learn ---------------------------------------------------------------------------------------------------------------

/** Two URLs of the same small object: one that the bucket refuses, and one that it answers while it lives. */
export const DemoUrls = z.object({
  plainUrl: z.url(),
  presignedUrl: z.url(),
  expiresAt: time,
  /** Why the object may not be there: the bucket did not take it. Null when it is. Signing needs no word with the bucket. */
  bucketFault: z.object({ kind: z.enum(["unreachable", "refused"]), detail: z.string() }).nullable(),
});

// Events --------------------------------------------------------------------------------------------------------------

export const Event = z.object({
  id: z.string(),
  at: time,
  /** For example `share.created`, `claim.made`, `share.password_wrong`. */
  kind: z.string(),
  /** Who did it: a login, `recipient`, `operator` (a command on the machine), or `daypass` (the server by itself). */
  actor: z.string(),
  /** With which API token it was done; null without one. It goes on naming a token that was revoked. */
  tokenId: z.string().nullable(),
  /** Network of the other side, shortened to /24 or /48. */
  network: z.string().nullable(),
  /** The link that it was about. */
  shareId: z.string().nullable(),
  /** Plain facts of the deed, for example `{"fileName": "report.pdf"}`. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
/** `tokenId`: only what was done with this API token. */
export const ListEventsQuery = ListQuery.omit({ search: true }).extend({ tokenId: tokenId.optional() });
export const EventList = z.object({ items: z.array(Event), nextCursor: z.string().nullable() });

// Problems (RFC 9457) ----------------------------------------------------------------------------------------------------

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  /** For `invalid_request`: each field that is wrong, as a path like `parts.0.number`. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** For `file_is_shared`: the links that name the file. */
  shares: z.array(z.object({ id: shareId, title: z.string().nullable(), state: ShareState })).optional(),
  /** For `wrong_password` and `too_many_tries`. */
  triesLeft: z.int().optional(),
  retryAfterSeconds: z.int().optional(),
});

export type SignIn = z.infer<typeof SignIn>;
export type Session = z.infer<typeof Session>;
export type ApiToken = z.infer<typeof ApiToken>;
export type ApiTokenList = z.infer<typeof ApiTokenList>;
export type Instance = z.infer<typeof Instance>;
export type CreateUpload = z.input<typeof CreateUpload>;
export type SignedRequest = z.infer<typeof SignedRequest>;
export type SignedForm = z.infer<typeof SignedForm>;
export type Plan = z.infer<typeof Plan>;
export type UploadState = z.infer<typeof UploadState>;
export type Upload = z.infer<typeof Upload>;
export type UploadList = z.infer<typeof UploadList>;
export type CreatedUpload = z.infer<typeof CreatedUpload>;
export type SignedUpload = z.infer<typeof SignedUpload>;
export type UploadedPart = z.infer<typeof UploadedPart>;
export type UploadProgress = z.infer<typeof UploadProgress>;
export type SignParts = z.infer<typeof SignParts>;
export type SignedParts = z.infer<typeof SignedParts>;
export type Checksum = z.infer<typeof Checksum>;
export type File = z.infer<typeof File>;
export type FileDownload = z.infer<typeof FileDownload>;
export type CompletedUpload = z.infer<typeof CompletedUpload>;
export type FileList = z.infer<typeof FileList>;
export type ListQuery = z.input<typeof ListQuery>;
export type CreateShare = z.infer<typeof CreateShare>;
export type PatchShare = z.infer<typeof PatchShare>;
export type ShareState = z.infer<typeof ShareState>;
export type Share = z.infer<typeof Share>;
export type ShareList = z.infer<typeof ShareList>;
export type SharePage = z.infer<typeof SharePage>;
export type Claim = z.infer<typeof Claim>;
export type ClaimedDownload = z.infer<typeof ClaimedDownload>;
export type DemoUrls = z.infer<typeof DemoUrls>;
export type Event = z.infer<typeof Event>;
export type EventList = z.infer<typeof EventList>;
export type Problem = z.infer<typeof Problem>;
