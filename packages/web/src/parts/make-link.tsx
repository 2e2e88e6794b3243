import type { File } from "@daypass/api/schemas";
import { type Explanation, explain } from "@daypass/client";
import { useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { plural } from "../lib/format.ts";
import { checkOptions, DEFAULT_OPTIONS, type LinkErrors, shareOf } from "../lib/link-options.ts";
import { navigate } from "../lib/router.ts";
import { Dialog } from "./dialog.tsx";
import { Failure } from "./failure.tsx";
import { LinkFields } from "./link-fields.tsx";

interface MakeLinkProps {
  readonly files: readonly Pick<File, "id" | "name">[];
  /** To begin with. */
  readonly title?: string | null;
  readonly onClose: () => void;
}

/** A link of files that are in the bucket already. */
export function MakeLink({ files, title, onClose }: MakeLinkProps) {
  const { api } = useApp();
  const [options, setOptions] = useState({ ...DEFAULT_OPTIONS, title: title ?? "" });
  const [errors, setErrors] = useState<LinkErrors>({});
  const [failure, setFailure] = useState<Explanation | null>(null);
  const [busy, setBusy] = useState(false);
  async function make(event: Event) {
    event.preventDefault();
    const now = new Date();
    const found = checkOptions(options, now);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const { id } = await api.createShare(
        shareOf(
          files.map((file) => file.id),
          options,
          now,
        ),
      );
      onClose();
      navigate(`/links/${id}`);
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  }
  const name = files.length === 1 ? files[0]!.name : plural(files.length, "file");
  return (
    <Dialog title="Make a link" onClose={onClose}>
      <form class="stack" noValidate onSubmit={make}>
        <p class="soft">
          Of <bdi>{name}</bdi>
        </p>
        <LinkFields options={options} errors={errors} fileCount={files.length} titleHint={name} onChange={setOptions} />
        {failure && <Failure explanation={failure} />}
        <div class="row answers">
          <button type="button" class="button quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button" disabled={busy}>
            Make the link
          </button>
        </div>
      </form>
    </Dialog>
  );
}
