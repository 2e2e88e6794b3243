import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { readInput, readPaste } from "../lib/drop.ts";
import { useTransfers } from "../lib/hooks.ts";
import { navigate } from "../lib/router.ts";
import { useStore } from "../lib/store.ts";
import { LinkForm } from "../parts/link-form.tsx";
import { OpenUploads } from "../parts/open-uploads.tsx";
import { TransferList } from "../parts/transfer-list.tsx";

/** Drop, pick or paste; the link's limits beside it. */
export function SendScreen() {
  const { linkMaker } = useApp();
  const items = useTransfers();
  const phase = useStore(linkMaker.phase);
  useEffect(() => {
    if (phase.kind !== "made") return;
    const { id } = phase.share;
    linkMaker.startOver();
    navigate(`/links/${id}`);
  }, [phase, linkMaker]);
  const empty = items.length === 0;
  return (
    <div class="split">
      <div class="stack">
        <h1 tabIndex={-1}>
          Hand out a pass,
          <br />
          not your keys.
        </h1>
        <DropZone slim={!empty} />
        <OpenUploads />
        {!empty && <TransferList items={items} />}
      </div>
      {empty ? <HowItGoes /> : <LinkForm items={items} />}
    </div>
  );
}

function HowItGoes() {
  return (
    <section class="card stack how" aria-labelledby="how">
      <h2 id="how">How it goes</h2>
      <ol class="steps">
        <li>
          <div>
            <h3>Drop your files</h3>
            <p class="soft">They go straight to the bucket. This server never carries them.</p>
          </div>
        </li>
        <li>
          <div>
            <h3>Set the limits</h3>
            <p class="soft">Until when, how many downloads, a password. You can change all of it later.</p>
          </div>
        </li>
        <li>
          <div>
            <h3>Hand out the link</h3>
            <p class="soft">Whoever opens it needs no account. Withdraw it whenever you like.</p>
          </div>
        </li>
      </ol>
    </section>
  );
}

/** Takes files from the file picker and from the clipboard, and shows where a drop goes, which the whole page takes. */
export function DropZone({ slim }: { slim: boolean }) {
  const { sender, dragging, message } = useApp();
  const over = useStore(dragging);
  usePaste();
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    const sources = readInput(input);
    if (sources.length === 0 && input.hasAttribute("webkitdirectory")) message.set("That folder is empty.");
    sender.send(sources);
    // The same file can be chosen again.
    input.value = "";
  };
  return (
    <div class={`drop ${slim ? "slim" : ""} ${over ? "over" : ""}`}>
      <input
        type="file"
        multiple
        aria-label={slim ? "Add more files" : "Choose files"}
        onChange={(event) => take(event.currentTarget)}
      />
      {!slim && <DropPicture />}
      <strong class={slim ? "" : "drop-title"}>
        {over ? "Let go to send" : slim ? "Drop more files here" : "Drop files here"}
      </strong>
      <span class="soft">
        or <span class="like-link">choose them</span>
        {!slim && ", or paste a picture"}
      </span>
      <input
        ref={folder}
        type="file"
        hidden
        {...{ webkitdirectory: true }}
        onChange={(event) => take(event.currentTarget)}
      />
      <button type="button" class="button bare above" onClick={() => folder.current?.click()}>
        Choose a folder
      </button>
    </div>
  );
}

/** A sheet sliding into a pass. */
const DropPicture = () => (
  <svg class="drop-picture" viewBox="0 0 96 72" aria-hidden="true">
    <path class="sheet" d="M33 4h22l10 10v34H33z" />
    <path class="sheet-fold" d="M55 4v10h10" />
    <path
      class="ticket"
      d="M14 30h68a4 4 0 0 1 4 4v8.500a5 5 0 0 0 0 10V62a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4v-9.500a5 5 0 0 0 0-10V34a4 4 0 0 1 4-4z"
    />
    <path class="tear" d="M62 34v28" />
    <path class="words" d="M22 42h28M22 50h18" />
  </svg>
);

/** A picture in the clipboard is sent like a file. */
function usePaste(): void {
  const { sender } = useApp();
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const sources = event.clipboardData ? readPaste(event.clipboardData, new Date()) : [];
      if (sources.length === 0) return;
      event.preventDefault();
      sender.send(sources);
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, [sender]);
}
