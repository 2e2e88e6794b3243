import type { Transfer } from "@daypass/client";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { leaveRow } from "../lib/focus.ts";
import { formatDuration, formatPart, formatSpeed } from "../lib/format.ts";
import { useNow } from "../lib/hooks.ts";
import { Bar } from "./bar.tsx";
import { Kind, Size } from "./facts.tsx";
import { Details } from "./failure.tsx";

/** One file on its way. */
export function TransferRow({ transfer }: { transfer: Transfer }) {
  const { name, sizeBytes, sentBytes, acknowledgedBytes, state } = transfer;
  const moved = ["sending", "paused", "waiting"].includes(state.kind);
  return (
    <li data-state={state.kind}>
      <Kind name={name} />
      <div>
        <bdi class="name">{name}</bdi>
        <div class="soft small">
          <Facts transfer={transfer} />
        </div>
        {state.kind === "refused" && <Details explanation={state.explanation} />}
      </div>
      <Acts transfer={transfer} />
      {moved && (
        <Bar
          label={`In the bucket of ${name}`}
          sizeBytes={sizeBytes}
          sentBytes={sentBytes}
          acknowledgedBytes={acknowledgedBytes}
        />
      )}
    </li>
  );
}

function Facts({ transfer }: { transfer: Transfer }): ComponentChildren {
  const { sizeBytes, sentBytes, acknowledgedBytes, state, bytesPerSecond, secondsLeft } = transfer;
  switch (state.kind) {
    case "queued":
      return (
        <>
          <Size bytes={sizeBytes} /> · waits for its turn
        </>
      );
    case "sending": {
      if (acknowledgedBytes >= sizeBytes) return "All there. The bucket is checking it.";
      if (sentBytes >= sizeBytes) return "All sent. Waiting for the bucket to confirm it.";
      const facts = [formatPart(sentBytes, sizeBytes)];
      if (bytesPerSecond) facts.push(formatSpeed(bytesPerSecond));
      if (secondsLeft !== null) facts.push(`${formatDuration(secondsLeft)} left`);
      return <span class="num">{facts.join(" · ")}</span>;
    }
    case "paused":
      return acknowledgedBytes > 0
        ? `Paused. The bucket keeps ${formatPart(acknowledgedBytes, sizeBytes)}.`
        : "Paused before the first part arrived.";
    case "waiting":
      return <WaitFacts because={state.because} untilMilliseconds={state.untilMilliseconds} />;
    case "refused":
      return <span class="bad-text">{state.explanation.message}</span>;
    case "done":
      return <Size bytes={sizeBytes} />;
  }
}

function WaitFacts({ because, untilMilliseconds }: { because: string; untilMilliseconds: number }) {
  const now = useNow();
  const seconds = Math.ceil((untilMilliseconds - now.getTime()) / 1000);
  return (
    <>
      {because}. Trying again {seconds > 1 ? `in ${formatDuration(seconds)}` : "now"}; nothing is lost.
    </>
  );
}

function Acts({ transfer: { id, name, state } }: { transfer: Transfer }) {
  const { transfers, sessionEnded, message } = useApp();
  const acts = useRef<HTMLSpanElement>(null);
  const act = (label: string, onClick: () => void, kind = "") => (
    <button type="button" class={`button bare ${kind}`} onClick={onClick}>
      {label}
      <span class="visually-hidden"> {name}</span>
    </button>
  );
  const remove = (label = "Remove") =>
    act(
      label,
      () => {
        leaveRow(acts.current?.closest("li") ?? null);
        transfers.remove(id);
        message.set(state.kind === "done" ? `${name} is off this list. It stays under Files.` : `${name} is not sent.`);
      },
      "danger",
    );
  return (
    <span ref={acts} class="acts">
      {state.kind === "queued" && remove()}
      {state.kind === "sending" && act("Pause", () => transfers.pause(id))}
      {state.kind === "paused" && act("Go on", () => transfers.resume(id))}
      {state.kind === "waiting" && act("Try now", () => transfers.tryNow(id))}
      {state.kind === "done" && <span class="tag good">Uploaded</span>}
      {state.kind === "refused" &&
        {
          try_again: act("Try again", () => transfers.resume(id)),
          sign_in: act("Sign in", () => sessionEnded.set(true)),
          choose_again: <ChooseAgain id={id} name={name} />,
          none: null,
        }[state.explanation.remedy]}
      {state.kind === "sending" || state.kind === "waiting" ? remove("Cancel") : state.kind !== "queued" && remove()}
    </span>
  );
}

/** A file that changed has to be picked anew: the page's old handle to it is dead. */
function ChooseAgain({ id, name }: { id: string; name: string }) {
  const { transfers } = useApp();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) transfers.replace(id, file);
        }}
      />
      <button type="button" class="button bare" onClick={() => input.current?.click()}>
        Choose it again<span class="visually-hidden"> {name}</span>
      </button>
    </>
  );
}
