import type { File } from "@daypass/api/schemas";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { plural } from "../lib/format.ts";
import { usePages, useSettled, useTransfers } from "../lib/hooks.ts";
import { useStore } from "../lib/store.ts";
import { DeleteFiles } from "../parts/delete-files.tsx";
import { DownloadButton } from "../parts/download-button.tsx";
import { EmptyList } from "../parts/empty-list.tsx";
import { Kind, Moment, Size } from "../parts/facts.tsx";
import { Failure } from "../parts/failure.tsx";
import { List } from "../parts/list.tsx";
import { MakeLink } from "../parts/make-link.tsx";
import { OpenUploads } from "../parts/open-uploads.tsx";
import { Search } from "../parts/search.tsx";
import { TransferList } from "../parts/transfer-list.tsx";

export function FilesScreen() {
  const { api, otherTabs } = useApp();
  const [search, setSearch] = useState("");
  const settled = useSettled(search.trim());
  const { items, failure, hasMore, loading, showMore, reload } = usePages(`files ${settled}`, (query, signal) =>
    api.listFiles({ ...query, search: settled }, { signal }),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<{ act: "link" | "delete"; files: File[] } | null>(null);
  const transfers = useTransfers();
  const inTabs = useStore(otherTabs.uploads).size;
  const moving = transfers.filter(({ state }) => state.kind !== "done");
  useReloadAsFilesArrive(transfers.length - moving.length, reload);
  // One that left the list of another tab may have become a file.
  useReloadAsFilesArrive(-inTabs, reload);

  const chosenFiles = (items ?? []).filter(({ id }) => chosen.has(id));
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <div class="stack">
      <div class="row">
        <h1 class="grow" tabIndex={-1}>
          Files
        </h1>
        <Search label="Search files" value={search} onChange={setSearch} />
        <a class="button small" href="/">
          Add files
        </a>
      </div>
      <OpenUploads saysFailure />
      {moving.length > 0 && <TransferList items={moving} title="On the way" />}
      {failure && <Failure explanation={failure} onRetry={reload} />}
      {!items && loading && <p class="soft">Looking…</p>}
      {items?.length === 0 && <NoFiles search={settled} />}
      {items && items.length > 0 && (
        <List class="files pick card flat" label="Files">
          {items.map((file) => (
            <FileRow
              key={file.id}
              file={file}
              chosen={chosen.has(file.id)}
              onChoose={(on) => choose(file.id, on)}
              onAct={(act) => setAsking({ act, files: [file] })}
            />
          ))}
        </List>
      )}
      {hasMore && (
        <button type="button" class="button quiet small start" disabled={loading} onClick={showMore}>
          Show more
        </button>
      )}
      {chosenFiles.length > 0 && (
        <section class="chosen row" aria-label="What is chosen">
          <span class="grow">{plural(chosenFiles.length, "file")} chosen</span>
          <button type="button" class="button small" onClick={() => setAsking({ act: "link", files: chosenFiles })}>
            Make a link
          </button>
          <button
            type="button"
            class="button small quiet"
            onClick={() => setAsking({ act: "delete", files: chosenFiles })}
          >
            Delete
          </button>
          <button type="button" class="button bare" onClick={() => setChosen(new Set())}>
            Choose none
          </button>
        </section>
      )}
      {asking?.act === "link" && <MakeLink files={asking.files} onClose={() => setAsking(null)} />}
      {asking?.act === "delete" && (
        <DeleteFiles
          files={asking.files}
          onClose={() => setAsking(null)}
          onDone={() => {
            setChosen(new Set());
            reload();
          }}
        />
      )}
    </div>
  );
}

function useReloadAsFilesArrive(count: number, reload: () => void): void {
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) reload();
    before.current = count;
  }, [count, reload]);
}

const NoFiles = ({ search }: { search: string }) => (
  <EmptyList
    search={search}
    title="No files yet"
    hint="What you send stays in your bucket and shows here, so that you can hand it out again."
    notFound={(searched) => <>No file has “{searched}” in its name.</>}
  />
);

interface FileRowProps {
  readonly file: File;
  readonly chosen: boolean;
  readonly onChoose: (on: boolean) => void;
  readonly onAct: (act: "link" | "delete") => void;
}

function FileRow({ file, chosen, onChoose, onAct }: FileRowProps) {
  return (
    <li>
      <input
        type="checkbox"
        aria-label={`Choose ${file.name}`}
        checked={chosen}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <Kind name={file.name} />
      <div>
        <bdi class="name">{file.name}</bdi>
        <div class="soft small">
          <Size bytes={file.sizeBytes} /> · <Moment at={file.createdAt} />
          {file.openShareCount > 0 && ` · in ${plural(file.openShareCount, "link")}`}
        </div>
      </div>
      <span class="acts">
        <button type="button" class="button small quiet" onClick={() => onAct("link")}>
          Make a link<span class="visually-hidden"> of {file.name}</span>
        </button>
        <DownloadButton file={file} />
        <button type="button" class="button bare danger" onClick={() => onAct("delete")}>
          Delete<span class="visually-hidden"> {file.name}</span>
        </button>
      </span>
    </li>
  );
}
