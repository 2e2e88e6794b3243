// Digests of large bodies, computed on threads of their own: MD5 alone takes as long as everything else about an upload.
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { DigestOrder, DigestReply } from "./digest-worker.ts";
import type { DigestName, Digests } from "./digests.ts";

const MAX_THREADS = 4;

/** Memory that the threads see. */
export interface Slab {
  /** Counted from 0 within one run. */
  readonly index: number;
  readonly memory: SharedArrayBuffer;
}

export interface PooledDigests {
  /** Resolves with the CRC of each chunk when the first `bytes` have been read and may be written to again. */
  update(slab: Slab, bytes: number): Promise<readonly number[]>;
  finish(): Promise<Digests>;
  /** Ends it without a result. */
  abandon(): void;
}

interface Waiting {
  resolve(reply: DigestReply): void;
  reject(failure: Error): void;
}

interface Thread {
  readonly worker: Worker;
  /** By id of the run, first come first answered. */
  readonly runs: Map<number, Waiting[]>;
}

export class DigestPool {
  readonly #threads: Thread[] = [];
  #nextId = 1;

  begin(names: readonly DigestName[]): PooledDigests {
    const thread = this.#chooseThread();
    const id = this.#nextId++;
    const waiting: Waiting[] = [];
    thread.runs.set(id, waiting);
    const known = new Set<number>();
    const order = (message: DigestOrder) => thread.worker.postMessage(message);
    const ask = (message: DigestOrder) =>
      new Promise<DigestReply>((resolve, reject) => {
        if (!thread.runs.has(id)) return reject(new Error("The thread that computes digests has ended"));
        waiting.push({ resolve, reject });
        order(message);
      });
    order({ kind: "begin", id, names });
    return {
      update: async ({ index, memory }, bytes) => {
        const isNew = !known.has(index);
        known.add(index);
        return (await ask({ kind: "update", id, slab: index, memory: isNew ? memory : undefined, bytes })).crcs ?? [];
      },
      finish: async () => {
        const { digests = new Map() } = await ask({ kind: "finish", id });
        return new Map([...digests].map(([name, bytes]) => [name, Buffer.from(bytes)]));
      },
      abandon: () => {
        if (!thread.runs.delete(id)) return;
        order({ kind: "abandon", id });
        // Answers that are still due will find nobody.
        for (const { resolve } of waiting.splice(0)) resolve({ id });
      },
    };
  }

  close(): void {
    for (const { worker } of this.#threads.splice(0)) void worker.terminate();
  }

  /** The one with the least to do; a new one while all have something and the machine has cores for more. */
  #chooseThread(): Thread {
    const idlest = this.#threads.toSorted((a, b) => a.runs.size - b.runs.size)[0];
    const most = Math.max(1, Math.min(MAX_THREADS, availableParallelism() - 1));
    return idlest && (idlest.runs.size === 0 || this.#threads.length >= most) ? idlest : this.#startThread();
  }

  #startThread(): Thread {
    // Sources run as .ts, what is published as .js.
    const script = new URL(`./digest-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(script);
    // The endpoint's sockets keep the process alive, never this.
    worker.unref();
    const thread: Thread = { worker, runs: new Map() };
    worker.on("message", (reply: DigestReply) => {
      const next = thread.runs.get(reply.id)?.shift();
      if (reply.digests) thread.runs.delete(reply.id);
      next?.resolve(reply);
    });
    const end = (failure: Error) => {
      const index = this.#threads.indexOf(thread);
      if (index >= 0) this.#threads.splice(index, 1);
      for (const waiting of thread.runs.values()) for (const { reject } of waiting) reject(failure);
      thread.runs.clear();
    };
    worker.on("error", (cause) => end(new Error("The thread that computes digests has failed", { cause })));
    worker.on("exit", () => end(new Error("The thread that computes digests has ended")));
    this.#threads.push(thread);
    return thread;
  }
}
