import {
  CompletedUpload,
  CreatedUpload,
  CreateUpload,
  ListQuery,
  SignedParts,
  SignedUpload,
  SignParts,
  UploadList,
  UploadProgress,
  uploadId,
} from "@daypass/api/schemas";
import { z } from "zod";
import { authorizeControl, authorizeParts, type Denial } from "../../domain/grants.ts";
import { createId, createObjectKey } from "../../domain/ids.ts";
import { OPEN_UPLOAD_STATES, type UploadRecord } from "../../domain/records.ts";
import { planUpload } from "../../domain/upload-plan.ts";
import type { App } from "../app-context.ts";
import { completeUpload } from "../completion.ts";
import { readPage } from "../lists.ts";
import { showFile, showPlan, showRequest, showUpload } from "../present.ts";
import { Refused, refuse, refuseField } from "../problems.ts";
import { type Route, userRoute } from "../route.ts";
import type { Actor } from "../sessions.ts";
import { urlsEndAt } from "../url-life.ts";

const byId = z.object({ id: uploadId });
/** For routes that need nothing: an empty body or an empty object. */
const Nothing = z.strictObject({});

const absent = () => refuse("not_found", "There is no such upload.");
const notOpen = (upload: UploadRecord) =>
  refuse("upload_not_open", `The upload is ${upload.state}, and cannot go on. Begin a new one.`);

const isOpen = (upload: UploadRecord): boolean => OPEN_UPLOAD_STATES.some((state) => state === upload.state);

function explain(denial: Denial, upload: UploadRecord, index: number): Refused {
  switch (denial.denied) {
    case "no_such_part":
      return refuseField(`parts.${index}.number`, `must be 1..${upload.partCount}, got ${denial.partNumber}`);
    case "wrong_part_size":
      return refuseField(
        `parts.${index}.sizeBytes`,
        `must be as planned: ${upload.partSizeBytes} bytes, and what is left over for the last part`,
      );
    case "wrong_kind":
      return refuse(
        "invalid_request",
        upload.kind === "multipart"
          ? "This upload goes in parts: ask for the parts' URLs at …/parts."
          : "This upload goes in one request: ask for a fresh one at …/sign.",
      );
    case "upload_not_open":
      return isOpen(upload)
        ? refuse("upload_not_open", "The time for this upload is over. Begin a new one.")
        : notOpen(upload);
    default:
      return absent();
  }
}

export function uploadRoutes(app: App): Route[] {
  const find = (id: string, actor: Actor) => app.store.uploads.find(id, actor.userId);
  const request = (upload: UploadRecord, actor: Actor) => ({
    upload,
    actorId: actor.userId,
    now: app.now(),
    uploadUrlSeconds: app.limits.uploadUrlSeconds,
  });

  /** S3's id of the multipart upload, made at the first need. Of two that are made at once, one is kept. */
  async function ensureMultipart(upload: UploadRecord, actor: Actor): Promise<string | Refused> {
    if (upload.multipartId !== null) return upload.multipartId;
    const grant = authorizeControl(request(upload, actor));
    if ("denied" in grant) return explain(grant, upload, 0);
    const made = await app.storage.createMultipart(grant);
    const kept = (await app.store.uploads.keepMultipart(upload.id, made))?.multipartId;
    if (kept === made) return made;
    const { bucketId, objectKey } = upload;
    await app.store.deletions.add({ bucketId, objectKey, multipartId: made, dueAt: [app.now()] });
    return kept ?? notOpen((await find(upload.id, actor)) ?? upload);
  }

  return [
    userRoute({
      method: "post",
      path: "/api/v1/uploads",
      summary: "Announce a file; answers how to send it to the bucket",
      body: CreateUpload,
      idempotent: true,
      status: 201,
      answer: CreatedUpload,
      problems: ["file_too_large", "upload_not_open"],
      async handle({ body, actor, by, idempotent }) {
        const { maxFileBytes, multipartThresholdBytes, uploadLifetimeSeconds } = app.limits;
        if (body.sizeBytes > maxFileBytes)
          return refuse("file_too_large", `The file has ${body.sizeBytes} bytes; this Daypass takes ${maxFileBytes}.`, {
            errors: [{ field: "sizeBytes", message: `must be at most ${maxFileBytes}` }],
          });
        const { postForms, keyPrefix, name: bucketId } = app.bucket;
        const now = app.now();
        const planned: UploadRecord = {
          id: createId("upl", app.random),
          ownerId: actor.userId,
          bucketId,
          objectKey: createObjectKey(keyPrefix, app.random),
          name: body.name,
          sizeBytes: body.sizeBytes,
          contentType: body.contentType,
          sha256: body.sha256 ?? null,
          ...planUpload({ sizeBytes: body.sizeBytes, multipartThresholdBytes, prefer: body.prefer, postForms }),
          multipartId: null,
          state: "planned",
          createdAt: now,
          expiresAt: now + uploadLifetimeSeconds * 1000,
          fileId: null,
        };
        const upload = await app.store.uploads.create(planned, { by, request: idempotent });
        if (upload === "conflict")
          return refuse(
            "idempotency_conflict",
            "This Idempotency-Key was sent before with another request. Use a new key for a new request.",
          );
        const plan = await showPlan(app, upload, actor.userId);
        return plan ? { id: upload.id, upload: showUpload(upload), plan } : notOpen(upload);
      },
    }),
    userRoute({
      method: "get",
      path: "/api/v1/uploads",
      summary: "Uploads that are still open, newest first",
      query: ListQuery.omit({ search: true }),
      status: 200,
      answer: UploadList,
      problems: [],
      async handle({ query, actor }) {
        const page = readPage(query);
        if (page instanceof Refused) return page;
        const { items, nextCursor } = await app.store.uploads.listOpen(actor.userId, app.now(), page);
        return { items: items.map(showUpload), nextCursor };
      },
    }),
    userRoute({
      method: "get",
      path: "/api/v1/uploads/{id}",
      summary: "State of an upload, and what the bucket already has of it",
      params: byId,
      status: 200,
      answer: UploadProgress,
      problems: ["bucket_unreachable", "bucket_refused"],
      async handle({ params, actor }) {
        const upload = await find(params.id, actor);
        if (!upload) return absent();
        const plan = await showPlan(app, upload, actor.userId);
        if (upload.kind !== "multipart") return { upload: showUpload(upload), plan, parts: null };
        const grant = authorizeControl(request(upload, actor));
        const parts =
          "denied" in grant || upload.multipartId === null
            ? []
            : ((await app.storage.listParts(grant, upload.multipartId)) ?? []);
        return { upload: showUpload(upload), plan, parts };
      },
    }),
    userRoute({
      method: "post",
      path: "/api/v1/uploads/{id}/sign",
      summary: "A fresh signed request or form for an upload that goes in one piece",
      params: byId,
      body: Nothing,
      status: 200,
      answer: SignedUpload,
      problems: ["upload_not_open"],
      async handle({ params, actor }) {
        const upload = await find(params.id, actor);
        if (!upload) return absent();
        if (upload.kind === "multipart") return explain({ denied: "wrong_kind" }, upload, 0);
        const plan = await showPlan(app, upload, actor.userId);
        return plan ? { plan } : explain({ denied: "upload_not_open" }, upload, 0);
      },
    }),
    userRoute({
      method: "post",
      path: "/api/v1/uploads/{id}/parts",
      summary: "Signed requests for some parts, each of its planned size",
      params: byId,
      body: SignParts,
      status: 200,
      answer: SignedParts,
      problems: ["upload_not_open", "bucket_unreachable", "bucket_refused"],
      async handle({ params, body, actor }) {
        const upload = await find(params.id, actor);
        if (!upload) return absent();
        const allowed = authorizeParts({ ...request(upload, actor), parts: body.parts });
        if ("denied" in allowed)
          return explain(
            allowed,
            upload,
            body.parts.findIndex((part) => part.number === allowed.partNumber),
          );
        const multipartId = await ensureMultipart(upload, actor);
        if (multipartId instanceof Refused) return multipartId;
        const signed = await app.storage.signParts(allowed.withMultipart(multipartId));
        return {
          parts: signed.map(({ number, request }) => {
            const { url, headers, sentByClient, expiresAt } = showRequest(request);
            return { number, url, headers, sentByClient, expiresAt };
          }),
        };
      },
    }),
    userRoute({
      method: "post",
      path: "/api/v1/uploads/{id}/complete",
      summary: "All bytes are sent: the upload becomes a file. May be asked again",
      params: byId,
      body: Nothing,
      status: 200,
      answer: CompletedUpload,
      problems: ["upload_not_open", "upload_incomplete", "upload_mismatch", "bucket_unreachable", "bucket_refused"],
      async handle({ params, actor, by }) {
        const upload = await find(params.id, actor);
        if (!upload) return absent();
        let { fileId } = upload;
        if (fileId === null) {
          const grant = authorizeControl(request(upload, actor));
          if ("denied" in grant) return explain(grant, upload, 0);
          const completed = await completeUpload(app, upload, grant, by);
          if (completed instanceof Refused) return completed;
          fileId = completed;
        }
        const file = await app.store.files.find(fileId, actor.userId, app.now());
        return file ? { file: showFile(file) } : refuse("not_found", "The file of this upload was deleted.");
      },
    }),
    userRoute({
      method: "delete",
      path: "/api/v1/uploads/{id}",
      summary: "Give an upload up: what the bucket has of it is removed",
      params: byId,
      status: 204,
      answer: z.undefined(),
      problems: ["upload_not_open"],
      async handle({ params, actor, by }) {
        const upload = await find(params.id, actor);
        if (!upload) return absent();
        const end = { state: "aborted", now: app.now(), by, urlsEndAt: urlsEndAt(app) } as const;
        await app.store.uploads.end(upload, end);
        const ended = (await find(upload.id, actor)) ?? upload;
        if (ended.state === "confirmed")
          return refuse("upload_not_open", "The upload is a file already. Delete the file.");
        return undefined;
      },
    }),
  ];
}
