/** Speed over the last seconds, and time left only when the speed is steady enough to say one. */
export class SpeedMeter {
  readonly #samples: { at: number; bytes: number }[] = [];
  readonly #windowMilliseconds: number;

  constructor(windowMilliseconds = 6000) {
    this.#windowMilliseconds = windowMilliseconds;
  }

  /** `bytes` moved in all, at a time of `performance.now()`. */
  add(bytes: number, at: number): void {
    this.#samples.push({ at, bytes });
    while (this.#samples.length > 2 && this.#samples[1]!.at < at - this.#windowMilliseconds) this.#samples.shift();
  }

  /** Null until there are two seconds to look at. */
  bytesPerSecond(at: number): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || at - first.at < 2000) return null;
    return ((last.bytes - first.bytes) / (at - first.at)) * 1000;
  }

  /** Forgets what was, as after a pause. */
  reset(): void {
    this.#samples.length = 0;
  }
}
