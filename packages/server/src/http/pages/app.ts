// The shell that the app's script fills. Without the script it says what is missing and what works all the same.
import { brandMark } from "./brand.ts";
import { documentOf, notPrivateNote } from "./document.ts";
import { type Html, html } from "./html.ts";
import type { AppView, Frame } from "./views.ts";

const fallback = (
  what: Html,
): Html => html`<header class="top"><div><a class="brand" href="/">${brandMark}Daypass</a></div></header>
<main class="narrow"><div class="stack">${what}</div></main>`;

const withoutScript = html`<h1>Sending needs JavaScript</h1>
<p>This page cuts files into parts and sends them straight to the bucket, which a page without JavaScript cannot do. Switch it on for this address and load the page again.</p>
<p>The links that you have sent work without it.</p>`;

const notBuilt = html`<h1>The pages are not built</h1>
<p>The server runs and its API works, but the scripts of this page are missing. <code>npm start</code> builds them; <code>node tools/build-web.ts</code> does only that.</p>`;

/** `/`, `/files`, `/links`, `/links/:id` for somebody who is signed in. */
export function appPage(frame: Frame, { login }: AppView): Html {
  return documentOf(
    frame,
    { title: "Send" },
    html`${notPrivateNote(frame)}<div id="app" data-login="${login}">${frame.scripts.length === 0 ? fallback(notBuilt) : null}</div>
<noscript>${fallback(withoutScript)}</noscript>`,
  );
}
