import type { File, Plan, UploadedPart } from "@daypass/api/schemas";
import type { Api } from "./api.ts";
import { diagnose, type Line, type Piece, type PieceEnd, type Signed, sendPiece } from "./bucket-request.ts";
import { ApiError, NetworkError, TransferError } from "./errors.ts";
import { createPacer, DEFAULT_PATIENCE, type Patience, type Waiting } from "./pacer.ts";
import { PartSigner, rangesOf } from "./parts.ts";
import { type Progress, ProgressMeter } from "./progress.ts";
import { cleanContentType, cleanName, type UploadSource } from "./source.ts";
import { fetchTransport, type Transport } from "./transport.ts";

/** What `uploadFile` takes besides the API and the file. */
export interface UploadOptions {
  /** Called as bytes move, at least once for each piece. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told as soon as the upload has an id: with it and the same file, the transfer can go on after a crash. */
  readonly onUploadId?: ((uploadId: string) => void) | undefined;
  /** A wait when nothing moves but waits before the next try; null when something moves again. */
  readonly onWaiting?: ((waiting: Waiting | null) => void) | undefined;
  /** Aborting keeps what the bucket has; `api.abortUpload` throws it away. */
  readonly signal?: AbortSignal | undefined;
  /** Parts at a time, 1..16. Default 4. */
  readonly concurrency?: number | undefined;
  /** Default: over `fetch`. */
  readonly transport?: Transport | undefined;
  /** What is absent is as in `DEFAULT_PATIENCE`. */
  readonly patience?: Partial<Patience> | undefined;
  /** Source of jitter, 0 ≤ n < 1. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** After a completion that found bytes missing, they are sent again at most this often. */
const MAX_ROUNDS = 3;

/**
 * Sends one file straight to the bucket and answers with the confirmed file: in one PUT, in a POST form, or in parts, as the
 * server plans. What passes (a broken line, 5xx, 429, a URL that grew old) is tried again; what arrived is not sent twice.
 *
 * @throws {RangeError} a `concurrency` out of its bounds.
 * @throws {TransferError} it ended without a file: `code` says why.
 * @throws {ApiError} the server said no. {NetworkError} the server does not answer.
 * @throws the reason of `signal`, when that was aborted.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 * @example
 * ```ts
 * import { createApi, fetchTransport, uploadFile } from "@daypass/client";
 *
 * // In place of a server and its bucket.
 * const request = { method: "PUT", url: "https://bucket.example/k?X-Amz-Expires=60", headers: {} };
 * const answer = { id: "upl_1", plan: { kind: "put", request }, file: { id: "fil_1" } };
 * const api = createApi({ baseUrl: "https://share.example.org", fetch: async () => Response.json(answer) });
 * const transport = fetchTransport(async () => new Response());
 *
 * const file = await uploadFile(api, { name: "a.txt", blob: new Blob(["hello"]) }, { transport });
 * console.log(file.id); // → fil_1
 * ```
 */
export async function uploadFile(api: Api, source: UploadSource, options: UploadOptions = {}): Promise<File> {
  const concurrency = options.concurrency ?? 4;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 16)
    throw new RangeError(`Cannot upload: concurrency must be an integer in 1..16, got ${concurrency}`);
  const patience = { ...DEFAULT_PATIENCE, ...options.patience };
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const pacer = createPacer({
    patience,
    random: options.random ?? Math.random,
    signal,
    onWaiting: options.onWaiting ?? (() => {}),
  });
  const meter = new ProgressMeter(source.blob.size, options.onProgress ?? (() => {}));
  const line: Line = { transport: options.transport ?? fetchTransport(), pacer, patience, meter, signal };
  const ask = <T>(question: () => Promise<T>) => askServer(question, line);
  const askState = (uploadId: string) => ask(() => api.getUpload(uploadId, { signal }));

  signal.throwIfAborted();
  let uploadId: string;
  let plan: Plan | null;
  let parts: UploadedPart[] | null = null;
  let hasAll = false;
  if (source.uploadId === undefined) {
    const idempotencyKey = keyOf(crypto.getRandomValues(new Uint8Array(16)));
    const created = await ask(() =>
      api.createUpload(
        {
          name: cleanName(source.name),
          sizeBytes: source.blob.size,
          contentType: cleanContentType(source.contentType),
        },
        { signal, idempotencyKey },
      ),
    );
    ({ id: uploadId, plan } = created);
    options.onUploadId?.(uploadId);
  } else {
    uploadId = source.uploadId;
    const found = await askState(uploadId);
    if (found.upload.sizeBytes !== source.blob.size)
      throw new TransferError(
        "different_file",
        `The upload was begun with a file of ${found.upload.sizeBytes} bytes; this one has ${source.blob.size}`,
      );
    const { state } = found.upload;
    if (state === "aborted" || state === "expired" || state === "mismatched")
      throw new TransferError("upload_closed", `The upload cannot go on: it is ${state}`);
    hasAll = state === "confirmed" || state === "completing";
    ({ plan, parts } = found);
    // The plan in a state may be as old as the upload.
    if (!hasAll && plan?.kind !== "multipart") ({ plan } = await ask(() => api.signUpload(uploadId, { signal })));
  }

  for (let round = 1; ; round++) {
    if (!hasAll) {
      try {
        if (plan === null) throw new TransferError("upload_closed", "The upload cannot go on: it is closed");
        await sendAll(plan, parts);
      } catch (error) {
        stop.abort(error);
        throw error;
      }
    }
    try {
      return (await ask(() => api.completeUpload(uploadId, { signal }))).file;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "upload_not_open")
        throw new TransferError("upload_closed", "The upload cannot go on", { cause: error });
      if (error.code !== "upload_incomplete" || round >= MAX_ROUNDS) throw error;
      ({ plan, parts } = await askState(uploadId));
      hasAll = false;
    }
  }

  async function sendAll(plan: Plan, uploaded: UploadedPart[] | null): Promise<void> {
    if (plan.kind !== "multipart") {
      meter.restart(0);
      let signed = signedOf(plan);
      await sendOne({
        number: 1,
        // Without a type of its own, so that the client adds no Content-Type that was not signed.
        blob: source.blob.slice(0, source.blob.size),
        sign: async (fresh) => {
          if (fresh) signed = signedOf((await ask(() => api.signUpload(uploadId, { signal }))).plan);
          return signed;
        },
      });
      return;
    }
    const ranges = rangesOf({ sizeBytes: source.blob.size, ...plan });
    const sizeHeld = new Map((uploaded ?? []).map((part) => [part.number, part.sizeBytes]));
    const missing = ranges.filter(({ number, begin, end }) => sizeHeld.get(number) !== end - begin);
    meter.restart(source.blob.size - missing.reduce((sum, { begin, end }) => sum + end - begin, 0));
    const signer = new PartSigner(missing, concurrency * 2, (wanted) =>
      ask(() => api.signParts(uploadId, { parts: wanted }, { signal })),
    );
    const queue = signer.piecesOf(source.blob);
    const worker = async () => {
      for (let piece = queue.shift(); piece; piece = queue.shift()) {
        // Completed by an earlier try, or aborted: the server knows which.
        if ((await sendOne(piece)) === "upload_gone") queue.length = 0;
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, worker));
  }

  async function sendOne(piece: Piece): Promise<PieceEnd> {
    let lastUrl = "";
    const watched: Piece = {
      ...piece,
      sign: async (fresh) => {
        const signed = await piece.sign(fresh);
        lastUrl = signed.url;
        return signed;
      },
    };
    try {
      return await sendPiece(watched, line);
    } catch (error) {
      if (error instanceof NetworkError && error.side === "bucket" && !signal.aborted)
        throw await diagnose(error, lastUrl, () => api.getInstance({ signal }));
      throw error;
    }
  }
}

function signedOf(plan: Plan): Signed {
  if (plan.kind === "multipart") throw new TypeError("Cannot send in one piece: the server planned parts");
  if (plan.kind === "put") return plan.request;
  return { method: "POST", url: plan.form.url, headers: {}, fields: plan.form.fields };
}

/** Asks the server again while it does not answer, is overloaded or is broken for a moment. */
async function askServer<T>(question: () => Promise<T>, { pacer, patience, signal }: Line): Promise<T> {
  for (let failures = 1; ; failures++) {
    signal.throwIfAborted();
    try {
      return await pacer.run(question);
    } catch (error) {
      signal.throwIfAborted();
      const passing =
        error instanceof NetworkError ||
        (error instanceof ApiError &&
          (error.status === 429 || (error.status >= 500 && error.code !== "bucket_refused")));
      if (!passing || failures >= patience.maxTries) throw error;
      await pacer.wait(failures, error, error instanceof ApiError ? error.problem.retryAfterSeconds : null);
    }
  }
}

const keyOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
