import { isAbort } from "./errors.ts";

/** How patient a transfer is. */
export interface Patience {
  /** Tries of one request in a row without success before the transfer is given up. Default 10. */
  readonly maxTries: number;
  /** Wait after the first failure; doubles each time. Default 500. */
  readonly firstWaitMilliseconds: number;
  /** No wait is longer, unless the other side asks for more. Default 30 000. */
  readonly longestWaitMilliseconds: number;
  /** A try that moves nothing for this long is cut. Default 60 000. */
  readonly stallMilliseconds: number;
}
/** The patience of a transfer to which no other was given. */
export const DEFAULT_PATIENCE: Patience = {
  maxTries: 10,
  firstWaitMilliseconds: 500,
  longestWaitMilliseconds: 30_000,
  stallMilliseconds: 60_000,
};

/** A wait before the next try. */
export interface Waiting {
  /** When the next try begins, milliseconds since 1970. */
  readonly untilMilliseconds: number;
  /** Why the last try failed. */
  readonly cause: unknown;
  /** Begins it now. */
  tryNow(): void;
}

export interface PacerOptions {
  readonly patience: Patience;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Called with a wait when nothing moves any more but waits, and with null when something moves again. */
  readonly onWaiting: (waiting: Waiting | null) => void;
}

/** Knows how many requests of a transfer move and how many wait, and lets all waits be cut short at once. */
export interface Pacer {
  /** Runs a request, counting it as moving. */
  run<T>(action: () => Promise<T>): Promise<T>;
  /** Waits before try number `tries` + 1, with full jitter over the upper half, or as long as the other side asked. */
  wait(tries: number, cause: unknown, askedSeconds?: number | null): Promise<void>;
}

export function createPacer({ patience, random, signal, onWaiting }: PacerOptions): Pacer {
  let moving = 0;
  let wakeAll = new AbortController();
  const waits = new Set<Waiting>();

  function report() {
    if (moving > 0 || waits.size === 0) return onWaiting(null);
    const next = [...waits].reduce((a, b) => (a.untilMilliseconds <= b.untilMilliseconds ? a : b));
    onWaiting(next);
  }

  return {
    async run(action) {
      moving++;
      report();
      try {
        return await action();
      } finally {
        moving--;
      }
    },
    async wait(tries, cause, askedSeconds) {
      const ceiling = Math.min(patience.longestWaitMilliseconds, patience.firstWaitMilliseconds * 2 ** (tries - 1));
      const asked = askedSeconds == null ? 0 : Math.min(askedSeconds, 3600) * 1000;
      const milliseconds = Math.max(asked, ceiling / 2 + (random() * ceiling) / 2);
      const waiting: Waiting = {
        untilMilliseconds: Date.now() + milliseconds,
        cause,
        tryNow: () => {
          wakeAll.abort();
          wakeAll = new AbortController();
        },
      };
      waits.add(waiting);
      report();
      try {
        await sleep(milliseconds, AbortSignal.any([signal, wakeAll.signal]));
      } catch (error) {
        if (!isAbort(error, signal)) throw error;
      } finally {
        waits.delete(waiting);
      }
      signal.throwIfAborted();
    },
  };
}

/** Resolves after the time, or as soon as the signal aborts. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
