import type { Transfers } from "@daypass/client";
import { createStore, type Store } from "./store.ts";

/** An upload that another tab of this browser has on its list. */
export interface TabUpload {
  /** Id of the upload at the server. */
  readonly id: string;
  readonly arrivedBytes: number;
  /** It was stopped there and waits for a person. */
  readonly isStill: boolean;
}

/** What tabs of one browser tell each other: no server knows which upload has somebody who sends it. */
export interface OtherTabs {
  /** By id of the upload. */
  readonly uploads: Store<ReadonlyMap<string, TabUpload>>;
  /** Asks all tabs; resolves when those that live have had the time to answer. */
  ask(): Promise<void>;
  /** Goes on asking, so that a tab that died without a word is noticed. Answers with the way to stop. */
  watch(): () => void;
}

type Message =
  | { readonly kind: "ask" }
  | { readonly kind: "have"; readonly tab: string; readonly uploads: readonly TabUpload[] };

const TELL_EVERY_MILLISECONDS = 500;
const ANSWER_MILLISECONDS = 200;
const ASK_EVERY_MILLISECONDS = 3000;
/** Counted and not timed: a tab in the background asks seldom, and must not take that for silence. */
const MOST_UNANSWERED = 2;

export function createOtherTabs(transfers: Transfers, tab: string): OtherTabs {
  const uploads = createStore<ReadonlyMap<string, TabUpload>>(new Map());
  const heard = new Map<string, { unanswered: number; uploads: readonly TabUpload[] }>();
  const channel = new BroadcastChannel("daypass-uploads");
  const post = (message: Message) => channel.postMessage(message);
  let toldIds = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  const own = (): TabUpload[] =>
    transfers.items.flatMap(({ uploadId, acknowledgedBytes, state }) =>
      uploadId === null || state.kind === "done"
        ? []
        : [
            {
              id: uploadId,
              arrivedBytes: acknowledgedBytes,
              isStill: state.kind === "paused" || state.kind === "refused",
            },
          ],
    );
  function tell(mine = own()): void {
    clearTimeout(timer);
    timer = undefined;
    toldIds = idsOf(mine);
    post({ kind: "have", tab, uploads: mine });
  }
  function show(): void {
    const all = [...heard.values()].flatMap((one) => one.uploads);
    uploads.set(new Map(all.map((upload) => [upload.id, upload])));
  }

  transfers.subscribe(() => {
    if (idsOf(own()) !== toldIds) tell();
    else if (toldIds !== "") timer ??= setTimeout(tell, TELL_EVERY_MILLISECONDS);
  });
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "ask") return tell();
    if (data.uploads.length > 0) heard.set(data.tab, { unanswered: 0, uploads: data.uploads });
    else if (!heard.delete(data.tab)) return;
    show();
  };
  addEventListener("pagehide", () => tell([]));
  // Back from where the browser keeps pages that were left.
  addEventListener("pageshow", () => tell());

  async function ask(): Promise<void> {
    for (const [other, one] of heard) if (++one.unanswered > MOST_UNANSWERED) heard.delete(other);
    show();
    post({ kind: "ask" });
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MILLISECONDS));
  }
  return {
    uploads,
    ask,
    watch() {
      const asking = setInterval(() => void ask(), ASK_EVERY_MILLISECONDS);
      return () => clearInterval(asking);
    },
  };
}

const idsOf = (uploads: readonly TabUpload[]): string => uploads.map(({ id }) => id).join(" ");
