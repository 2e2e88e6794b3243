import type { Transfer } from "@daypass/client";
import { useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { plural } from "../lib/format.ts";
import { checkOptions, type LinkErrors } from "../lib/link-options.ts";
import { useStore } from "../lib/store.ts";
import { Failure } from "./failure.tsx";
import { LinkFields } from "./link-fields.tsx";
import { OnlyHere } from "./only-here.tsx";

/** The link of what is being sent: it can be asked for while bytes still move. */
export function LinkForm({ items }: { items: readonly Transfer[] }) {
  const { linkMaker } = useApp();
  const options = useStore(linkMaker.options);
  const phase = useStore(linkMaker.phase);
  const [errors, setErrors] = useState<LinkErrors>({});
  function submit(event: Event) {
    event.preventDefault();
    const found = checkOptions(options, new Date());
    setErrors(found);
    if (Object.keys(found).length === 0) return linkMaker.want();
    const form = event.currentTarget as HTMLFormElement;
    // After the mistakes are drawn, the first of them has the focus.
    setTimeout(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  }
  if (phase.kind === "wanted" || phase.kind === "making" || phase.kind === "made") return <WaitingPass items={items} />;
  const firstName = items[0]?.name ?? "";
  return (
    <form class="card stack" aria-labelledby="link-form" noValidate onSubmit={submit}>
      <h2 id="link-form">The link</h2>
      <LinkFields
        options={options}
        errors={errors}
        fileCount={items.length}
        titleHint={items.length === 1 ? firstName : plural(items.length, "file")}
        onChange={(changed) => {
          linkMaker.options.set(changed);
          if (Object.keys(errors).length > 0) setErrors(checkOptions(changed, new Date()));
        }}
      />
      <OnlyHere url={location.origin} future />
      {phase.kind === "failed" && <Failure explanation={phase.explanation} />}
      <button type="submit" class="button wide">
        Make the link
      </button>
      <p class="field-hint">
        {items.every(({ state }) => state.kind === "done")
          ? "You can change all of this later."
          : "You can ask for it now: it is made as soon as each file has arrived, and you can change all of this later."}
      </p>
    </form>
  );
}

/** The pass before it is one: it opens when the last file is there. */
function WaitingPass({ items }: { items: readonly Transfer[] }) {
  const { linkMaker } = useApp();
  const done = items.filter(({ state }) => state.kind === "done").length;
  const refused = items.filter(({ state }) => state.kind === "refused").length;
  const paused = items.filter(({ state }) => state.kind === "paused").length;
  const stuck = refused > 0 && done + refused === items.length;
  return (
    <section class="pass waiting" aria-labelledby="waiting">
      <div class="body stack">
        <h2 id="waiting">{stuck ? "The link waits for you" : "Your link is coming"}</h2>
        <p class="soft">
          {stuck
            ? `${plural(refused, "file was", "files were")} not sent. Mend that on the left, or make the link without.`
            : `It is made as soon as every file has arrived: ${done} of ${items.length} so far.`}
        </p>
        {!stuck && paused > 0 && (
          <p class="note warn">{plural(paused, "file is", "files are")} paused. Go on with it to get the link.</p>
        )}
        <div class="row">
          {stuck && done > 0 && (
            <button type="button" class="button small" onClick={() => linkMaker.want({ withoutRefused: true })}>
              Make the link without
            </button>
          )}
          <button type="button" class="button small quiet" onClick={linkMaker.unwant}>
            Change its limits
          </button>
        </div>
      </div>
      <div class="stub">
        <strong>Day pass</strong>
      </div>
    </section>
  );
}
