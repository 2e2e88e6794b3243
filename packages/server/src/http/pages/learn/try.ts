// Both URLs of one small object in the bucket that this Daypass uses. Without JavaScript each is opened in a new tab;
// the page's script sends both by itself and shows what the bucket answers.
import { type Html, html } from "../html.ts";
import type { LearnView } from "../views.ts";

/** The section of the live try. Reading the page asks the bucket for nothing and makes no URL: the form does. */
export const liveTry = ({
  plainUrl,
}: LearnView): Html => html`<section class="stack" aria-labelledby="try"><h2 id="try">Try both</h2>
<p class="soft">Here is one small object in the bucket that this Daypass uses, and two ways to ask for it. The bucket's answers are real.</p>
<div id="live-try" class="halves" data-plain-url="${plainUrl}">
<div class="card stack"><h3>Plain URL</h3><p class="mono breaks">${plainUrl}</p><p class="soft">The bucket does not know who asks: 403 <code>AccessDenied</code>.</p><p><a class="button quiet" href="${plainUrl}" target="_blank" rel="noreferrer">Open the plain URL</a></p></div>
<div class="card stack"><h3>Presigned URL</h3><p class="mono breaks">${plainUrl}<span class="soft">?X-Amz-Algorithm=…&amp;X-Amz-Signature=…</span></p><p class="soft">The same address with the server's permission for 30 seconds: the text comes, as a file to save.</p><form method="post" action="/learn/demo" target="_blank"><button class="button">Make a presigned URL and open it</button></form></div>
</div></section>`;
