import type { Share } from "@daypass/api/schemas";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { plural } from "../lib/format.ts";
import { usePages, useSettled, useTransfers } from "../lib/hooks.ts";
import { countOf, NO_FILES, nameOf, STATES, sizeOf, works } from "../lib/share-words.ts";
import { useStore } from "../lib/store.ts";
import { CopyButton } from "../parts/copy-link.tsx";
import { EmptyList } from "../parts/empty-list.tsx";
import { Moment, Size } from "../parts/facts.tsx";
import { Failure } from "../parts/failure.tsx";
import { List } from "../parts/list.tsx";
import { Search } from "../parts/search.tsx";
import { Withdraw } from "../parts/withdraw.tsx";

export function LinksScreen() {
  const { api, linkMaker } = useApp();
  const [search, setSearch] = useState("");
  const settled = useSettled(search.trim());
  const { items, failure, hasMore, loading, showMore, reload } = usePages(`links ${settled}`, (query, signal) =>
    api.listShares({ ...query, search: settled }, { signal }),
  );
  const { kind } = useStore(linkMaker.phase);
  useEffect(() => {
    if (kind === "made") reload();
  }, [kind, reload]);
  const [withdrawing, setWithdrawing] = useState<Share | null>(null);
  return (
    <div class="stack">
      <div class="row">
        <h1 class="grow" tabIndex={-1}>
          Links
        </h1>
        <Search label="Search links" value={search} onChange={setSearch} />
      </div>
      <PendingLink />
      {failure && <Failure explanation={failure} onRetry={reload} />}
      {!items && loading && <p class="soft">Looking…</p>}
      {items?.length === 0 && <NoLinks search={settled} />}
      {items && items.length > 0 && (
        <List class="files card flat" label="Links">
          {items.map((share) => (
            <LinkRow key={share.id} share={share} onWithdraw={() => setWithdrawing(share)} />
          ))}
        </List>
      )}
      {hasMore && (
        <button type="button" class="button quiet small start" disabled={loading} onClick={showMore}>
          Show more
        </button>
      )}
      {withdrawing && <Withdraw share={withdrawing} onClose={() => setWithdrawing(null)} onDone={reload} />}
    </div>
  );
}

/** A link that was asked for and is no link yet. */
function PendingLink() {
  const { linkMaker } = useApp();
  const { kind } = useStore(linkMaker.phase);
  const items = useTransfers();
  if (kind !== "wanted" && kind !== "making" && kind !== "failed") return null;
  const done = items.filter(({ state }) => state.kind === "done").length;
  const refused = items.filter(({ state }) => state.kind === "refused").length;
  const waits = kind === "failed" || (refused > 0 && done + refused === items.length);
  return (
    <div class={`note row ${waits ? "warn" : ""}`} role="status">
      <p class="grow">
        <strong>{waits ? "A link waits for you." : "A link is coming."}</strong>{" "}
        {kind === "failed"
          ? "It could not be made."
          : waits
            ? `${plural(refused, "file was", "files were")} not sent.`
            : `It is made as soon as every file has arrived: ${done} of ${items.length} so far.`}
      </p>
      <a href="/">See it under Send</a>
    </div>
  );
}

const NoLinks = ({ search }: { search: string }) => (
  <EmptyList
    search={search}
    title="No links yet"
    hint="Send a file, and the link that you hand out shows here, with what happened to it."
    notFound={(searched) => <>No link has “{searched}” in its title.</>}
  />
);

function LinkRow({ share, onWithdraw }: { share: Share; onWithdraw: () => void }) {
  const open = works(share);
  const { label, tag } = share.state === "open" && !open ? NO_FILES : STATES[share.state];
  return (
    <li>
      <span class="kind" aria-hidden="true">
        {share.files.length}
      </span>
      <div>
        <a class="name plain" href={`/links/${share.id}`}>
          <bdi>{nameOf(share)}</bdi>
        </a>
        <div class="soft small">
          {plural(share.files.length, "file")} · <Size bytes={sizeOf(share)} /> · <Until share={share} /> ·{" "}
          {countOf(share)} {share.maxClaims === null && share.claimCount === 1 ? "download" : "downloads"}
          {share.hasPassword && " · password"}
        </div>
      </div>
      <span class="acts">
        <span class={`tag ${tag}`}>{label}</span>
        {open && <CopyButton text={share.url} label="Copy" class="quiet" />}
        {share.state !== "revoked" && (
          <button type="button" class="button bare danger" onClick={onWithdraw}>
            Withdraw<span class="visually-hidden"> {nameOf(share)}</span>
          </button>
        )}
      </span>
    </li>
  );
}

function Until({ share: { state, expiresAt, revokedAt } }: { share: Share }) {
  if (state === "revoked" && revokedAt)
    return (
      <>
        withdrawn <Moment at={revokedAt} />
      </>
    );
  if (expiresAt === null) return <>until you withdraw it</>;
  return (
    <>
      {state === "expired" ? "expired" : "until"} <Moment at={expiresAt} />
    </>
  );
}
