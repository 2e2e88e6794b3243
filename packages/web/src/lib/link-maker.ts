import type { CreateShare, Share } from "@daypass/api/schemas";
import { type Api, type Explanation, explain, type Transfers } from "@daypass/client";
import { DEFAULT_OPTIONS, type LinkOptions, shareOf } from "./link-options.ts";
import { createStore, type Store } from "./store.ts";

export type LinkPhase =
  | { readonly kind: "editing" }
  /** Wanted: it is made as soon as the last file has arrived. */
  | { readonly kind: "wanted" }
  | { readonly kind: "making" }
  | { readonly kind: "made"; readonly share: Share }
  | { readonly kind: "failed"; readonly explanation: Explanation };

/** Makes the link of what is being sent, when it can be made. */
export interface LinkMaker {
  readonly options: Store<LinkOptions>;
  readonly phase: Store<LinkPhase>;
  /** Makes it now or as soon as every file has arrived; with `withoutRefused` those that were refused are left out. */
  want(choice?: { withoutRefused: boolean }): void;
  /** Back to editing. */
  unwant(): void;
  /** Clears the table for the next link. */
  startOver(): void;
}

/** 128 random bits; `randomUUID` wants https. */
export const createKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export function createLinkMaker(api: Api, transfers: Transfers, clock: () => Date = () => new Date()): LinkMaker {
  const options = createStore<LinkOptions>(DEFAULT_OPTIONS);
  const phase = createStore<LinkPhase>({ kind: "editing" });
  let withoutRefused = false;
  // The same key and the same request for each try at the same link: an answer that was lost makes no second link.
  let attempt: { wanted: string; input: CreateShare; key: string } | null = null;

  function check(): void {
    if (phase.get().kind !== "wanted") return;
    const { items } = transfers;
    const refused = items.filter(({ state }) => state.kind === "refused");
    const done = items.flatMap(({ state }) => (state.kind === "done" ? [state.file.id] : []));
    if (items.length === 0) {
      phase.set({ kind: "editing" });
      return;
    }
    if (done.length + refused.length < items.length) return;
    if (done.length === 0 || (refused.length > 0 && !withoutRefused)) return;
    void make(done);
  }

  async function make(fileIds: string[]): Promise<void> {
    phase.set({ kind: "making" });
    const wanted = JSON.stringify({ fileIds, options: options.get() });
    if (attempt?.wanted !== wanted)
      attempt = { wanted, input: shareOf(fileIds, options.get(), clock()), key: createKey() };
    const { input, key } = attempt;
    try {
      phase.set({ kind: "made", share: await api.createShare(input, { idempotencyKey: key }) });
    } catch (error) {
      phase.set({ kind: "failed", explanation: explain(error) });
    }
  }

  transfers.subscribe(check);
  return {
    options,
    phase,
    want(choice) {
      withoutRefused = choice?.withoutRefused ?? false;
      phase.set({ kind: "wanted" });
      check();
    },
    unwant: () => phase.set({ kind: "editing" }),
    startOver() {
      for (const item of transfers.items) transfers.remove(item.id);
      attempt = null;
      options.set(DEFAULT_OPTIONS);
      phase.set({ kind: "editing" });
    },
  };
}
