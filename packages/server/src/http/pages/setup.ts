// The one-time link of the first start: whoever opens it becomes the owner.
import { page } from "./document.ts";
import { type Html, html } from "./html.ts";
import type { Frame, SetupView } from "./views.ts";

/** `GET /setup/:token`. Showing spends nothing; posting `login` and `password` does. */
export function setupPage(frame: Frame, { action, login, errors, bucketSentence }: SetupView): Html {
  return page(frame, {
    title: "Set up",
    width: "narrow",
    main: html`<div class="stack loose">
<div class="stack tight"><h1>Make this Daypass yours</h1><p class="soft">You opened the one-time link from the terminal, so you are the owner. Nobody can use it again after this.</p></div>
<form method="post" action="${action}" class="stack card">
<div><label for="login">E-mail or user name</label><input id="login" name="login" value="${login}" maxlength="254" required autocomplete="username" autocapitalize="none" spellcheck="false"${errors.login ? html` aria-invalid="true" aria-describedby="login-error" autofocus` : errors.password ? null : html` autofocus`}>${errors.login ? html`<p class="field-error" id="login-error" role="alert">${errors.login}</p>` : null}</div>
<div><label for="password">Password</label><input id="password" name="password" type="password" maxlength="1024" required autocomplete="new-password"${errors.password ? html` aria-invalid="true" aria-describedby="password-error password-hint"${errors.login ? null : html` autofocus`}` : html` aria-describedby="password-hint"`}>${errors.password ? html`<p class="field-error" id="password-error" role="alert">${errors.password}</p>` : null}<p class="field-hint" id="password-hint">At least 15 characters. A few words that do not belong together, or let your password manager make one.</p></div>
<button class="button wide">Create the owner account</button>
</form>
<section class="stack tight"><h2>Where the files will be</h2><p class="soft">${bucketSentence}</p></section>
</div>`,
  });
}
