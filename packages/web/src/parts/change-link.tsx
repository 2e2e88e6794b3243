import type { PatchShare, Share } from "@daypass/api/schemas";
import { type Explanation, explain } from "@daypass/client";
import { useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { checkOptions, expiryOf, type LinkErrors, type LinkOptions, maxClaimsOf } from "../lib/link-options.ts";
import { nameOf } from "../lib/share-words.ts";
import { Dialog } from "./dialog.tsx";
import { Failure } from "./failure.tsx";
import { Field, LinkFields, PasswordField } from "./link-fields.tsx";

type PasswordChoice = "keep" | "new" | "none";

/** A moment as a datetime-local field wants it: the reader's zone, to the minute. */
function localValue(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function optionsOf({ title, expiresAt, maxClaims }: Share): LinkOptions {
  const known = maxClaims === null ? "any" : [1, 5, 25].includes(maxClaims) ? (String(maxClaims) as "1") : "other";
  return {
    title: title ?? "",
    expiry: expiresAt === null ? "never" : "at",
    expiryAt: expiresAt === null ? "" : localValue(expiresAt),
    downloads: known,
    downloadsOther: maxClaims === null ? "" : String(maxClaims),
    password: "",
  };
}

/** What opens a link again that has ended: as much as it had, on top of what was used, and a week. */
function helpfulOf(share: Share, before: LinkOptions): LinkOptions {
  const { state, maxClaims, claimCount } = share;
  if (state === "open") return before;
  const usedUp = maxClaims !== null && claimCount >= maxClaims;
  return {
    ...before,
    ...(state === "expired" ? { expiry: "week" as const } : {}),
    ...(usedUp ? { downloads: "other" as const, downloadsOther: String(claimCount + maxClaims) } : {}),
  };
}

/** Only what was changed: what was left alone keeps its exact value. */
function patchOf(before: LinkOptions, after: LinkOptions, password: PasswordChoice, now: Date): PatchShare {
  const patch: PatchShare = {};
  const title = after.title.trim();
  if (title !== before.title) patch.title = title === "" ? null : title;
  if (after.expiry !== before.expiry || after.expiryAt !== before.expiryAt)
    patch.expiresAt = expiryOf(after, now)?.toISOString() ?? null;
  if (maxClaimsOf(after) !== maxClaimsOf(before)) patch.maxClaims = maxClaimsOf(after);
  if (password === "new") patch.password = after.password;
  if (password === "none") patch.password = null;
  return patch;
}

export function ChangeLink({ share, onClose }: { share: Share; onClose: (changed: Share | null) => void }) {
  const { api } = useApp();
  const [before] = useState(() => optionsOf(share));
  const [options, setOptions] = useState(() => helpfulOf(share, before));
  const [choice, setChoice] = useState<PasswordChoice>(share.hasPassword ? "keep" : "none");
  const [errors, setErrors] = useState<LinkErrors>({});
  const [failure, setFailure] = useState<Explanation | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(event: Event) {
    event.preventDefault();
    const now = new Date();
    const found = checkOptions(options, now);
    // A link that has expired may keep its date while something else is changed.
    if (options.expiryAt === before.expiryAt && options.expiry === before.expiry) delete found.expiryAt;
    if (choice === "new" && options.password === "") found.password = "Type the new password, or suggest one.";
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const patch = patchOf(before, options, choice === "none" && !share.hasPassword ? "keep" : choice, now);
    if (Object.keys(patch).length === 0) return onClose(null);
    setBusy(true);
    try {
      onClose(await api.updateShare(share.id, patch));
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  }

  return (
    <Dialog title="Change the link" onClose={() => onClose(null)}>
      <form class="stack" noValidate onSubmit={save}>
        <LinkFields
          options={options}
          errors={errors}
          fileCount={share.files.length}
          usedCount={share.claimCount}
          titleHint={nameOf({ title: null, files: share.files })}
          onChange={setOptions}
          password={
            <>
              <Field label="Password">
                {(field) => (
                  <select
                    {...field}
                    value={choice}
                    onChange={(e) => setChoice(e.currentTarget.value as PasswordChoice)}
                  >
                    {share.hasPassword && <option value="keep">Keep the one it has</option>}
                    <option value="none">None</option>
                    <option value="new">A new one…</option>
                  </select>
                )}
              </Field>
              {choice === "new" && (
                <PasswordField
                  value={options.password}
                  error={errors.password}
                  onChange={(password) => setOptions({ ...options, password })}
                />
              )}
            </>
          }
        />
        {failure && <Failure explanation={failure} />}
        <div class="row answers">
          <button type="button" class="button quiet" onClick={() => onClose(null)}>
            Cancel
          </button>
          <button type="submit" class="button" disabled={busy}>
            Change the link
          </button>
        </div>
      </form>
    </Dialog>
  );
}
