import type { File, Problem } from "@daypass/api/schemas";
import { ApiError } from "@daypass/client";
import { useRef, useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { plural } from "../lib/format.ts";
import { STATES } from "../lib/share-words.ts";
import { Confirm } from "./confirm.tsx";

interface SharedFile {
  readonly file: File;
  readonly links: NonNullable<Problem["shares"]>;
}

/**
 * Asks once about files that no link names. Which links do is the server's to say, at the moment of the deed: it leaves
 * those files alone and names the links, and about them the question is asked again.
 */
export function DeleteFiles({ files, onClose, onDone }: { files: File[]; onClose: () => void; onDone: () => void }) {
  const { api, message } = useApp();
  const [shared, setShared] = useState<readonly SharedFile[]>([]);
  const goneCount = useRef(0);
  const confirmShared = shared.length > 0;
  const asked = confirmShared ? shared.map(({ file }) => file) : files;

  async function remove(): Promise<boolean> {
    const found: SharedFile[] = [];
    const before = goneCount.current;
    for (const file of asked) {
      try {
        await api.deleteFile(file.id, { confirmShared });
        goneCount.current++;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.code === "not_found") continue;
        if (error.code !== "file_is_shared") throw error;
        found.push({ file, links: error.problem.shares ?? [] });
      }
    }
    setShared(found);
    if (found.length === 0)
      message.set(goneCount.current === 1 ? "The file is deleted." : `${plural(goneCount.current, "file")} deleted.`);
    if (found.length === 0 || goneCount.current > before) onDone();
    return found.length === 0;
  }

  const one = asked.length === 1;
  return (
    <Confirm
      title={one ? "Delete the file?" : `Delete ${plural(asked.length, "file")}?`}
      act={confirmShared ? "Delete all the same" : "Delete"}
      onClose={onClose}
      onConfirm={remove}
    >
      <p>
        <bdi>
          <strong>{asked.map(({ name }) => name).join(", ")}</strong>
        </bdi>{" "}
        {one ? "is" : "are"} removed from the bucket. This cannot be undone.
      </p>
      {confirmShared && <LosingLinks shared={shared} />}
    </Confirm>
  );
}

function LosingLinks({ shared }: { shared: readonly SharedFile[] }) {
  const losing = new Map(shared.flatMap(({ links }) => links.map((link) => [link.id, link] as const)));
  return (
    <div class="note warn" role="alert">
      <p>These links lose {shared.length === 1 ? "it" : "them"}:</p>
      <ul class="plain-list">
        {[...losing.values()].map(({ id, title, state }) => (
          <li key={id}>
            <bdi>{title ?? "A link without a title"}</bdi>
            {state !== "open" && ` (${STATES[state].label.toLowerCase()})`}
          </li>
        ))}
      </ul>
    </div>
  );
}
