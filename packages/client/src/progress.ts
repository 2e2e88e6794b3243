/** How far a transfer is. None of these goes back. */
export interface Progress {
  /** Size of the file. */
  readonly sizeBytes: number;
  /** Bytes that the bucket has confirmed. */
  readonly acknowledgedBytes: number;
  /** With the bytes on their way, where the transport can tell; for a bar, not for an account. */
  readonly sentBytes: number;
}

/** Adds up what is acknowledged and what is on its way, and never reports less than before. */
export class ProgressMeter {
  readonly #sizeBytes: number;
  readonly #onProgress: (progress: Progress) => void;
  readonly #onTheWay = new Map<number, number>();
  #acknowledged = 0;
  #highest = 0;
  #highestAcknowledged = 0;

  constructor(sizeBytes: number, onProgress: (progress: Progress) => void) {
    this.#sizeBytes = sizeBytes;
    this.#onProgress = onProgress;
  }

  /** Bytes of piece `number` that left this machine in the try that runs. */
  sent(number: number, bytes: number, pieceBytes: number): void {
    this.#onTheWay.set(number, Math.min(bytes, pieceBytes));
    this.#report();
  }

  /** The try ended without success. */
  lost(number: number): void {
    this.#onTheWay.delete(number);
  }

  acknowledge(number: number, pieceBytes: number): void {
    this.#onTheWay.delete(number);
    this.#acknowledged += pieceBytes;
    this.#report();
  }

  /** Starts again from what the bucket says it has. */
  restart(acknowledgedBytes: number): void {
    this.#onTheWay.clear();
    this.#acknowledged = acknowledgedBytes;
    this.#report();
  }

  #report(): void {
    let sum = this.#acknowledged;
    for (const bytes of this.#onTheWay.values()) sum += bytes;
    this.#highestAcknowledged = Math.max(this.#highestAcknowledged, Math.min(this.#acknowledged, this.#sizeBytes));
    this.#highest = Math.max(this.#highest, Math.min(sum, this.#sizeBytes));
    this.#onProgress({
      sizeBytes: this.#sizeBytes,
      acknowledgedBytes: this.#highestAcknowledged,
      sentBytes: this.#highest,
    });
  }
}
