// What S3 would answer, said aloud when it changes.
import type { Verdict } from "./judge.ts";

const TONES: Readonly<Record<Verdict["kind"], string>> = {
  answered: "good",
  refused: "bad",
  unknown: "",
  not_sent: "warn",
};

const INTROS: Readonly<Record<Verdict["kind"], string>> = {
  answered: "S3 would answer",
  refused: "S3 would answer",
  unknown: "What S3 would answer, this page cannot tell",
  not_sent: "Nothing would be sent",
};

export function VerdictNote({ verdict: { kind, title, message, why } }: { verdict: Verdict }) {
  return (
    <div role="status" class={`note stack tight verdict ${TONES[kind]}`}>
      <p class="small">{INTROS[kind]}</p>
      <p class="verdict-title">{title}</p>
      {message !== "" && (
        <p class="mono small breaks">
          <q>{message}</q>
        </p>
      )}
      <p>{why}</p>
    </div>
  );
}
