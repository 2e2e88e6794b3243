import type { Event, Share } from "@daypass/api/schemas";
import { useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { useLoad, usePages } from "../lib/hooks.ts";
import { NO_FILES, nameOf, STATES, tellActor, tellEvent, works } from "../lib/share-words.ts";
import { ChangeLink } from "../parts/change-link.tsx";
import { DownloadButton } from "../parts/download-button.tsx";
import { Kind, Moment, Size } from "../parts/facts.tsx";
import { Failure } from "../parts/failure.tsx";
import { List } from "../parts/list.tsx";
import { MakeLink } from "../parts/make-link.tsx";
import { Pass } from "../parts/pass.tsx";
import { Withdraw } from "../parts/withdraw.tsx";

/** One link: the pass, its files, and what happened with it. */
export function LinkScreen({ id }: { id: string }) {
  const { api } = useApp();
  const { value, failure, reload } = useLoad(`share ${id}`, (signal) => api.getShare(id, { signal }));
  const events = usePages(`events ${id}`, (query, signal) => api.listShareEvents(id, query, { signal }));
  const share = value?.id === id ? value : undefined;
  const refresh = () => {
    reload();
    events.reload();
  };
  return (
    <div class="stack loose column">
      <div class="stack tight">
        <p>
          <a href="/links">All links</a>
        </p>
        <div class="row">
          <h1 tabIndex={-1}>
            <bdi>{share ? nameOf(share) : "Link"}</bdi>
          </h1>
          {share && <State share={share} />}
        </div>
      </div>
      {failure && <Failure explanation={failure} onRetry={refresh} />}
      {share && <Opened share={share} onChange={refresh} />}
      {share && (
        <section class="stack tight" aria-labelledby="files">
          <h2 id="files">Files</h2>
          <List class="files card flat">
            {share.files.map((file) => (
              <li key={file.id}>
                <Kind name={file.name} />
                <div>
                  <bdi class="name">{file.name}</bdi>
                  <div class="soft small">
                    <Size bytes={file.sizeBytes} />
                  </div>
                </div>
                <span class="acts">
                  <DownloadButton file={file} />
                </span>
              </li>
            ))}
            {share.deletedFiles.map((file) => (
              <li key={file.id} class="soft">
                <Kind name={file.name} />
                <div>
                  <bdi class="name">{file.name}</bdi>
                  <div class="small">
                    <Size bytes={file.sizeBytes} /> · deleted <Moment at={file.deletedAt} />
                  </div>
                </div>
              </li>
            ))}
          </List>
        </section>
      )}
      {share && (
        <section class="stack tight" aria-labelledby="events">
          <div class="row">
            <h2 class="grow" id="events">
              What happened
            </h2>
            <button type="button" class="button bare" onClick={refresh}>
              Look again
            </button>
          </div>
          {events.failure && <Failure explanation={events.failure} onRetry={events.reload} />}
          {events.items && <Events events={events.items} />}
          {events.hasMore && (
            <button type="button" class="button quiet small start" onClick={events.showMore}>
              Show more
            </button>
          )}
        </section>
      )}
    </div>
  );
}

function State({ share }: { share: Share }) {
  if (works(share)) return <span class="tag good">Ready</span>;
  const { label, tag } = share.state === "open" ? NO_FILES : STATES[share.state];
  return <span class={`tag ${tag}`}>{label}</span>;
}

/** Behind "changed", where that opened nothing. */
const STILL: Partial<Record<Share["state"], string>> = {
  used_up: ", and still used up: the number of downloads includes those that were used",
  expired: ", and has still expired",
};

function Opened({ share, onChange }: { share: Share; onChange: () => void }) {
  const { message } = useApp();
  const [dialog, setDialog] = useState<"change" | "withdraw" | "again" | null>(null);
  return (
    <Pass share={share}>
      <div class="row">
        {share.state !== "revoked" && (
          <button type="button" class="button quiet small" onClick={() => setDialog("change")}>
            Change
          </button>
        )}
        {share.files.length > 0 && (
          <button type="button" class="button quiet small" onClick={() => setDialog("again")}>
            Make another link to {share.files.length === 1 ? "this file" : "these files"}
          </button>
        )}
        {share.state !== "revoked" && (
          <button type="button" class="button bare danger" onClick={() => setDialog("withdraw")}>
            Withdraw the link
          </button>
        )}
      </div>
      {dialog === "change" && (
        <ChangeLink
          share={share}
          onClose={(changed) => {
            setDialog(null);
            if (!changed) return;
            message.set(`The link is changed${STILL[changed.state] ?? ""}.`);
            onChange();
          }}
        />
      )}
      {dialog === "again" && <MakeLink files={share.files} title={share.title} onClose={() => setDialog(null)} />}
      {dialog === "withdraw" && <Withdraw share={share} onClose={() => setDialog(null)} onDone={onChange} />}
    </Pass>
  );
}

function Events({ events }: { events: readonly Event[] }) {
  if (events.length === 0) return <p class="soft">Nothing yet. Downloads and wrong passwords show here.</p>;
  return (
    <table class="events">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => {
          const { text, about } = tellEvent(event);
          return (
            <tr key={event.id}>
              <td>
                <Moment at={event.at} capital />
              </td>
              <td>
                {text} {about !== null && <bdi class="name">{about}</bdi>}
              </td>
              <td class="soft">
                <Who event={event} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Who({ event }: { event: Event }) {
  const { login } = useApp();
  const who = tellActor(event, login);
  return (
    <>
      {event.tokenId === null ? who : <span title={event.tokenId}>{who}</span>}
      {event.network && who !== "You" && (
        <>
          {" "}
          <span class="num" title="The last part of the address is left out">
            {event.network}
          </span>
        </>
      )}
    </>
  );
}
