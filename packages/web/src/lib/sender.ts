import type { Transfers, UploadSource } from "@daypass/client";
import { formatPart, plural } from "./format.ts";
import type { Match, OpenUploads } from "./open-uploads.ts";
import { createStore, type Store } from "./store.ts";

/** Puts files into the queue: those that were begun before go on where they stopped. */
export interface Sender {
  /** Files that look like such that were begun, in another browser perhaps: a person has to say. */
  readonly offers: Store<readonly Match[]>;
  send(sources: readonly UploadSource[]): void;
  /** Queues what was matched already. */
  add(matches: readonly Match[]): void;
  /** The answer to all offers. */
  answer(choice: "go_on" | "anew" | "leave"): void;
}

export function createSender(transfers: Transfers, openUploads: OpenUploads, message: Store<string>): Sender {
  const offers = createStore<readonly Match[]>([]);
  function add(matches: readonly Match[]): void {
    transfers.add(matches.map(({ source, upload }) => (upload ? { ...source, uploadId: upload.id } : source)));
    const goingOn = matches.flatMap(({ upload }) => upload ?? []);
    const [first] = goingOn;
    if (!first) return;
    message.set(
      goingOn.length > 1
        ? `${plural(goingOn.length, "file")} go on where they stopped.`
        : `${first.name} goes on where it stopped${first.arrivedBytes ? `: ${formatPart(first.arrivedBytes, first.sizeBytes)} had arrived` : ""}.`,
    );
  }
  return {
    offers,
    add,
    send(sources) {
      if (sources.length === 0) return;
      void openUploads.match(sources).then((matches) => {
        const isUnsure = ({ upload, isCertain }: Match) => upload !== null && !isCertain;
        const sure = matches.filter((match) => !isUnsure(match));
        if (sure.length > 0) add(sure);
        if (sure.length < matches.length) offers.set([...offers.get(), ...matches.filter(isUnsure)]);
      });
    },
    answer(choice) {
      const answered = offers.get();
      offers.set([]);
      if (choice === "leave") return;
      add(choice === "go_on" ? answered : answered.map((match) => ({ ...match, upload: null })));
    },
  };
}
