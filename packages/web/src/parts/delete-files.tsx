import type { File } from "@daypass/api/schemas";
import { ApiError } from "@daypass/client";
import { useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { plural } from "../lib/format.ts";
import { useLoad } from "../lib/hooks.ts";
import { nameOf } from "../lib/share-words.ts";
import { Confirm } from "./confirm.tsx";

const MOST_LINKS = 200;

/** Asks once, naming the links that lose the files. */
export function DeleteFiles({ files, onClose, onDone }: { files: File[]; onClose: () => void; onDone: () => void }) {
  const { api, message } = useApp();
  const ids = files.map(({ id }) => id).sort();
  const shared = files.some(({ openShareCount }) => openShareCount > 0);
  const known = useLoad(`links of ${ids}`, async (signal) => {
    if (!shared) return [];
    const { items } = await api.listShares({ limit: MOST_LINKS }, { signal });
    return items.filter(({ state, files }) => state === "open" && files.some(({ id }) => ids.includes(id))).map(nameOf);
  });
  // A link that was made since this question was asked: the server names it, and the question is asked again.
  const [since, setSince] = useState<string[]>([]);
  const links = [...new Set([...(known.value ?? []), ...since])];

  async function remove(): Promise<boolean> {
    const gone: string[] = [];
    for (const file of files) {
      try {
        await api.deleteFile(file.id, { confirmShared: file.openShareCount > 0 || since.length > 0 });
        gone.push(file.name);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.code === "not_found") continue;
        if (error.code !== "file_is_shared" || since.length > 0) throw error;
        setSince((error.problem.shares ?? []).map(({ title }) => title ?? "A link without a title"));
        return false;
      }
    }
    message.set(gone.length === 1 ? "The file is deleted." : `${plural(gone.length, "file")} deleted.`);
    onDone();
    return true;
  }

  const one = files.length === 1;
  return (
    <Confirm
      title={one ? "Delete the file?" : `Delete ${plural(files.length, "file")}?`}
      act="Delete"
      onClose={onClose}
      onConfirm={remove}
    >
      <p>
        <bdi>
          <strong>{one ? files[0]!.name : files.map(({ name }) => name).join(", ")}</strong>
        </bdi>{" "}
        {one ? "is" : "are"} removed from the bucket. This cannot be undone.
      </p>
      {(shared || links.length > 0) && (
        <div class="note warn">
          <p>{links.length > 0 ? "These links lose it:" : "Links that name it lose it."}</p>
          <ul class="plain-list">
            {links.map((name) => (
              <li key={name}>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Confirm>
  );
}
