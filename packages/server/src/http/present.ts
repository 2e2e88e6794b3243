// Records as the API writes them.
import type { ApiToken, Event, File, Plan, Share, SignedForm, SignedRequest, Upload } from "@daypass/api/schemas";
import { authorizeUpload } from "../domain/grants.ts";
import type { ApiTokenRecord, EventRecord, UploadRecord } from "../domain/records.ts";
import { shareState } from "../domain/share-state.ts";
import type { ListedFile, ShareWithFiles } from "../store/index.ts";
import type { App } from "./app-context.ts";

export const time = (at: number): string => new Date(at).toISOString();
export const timeOrNull = (at: number | null): string | null => (at === null ? null : time(at));

export const showUpload = (upload: UploadRecord): Upload => ({
  id: upload.id,
  state: upload.state,
  name: upload.name,
  sizeBytes: upload.sizeBytes,
  contentType: upload.contentType,
  createdAt: time(upload.createdAt),
  expiresAt: time(upload.expiresAt),
  fileId: upload.fileId,
});

export const showFile = (file: ListedFile): File => ({
  id: file.id,
  name: file.name,
  sizeBytes: file.sizeBytes,
  contentType: file.contentType,
  createdAt: time(file.createdAt),
  checksums: [...file.checksums],
  openShareCount: file.openShareCount,
});

/** Ties a sealed link to its row. */
export const sealContext = (shareId: string): string => `share:${shareId}`;

export function showShare(app: App, share: ShareWithFiles): Share {
  const slug = app.secrets.open(share.sealedSlug, sealContext(share.id));
  return {
    id: share.id,
    // Only when an instance key was taken out of the ring: the link works, but nobody can say it again.
    url: `${app.publicUrl.origin}/s/${slug ?? "sealed-with-a-lost-key"}`,
    title: share.title,
    state: shareState(share, app.now()),
    files: share.files.map(({ id, name, sizeBytes, contentType }) => ({ id, name, sizeBytes, contentType })),
    deletedFiles: share.deletedFiles.map(({ id, name, sizeBytes, deletedAt }) => ({
      id,
      name,
      sizeBytes,
      deletedAt: time(deletedAt!),
    })),
    hasPassword: share.passwordHash !== null,
    expiresAt: timeOrNull(share.expiresAt),
    maxClaims: share.maxClaims,
    claimCount: share.claimCount,
    createdAt: time(share.createdAt),
    revokedAt: timeOrNull(share.revokedAt),
  };
}

export const showEvent = (event: EventRecord): Event => ({
  id: event.id,
  at: time(event.at),
  kind: event.kind,
  actor: event.actor,
  tokenId: event.tokenId,
  network: event.network,
  shareId: event.shareId,
  details: { ...event.details },
});

export const showToken = (token: ApiTokenRecord): ApiToken => ({
  id: token.id,
  name: token.name,
  ending: token.ending,
  createdAt: time(token.createdAt),
  usedAt: timeOrNull(token.usedAt),
});

interface Signed {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sentByClient: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
}

export const showRequest = (request: Signed): SignedRequest => ({
  method: request.method,
  url: request.url,
  headers: { ...request.headers },
  sentByClient: { ...request.sentByClient },
  expiresAt: request.expiresAt.toISOString(),
});

const showForm = (
  form: Pick<Signed, "url" | "expiresAt"> & { fields: Readonly<Record<string, string>> },
): SignedForm => ({
  url: form.url,
  fields: { ...form.fields },
  expiresAt: form.expiresAt.toISOString(),
});

/** What the sender does next: a fresh signed request or form, or how to cut the parts. Null when the upload is closed. */
export async function showPlan(app: App, upload: UploadRecord, actorId: string): Promise<Plan | null> {
  if (upload.kind === "multipart")
    return { kind: "multipart", partSizeBytes: upload.partSizeBytes!, partCount: upload.partCount! };
  const { uploadUrlSeconds } = app.limits;
  const grant = authorizeUpload({ upload, actorId, now: app.now(), uploadUrlSeconds });
  if ("denied" in grant) return null;
  return grant.kind === "put"
    ? { kind: "put", request: showRequest(await app.storage.signPut(grant)) }
    : { kind: "post", form: showForm(await app.storage.signForm(grant)) };
}
