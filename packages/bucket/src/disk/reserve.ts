// Room kept for the day when the disk is full: removing needs some too, for the index's log.
import { randomBytes } from "node:crypto";
import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDiskFull } from "../errors.ts";

const RESERVE_BYTES = 1024 * 1024;

export class Reserve {
  readonly #file: string;
  #isFull = false;

  constructor(folder: string) {
    this.#file = join(folder, "reserve");
  }

  /** Takes the room if it is not taken. On a full disk there will be a next time. */
  async fill(): Promise<void> {
    if (this.#isFull) return;
    const size = await stat(this.#file).then(
      (found) => found.size,
      () => 0,
    );
    try {
      // Random, because some file systems keep no room for zeros.
      if (size !== RESERVE_BYTES) await writeFile(this.#file, randomBytes(RESERVE_BYTES), { mode: 0o600 });
      this.#isFull = true;
    } catch (failure) {
      await rm(this.#file, { force: true });
      if (!isDiskFull(failure)) throw failure;
    }
  }

  /** Runs what frees room. If the disk is too full even for that, it gives the reserve up and tries once more. */
  async spendOn<T>(free: () => Promise<T>): Promise<T> {
    try {
      return await free();
    } catch (failure) {
      if (!isDiskFull(failure)) throw failure;
      this.#isFull = false;
      await rm(this.#file, { force: true });
      return free();
    }
  }
}
