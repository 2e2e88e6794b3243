// A link with a password says that it has one, and nothing else about itself.
import { page } from "./document.ts";
import { formatWait, plural } from "./format.ts";
import { type Html, html } from "./html.ts";
import type { Frame, UnlockView } from "./views.ts";

function errorText({ error }: UnlockView): string | null {
  if (error === null) return null;
  if (error.kind === "empty") return "Type the password first.";
  return `That is not the password. ${plural(error.triesLeft, "try", "tries")} left.`;
}

function form(view: UnlockView): Html {
  const error = errorText(view);
  return html`<form method="post" action="/s/${encodeURIComponent(view.slug)}/unlock" class="stack">
<div><label for="password">Password</label><input id="password" name="password" type="password" maxlength="256" required autocomplete="off" autofocus${error ? html` aria-invalid="true" aria-describedby="error"` : null}>${error ? html`<p class="field-error" id="error" role="alert">${error}</p>` : null}</div>
<button class="button wide">Open</button>
</form>`;
}

/** `GET /s/:slug` before the password was given. */
export function unlockPage(frame: Frame, view: UnlockView): Html {
  const closed = view.retryAfterSeconds;
  return page(frame, {
    title: "A link with a password",
    width: "middle",
    main: html`<article class="pass">
<div class="body stack">
<div class="stack tight"><h1>This link has a password</h1><p class="soft">The person who sent it can tell you.</p></div>
${closed === undefined ? form(view) : html`<div class="note bad" role="alert"><strong>Too many wrong passwords.</strong> Try again in ${formatWait(closed)}. Nothing is lost: the link stays as it is.</div><p><a class="button quiet" href="/s/${encodeURIComponent(view.slug)}">Try again</a></p>`}
</div>
<div class="stub"><svg class="glyph" viewBox="0 0 48 48" aria-hidden="true"><path d="M15 21v-6a9 9 0 0 1 18 0v6"/><rect x="10" y="21" width="28" height="20" rx="4"/><path d="M24 29v5"/></svg><strong>Password</strong></div>
</article>`,
  });
}
