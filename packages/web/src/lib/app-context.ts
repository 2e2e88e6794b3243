import { type Api, createApi, createTransfers, type Transfers } from "@daypass/client";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type BegunHere, createBegunHere } from "./begun-here.ts";
import { createKey, createLinkMaker, type LinkMaker } from "./link-maker.ts";
import { createOpenUploads, type OpenUploads } from "./open-uploads.ts";
import { createOtherTabs, type OtherTabs } from "./other-tabs.ts";
import { createSender, type Sender } from "./sender.ts";
import { createStore, type Store } from "./store.ts";
import { xhrTransport } from "./xhr-transport.ts";

/** What lives as long as the page does: going from screen to screen leaves it alone. */
export interface App {
  readonly login: string;
  readonly api: Api;
  readonly transfers: Transfers;
  readonly linkMaker: LinkMaker;
  readonly otherTabs: OtherTabs;
  readonly begunHere: BegunHere;
  readonly openUploads: OpenUploads;
  readonly sender: Sender;
  /** Files are being dragged over the page. */
  readonly dragging: Store<boolean>;
  /** The server said that nobody is signed in: the dialog asks, and what was under way waits. */
  readonly sessionEnded: Store<boolean>;
  /** A short message at the foot of the page, read out by screen readers. */
  readonly message: Store<string>;
  /** Counts sign-ins: lists that failed without one load again. */
  readonly signIns: Store<number>;
}

export function createApp(login: string): App {
  const sessionEnded = createStore(false);
  const api = createApi({
    baseUrl: "",
    async fetch(input, init) {
      const response = await fetch(input, init);
      if (response.status === 401) {
        const problem = (await response
          .clone()
          .json()
          .catch(() => null)) as { code?: string } | null;
        if (problem?.code === "not_signed_in") sessionEnded.set(true);
      }
      return response;
    },
  });
  const transfers = createTransfers(api, { transport: xhrTransport });
  const message = createStore("");
  const otherTabs = createOtherTabs(transfers, createKey());
  const begunHere = createBegunHere(transfers, findStorage());
  const openUploads = createOpenUploads(api, transfers, otherTabs, begunHere);
  return {
    login,
    api,
    transfers,
    linkMaker: createLinkMaker(api, transfers),
    otherTabs,
    begunHere,
    openUploads,
    sender: createSender(transfers, openUploads, message),
    dragging: createStore(false),
    sessionEnded,
    message,
    signIns: createStore(0),
  };
}

/** Browsers that are told to keep nothing throw at the mention of it. */
function findStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Whether closing the page would stop a transfer. */
export const isUnderWay = (transfers: Transfers): boolean =>
  transfers.items.some(({ state }) => state.kind !== "done" && state.kind !== "refused");

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new TypeError("Cannot show this screen: it is outside of the app");
  return app;
}
