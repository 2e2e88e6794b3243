import type { SignedParts } from "@daypass/api/schemas";
import type { Piece, Signed } from "./bucket-request.ts";

export interface PartPlan {
  readonly sizeBytes: number;
  readonly partSizeBytes: number;
  readonly partCount: number;
}

export interface PartRange {
  readonly number: number;
  readonly begin: number;
  readonly end: number;
}

/** Byte ranges of all parts, end exclusive. Throws `RangeError` when the plan does not cover the file exactly. */
export function rangesOf({ sizeBytes, partSizeBytes, partCount }: PartPlan): PartRange[] {
  if (partSizeBytes < 1 || Math.max(1, Math.ceil(sizeBytes / partSizeBytes)) !== partCount)
    throw new RangeError(
      `Cannot cut the file: ${partCount} parts of ${partSizeBytes} bytes do not make ${sizeBytes} bytes`,
    );
  return Array.from({ length: partCount }, (_, index) => ({
    number: index + 1,
    begin: index * partSizeBytes,
    end: Math.min(sizeBytes, (index + 1) * partSizeBytes),
  }));
}

/** A URL with less than this left is signed anew before bytes are spent on it. */
const SPARE_SECONDS = 30;

export type SignParts = (parts: { number: number; sizeBytes: number }[]) => Promise<SignedParts>;

/**
 * Signs parts in small batches shortly before they are sent. Age is measured on this machine's own running time against
 * the URL's `X-Amz-Expires`, so a wrong clock does no harm.
 */
export class PartSigner {
  readonly #signParts: SignParts;
  readonly #batchSize: number;
  readonly #signed = new Map<number, { signed: Signed; freshUntil: number }>();
  #pending: readonly PartRange[];
  #running: Promise<void> | null = null;

  constructor(pending: readonly PartRange[], batchSize: number, signParts: SignParts) {
    this.#pending = pending;
    this.#batchSize = batchSize;
    this.#signParts = signParts;
  }

  /** Pieces of `blob`, in order, each signed through this signer. */
  piecesOf(blob: Blob): Piece[] {
    return this.#pending.map((range) => ({
      number: range.number,
      // A slice has no type of its own, so the client adds no Content-Type that was not signed.
      blob: blob.slice(range.begin, range.end),
      sign: (fresh) => this.#sign(range, fresh),
    }));
  }

  async #sign(range: PartRange, fresh: boolean): Promise<Signed> {
    if (fresh) this.#signed.delete(range.number);
    for (;;) {
      const found = this.#signed.get(range.number);
      if (found && performance.now() < found.freshUntil) return found.signed;
      if (this.#running) await this.#running.catch(() => {});
      else await this.#signBatch(range);
    }
  }

  async #signBatch(first: PartRange): Promise<void> {
    const following = this.#pending.filter((part) => part.number > first.number && !this.#signed.has(part.number));
    const batch = [first, ...following.slice(0, this.#batchSize - 1)];
    this.#running = this.#signParts(batch.map(({ number, begin, end }) => ({ number, sizeBytes: end - begin }))).then(
      ({ parts }) => {
        const now = performance.now();
        for (const { number, url, headers } of parts)
          this.#signed.set(number, {
            signed: { method: "PUT", url, headers },
            freshUntil: now + lifeMilliseconds(url),
          });
        if (!parts.some((part) => part.number === first.number))
          throw new TypeError(`Cannot send part ${first.number}: the server signed other parts`);
      },
    );
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }
}

function lifeMilliseconds(url: string): number {
  const seconds = Number.parseInt(/[?&]X-Amz-Expires=(\d+)/.exec(url)?.[1] ?? "", 10);
  if (!Number.isFinite(seconds)) return Number.POSITIVE_INFINITY;
  return Math.max(seconds - SPARE_SECONDS, seconds / 2) * 1000;
}
