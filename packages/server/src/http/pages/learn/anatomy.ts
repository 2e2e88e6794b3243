// One URL taken apart. The page's script puts a workbench in its place, where any URL can be taken apart and changed.
import { html } from "../html.ts";
import { CHANGED, EXAMPLE, LEGEND, PLAIN_URL, STAGES } from "./example.ts";

const text = (value: string) => html`<pre class="answer">${value}</pre>`;

const stages = html`<ol class="stages">
<li class="card stack tight"><h3>The canonical request</h3><p class="soft small">Both sides write the request down in the same way, line by line: method, path, query without the signature, each signed header, an empty line, the names of these headers, the hash of the body.</p>${text(STAGES.canonicalRequest)}</li>
<li class="card stack tight"><h3>The string to sign</h3><p class="soft small">The time, what the signature is good for, and the SHA-256 of the canonical request.</p>${text(STAGES.stringToSign)}</li>
<li class="card stack tight"><h3>The signing key</h3><p class="soft small">HMAC-SHA256 four times, beginning with <code>AWS4</code> and the secret: with the day, the region, the service, and <code>aws4_request</code>.</p>${text(STAGES.signingKeyHex)}</li>
<li class="card stack tight"><h3>The signature</h3><p class="soft small">HMAC-SHA256 of the string to sign with that key. S3 works it out in the same way and compares.</p>${text(EXAMPLE.at(-1)!.text.slice("X-Amz-Signature=".length))}</li>
</ol>
<div class="note bad stack tight"><p><strong>One character changed: 403 <code>SignatureDoesNotMatch</code>.</strong> With <code>${CHANGED.path}</code> line 2 of the canonical request is another, so its hash becomes <span class="mono breaks">${CHANGED.canonicalRequestSha256}</span>, and the signature that S3 works out is <span class="mono breaks">${CHANGED.signature}</span>: not the one in the URL.</p></div>`;

export const anatomy = html`<section class="stack" aria-labelledby="anatomy"><h2 id="anatomy">Anatomy</h2>
<p class="soft">Each part of a presigned URL says something, and all of them are under one proof. Here is how it comes about, and why no character can be changed.</p>
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
${stages}
<p class="soft small">The signature is real. It was made with the example credentials that AWS publishes in its documentation, so it opens nothing. To take your own apart, run <code>daypass inspect URL</code>.</p>
</div></section>`;
