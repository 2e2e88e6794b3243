import { ApiError, type Explanation, explain } from "@daypass/client";
import { useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { plural } from "../lib/format.ts";
import { Dialog, FIRST_FOCUS } from "./dialog.tsx";
import { Failure } from "./failure.tsx";
import { Field } from "./link-fields.tsx";

const sayWrong = (triesLeft = 0): string =>
  triesLeft > 0
    ? `That is not the password. ${plural(triesLeft, "try", "tries")} left.`
    : "That is not the password. Try again in a while.";

/** The session ended while something was under way: sign in here, and it goes on. */
export function SignInDialog() {
  const { api, login, transfers, sessionEnded, signIns, message } = useApp();
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Explanation | null>(null);
  async function signIn(event: Event) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await api.signIn({ login, password });
      sessionEnded.set(false);
      signIns.set(signIns.get() + 1);
      for (const { id, state } of transfers.items)
        if (state.kind === "refused" && state.explanation.remedy === "sign_in") transfers.resume(id);
      message.set("You are signed in again.");
    } catch (error) {
      setFailure(
        error instanceof ApiError && error.code === "wrong_credentials"
          ? { message: sayWrong(error.problem.triesLeft), remedy: "try_again", details: null }
          : explain(error),
      );
      setBusy(false);
    }
  }
  return (
    <Dialog title="Your session has ended" onClose={() => sessionEnded.set(false)}>
      <p>Nothing is lost: what arrived is kept, and what you typed is still here. Sign in and it goes on.</p>
      <form class="stack" onSubmit={signIn}>
        <Field label="E-mail or user name">
          {(field) => <input {...field} name="username" autocomplete="username" readOnly value={login} />}
        </Field>
        <Field label="Password">
          {(field) => (
            <input
              {...field}
              type="password"
              name="password"
              autocomplete="current-password"
              required
              {...FIRST_FOCUS}
              value={password}
              onInput={(e) => setPassword(e.currentTarget.value)}
            />
          )}
        </Field>
        {failure && <Failure explanation={failure} />}
        <button type="submit" class="button wide" disabled={busy}>
          Sign in
        </button>
      </form>
    </Dialog>
  );
}
