// Learn: what a presigned URL is, what it gives and what it does not, and the two ways that a file takes. Static.
import { page } from "./document.ts";
import { type Html, html } from "./html.ts";
import { EXAMPLE, LEGEND, PLAIN_URL } from "./learn-example.ts";
import type { Frame } from "./views.ts";

const VERSUS: readonly { readonly asks: string; readonly plain: string; readonly presigned: string }[] = [
  {
    asks: "What it says",
    plain: "Where the file is.",
    presigned: "Where the file is, who allows what, until when, and a proof of that.",
  },
  {
    asks: "On a private bucket",
    plain: "403 AccessDenied. The bucket does not know who is asking.",
    presigned: "200 OK, for the one request that was signed.",
  },
  {
    asks: "Who can use it",
    plain: "Nobody; or, once the bucket is public, everybody.",
    presigned: "Whoever holds the URL. No account and no key of their own.",
  },
  {
    asks: "What it allows",
    plain: "Whatever the bucket allows the public.",
    presigned: "One operation on one object: a GET URL cannot PUT, and opens no second file.",
  },
  {
    asks: "How long",
    plain: "As long as the bucket stays public.",
    presigned: "Seconds to seven days, and never longer than the signer's credentials.",
  },
  {
    asks: "When somebody edits it",
    plain: "It leads to another file.",
    presigned: "403 SignatureDoesNotMatch.",
  },
  {
    asks: "When it is too late",
    plain: "It still works.",
    presigned: "403 AccessDenied: “Request has expired”.",
  },
];

const GIVES: readonly string[] = [
  "The bucket stays private, and nobody is handed a key.",
  "The bytes go straight between browser and bucket. The server that signs never carries them, however large they are.",
  "Signing is arithmetic: no request to S3, a fraction of a millisecond, and it works while the bucket is down.",
  "The limits are in the signature: the operation, the object, the end, and for an upload also its exact size and type.",
  "S3 judges it when it is used, with the rights that the signer has then. A signer with few rights signs URLs with few rights.",
];

const GIVES_NOT: readonly string[] = [
  "It is not single-use. Until it ends it works as often as anybody likes.",
  "It does not know who holds it. Forwarded, it works for the next person as well.",
  "It cannot be called back on its own. What ends it early: taking the right or the key from its signer, or deleting the object.",
  "It hides nothing. Bucket, key and access key ID can be read in it.",
  "It does not stop what has begun. A download that started in time runs to its end; picked up again later, it is refused.",
];

interface Step {
  readonly does: string;
  readonly how: string;
}

const UPLOAD: readonly Step[] = [
  { does: "You say what you want to upload.", how: "Name, size and type go to the server. No bytes yet." },
  {
    does: "The server decides, and signs a URL for one new object.",
    how: "With its own credentials, and without asking the bucket.",
  },
  { does: "Your browser receives the URL.", how: "It is good for minutes, for this size, and never replaces a file." },
  {
    does: "Your browser sends the file straight to the bucket.",
    how: "With PUT or POST. The bucket checks the proof as if the server itself were asking; then the server asks the bucket what arrived.",
  },
];

const DOWNLOAD: readonly Step[] = [
  {
    does: "The recipient opens the link and presses Download.",
    how: "Opening alone spends nothing: mail scanners open links, too.",
  },
  {
    does: "The server decides, and signs a URL for this file.",
    how: "It checks the link, its end, its password and the downloads left, and counts one.",
  },
  {
    does: "The browser receives the URL.",
    how: "As a redirect, 303 See Other, or as JSON when a script asked. It is good for at most 60 seconds.",
  },
  {
    does: "The browser fetches the file straight from the bucket.",
    how: "The bucket checks the proof and answers with the bytes, as a file to save.",
  },
];

const versus = html`<section class="stack" aria-labelledby="versus"><h2 id="versus">Plain and presigned, side by side</h2>
<div class="card"><table class="versus-table">
<thead><tr><th scope="col">Plain URL</th><th scope="col">Presigned URL</th></tr></thead>
${VERSUS.map(
  ({
    asks,
    plain,
    presigned,
  }) => html`<tbody><tr><th colspan="2" scope="rowgroup">${asks}</th></tr><tr><td>${plain}</td><td>${presigned}</td></tr></tbody>
`,
)}</table></div></section>`;

const list = (items: readonly string[], kind: string) =>
  html`<ul class="${kind}">${items.map((item) => html`<li>${item}</li>`)}</ul>`;

const balance = html`<section class="halves" aria-label="What it gives and what it does not">
<div class="card stack"><h2>What it gives you</h2>${list(GIVES, "gives")}</div>
<div class="card stack"><h2>What it does not</h2>${list(GIVES_NOT, "gives-not")}<p class="soft small">What is missing here is what a Daypass link adds: a password, a number of downloads, and an end at any moment. It stays on the server, and each download gets a presigned URL of a minute.</p></div>
</section>`;

const anatomy = html`<section class="stack" aria-labelledby="anatomy"><h2 id="anatomy">Anatomy</h2>
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
</section>`;

const flow = (id: string, title: string, steps: readonly Step[]) =>
  html`<section class="card stack" aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ol class="steps">
${steps.map(
  ({ does, how }) => html`<li><div><strong>${does}</strong><br><span class="soft">${how}</span></div></li>
`,
)}</ol></section>`;

/** `GET /learn`. */
export function learnPage(frame: Frame): Html {
  return page(frame, {
    title: "What is a presigned URL?",
    width: "wide",
    indexed: true,
    isLearn: true,
    main: html`<div class="stack loose">
<div class="stack tight"><h1>A URL that carries its own permission</h1><p class="soft lede">A plain URL says where a file is. A presigned URL also says who allows what, until when, and proves it.</p></div>
${versus}
${anatomy}
${balance}
<div class="halves">
${flow("in", "How a file comes in", UPLOAD)}
${flow("out", "How a file goes out", DOWNLOAD)}
</div>
</div>`,
  });
}
