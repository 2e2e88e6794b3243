// The bytes of one request: asked for with 100 Continue, counted, and not waited for without end.
import type { IncomingMessage, ServerResponse } from "node:http";
import { refuse } from "../errors.ts";

export interface BodyLimits {
  /** A body must bring `minimumBytes` in each window, else RequestTimeout. */
  readonly windowMilliseconds: number;
  readonly minimumBytes: number;
}

/** 1 KiB in 30 seconds: below the slowest modem, above an attacker who sends a byte now and then. */
export const BODY_LIMITS: BodyLimits = { windowMilliseconds: 30_000, minimumBytes: 1024 };

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
    const { signal, observe, stop } = watchRate(this.#limits);
    try {
      for (;;) {
        const chunk = this.#request.read() as Buffer | null;
        if (chunk !== null) {
          this.receivedBytes += chunk.length;
          observe(chunk.length);
          yield chunk;
        } else if (this.#request.readableEnded) return;
        else if (this.#request.destroyed) throw refuse("IncompleteBody");
        else await untilReadable(this.#request, signal);
        if (signal.aborted) {
          this.#stalled = true;
          throw refuse("RequestTimeout");
        }
      }
    } finally {
      stop();
    }
  }
}

/** Resolves when there is something new to know about the request: bytes, its end, its loss, or the signal. */
function untilReadable(request: IncomingMessage, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const events = ["readable", "end", "error", "close"] as const;
    const settle = () => {
      for (const event of events) request.off(event, settle);
      signal.removeEventListener("abort", settle);
      resolve();
    };
    for (const event of events) request.on(event, settle);
    signal.addEventListener("abort", settle);
    if (signal.aborted) settle();
  });
}

function watchRate(limits: BodyLimits) {
  const controller = new AbortController();
  let bytes = 0;
  const timer = setInterval(() => {
    if (bytes < limits.minimumBytes) controller.abort();
    bytes = 0;
  }, limits.windowMilliseconds);
  return {
    signal: controller.signal,
    observe(count: number) {
      bytes += count;
    },
    stop: () => clearInterval(timer),
  };
}
