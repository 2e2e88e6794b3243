// The two ways that a file takes, in four steps each.
import { html } from "../html.ts";

interface Step {
  readonly does: string;
  readonly how: string;
}

const UPLOAD: readonly Step[] = [
  { does: "You say what you want to upload.", how: "Name, size and type go to the server. No bytes yet." },
  {
    does: "The server decides, and signs a URL for one new object.",
    how: "With its own credentials, and without asking the bucket.",
  },
  { does: "Your browser receives the URL.", how: "It is good for minutes, for this size, and never replaces a file." },
  {
    does: "Your browser sends the file straight to the bucket.",
    how: "With PUT or POST. The bucket checks the proof as if the server itself were asking; then the server asks the bucket what arrived.",
  },
];

const DOWNLOAD: readonly Step[] = [
  {
    does: "The recipient opens the link and presses Download.",
    how: "Opening alone spends nothing: mail scanners open links, too.",
  },
  {
    does: "The server decides, and signs a URL for this file.",
    how: "It checks the link, its end, its password and the downloads left, and counts one.",
  },
  {
    does: "The browser receives the URL.",
    how: "As a redirect, 303 See Other, or as JSON when a script asked. It is good for at most 60 seconds.",
  },
  {
    does: "The browser fetches the file straight from the bucket.",
    how: "The bucket checks the proof and answers with the bytes, as a file to save.",
  },
];

const flow = (id: string, title: string, steps: readonly Step[]) =>
  html`<section class="card stack" aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ol class="steps">
${steps.map(
  ({ does, how }) => html`<li><div><strong>${does}</strong><br><span class="soft">${how}</span></div></li>
`,
)}</ol></section>`;

export const flows = html`<div class="halves">
${flow("in", "How a file comes in", UPLOAD)}
${flow("out", "How a file goes out", DOWNLOAD)}
</div>`;
