import { explain } from "@daypass/client";
import { useState } from "preact/hooks";
import { isUnderWay, useApp } from "../lib/app-context.ts";

interface DownloadButtonProps {
  readonly file: { readonly id: string; readonly name: string };
}

/** Fetches an own file by a URL that is signed at the click: it spends no download of a link. */
export function DownloadButton({ file: { id, name } }: DownloadButtonProps) {
  const { api, transfers, message } = useApp();
  const [busy, setBusy] = useState(false);
  async function download() {
    setBusy(true);
    try {
      const { url } = await api.downloadFile(id);
      const anchor = document.createElement("a");
      anchor.href = url;
      // A browser asks before it leaves a page with work on it, also where an attachment leaves it standing.
      if (isUnderWay(transfers)) Object.assign(anchor, { target: "_blank", rel: "noopener" });
      anchor.click();
      message.set(`The download of ${name} has started.`);
    } catch (error) {
      message.set(`${name} was not downloaded. ${explain(error).message}`);
    }
    setBusy(false);
  }
  return (
    <button type="button" class="button bare" aria-disabled={busy} onClick={() => busy || void download()}>
      Download<span class="visually-hidden"> {name}</span>
    </button>
  );
}
