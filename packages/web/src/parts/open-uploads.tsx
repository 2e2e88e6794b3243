import { explain, type UploadSource } from "@daypass/client";
import { useRef, useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { readInput } from "../lib/drop.ts";
import { plural } from "../lib/format.ts";
import { useLoad, useTransfers } from "../lib/hooks.ts";
import { Moment, Size } from "./facts.tsx";
import { Failure } from "./failure.tsx";
import { List } from "./list.tsx";

/** Uploads that were cut off, by a closed page or a dead battery: the same file chosen again goes on where it stopped. */
export function OpenUploads() {
  const { api, transfers, message } = useApp();
  const underWay = useTransfers();
  const own = new Set(underWay.map(({ uploadId }) => uploadId));
  const { value, failure, reload } = useLoad("uploads", (signal) => api.listUploads({ limit: 100 }, { signal }));
  const [unknown, setUnknown] = useState<UploadSource[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const uploads = (value?.items ?? []).filter(
    ({ id, state }) => !own.has(id) && (state === "planned" || state === "uploading" || state === "completing"),
  );
  if (failure) return <Failure explanation={failure} onRetry={reload} />;
  if (uploads.length === 0 && unknown.length === 0) return null;

  function goOn(chosen: UploadSource[]) {
    const open = [...uploads];
    const matched: UploadSource[] = [];
    const rest: UploadSource[] = [];
    for (const source of chosen) {
      const at = open.findIndex(({ name, sizeBytes }) => name === source.name && sizeBytes === source.blob.size);
      if (at < 0) rest.push(source);
      else matched.push({ ...source, uploadId: open.splice(at, 1)[0]!.id });
    }
    transfers.add(matched);
    setUnknown(rest);
  }
  async function discard(id: string) {
    try {
      await api.abortUpload(id);
      message.set("What had arrived of it is thrown away.");
    } catch (error) {
      message.set(explain(error).message);
    }
    reload();
  }
  return (
    <section class="note warn stack tight" aria-label="Uploads that were cut off">
      {uploads.length > 0 && (
        <>
          <div class="row">
            <p class="grow">
              <strong>{plural(uploads.length, "upload was", "uploads were")} cut off.</strong> Choose the same{" "}
              {uploads.length === 1 ? "file" : "files"} again and {uploads.length === 1 ? "it goes" : "they go"} on
              where {uploads.length === 1 ? "it" : "they"} stopped.
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
                  <bdi class="name">{upload.name}</bdi> · <Size bytes={upload.sizeBytes} /> · kept until{" "}
                  <Moment at={upload.expiresAt} />
                </span>
                <button type="button" class="button bare" onClick={() => discard(upload.id)}>
                  Throw away<span class="visually-hidden"> {upload.name}</span>
                </button>
              </li>
            ))}
          </List>
        </>
      )}
      {unknown.length > 0 && (
        <div class="row" role="alert">
          <p class="grow">
            <bdi>{unknown.map(({ name }) => name).join(", ")}</bdi> {unknown.length === 1 ? "is" : "are"} not among
            them: name and size must be the same.
          </p>
          <button
            type="button"
            class="button small quiet"
            onClick={() => {
              transfers.add(unknown);
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
