import type { Explained } from "@daypass/presign";
import { type Io, paint } from "../io.ts";
import { showControlCharacters } from "./inspection.ts";

/** Longer values say no more, and a person has to find the difference. */
const MAX_SHOWN = 300;

/** An explanation for people: the cause, the lines that differ, what to do. Nothing from S3 can steer the terminal. */
export function renderExplanation(io: Io, { error, causes, differences, unchecked }: Explained): string[] {
  const dim = (text: string) => paint(io.stdout, "dim", text);
  // Said as plain text before any colour is put in, so that an answer cannot bring its own.
  const plain = (text: string | undefined) => escapeAll(shorten(text ?? "(none)"));
  const [first, ...others] = causes;
  const lines = [
    `${paint(io.stdout, "red", plain(error.code))} ${plain(error.message)}`,
    "",
    `${paint(io.stdout, "bold", first.code)}  ${plain(first.text)}`,
  ];
  for (const { document, line, what, signed, received } of differences)
    lines.push(
      `  ${dim(`${document}, line ${line}:`)} ${plain(what)}`,
      `    ${dim("signed  ")} ${paint(io.stdout, "green", plain(signed))}`,
      `    ${dim("received")} ${paint(io.stdout, "red", plain(received))}`,
    );
  for (const { line, what, received } of unchecked)
    lines.push(
      `  ${dim(`CanonicalRequest, line ${line}: not in the URL, received`)} ${plain(what)}: ${plain(received)}`,
    );
  lines.push(`${paint(io.stdout, "green", "→")} ${first.remedy}`);
  if (others.length > 0) lines.push("", dim("Or else:"));
  for (const { code, text, remedy } of others)
    lines.push(`${paint(io.stdout, "bold", code)}  ${plain(text)}`, `${paint(io.stdout, "green", "→")} ${remedy}`);
  return lines;
}

const shorten = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);

/** Escape characters too, which the other keeps for its own colours. */
const escapeAll = (text: string): string => showControlCharacters(text.replaceAll("\u001b", "\\u001b"));
