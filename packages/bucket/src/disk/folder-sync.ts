import { open } from "node:fs/promises";

/**
 * fsync of one folder: a new name in it survives a power cut only after this. Callers that arrive while one is running
 * share the next one.
 */
export class FolderSync {
  readonly #folder: string;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  sync(): Promise<void> {
    if (!this.#running) return this.#start();
    // What is running may have begun before the caller's rename, so it does not count for it.
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  #start(): Promise<void> {
    const running = syncFolder(this.#folder).finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no fsync of folders; NTFS journals names itself.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
