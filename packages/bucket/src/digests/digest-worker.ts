// The thread that computes digests, so that the one that serves everybody does not.
import { parentPort } from "node:worker_threads";
import { createDigests, type DigestName, type DigestRun } from "./digests.ts";

/** In the order sent. `slabs` are memory that both threads see, so that no bytes are sent. */
export type DigestOrder =
  | { readonly kind: "begin"; readonly id: number; readonly names: readonly DigestName[] }
  | { readonly kind: "update"; readonly id: number; readonly slab: SharedArrayBuffer; readonly bytes: number }
  | { readonly kind: "finish"; readonly id: number }
  | { readonly kind: "abandon"; readonly id: number };

/** One for each `update` (without digests) and each `finish` (with them), in their order. */
export interface DigestReply {
  readonly id: number;
  readonly digests?: ReadonlyMap<DigestName, Uint8Array>;
}

const runs = new Map<number, DigestRun>();
const reply = (message: DigestReply) => parentPort!.postMessage(message);

parentPort!.on("message", (order: DigestOrder) => {
  const { id } = order;
  if (order.kind === "begin") runs.set(id, createDigests(order.names));
  else if (order.kind === "abandon") runs.delete(id);
  else if (order.kind === "update") {
    runs.get(id)!.update(new Uint8Array(order.slab, 0, order.bytes));
    reply({ id });
  } else {
    const digests = runs.get(id)!.digest();
    runs.delete(id);
    reply({ id, digests });
  }
});
