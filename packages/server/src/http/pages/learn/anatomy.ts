// One URL taken apart. The page's script puts a workbench in its place, where any URL can be taken apart and changed.
import { html } from "../html.ts";
import { EXAMPLE, LEGEND, PLAIN_URL } from "./example.ts";

export const anatomy = html`<section class="stack" aria-labelledby="anatomy"><h2 id="anatomy">Anatomy</h2>
<div id="workbench" class="stack">
<p class="soft">The plain URL is <span class="mono breaks">${PLAIN_URL}</span>. Signed, for GET:</p>
<p class="anatomy">${EXAMPLE.map(({ part, text }) => (part === null ? text : html`<mark class="p-${part}">${text}</mark>`))}</p>
<dl class="legend">
${LEGEND.map(
  ({
    part,
    name,
    says,
  }) => html`<div class="p-${part}"><dt class="key">${name}</dt><dd class="soft small">${says}</dd></div>
`,
)}</dl>
<p class="note">One thing is signed and cannot be seen: the method. The same URL used with PUT, or with HEAD, is another request, and its proof does not fit.</p>
<p class="soft small">The signature is real. It was made with the example credentials that AWS publishes in its documentation, so it opens nothing. To take your own apart, run <code>daypass inspect URL</code>.</p>
</div></section>`;
