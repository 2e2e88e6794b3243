// The link of somebody who lost the password. Showing spends nothing; posting `password` does.
import { page } from "./document.ts";
import { type Html, html } from "./html.ts";
import type { Frame, ResetView } from "./views.ts";

/** `GET /reset/:token`. The name cannot be changed here; it stands in the form for password managers. */
export function resetPage(frame: Frame, { action, login, error }: ResetView): Html {
  return page(frame, {
    title: "New password",
    width: "narrow",
    main: html`<div class="stack loose">
<div class="stack tight"><h1>Choose a new password</h1><p class="soft">Whoever runs this Daypass made this one-time link for you. The new password ends every session of this account, and you are signed in here. Files, links and API tokens stay as they are.</p></div>
<form method="post" action="${action}" class="stack card">
<div><label for="login">E-mail or user name</label><input id="login" value="${login}" readonly autocomplete="username"></div>
<div><label for="password">New password</label><input id="password" name="password" type="password" maxlength="1024" required autocomplete="new-password" autofocus${error === null ? html` aria-describedby="password-hint"` : html` aria-invalid="true" aria-describedby="password-error password-hint"`}>${error === null ? null : html`<p class="field-error" id="password-error" role="alert">${error}</p>`}<p class="field-hint" id="password-hint">At least 15 characters. A few words that do not belong together, or let your password manager make one.</p></div>
<button class="button wide">Set the new password</button>
</form>
</div>`,
  });
}
