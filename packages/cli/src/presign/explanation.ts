import type { Explained } from "@daypass/presign";
import { columnsOf, fold } from "../fold.ts";
import { type Io, paint } from "../io.ts";
import { showControlCharacters } from "../terminal-text.ts";

/** What is shown of a text of S3's: more says no more. */
const MAX_SHOWN = 300;
/** What is shown of two values that differ: some characters around the first that does. */
const BEFORE = 30;
const AFTER = 60;

type Difference = Explained["differences"][number];

/**
 * An explanation for people, in the way of a good compiler: what is wrong, where with a mark under the first character
 * that differs, and what to do. Nothing from S3 can steer the terminal.
 */
export function renderExplanation(io: Io, explanation: Explained): string[] {
  const { error, status, causes, differences, unchecked } = explanation;
  const dim = (text: string) => paint(io.stdout, "dim", text);
  // Said as plain text before any colour is put in, so that an answer cannot bring its own.
  const plain = (text: string | undefined) => showControlCharacters(shorten(text ?? "(none)"));
  const prose = (text: string, start: number) => fold(text, columnsOf(io.stdout), start, 2);
  const cause = (code: string, text: string) =>
    `${paint(io.stdout, "bold", code)}  ${prose(plain(text), code.length + 2)}`;
  const advice = (remedy: string) => `${paint(io.stdout, "green", "→")} ${prose(remedy, 2)}`;
  const [first, ...others] = causes;
  const what = error?.code ?? (status === undefined ? "no answer of S3" : `status ${status}`);
  const lines = [
    `${paint(io.stdout, "red", plain(what))} ${prose(plain(error?.message ?? ""), plain(what).length + 1)}`.trimEnd(),
    "",
    cause(first.code, first.text),
  ];
  for (const difference of differences) lines.push(...renderDifference(io, difference));
  for (const { line, what, received } of unchecked)
    lines.push(
      `  ${dim(`CanonicalRequest, line ${line}: not in the URL, received`)} ${plain(what)}: ${plain(received)}`,
    );
  lines.push(advice(first.remedy));
  if (others.length > 0) lines.push("", dim("Or else:"));
  for (const { code, text, remedy } of others) lines.push(cause(code, text), advice(remedy));
  return lines;
}

/** Both values, one under the other, and a mark under the first character in which they differ. */
function renderDifference(io: Io, { document, line, what, signed, received }: Difference): string[] {
  const dim = (text: string) => paint(io.stdout, "dim", text);
  const [ours, theirs, column] = cutAround(signed, received);
  return [
    `  ${dim(`${document}, line ${line}:`)} ${showControlCharacters(what)}`,
    `    ${dim("signed  ")} ${paint(io.stdout, "green", ours)}`,
    `    ${dim("received")} ${paint(io.stdout, "red", theirs)}`,
    ...(column === undefined ? [] : [`             ${" ".repeat(column)}${paint(io.stdout, "yellow", "^")}`]),
  ];
}

/** What of two values is shown, written so that a terminal shows it, and the column of the mark. */
function cutAround(signed: string | undefined, received: string | undefined): [string, string, number | undefined] {
  if (signed === undefined || received === undefined)
    return [
      showControlCharacters(shorten(signed ?? "(none)")),
      showControlCharacters(shorten(received ?? "(none)")),
      undefined,
    ];
  const [ours, theirs] = [[...signed], [...received]];
  let at = 0;
  while (at < ours.length && at < theirs.length && ours[at] === theirs[at]) at++;
  const start = at > BEFORE ? at - BEFORE : 0;
  const cut = (letters: string[]): string =>
    `${start > 0 ? "…" : ""}${letters.slice(start, at + AFTER).join("")}${letters.length > at + AFTER ? "…" : ""}`;
  // The part in front is alike in both, so the mark stands under the same column.
  const before = showControlCharacters(`${start > 0 ? "…" : ""}${ours.slice(start, at).join("")}`);
  return [showControlCharacters(cut(ours)), showControlCharacters(cut(theirs)), [...before].length];
}

const shorten = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
