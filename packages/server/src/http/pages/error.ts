// A request that failed, for a person: what happened, what to do, and two facts for whoever they will ask.
import { page } from "./document.ts";
import { type Html, html } from "./html.ts";
import type { ErrorView, Frame } from "./views.ts";

export function errorPage(frame: Frame, { status, title, detail, code, requestId }: ErrorView): Html {
  return page(frame, {
    title,
    width: "narrow",
    main: html`<div class="stack">
<h1>${title}</h1>
<p>${detail}</p>
<p><a class="button quiet" href="/">Go to the start</a></p>
<details><summary>Details</summary><dl class="facts"><div><dt>Code</dt><dd class="mono">${code}</dd></div><div><dt>Status</dt><dd class="mono">${status}</dd></div><div><dt>Request</dt><dd class="mono">${requestId}</dd></div></dl></details>
</div>`,
  });
}
