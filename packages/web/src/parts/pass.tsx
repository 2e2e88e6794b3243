import type { Share } from "@daypass/api/schemas";
import type { ComponentChildren } from "preact";
import { plural } from "../lib/format.ts";
import { countOf, NO_FILES, STATES, sizeOf, works } from "../lib/share-words.ts";
import { LinkBox } from "./copy-link.tsx";
import { Moment, Size } from "./facts.tsx";
import { OnlyHere } from "./only-here.tsx";
import { QrCode } from "./qr.tsx";

/** A link as a day pass: the facts on the card, the code on the stub. Greyed when it no longer works. */
export function Pass({ share, children }: { share: Share; children?: ComponentChildren }) {
  const open = works(share);
  return (
    <article class={`pass ${open ? "" : "gone"}`} aria-label="The pass">
      <div class="body stack">
        {open ? <LinkBox url={share.url} /> : <Gone share={share} />}
        {open && <OnlyHere url={share.url} />}
        <dl class="facts">
          <div>
            <dt>{share.state === "expired" ? "Worked until" : "Works until"}</dt>
            <dd>{share.expiresAt ? <Moment at={share.expiresAt} capital /> : "You withdraw it"}</dd>
          </div>
          <div>
            <dt>Downloads</dt>
            <dd>{countOf(share)}</dd>
          </div>
          <div>
            <dt>Password</dt>
            <dd>{share.hasPassword ? "Set" : "None"}</dd>
          </div>
          <div>
            <dt>Files</dt>
            <dd>
              {plural(share.files.length, "file")} · <Size bytes={sizeOf(share)} />
              {share.deletedFiles.length > 0 && ` · ${share.deletedFiles.length} deleted`}
            </dd>
          </div>
        </dl>
        {children}
      </div>
      <div class="stub">
        {open && <QrCode text={share.url} label="QR code of the link" />}
        <strong>{open ? "Day pass" : share.state === "open" ? NO_FILES.label : STATES[share.state].label}</strong>
      </div>
    </article>
  );
}

function Gone({ share }: { share: Share }) {
  const { state, revokedAt, files, deletedFiles } = share;
  if (state === "revoked")
    return (
      <p>
        You withdrew this link{" "}
        {revokedAt && (
          <>
            (<Moment at={revokedAt} />)
          </>
        )}
        . Whoever opens it sees that it does not work. To share the files again, make a new one.
      </p>
    );
  const why = { open: "", used_up: "Every download of this link is used. ", expired: "This link has expired. " }[state];
  if (files.length === 0)
    return (
      <p>
        {why}Every file of it was deleted, so whoever opens it sees that it does not work, and no other limits change
        that.
      </p>
    );
  const gone = deletedFiles.length;
  return (
    <p>
      {why}Change its limits and the same link works again
      {gone > 0 && `, without ${gone === 1 ? "the file that was" : `the ${gone} files that were`} deleted`}.
    </p>
  );
}
