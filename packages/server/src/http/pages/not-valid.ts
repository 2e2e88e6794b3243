// One page for absent, ended, used up and withdrawn: the difference would let people guess links.
import { page } from "./document.ts";
import { type Html, html } from "./html.ts";
import type { Frame } from "./views.ts";

/** `GET /s/:slug` of anything that does not work. The same bytes in every case. */
export function notValidPage(frame: Frame): Html {
  return page(frame, {
    title: "This link does not work",
    width: "middle",
    main: html`<article class="pass gone">
<div class="body stack"><h1>This link does not work</h1>
<p>It may have ended, been used up, been withdrawn, or never have been one. We say the same in every case, so that nobody can guess links.</p>
<p class="soft">Ask the person who sent it for a new one.</p></div>
<div class="stub"><strong>Not valid</strong></div>
</article>`,
  });
}
