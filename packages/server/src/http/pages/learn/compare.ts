// Plain and presigned, side by side; what a presigned URL gives and what it does not.
import { type Html, html } from "../html.ts";

const VERSUS: readonly { readonly asks: string; readonly plain: string; readonly presigned: string | Html }[] = [
  {
    asks: "What it says",
    plain: "Where the file is.",
    presigned: "Where the file is, who allows what, until when, and a proof of that.",
  },
  {
    asks: "On a private bucket",
    plain: "Refused: 403 AccessDenied. The bucket does not know who is asking.",
    presigned: "Answered: 200 OK, for the one request that was signed.",
  },
  {
    asks: "Who can use it",
    plain: "Nobody; or, once the bucket is public, everybody.",
    presigned: "Whoever holds the URL, with no account and no secret of their own.",
  },
  {
    asks: "What it allows",
    plain: "Whatever the bucket allows the public.",
    presigned:
      "One operation on one object: a URL for downloading (GET) cannot upload (PUT), and opens no second file.",
  },
  {
    asks: "How long",
    plain: "As long as the bucket stays public.",
    presigned: "A second to seven days, and never longer than the credentials of its signer.",
  },
  {
    asks: "When somebody edits it",
    plain: "It leads to another file.",
    // A narrow column breaks the word where it has its capitals.
    presigned: html`Refused: 403 Signature<wbr>Does<wbr>Not<wbr>Match.`,
  },
  {
    asks: "When it is too late",
    plain: "It still works.",
    presigned: "Refused: 403 AccessDenied, “Request has expired”.",
  },
];

const GIVES: readonly string[] = [
  "The bucket stays private, and nobody is handed a secret.",
  "The bytes go straight between browser and bucket. The server that signs never carries them, however large they are.",
  "Signing is arithmetic: no request to S3, some milliseconds for the first in a program and a fraction of one for each after it, and it works while the bucket is down.",
  "The limits are in the signature: the operation, the object, the end, and for an upload also its exact size and type.",
  "S3 judges it when it is used, with the rights that the signer has then. A signer with few rights signs URLs with few rights.",
];

const GIVES_NOT: readonly string[] = [
  "It is not single-use. Until it ends it works as often as anybody likes.",
  "It does not know who holds it. Forwarded, it works for the next person as well.",
  "It cannot be called back on its own. What ends it early: taking the right or the access key from its signer, or deleting the object.",
  "It hides nothing. The bucket, the object's name and the signer's access key ID can be read in it.",
  "It does not stop what has begun. A download that started in time runs to its end; picked up again later, it is refused.",
];

export const versus = html`<section class="stack" aria-labelledby="versus"><h2 id="versus">Plain and presigned, side by side</h2>
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

export const balance = html`<section class="halves" aria-label="What it gives and what it does not">
<div class="card stack"><h2>What it gives you</h2>${list(GIVES, "gives")}</div>
<div class="card stack"><h2>What it does not</h2>${list(GIVES_NOT, "gives-not")}<p class="soft small">What is missing here is what a Daypass link adds: a password, a number of downloads, and an end at any moment. It stays on the server, and each download gets a presigned URL of a minute.</p></div>
</section>`;
