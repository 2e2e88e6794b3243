import type { File } from "@daypass/api/schemas";
import type { Api } from "./api.ts";
import { ApiError, TransferError } from "./errors.ts";
import { type Explanation, explain } from "./explain.ts";
import { cleanContentType, cleanName, type UploadSource } from "./source.ts";
import { SpeedMeter } from "./speed.ts";
import { type UploadOptions, uploadFile } from "./upload.ts";

/** What a transfer is doing, told apart by `kind`. */
export type TransferState =
  | { readonly kind: "queued" }
  | { readonly kind: "sending" }
  | { readonly kind: "paused" }
  /** Nothing moves until then (milliseconds since 1970); nothing is lost. */
  | { readonly kind: "waiting"; readonly untilMilliseconds: number; readonly because: string }
  | { readonly kind: "refused"; readonly error: unknown; readonly explanation: Explanation }
  | { readonly kind: "done"; readonly file: File };

/** One file on its way, as it is now. A new object for every change. */
export interface Transfer {
  /** Of this list alone: what `pause` and the others take. */
  readonly id: string;
  /** As the server takes it. */
  readonly name: string;
  /** Size of the file. */
  readonly sizeBytes: number;
  /** Media type, as the server takes it. */
  readonly contentType: string;
  /** When the file was last changed, in milliseconds since 1970; null where the blob does not say. */
  readonly lastModified: number | null;
  /** What it is doing. */
  readonly state: TransferState;
  /** Never goes back, not even over a pause; only what must begin anew begins at 0. */
  readonly sentBytes: number;
  /** Bytes that the bucket has confirmed. Never goes back either. */
  readonly acknowledgedBytes: number;
  /** Null until it is steady. */
  readonly bytesPerSecond: number | null;
  /** Null until the speed is steady. */
  readonly secondsLeft: number | null;
  /** Id of the upload at the server, by which it goes on after a crash; null until it has one. */
  readonly uploadId: string | null;
}

/** What `createTransfers` takes besides the API. */
export interface TransfersOptions extends Pick<UploadOptions, "transport" | "concurrency" | "patience" | "random"> {
  /** Files that are sent at the same time, from 1 up. Default 2. */
  readonly filesAtOnce?: number | undefined;
}

/** A queue of files, as state that a page can show. An id that it does not know is passed over. */
export interface Transfers {
  /** The same array until something changes. */
  readonly items: readonly Transfer[];
  /** Called after each change. Answers with the way to stop it. */
  subscribe(listener: () => void): () => void;
  /** Adds files to the end of the queue; answers with their ids. */
  add(sources: readonly UploadSource[]): string[];
  /** Stops the bytes; what the bucket has is kept. */
  pause(id: string): void;
  /** Goes on with a paused or refused transfer. */
  resume(id: string): void;
  /** Ends a wait. Without an id, every wait. */
  tryNow(id?: string): void;
  /** Takes another blob for a transfer whose file changed, and begins it anew. */
  replace(id: string, blob: Blob): void;
  /** Takes it off the list; unless it is done, what the bucket has of it is thrown away. */
  remove(id: string): void;
}

interface Entry {
  source: UploadSource;
  view: Transfer;
  running: AbortController | null;
  tryNow: (() => void) | null;
  speed: SpeedMeter;
}

/**
 * A queue of files that are sent a few at a time by `uploadFile`, as state that a page can show. What fails is in the state of
 * its transfer and goes on with `resume`; neither this nor its methods throw.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 * @example
 * ```ts
 * import { createApi, createTransfers, fetchTransport } from "@daypass/client";
 *
 * // In place of a server and its bucket.
 * const request = { method: "PUT", url: "https://bucket.example/k?X-Amz-Expires=60", headers: {} };
 * const answer = { id: "upl_1", plan: { kind: "put", request }, file: { id: "fil_1" } };
 * const api = createApi({ baseUrl: "https://share.example.org", fetch: async () => Response.json(answer) });
 * const transfers = createTransfers(api, { transport: fetchTransport(async () => new Response()) });
 *
 * const isDone = new Promise<void>((done) => {
 *   transfers.subscribe(() => transfers.items.every(({ state }) => state.kind === "done") && done());
 * });
 * transfers.add([{ name: "sea.jpg", contentType: "image/jpeg", blob: new Blob(["…"]) }]);
 * await isDone;
 * for (const { name, acknowledgedBytes, sizeBytes } of transfers.items) console.log(name, acknowledgedBytes, "of", sizeBytes); // → sea.jpg 3 of 3
 * ```
 */
export function createTransfers(api: Api, options: TransfersOptions = {}): Transfers {
  const { filesAtOnce = 2, ...engine } = options;
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  let items: readonly Transfer[] = [];
  let count = 0;

  function show(entry: Entry, change: Partial<Transfer>): void {
    entry.view = { ...entry.view, ...change };
    publish();
  }
  function publish(): void {
    items = [...entries.values()].map((entry) => entry.view);
    for (const listener of [...listeners]) listener();
  }

  function startNext(): void {
    let running = 0;
    for (const entry of entries.values()) if (entry.running) running++;
    for (const entry of entries.values()) {
      if (running >= filesAtOnce) return;
      if (entry.view.state.kind !== "queued" || entry.running) continue;
      running++;
      void run(entry);
    }
  }

  async function run(entry: Entry): Promise<void> {
    const stop = new AbortController();
    entry.running = stop;
    entry.speed.reset();
    const isCurrent = () => entry.running === stop;
    show(entry, { state: { kind: "sending" } });
    try {
      const file = await uploadFile(api, entry.source, {
        ...engine,
        signal: stop.signal,
        onUploadId(uploadId) {
          entry.source = { ...entry.source, uploadId };
          if (isCurrent()) show(entry, { uploadId });
          // Removed while the answer was on its way: nobody else knows this upload.
          else if (!entries.has(entry.view.id)) discard(uploadId);
        },
        onProgress(progress) {
          if (!isCurrent()) return;
          const now = performance.now();
          entry.speed.add(progress.sentBytes, now);
          const bytesPerSecond = entry.speed.bytesPerSecond(now);
          const left = progress.sizeBytes - progress.sentBytes;
          show(entry, {
            sentBytes: Math.max(entry.view.sentBytes, progress.sentBytes),
            acknowledgedBytes: Math.max(entry.view.acknowledgedBytes, progress.acknowledgedBytes),
            bytesPerSecond,
            secondsLeft: bytesPerSecond ? left / bytesPerSecond : null,
          });
        },
        onWaiting(waiting) {
          if (!isCurrent()) return;
          entry.tryNow = waiting?.tryNow ?? null;
          const { kind } = entry.view.state;
          if (waiting) {
            entry.speed.reset();
            const { untilMilliseconds, cause } = waiting;
            const state = { kind: "waiting", untilMilliseconds, because: describeWait(cause) } as const;
            show(entry, { state, bytesPerSecond: null, secondsLeft: null });
          } else if (kind === "waiting") show(entry, { state: { kind: "sending" } });
        },
      });
      if (!isCurrent()) return;
      const { sizeBytes } = entry.view;
      show(entry, {
        state: { kind: "done", file },
        sentBytes: sizeBytes,
        acknowledgedBytes: sizeBytes,
        bytesPerSecond: null,
        secondsLeft: null,
      });
    } catch (error) {
      if (!isCurrent()) return;
      const isKept = canGoOn(error);
      if (!isKept) entry.source = { ...entry.source, uploadId: undefined };
      show(entry, {
        ...(isKept ? {} : { sentBytes: 0, acknowledgedBytes: 0 }),
        state: { kind: "refused", error, explanation: explain(error) },
        bytesPerSecond: null,
        secondsLeft: null,
        uploadId: entry.source.uploadId ?? null,
      });
    } finally {
      if (isCurrent()) {
        entry.running = null;
        entry.tryNow = null;
        startNext();
      }
    }
  }

  function halt(entry: Entry): void {
    entry.running?.abort(new DOMException("The transfer was paused", "AbortError"));
    entry.running = null;
    entry.tryNow = null;
  }
  const discard = (uploadId: string) => void api.abortUpload(uploadId).catch(() => {});

  return {
    get items() {
      return items;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(sources) {
      const ids: string[] = [];
      for (const source of sources) {
        const id = `t${++count}`;
        const view: Transfer = {
          id,
          name: cleanName(source.name),
          sizeBytes: source.blob.size,
          contentType: cleanContentType(source.contentType),
          lastModified: lastModifiedOf(source.blob),
          state: { kind: "queued" },
          sentBytes: 0,
          acknowledgedBytes: 0,
          bytesPerSecond: null,
          secondsLeft: null,
          uploadId: source.uploadId ?? null,
        };
        entries.set(id, { source, view, running: null, tryNow: null, speed: new SpeedMeter() });
        ids.push(id);
      }
      publish();
      startNext();
      return ids;
    },
    pause(id) {
      const entry = entries.get(id);
      if (!entry || !["queued", "sending", "waiting"].includes(entry.view.state.kind)) return;
      halt(entry);
      show(entry, { state: { kind: "paused" }, bytesPerSecond: null, secondsLeft: null });
      startNext();
    },
    resume(id) {
      const entry = entries.get(id);
      if (!entry || !["paused", "refused"].includes(entry.view.state.kind)) return;
      show(entry, { state: { kind: "queued" } });
      startNext();
    },
    tryNow(id) {
      for (const entry of entries.values()) if (id === undefined || entry.view.id === id) entry.tryNow?.();
    },
    replace(id, blob) {
      const entry = entries.get(id);
      if (!entry) return;
      halt(entry);
      const { uploadId } = entry.source;
      if (uploadId !== undefined) discard(uploadId);
      entry.source = { ...entry.source, blob, uploadId: undefined };
      const changed = { sizeBytes: blob.size, lastModified: lastModifiedOf(blob), uploadId: null };
      show(entry, { ...changed, state: { kind: "queued" }, sentBytes: 0, acknowledgedBytes: 0 });
      startNext();
    },
    remove(id) {
      const entry = entries.get(id);
      if (!entry) return;
      halt(entry);
      entries.delete(id);
      const { uploadId } = entry.source;
      if (entry.view.state.kind !== "done" && uploadId !== undefined) discard(uploadId);
      publish();
      startNext();
    },
  };
}

/** A `File` says it, https://w3c.github.io/FileAPI/#dfn-lastModified, any other blob does not. */
const lastModifiedOf = (blob: Blob): number | null =>
  "lastModified" in blob && typeof blob.lastModified === "number" ? blob.lastModified : null;

/** Whether the upload that was begun is worth keeping for another try. */
function canGoOn(error: unknown): boolean {
  if (error instanceof TransferError) return !["upload_closed", "file_changed", "different_file"].includes(error.code);
  return !(error instanceof ApiError && ["upload_mismatch", "upload_not_open", "not_found"].includes(error.code));
}

function describeWait(cause: unknown): string {
  if (cause instanceof TransferError) return "The bucket is busy";
  if (cause instanceof ApiError) return cause.status === 429 ? "Daypass asks for a little patience" : "Daypass is busy";
  return "Connection lost";
}
