import type { Io } from "./io.ts";

export interface Stop {
  /** Resolves with the reason once, at the first signal or the end of stdin. */
  readonly reason: Promise<string>;
  /** Lets the process end by itself: no signal handler and no stdin hold it. */
  dispose(): void;
}

/**
 * Waits for SIGINT, SIGTERM or SIGHUP, or with `untilStdinCloses` for the end of the process that started this one:
 * the system closes its end of the pipe however it ended, also by kill -9. A second signal ends at once.
 */
export function waitForStop(io: Io, { untilStdinCloses = false }: { untilStdinCloses?: boolean } = {}): Stop {
  const { promise: reason, resolve } = Promise.withResolvers<string>();
  const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let asked = false;
  const stop = (why: string): void => {
    if (asked) endNow();
    asked = true;
    resolve(why);
  };
  const onEnd = (): void => stop("the process that started this one has ended");
  for (const signal of SIGNALS) process.on(signal, stop);
  if (untilStdinCloses) {
    io.stdin.once("end", onEnd);
    io.stdin.once("error", onEnd);
    io.stdin.resume();
    if (io.stdin.readableEnded || io.stdin.destroyed) onEnd();
  }
  return {
    reason,
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, stop);
      if (!untilStdinCloses) return;
      io.stdin.off("end", onEnd);
      io.stdin.off("error", onEnd);
      io.stdin.destroy();
    },
  };
}

/** Ends this process although it hangs in the kernel, say on a disk that does not answer: `process.exit` would wait for that. */
export function endNow(): void {
  process.removeAllListeners("SIGTERM");
  process.kill(process.pid, "SIGTERM");
}
