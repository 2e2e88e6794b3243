// The bytes of one request: asked for with 100 Continue, counted, and not waited for without end.
import type { IncomingMessage, ServerResponse } from "node:http";
import { refuse } from "../errors.ts";

export interface BodyLimits {
  /** A body must bring `minimumBytes` in each window in which the endpoint takes what comes, else RequestTimeout. */
  readonly windowMilliseconds: number;
  readonly minimumBytes: number;
}

/** 1 KiB in 30 seconds: below the slowest modem, above an attacker who sends a byte now and then. */
export const BODY_LIMITS: BodyLimits = { windowMilliseconds: 30_000, minimumBytes: 1024 };

/** What a request may bring ahead of who reads it. */
const MAX_QUEUED_BYTES = 256 * 1024;
const ENDS = ["end", "error", "close"] as const;

export class RequestBody {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #limits: BodyLimits;
  #waitingForContinue: boolean;
  #stalled = false;
  receivedBytes = 0;

  constructor(exchange: {
    request: IncomingMessage;
    response: ServerResponse;
    expectsContinue: boolean;
    limits: BodyLimits;
  }) {
    this.#request = exchange.request;
    this.#response = exchange.response;
    this.#limits = exchange.limits;
    this.#waitingForContinue = exchange.expectsContinue;
  }

  /** Value of Content-Length; undefined when there is none. Node's parser has checked its form. */
  get declaredBytes(): number | undefined {
    const value = this.#request.headers["content-length"];
    return value === undefined ? undefined : Number(value);
  }

  /** Whether the request announces a body at all. */
  get isAnnounced(): boolean {
    return (this.declaredBytes ?? 0) > 0 || this.#request.headers["transfer-encoding"] !== undefined;
  }

  /** Whether bytes are still to come that the sender may be busy sending. */
  get isUnread(): boolean {
    return this.isAnnounced && !this.#request.complete && !this.#request.destroyed;
  }

  /** Whether nothing more will come by itself: the sender waits for 100 Continue, or is too slow. */
  get isIdle(): boolean {
    return this.#waitingForContinue || this.#stalled;
  }

  /** The chunks in order, for one reader. Throws IncompleteBody when the sender leaves, RequestTimeout when it stalls. */
  async *chunks(): AsyncGenerator<Buffer, void, void> {
    if (this.#waitingForContinue) {
      this.#waitingForContinue = false;
      this.#response.writeContinue();
    }
    const source = new ChunkQueue(this.#request);
    const clock = setInterval(() => {
      this.#stalled ||= source.endWindow() < this.#limits.minimumBytes;
      if (this.#stalled) source.wake();
    }, this.#limits.windowMilliseconds);
    try {
      for (;;) {
        const chunk = source.take();
        if (chunk !== undefined) {
          this.receivedBytes += chunk.length;
          yield chunk;
        } else if (this.#request.readableEnded) return;
        else if (this.#request.destroyed) throw refuse("IncompleteBody");
        else if (this.#stalled) throw refuse("RequestTimeout");
        else await source.news();
      }
    } finally {
      clearInterval(clock);
      source.close();
    }
  }
}

/** What has come of a request and was not taken yet. A queue that is full stops the socket. */
class ChunkQueue {
  readonly #request: IncomingMessage;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #windowBytes = 0;
  #wake: (() => void) | undefined;

  readonly #push = (chunk: Buffer): void => {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= MAX_QUEUED_BYTES) this.#request.pause();
    this.wake();
  };
  readonly wake = (): void => {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  };

  constructor(request: IncomingMessage) {
    this.#request = request;
    for (const event of ENDS) request.on(event, this.wake);
    // Chunks as the socket brings them: read() would join those that wait, which copies them and costs collections.
    request.on("data", this.#push);
  }

  take(): Buffer | undefined {
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return undefined;
    this.#bytes -= chunk.length;
    this.#windowBytes += chunk.length;
    if (this.#bytes === 0 && this.#request.isPaused()) this.#request.resume();
    return chunk;
  }

  /** Resolves when there is something new to know: bytes, the end, the loss of the request, or a call of {@link wake}. */
  news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /**
   * How many bytes were taken since the last call. Without bound when some are waiting, or all have come: then it is not
   * the sender who is slow.
   */
  endWindow(): number {
    const bytes = this.#chunks.length > 0 || this.#request.complete ? Number.POSITIVE_INFINITY : this.#windowBytes;
    this.#windowBytes = 0;
    return bytes;
  }

  /** What has not been taken is forgotten; the request is left as one that nobody reads. */
  close(): void {
    this.#request.off("data", this.#push);
    for (const event of ENDS) this.#request.off(event, this.wake);
    this.#request.pause();
  }
}
