import { PresignError, requireString, show, timeOf } from "../errors.ts";
import { isRepresentable, parseHttpDate } from "./time.ts";

/** A Date header that is further off says more about who sent it than about this machine's clock. */
export const MAX_CLOCK_OFFSET_SECONDS = 86_400;

/** The caller's clock, in whole seconds, with what was learnt about it. */
export interface Clock {
  readonly nowSeconds: () => number;
  /** How far the clock was behind S3's when it was last compared; 0 before. */
  readonly offsetSeconds: () => number;
  readonly correct: (offsetSeconds: number) => void;
}

/** A caller's clock, checked → the time in whole seconds. */
export function readSeconds(clock: (() => Date) | undefined): () => number {
  if (clock !== undefined && typeof clock !== "function")
    throw new TypeError(`clock must be a function that returns a Date, got ${show(clock)}`);
  return () => {
    if (clock === undefined) return Math.floor(Date.now() / 1000);
    const now: unknown = clock();
    const seconds = Math.floor((timeOf(now) ?? Number.NaN) / 1000);
    if (isRepresentable(seconds)) return seconds;
    throw new PresignError("clock_invalid", `clock() must return a Date in the years 1970..9999, got ${String(now)}`);
  };
}

export function createClock(clock: (() => Date) | undefined): Clock {
  const read = readSeconds(clock);
  let offset = 0;
  return {
    nowSeconds: () => read() + offset,
    offsetSeconds: () => offset,
    correct: (seconds) => {
      offset = seconds;
    },
  };
}

/** Compares the clock with a Date header that has just arrived, and corrects it. Answers the offset in seconds. */
export function learnFrom(clock: Clock, dateHeader: unknown): number {
  requireString("dateHeader", dateHeader);
  const ms = parseHttpDate(dateHeader);
  if (ms === undefined)
    throw new PresignError(
      "clock_invalid",
      `dateHeader must be the Date header of an answer of S3, such as "Tue, 24 Nov 2026 15:00:00 GMT", got ${show(dateHeader)}`,
    );
  const found = ms / 1000 - (clock.nowSeconds() - clock.offsetSeconds());
  if (Math.abs(found) > MAX_CLOCK_OFFSET_SECONDS)
    throw new PresignError(
      "clock_invalid",
      `dateHeader must be at most ${MAX_CLOCK_OFFSET_SECONDS} seconds from this machine's clock, got ${show(dateHeader)}, which is ${Math.abs(found)} away: set the clock`,
    );
  clock.correct(found);
  return found;
}
