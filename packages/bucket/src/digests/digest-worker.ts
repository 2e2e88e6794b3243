// The thread that reads the bytes of uploads, so that the one that serves everybody does not.
import { parentPort } from "node:worker_threads";
import { chunkCrcs } from "../disk/blob-format.ts";
import { createDigests, type DigestName, type DigestRun } from "./digests.ts";

/**
 * In the order sent. `memory` is what both threads see, so that no bytes are sent; it comes with the first use of a slab
 * only: to hand it over makes both threads' collectors work.
 */
export type DigestOrder =
  | { readonly kind: "begin"; readonly id: number; readonly names: readonly DigestName[] }
  | {
      readonly kind: "update";
      readonly id: number;
      readonly slab: number;
      readonly memory?: SharedArrayBuffer | undefined;
      readonly bytes: number;
    }
  | { readonly kind: "finish"; readonly id: number }
  | { readonly kind: "abandon"; readonly id: number };

/** One for each `update` (with the CRCs of its chunks) and each `finish` (with the digests), in their order. */
export interface DigestReply {
  readonly id: number;
  readonly crcs?: readonly number[];
  readonly digests?: ReadonlyMap<DigestName, Uint8Array>;
}

const runs = new Map<number, { readonly digests: DigestRun; readonly slabs: SharedArrayBuffer[] }>();
const reply = (message: DigestReply) => parentPort!.postMessage(message);

parentPort!.on("message", (order: DigestOrder) => {
  const { id } = order;
  if (order.kind === "begin") return void runs.set(id, { digests: createDigests(order.names), slabs: [] });
  if (order.kind === "abandon") return void runs.delete(id);
  const { digests, slabs } = runs.get(id)!;
  if (order.kind === "update") {
    if (order.memory) slabs[order.slab] = order.memory;
    const bytes = new Uint8Array(slabs[order.slab]!, 0, order.bytes);
    digests.update(bytes);
    reply({ id, crcs: chunkCrcs(bytes) });
  } else {
    runs.delete(id);
    reply({ id, digests: digests.digest() });
  }
});
