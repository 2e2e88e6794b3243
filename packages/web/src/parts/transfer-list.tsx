import type { Transfer } from "@daypass/client";
import { formatDuration, plural } from "../lib/format.ts";
import { Bar } from "./bar.tsx";
import { Size } from "./facts.tsx";
import { List } from "./list.tsx";
import { TransferRow } from "./transfer-row.tsx";

export interface Totals {
  readonly sizeBytes: number;
  readonly sentBytes: number;
  readonly acknowledgedBytes: number;
  /** Null until it is steady. */
  readonly secondsLeft: number | null;
  readonly doneCount: number;
  readonly refusedCount: number;
  /** Bytes are moving, or will without anybody's doing. */
  readonly busy: boolean;
}

export function sumUp(items: readonly Transfer[]): Totals {
  let sizeBytes = 0;
  let sentBytes = 0;
  let acknowledgedBytes = 0;
  let bytesPerSecond = 0;
  let doneCount = 0;
  let refusedCount = 0;
  let busy = false;
  for (const item of items) {
    if (item.state.kind === "refused") {
      refusedCount++;
      continue;
    }
    sizeBytes += item.sizeBytes;
    sentBytes += item.sentBytes;
    acknowledgedBytes += item.acknowledgedBytes;
    bytesPerSecond += item.bytesPerSecond ?? 0;
    if (item.state.kind === "done") doneCount++;
    else if (item.state.kind !== "paused") busy = true;
  }
  const secondsLeft = busy && bytesPerSecond > 0 ? (sizeBytes - sentBytes) / bytesPerSecond : null;
  return { sizeBytes, sentBytes, acknowledgedBytes, secondsLeft, doneCount, refusedCount, busy };
}

/** Everything on its way, with the whole of it above. */
export function TransferList({ items, title }: { items: readonly Transfer[]; title?: string }) {
  const totals = sumUp(items);
  const left = items.length - totals.doneCount;
  const allBytes = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <section class="card stack tight" aria-label="Files being sent">
      <div class="row">
        <h2 class="grow">
          {title ?? plural(items.length, "file")}{" "}
          <span class="soft num">
            · <Size bytes={allBytes} />
          </span>
        </h2>
        <span class="soft num">
          {left === 0
            ? "All here"
            : totals.secondsLeft !== null
              ? `about ${formatDuration(totals.secondsLeft)} left`
              : totals.refusedCount > 0 && `${totals.refusedCount.toLocaleString("en-US")} not sent`}
        </span>
      </div>
      {left > totals.refusedCount && (
        <Bar
          thick
          label="In the bucket of all files"
          sizeBytes={totals.sizeBytes}
          sentBytes={totals.sentBytes}
          acknowledgedBytes={totals.acknowledgedBytes}
        />
      )}
      <List class="files">
        {items.map((transfer) => (
          <TransferRow key={transfer.id} transfer={transfer} />
        ))}
      </List>
      <Announcer items={items} totals={totals} />
    </section>
  );
}

/** For the ear: progress in steps of ten per cent, and each refusal once. */
function Announcer({ items, totals }: { items: readonly Transfer[]; totals: Totals }) {
  const tenths = totals.sizeBytes > 0 ? Math.floor((totals.sentBytes / totals.sizeBytes) * 10) : 10;
  const refused = items.flatMap(({ name, state }) =>
    state.kind === "refused" ? [`${name} was not sent. ${state.explanation.message}`] : [],
  );
  const status = totals.busy
    ? `${tenths * 10} % sent.`
    : totals.doneCount > 0
      ? `${plural(totals.doneCount, "file")} sent.`
      : "";
  return (
    <>
      <p class="visually-hidden" role="status">
        {status}
      </p>
      <div class="visually-hidden" role="alert">
        {refused.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
    </>
  );
}
