import type { UploadSource } from "@daypass/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { readInput } from "../lib/drop.ts";
import { formatPart, plural } from "../lib/format.ts";
import { useNow, useTransfers } from "../lib/hooks.ts";
import { matchUploads, type OpenUpload, type SortedUploads } from "../lib/open-uploads.ts";
import { useStore } from "../lib/store.ts";
import { Confirm } from "./confirm.tsx";
import { Moment, Size } from "./facts.tsx";
import { Failure } from "./failure.tsx";
import { List } from "./list.tsx";

/** Uploads that are open and not of this page: those that were cut off, and those that others are sending. */
export function OpenUploads({ saysFailure = false }: { saysFailure?: boolean }) {
  const { openUploads } = useApp();
  const failure = useStore(openUploads.failure);
  const { cutOff, elsewhere } = useSorted();
  const [asked, setAsked] = useState<OpenUpload | null>(null);
  if (failure && saysFailure) return <Failure explanation={failure} onRetry={() => void openUploads.load()} />;
  return (
    <>
      <CutOff uploads={cutOff} onDiscard={setAsked} />
      {elsewhere.length > 0 && (
        <section class="note" aria-label="Uploads on their way elsewhere">
          <List class="cut-off">
            {elsewhere.map((upload) => (
              <li key={upload.id} class="row">
                <span class="grow">
                  <bdi class="name">{upload.name}</bdi> ·{" "}
                  {upload.inTab ? (
                    <>
                      {upload.inTab.isStill ? "stopped" : "on its way"} in another tab ·{" "}
                      {formatPart(Math.max(upload.inTab.arrivedBytes, upload.arrivedBytes ?? 0), upload.sizeBytes)}
                    </>
                  ) : (
                    <>
                      perhaps on its way in another browser · <Arrived upload={upload} />
                    </>
                  )}
                </span>
                {!upload.inTab && <Discard upload={upload} onDiscard={setAsked} />}
              </li>
            ))}
          </List>
        </section>
      )}
      {asked && <AskDiscard upload={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

const SETTLE_MILLISECONDS = 500;
const LOOK_EVERY_MILLISECONDS = 30_000;

/** Looked up when the screen opens, when the page is looked at again, after a sign-in, and when another tab begins or ends one. */
function useSorted(): SortedUploads {
  const { openUploads, otherTabs, signIns } = useApp();
  useTransfers();
  const hasSome = useStore(openUploads.items).length > 0;
  const signIn = useStore(signIns);
  const inTabs = [...useStore(otherTabs.uploads).keys()].sort().join(" ");
  const isFirst = useRef(true);
  // A new key asks anew
  useEffect(() => {
    // Another tab tells before the server has heard of it.
    const timer = setTimeout(() => void openUploads.load(), isFirst.current ? 0 : SETTLE_MILLISECONDS);
    isFirst.current = false;
    return () => clearTimeout(timer);
  }, [openUploads, inTabs, signIn]);
  useEffect(() => otherTabs.watch(), [otherTabs]);
  const sorted = openUploads.sorted(useNow(hasSome));
  const isUnsure = sorted.elsewhere.some(({ inTab }) => inTab === null);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void openUploads.load();
    };
    document.addEventListener("visibilitychange", look);
    const timer = isUnsure ? setInterval(look, LOOK_EVERY_MILLISECONDS) : undefined;
    return () => {
      document.removeEventListener("visibilitychange", look);
      clearInterval(timer);
    };
  }, [openUploads, isUnsure]);
  return sorted;
}

interface CutOffProps {
  readonly uploads: readonly OpenUpload[];
  readonly onDiscard: (upload: OpenUpload) => void;
}

/** By a closed page or a dead battery: the same file chosen again goes on where it stopped. */
function CutOff({ uploads, onDiscard }: CutOffProps) {
  const { sender, begunHere } = useApp();
  const [unknown, setUnknown] = useState<UploadSource[]>([]);
  const input = useRef<HTMLInputElement>(null);
  if (uploads.length === 0 && unknown.length === 0) return null;
  const one = uploads.length === 1;

  function goOn(chosen: UploadSource[]) {
    const matches = matchUploads(chosen, uploads, begunHere);
    sender.add(matches.filter(({ upload }) => upload !== null));
    setUnknown(matches.flatMap(({ source, upload }) => (upload ? [] : source)));
  }
  return (
    <section class="note warn stack tight" aria-label="Uploads that were cut off">
      {uploads.length > 0 && (
        <>
          <div class="row">
            <p class="grow">
              <strong>{plural(uploads.length, "upload was", "uploads were")} cut off.</strong> Choose the same{" "}
              {one ? "file" : "files"} again and {one ? "it goes" : "they go"} on where {one ? "it" : "they"} stopped.
            </p>
            <input
              ref={input}
              type="file"
              multiple
              hidden
              onChange={(event) => {
                goOn(readInput(event.currentTarget));
                event.currentTarget.value = "";
              }}
            />
            <button type="button" class="button small quiet" onClick={() => input.current?.click()}>
              Choose and go on
            </button>
          </div>
          <List class="cut-off">
            {uploads.map((upload) => (
              <li key={upload.id} class="row">
                <span class="grow">
                  <bdi class="name">{upload.name}</bdi> · <Arrived upload={upload} /> · kept until{" "}
                  <Moment at={upload.expiresAt} />
                </span>
                <Discard upload={upload} onDiscard={onDiscard} />
              </li>
            ))}
          </List>
        </>
      )}
      {unknown.length > 0 && (
        <div class="row" role="alert">
          <p class="grow">
            <bdi>{unknown.map(({ name }) => name).join(", ")}</bdi> {unknown.length === 1 ? "is" : "are"} not among
            them: name, size and the time of the last change must be the same.
          </p>
          <button
            type="button"
            class="button small quiet"
            onClick={() => {
              sender.send(unknown);
              setUnknown([]);
            }}
          >
            Send as new
          </button>
          <button type="button" class="button bare" onClick={() => setUnknown([])}>
            Leave it
          </button>
        </div>
      )}
    </section>
  );
}

/** How much, and when the last of it came. */
function Arrived({ upload }: { upload: OpenUpload }) {
  const { arrivedBytes, sizeBytes, lastArrivedAt, createdAt } = upload;
  if (arrivedBytes === null) return <Size bytes={sizeBytes} />;
  if (arrivedBytes === 0 || lastArrivedAt === null)
    return (
      <>
        nothing of <Size bytes={sizeBytes} /> arrived, begun <Moment at={createdAt} />
      </>
    );
  return (
    <>
      {formatPart(arrivedBytes, sizeBytes)} arrived, the last of it <Moment at={lastArrivedAt} />
    </>
  );
}

const Discard = ({ upload, onDiscard }: { upload: OpenUpload; onDiscard: (upload: OpenUpload) => void }) => (
  <button type="button" class="button bare" onClick={() => onDiscard(upload)}>
    Throw away<span class="visually-hidden"> {upload.name}</span>
  </button>
);

function AskDiscard({ upload: asked, onClose }: { upload: OpenUpload; onClose: () => void }) {
  const { openUploads, otherTabs, message } = useApp();
  const upload = useStore(openUploads.items).find(({ id }) => id === asked.id) ?? asked;
  // As it is now, not as it was when the page was opened.
  useEffect(() => void openUploads.load(), [openUploads]);
  const movedLately = openUploads.sorted(new Date()).elsewhere.some(({ id }) => id === upload.id);
  return (
    <Confirm
      title="Throw away what arrived?"
      act="Throw away"
      onClose={onClose}
      onConfirm={async () => {
        // Begun to move again while the question stood there.
        if (otherTabs.uploads.get().has(upload.id)) message.set(`Another tab is sending ${upload.name}. It is kept.`);
        else {
          await openUploads.discard(upload.id);
          message.set("What had arrived of it is thrown away.");
        }
        return true;
      }}
    >
      <p>
        <bdi>
          <strong>{upload.name}</strong>
        </bdi>
        : <Arrived upload={upload} />. This cannot be undone.
      </p>
      {movedLately && (
        <p class="note warn">
          That was a moment ago: another browser or program may be sending it still, and would be stopped.
        </p>
      )}
    </Confirm>
  );
}
