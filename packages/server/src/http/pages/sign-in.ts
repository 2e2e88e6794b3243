// The door for the owner. Unknown names and wrong passwords read the same.
import { page } from "./document.ts";
import { formatWait, plural } from "./format.ts";
import { type Html, html } from "./html.ts";
import type { Frame, SignInView } from "./views.ts";

/** The last wrong try is followed by a wait: better said before. */
const triesLeft = (count: number): string =>
  count === 0 ? "The next try has to wait." : `${plural(count, "try", "tries")} left before you have to wait.`;

function notice({ error, retryAfterSeconds }: SignInView): Html | null {
  if (retryAfterSeconds !== undefined)
    return html`<p class="note bad" id="error" role="alert"><strong>Too many tries.</strong> Try again in ${formatWait(retryAfterSeconds)}.</p>`;
  if (error?.kind === "wrong")
    return html`<p class="note bad" id="error" role="alert"><strong>That name and password do not go together.</strong> Check both and try again. ${triesLeft(error.triesLeft)}</p>`;
  if (error?.kind === "ended")
    return html`<p class="note" role="status"><strong>Your session has ended.</strong> Sign in and you go on where you were.</p>`;
  return null;
}

function form(view: SignInView): Html {
  const invalid = view.error?.kind === "wrong" ? html` aria-invalid="true" aria-describedby="error"` : null;
  return html`<form method="post" action="/sign-in" class="stack card">
${notice(view)}
<div><label for="login">E-mail or user name</label><input id="login" name="login" value="${view.login}" maxlength="254" required autocomplete="username" autocapitalize="none" spellcheck="false"${invalid}${view.login === "" ? html` autofocus` : null}></div>
<div><label for="password">Password</label><input id="password" name="password" type="password" maxlength="1024" required autocomplete="current-password"${invalid}${view.login === "" ? null : html` autofocus`}></div>
<input type="hidden" name="next" value="${view.next}">
<button class="button wide">Sign in</button>
</form>`;
}

const resetHint = html`<p class="soft">Password lost? In the folder of this Daypass, <code>npm run daypass -- user reset-link</code> prints a link to choose a new one.</p>`;

const setupHint = html`<div class="note warn stack tight"><p><strong>This Daypass has no owner yet.</strong> The terminal where it was started shows a one-time link: open that to set it up.</p><p>Lost it? In its folder, <code>npm run daypass -- setup-link</code> prints a new one, and so does each start until there is an owner.</p></div>`;

/** `GET /sign-in`; posts `login`, `password` and `next`. */
export function signInPage(frame: Frame, view: SignInView): Html {
  return page(frame, {
    title: "Sign in",
    width: "narrow",
    main: html`<div class="stack loose">
<div class="stack tight"><h1>${view.needsSetup ? "Almost there" : "Sign in"}</h1>${view.needsSetup ? null : html`<p class="soft">To send files and to see your links. If somebody sent you a link, you need no account: just open it. New to this? <a href="/learn">Try a presigned URL</a>, without an account.</p>`}</div>
${view.needsSetup ? setupHint : [form(view), resetHint]}
</div>`,
  });
}
