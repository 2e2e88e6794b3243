import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { formatMoment } from "../lib/format.ts";
import { useNow } from "../lib/hooks.ts";
import {
  type Expiry,
  expiryOf,
  type LinkErrors,
  type LinkOptions,
  suggestPassword,
  tellDownloads,
} from "../lib/link-options.ts";

export interface LinkFieldsProps {
  readonly options: LinkOptions;
  readonly errors: LinkErrors;
  readonly onChange: (options: LinkOptions) => void;
  /** Replaces the password field, where there is a password already. */
  readonly password?: ComponentChildren;
  readonly titleHint?: string;
  /** Of the link: one download is one of them. */
  readonly fileCount: number;
  /** Downloads that were handed out already: the limit includes them. */
  readonly usedCount?: number;
}

const EXPIRIES: readonly [Expiry, string][] = [
  ["hour", "1 hour from now"],
  ["day", "1 day from now"],
  ["week", "7 days from now"],
  ["month", "30 days from now"],
  ["never", "I withdraw it"],
  ["at", "A day and time…"],
];

/** The limits of a link. */
export function LinkFields({ options, errors, onChange, password, titleHint = "None", ...counts }: LinkFieldsProps) {
  const now = useNow(false);
  const note = tellDownloads(options, counts);
  const set = (change: Partial<LinkOptions>) => onChange({ ...options, ...change });
  const labelOf = (expiry: Expiry, label: string) => {
    const at = expiry === "at" ? null : expiryOf({ expiry, expiryAt: "" }, now);
    return at ? `${label} (${formatMoment(at, now)})` : label;
  };
  return (
    <>
      <Field label="Title" hint="optional" error={errors.title}>
        {(field) => (
          <input
            {...field}
            value={options.title}
            placeholder={titleHint}
            onInput={(e) => set({ title: e.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Works until">
        {(field) => (
          <select {...field} value={options.expiry} onChange={(e) => set({ expiry: e.currentTarget.value as Expiry })}>
            {EXPIRIES.map(([expiry, label]) => (
              <option key={expiry} value={expiry}>
                {labelOf(expiry, label)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {options.expiry === "at" && (
        <Field label="Day and time" error={errors.expiryAt}>
          {(field) => (
            <input
              {...field}
              type="datetime-local"
              value={options.expiryAt}
              onInput={(e) => set({ expiryAt: e.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <Field label="Downloads" note={note}>
        {(field) => (
          <select
            {...field}
            value={options.downloads}
            onChange={(e) => set({ downloads: e.currentTarget.value as LinkOptions["downloads"] })}
          >
            <option value="any">As many as they like</option>
            <option value="1">1 download</option>
            <option value="5">5 downloads</option>
            <option value="25">25 downloads</option>
            <option value="other">Another number…</option>
          </select>
        )}
      </Field>
      {options.downloads === "other" && (
        <Field label="How many downloads" error={errors.downloadsOther}>
          {(field) => (
            <input
              {...field}
              inputMode="numeric"
              value={options.downloadsOther}
              onInput={(e) => set({ downloadsOther: e.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {password ?? (
        <PasswordField
          value={options.password}
          error={errors.password}
          onChange={(value) => set({ password: value })}
        />
      )}
    </>
  );
}

export function PasswordField({
  value,
  error,
  onChange,
}: {
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}) {
  const [suggested, setSuggested] = useState(false);
  const suggest = () => {
    setSuggested(true);
    onChange(suggestPassword(crypto.getRandomValues(new Uint8Array(12))));
  };
  const note = suggested && value !== "" ? "Write it down now: it is not shown again." : undefined;
  return (
    <Field label="Password" hint="optional" error={error} note={note}>
      {(field) => (
        <div class="joined">
          <input
            {...field}
            value={value}
            placeholder="None"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            class="mono"
            onInput={(e) => onChange(e.currentTarget.value)}
          />
          <button type="button" class="button bare" onClick={suggest}>
            Suggest one
          </button>
        </div>
      )}
    </Field>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly note?: string | undefined;
  readonly error?: string | undefined;
  readonly children: (field: { id: string; "aria-invalid"?: true; "aria-describedby"?: string }) => ComponentChildren;
}

/** A control with its label, and with its mistake tied to it. */
export function Field({ label, hint, note, error, children }: FieldProps) {
  const id = useId();
  const described = error ?? note;
  return (
    <div>
      <label for={id}>
        {label} {hint && <span class="soft">({hint})</span>}
      </label>
      {children({
        id,
        ...(error ? { "aria-invalid": true as const } : {}),
        ...(described ? { "aria-describedby": `${id}-note` } : {}),
      })}
      {described && (
        <p id={`${id}-note`} class={error ? "field-error" : "field-hint"}>
          {described}
        </p>
      )}
    </div>
  );
}
