// Answers that are in memory because their receivers take their time: how long each may, and how much all may hold.
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

export interface ReceiverLimits {
  /** How often it is looked at what receivers have taken. */
  readonly checkMilliseconds: number;
  /** While something waits for a receiver, it must take `minimumBytes` in each window of so many checks, else it is cut. */
  readonly windowChecks: number;
  readonly minimumBytes: number;
  /**
   * What all may hold beyond one chunk for each download; above it those who have taken nothing for `stalledChecks` give way
   * to a document, the longest first. Further chunks may fill half of it, so that downloads leave room for documents.
   */
  readonly maxHeldBytes: number;
  readonly stalledChecks: number;
}

/**
 * 64 KiB in five minutes. Not in half a minute, as of senders: the system tells of what a receiver takes only when a third of
 * a socket's buffer is free again, which can be a MiB, and then a slow and steady one seems to stand still in between.
 */
export const RECEIVER_LIMITS: ReceiverLimits = {
  checkMilliseconds: 5_000,
  windowChecks: 60,
  minimumBytes: 64 * 1024,
  maxHeldBytes: 128 * 1024 * 1024,
  stalledChecks: 2,
};

/** One answer that is on its way. */
export interface Receiver {
  /** Whether it may hold so much more, only to be faster. */
  grow(bytes: number): boolean;
  /** Whether it took too little, so that its connection was ended. */
  readonly isCut: boolean;
  /** Once it is out, or cannot be any more. */
  release(): void;
}

interface Entry {
  readonly response: ServerResponse;
  heldBytes: number;
  takenBytes: number;
  /** Since the last byte that it took. */
  stalledChecks: number;
  /** Of the window that runs. */
  checks: number;
  takenBefore: number;
  isCut: boolean;
}

export class Receivers {
  readonly #limits: ReceiverLimits;
  readonly #entries = new Set<Entry>();
  #heldBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ReceiverLimits) {
    this.#limits = limits;
  }

  /** Of all answers that are on their way. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /**
   * Counts an answer that holds so much until it is released. Undefined when there is no room for it, and it is not a must.
   * One that holds nothing, a download with its one chunk, is looked after and takes nobody's room.
   */
  admit(response: ServerResponse, { bytes, must }: { bytes: number; must: boolean }): Receiver | undefined {
    if (bytes > 0) this.#makeRoom(bytes);
    if (!must && !this.#hasRoom(bytes)) return undefined;
    const takenBytes = countTaken(response.socket);
    const entry = {
      response,
      heldBytes: 0,
      takenBytes,
      stalledChecks: 0,
      checks: 0,
      takenBefore: takenBytes,
      isCut: false,
    };
    this.#entries.add(entry);
    this.#hold(entry, bytes);
    this.#timer ??= setInterval(() => this.#check(), this.#limits.checkMilliseconds).unref();
    return {
      grow: (more) => {
        if (this.#heldBytes + more > this.#limits.maxHeldBytes / 2) return false;
        this.#hold(entry, more);
        return true;
      },
      get isCut() {
        return entry.isCut;
      },
      release: () => this.#release(entry),
    };
  }

  #hasRoom(bytes: number): boolean {
    return this.#heldBytes + bytes <= this.#limits.maxHeldBytes;
  }

  #makeRoom(bytes: number): void {
    if (this.#hasRoom(bytes)) return;
    const stalled = [...this.#entries].filter((entry) => entry.stalledChecks >= this.#limits.stalledChecks);
    for (const entry of stalled.sort((a, b) => b.stalledChecks - a.stalledChecks)) {
      this.#cut(entry);
      if (this.#hasRoom(bytes)) return;
    }
  }

  #hold(entry: Entry, bytes: number): void {
    entry.heldBytes += bytes;
    this.#heldBytes += bytes;
  }

  #release(entry: Entry): void {
    if (!this.#entries.delete(entry)) return;
    this.#heldBytes -= entry.heldBytes;
    if (this.#entries.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #cut(entry: Entry): void {
    entry.isCut = true;
    this.#release(entry);
    entry.response.destroy();
  }

  #check(): void {
    for (const entry of this.#entries) {
      const { socket } = entry.response;
      const taken = countTaken(socket);
      // Nothing waits for this one: whoever is slow, it is somebody else.
      const isIdle = !socket || socket.writableLength === 0;
      entry.stalledChecks = isIdle || taken > entry.takenBytes ? 0 : entry.stalledChecks + 1;
      entry.takenBytes = taken;
      entry.checks++;
      if (!isIdle && entry.checks < this.#limits.windowChecks) continue;
      if (!isIdle && taken - entry.takenBefore < this.#limits.minimumBytes) this.#cut(entry);
      entry.checks = 0;
      entry.takenBefore = taken;
    }
  }
}

/**
 * What the system has taken of all that was written. Node's own count is of what was handed over, a chunk at a time, and a
 * chunk takes minutes for the slowest: its handle of the socket knows how much of the last one is left.
 */
export function countTaken(socket: Socket | null): number {
  if (!socket) return 0;
  const { _handle: handle } = socket as unknown as {
    _handle?: { bytesWritten: number; writeQueueSize: number } | null;
  };
  return handle ? handle.bytesWritten - handle.writeQueueSize : socket.bytesWritten - socket.writableLength;
}
