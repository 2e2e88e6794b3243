// What a recipient sees: the pass, what it opens, and until when. Reading it spends nothing; each download is a form.
import { page } from "./document.ts";
import { extensionOf, formatSize, moment, plural, size } from "./format.ts";
import { type Html, html } from "./html.ts";
import type { Frame, RecipientView } from "./views.ts";

type SharedFile = RecipientView["files"][number];

function headingOf({ title, files }: RecipientView): string {
  if (title) return title;
  return files.length === 1 ? "A file for you" : `${files.length} files for you`;
}

/** A file that was claimed before can be had again when nothing is left: that counts nothing. */
const canClaim = (file: SharedFile, claimsLeft: number | null) =>
  file.resumable || claimsLeft === null || claimsLeft > 0;

function fileRow(view: RecipientView, file: SharedFile): Html {
  const act = canClaim(file, view.claimsLeft)
    ? html`<form method="post" action="/s/${encodeURIComponent(view.slug)}/files/${encodeURIComponent(file.id)}/claim"${file.resumable ? html` data-resumable` : null}><input type="hidden" name="claimToken" value="${file.claimToken}"><button class="button small">${file.resumable ? "Download again" : "Download"}<span class="visually-hidden"> <bdi>${file.name}</bdi></span></button></form>`
    : html`<span class="tag">No downloads left</span>`;
  return html`<li data-file="${file.id}"><span class="kind" aria-hidden="true">${extensionOf(file.name)}</span><span><bdi class="name">${file.name}</bdi><br><span class="soft small">${size(file.sizeBytes)}${file.resumable ? " · counts nothing: you had it before" : null}</span></span><span class="acts">${act}</span></li>
`;
}

/** What one download is, where there are more files than one: what is counted is a file, not the link. */
function eachCounts({ files, claimsLeft }: RecipientView): string | null {
  return claimsLeft === null || claimsLeft === 0 || files.length === 1 ? null : "one for each file";
}

function stub(view: RecipientView): Html {
  const { expiresAt, claimsLeft, now } = view;
  const until = expiresAt
    ? html`<dd>${moment(expiresAt)}</dd><dd class="light" data-left-ms="${expiresAt.getTime() - now.getTime()}" hidden></dd>`
    : html`<dd>It is withdrawn</dd>`;
  const each = eachCounts(view);
  return html`<div class="stays"><dl class="stub-facts">
<div><dt>Works until</dt>${until}</div>
<div><dt>Downloads left</dt><dd class="${claimsLeft === null ? "" : "big"}" data-claims-left="${claimsLeft ?? ""}">${claimsLeft ?? "No limit"}</dd>${each ? html`<dd class="light">${each}</dd>` : null}</div>
</dl>
<p role="status" id="said" class="small"></p></div>`;
}

/** A limit that the files do not all fit under: said before somebody spends it on the wrong one. */
function limitNote({ files, claimsLeft }: RecipientView): Html | null {
  const fresh = files.filter(({ resumable }) => !resumable).length;
  if (claimsLeft === null || claimsLeft === 0 || fresh === 0 || (claimsLeft > 1 && claimsLeft >= fresh)) return null;
  const goesOn = html`If the line drops, come back to this page in the same browser and it goes on.`;
  if (fresh === 1)
    return html`<p class="note warn" id="last"><strong>One download left.</strong> It is spent when it starts. ${goesOn}</p>`;
  const head =
    claimsLeft === 1
      ? html`<strong>One download left: one of these ${fresh} files, once.</strong> Choose the one that you need. It is spent when it starts.`
      : html`<strong>${claimsLeft} downloads left for ${fresh} files.</strong> Each file is one download, spent when it starts: choose those that you need.`;
  return html`<p class="note warn" id="last">${head} ${goesOn}</p>`;
}

/** More than fit on a screen: the rows are kept low. */
const MANY_FILES = 10;

/** `GET /s/:slug` of a link that works. */
export function recipientPage(frame: Frame, view: RecipientView): Html {
  const totalBytes = view.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const heading = headingOf(view);
  return page(frame, {
    title: heading,
    width: "middle",
    main: html`<article class="pass">
<div class="body stack">
<div class="stack tight">${view.title ? html`<p class="soft">Sent to you</p>` : null}<h1><bdi>${heading}</bdi></h1>${view.files.length > 1 ? html`<p class="soft">${plural(view.files.length, "file", "files")}, ${formatSize(totalBytes)}</p>` : null}</div>
${view.fileGone ? html`<p class="note warn">The file that you asked for is no longer part of this link. Nothing was counted.</p>` : null}${limitNote(view)}
<ul role="list" class="files${view.files.length > MANY_FILES ? " many" : ""}">
${view.files.map((file) => fileRow(view, file))}</ul>
</div>
<div class="stub">${stub(view)}</div>
</article>`,
  });
}
