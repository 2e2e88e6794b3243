// Decisions. A grant says: this operation, on this object, with these limits, until then. Only `authorize…` makes one,
// and only a grant can be signed, so that no route can sign what no policy allowed.
import { downloadTypeOf } from "./media-types.ts";
import type { ClaimRecord, FileRecord, ShareRecord, UploadRecord } from "./records.ts";
import { OPEN_UPLOAD_STATES } from "./records.ts";
import { shareState } from "./share-state.ts";
import { partSizeOf } from "./upload-plan.ts";

export type Denial = {
  readonly denied:
    | "expired"
    | "revoked"
    | "used_up"
    | "password_required"
    | "not_yours"
    | "not_there"
    | "upload_not_open"
    | "no_such_part"
    | "wrong_part_size"
    | "wrong_kind";
  /** For parts: which one. */
  readonly partNumber?: number;
};

/** A capability that cannot be forged: the constructor takes a key that this file alone has. */
const MINT: unique symbol = Symbol("mint");
type Mint = typeof MINT;

abstract class Grant {
  readonly id: string;
  readonly bucketId: string;
  readonly objectKey: string;
  readonly expiresInSeconds: number;
  protected constructor(mint: Mint, fields: Pick<Grant, "id" | "bucketId" | "objectKey" | "expiresInSeconds">) {
    if (mint !== MINT) throw new TypeError("Cannot make a grant: only authorize… may");
    this.id = fields.id;
    this.bucketId = fields.bucketId;
    this.objectKey = fields.objectKey;
    this.expiresInSeconds = fields.expiresInSeconds;
  }
}

/** GetObject of one version of one object, as an attachment. */
export class DownloadGrant extends Grant {
  readonly operation = "GetObject";
  readonly versionId: string | null;
  readonly downloadAs: string;
  readonly responseContentType: string;
  constructor(mint: Mint, id: string, file: FileRecord, expiresInSeconds: number) {
    super(mint, { id, bucketId: file.bucketId, objectKey: file.objectKey, expiresInSeconds });
    this.versionId = file.versionId;
    this.downloadAs = file.name;
    this.responseContentType = downloadTypeOf(file.contentType);
  }
}

/** One whole object in one request, by PUT or by form: exactly this size and type, and only where nothing is yet. */
export class UploadGrant extends Grant {
  readonly operation = "PutObject";
  readonly kind: "put" | "post";
  readonly contentLengthBytes: number;
  readonly contentType: string;
  readonly sha256: string | null;
  constructor(mint: Mint, upload: UploadRecord, kind: "put" | "post", expiresInSeconds: number) {
    super(mint, { id: upload.id, bucketId: upload.bucketId, objectKey: upload.objectKey, expiresInSeconds });
    this.kind = kind;
    this.contentLengthBytes = upload.sizeBytes;
    this.contentType = upload.contentType;
    this.sha256 = upload.sha256;
  }
}

/** Some parts of one multipart upload, each with its exact size. */
export class PartsGrant extends Grant {
  readonly operation = "UploadPart";
  readonly multipartId: string;
  readonly parts: readonly { readonly number: number; readonly sizeBytes: number }[];
  constructor(
    mint: Mint,
    upload: UploadRecord & { readonly multipartId: string },
    parts: PartsGrant["parts"],
    expiresInSeconds: number,
  ) {
    super(mint, { id: upload.id, bucketId: upload.bucketId, objectKey: upload.objectKey, expiresInSeconds });
    this.multipartId = upload.multipartId;
    this.parts = parts;
  }
}

/** Creating, completing, listing or aborting the one object of an upload: the server's own calls to the bucket. */
export class UploadControlGrant extends Grant {
  readonly operation = "ControlUpload";
  readonly contentType: string;
  constructor(mint: Mint, upload: UploadRecord) {
    super(mint, { id: upload.id, bucketId: upload.bucketId, objectKey: upload.objectKey, expiresInSeconds: 60 });
    this.contentType = upload.contentType;
  }
}

/** The one object that shows strangers what a presigned URL does: storing it where it is not yet, and reading it. */
export class DemoGrant extends Grant {
  readonly operation = "DemoObject";
  constructor(mint: Mint, bucketId: string, keyPrefix: string) {
    super(mint, { id: "learn", bucketId, objectKey: `${keyPrefix}${DEMO_KEY}`, expiresInSeconds: DEMO_URL_SECONDS });
  }
}

/** Not random, as other keys are: everybody may read what is there, and it is the same everywhere. */
const DEMO_KEY = "learn/hello.txt";
/** Short enough to watch it end. */
const DEMO_URL_SECONDS = 30;

/** Whole seconds from now to `endAt`, at most `most`; less than 1 when the end has come. */
const secondsUntil = (endAt: number | null, now: number, most: number): number =>
  endAt === null ? most : Math.min(most, Math.floor((endAt - now) / 1000));

export interface DownloadRequest {
  readonly share: ShareRecord;
  readonly file: FileRecord;
  /** The counted use of the share that asks. */
  readonly claim: ClaimRecord;
  /** Whether the visitor gave the share's password. */
  readonly unlocked: boolean;
  readonly now: number;
  /** Life of a download URL in seconds, 1..60. */
  readonly downloadUrlSeconds: number;
}

/** A counted claim may fetch its file. A URL never outlives its share. */
export function authorizeDownload(request: DownloadRequest): DownloadGrant | Denial {
  const { share, file, claim, unlocked, now, downloadUrlSeconds } = request;
  if (share.revokedAt !== null) return { denied: "revoked" };
  if (claim.shareId !== share.id || claim.fileId !== file.id || file.deletedAt !== null) return { denied: "not_there" };
  if (share.passwordHash !== null && !unlocked) return { denied: "password_required" };
  if (now >= claim.expiresAt) return { denied: "expired" };
  const expiresInSeconds = secondsUntil(share.expiresAt, now, downloadUrlSeconds);
  if (expiresInSeconds < 1) return { denied: "expired" };
  return new DownloadGrant(MINT, claim.id, file, expiresInSeconds);
}

/** The owner may fetch an own file, without a share and counting nothing. */
export function authorizeOwnDownload(request: {
  readonly file: FileRecord;
  /** Of this one download: what the trail and the bucket's log both say of it. */
  readonly grantId: string;
  readonly actorId: string;
  /** Life of a download URL in seconds, 1..60. */
  readonly downloadUrlSeconds: number;
}): DownloadGrant | Denial {
  const { file, grantId, actorId, downloadUrlSeconds } = request;
  if (file.ownerId !== actorId) return { denied: "not_yours" };
  if (file.deletedAt !== null) return { denied: "not_there" };
  return new DownloadGrant(MINT, grantId, file, downloadUrlSeconds);
}

/** Whether a visitor may claim at all, asked before anything is counted. */
export function authorizeClaim(share: ShareRecord, unlocked: boolean, now: number): { readonly ok: true } | Denial {
  const state = shareState(share, now);
  if (state !== "open") return { denied: state };
  if (share.passwordHash !== null && !unlocked) return { denied: "password_required" };
  // A link with less than a second left cannot sign a URL: it must not count a claim either.
  if (secondsUntil(share.expiresAt, now, 60) < 1) return { denied: "expired" };
  return { ok: true };
}

export interface UploadRequest {
  readonly upload: UploadRecord;
  readonly actorId: string;
  readonly now: number;
  /** Life of an upload URL in seconds, 60..3600. */
  readonly uploadUrlSeconds: number;
}

function checkUpload({ upload, actorId, now, uploadUrlSeconds }: UploadRequest): { seconds: number } | Denial {
  if (upload.ownerId !== actorId) return { denied: "not_yours" };
  if (!OPEN_UPLOAD_STATES.some((state) => state === upload.state)) return { denied: "upload_not_open" };
  const seconds = secondsUntil(upload.expiresAt, now, uploadUrlSeconds);
  return seconds < 1 ? { denied: "upload_not_open" } : { seconds };
}

/** The owner of an open upload may send its bytes in one request. */
export function authorizeUpload(request: UploadRequest): UploadGrant | Denial {
  const checked = checkUpload(request);
  if ("denied" in checked) return checked;
  const { kind } = request.upload;
  if (kind === "multipart") return { denied: "wrong_kind" };
  return new UploadGrant(MINT, request.upload, kind, checked.seconds);
}

/** The owner of an open multipart upload may send these parts, each of the planned size. */
export function authorizeParts(
  request: UploadRequest & { readonly parts: PartsGrant["parts"] },
): { readonly withMultipart: (multipartId: string) => PartsGrant } | Denial {
  const checked = checkUpload(request);
  if ("denied" in checked) return checked;
  const { upload, parts } = request;
  if (upload.kind !== "multipart") return { denied: "wrong_kind" };
  for (const { number, sizeBytes } of parts) {
    const planned = partSizeOf(upload, number);
    if (planned === undefined) return { denied: "no_such_part", partNumber: number };
    if (planned !== sizeBytes) return { denied: "wrong_part_size", partNumber: number };
  }
  return {
    withMultipart: (multipartId) => new PartsGrant(MINT, { ...upload, multipartId }, parts, checked.seconds),
  };
}

/** The owner of an open upload may have the server create, look at, complete or abort it. */
export function authorizeControl(request: UploadRequest): UploadControlGrant | Denial {
  const checked = checkUpload(request);
  return "denied" in checked ? checked : new UploadControlGrant(MINT, request.upload);
}

/** Everybody may read the demo object, whoever they are; nobody chooses which object that is. */
export const authorizeDemo = ({ bucketId, keyPrefix }: { bucketId: string; keyPrefix: string }): DemoGrant =>
  new DemoGrant(MINT, bucketId, keyPrefix);
