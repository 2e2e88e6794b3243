// Prose on a terminal: broken between words, and not wherever its edge is.
import { stripVTControlCharacters } from "node:util";
import type { Io } from "./io.ts";

/** How wide the stream is, when it is a terminal that says so; a pipe or a file has lines as long as they are. */
export const columnsOf = ({ isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">): number | undefined =>
  isTTY && columns > 0 ? columns : undefined;

/**
 * `text` with line ends instead of some of its blanks. What is to be copied stays whole, if need be on a line that is too long:
 * an address, and a command line between backticks.
 * @param columns absent: as it is
 * @param start the column where the text begins, on a line that has something in front of it
 * @param indent of all further lines
 */
export function fold(text: string, columns: number | undefined, start: number, indent: number): string {
  if (columns === undefined) return text;
  let at = start;
  return text
    .replace(/`[^`]*`/g, (code) => code.replaceAll(" ", HELD))
    .split(" ")
    .map((word, index) => {
      const space = index === 0 ? "" : " ";
      const { length } = stripVTControlCharacters(word);
      if (index > 0 && word !== "" && at > indent && at + 1 + length > columns) {
        at = indent + length;
        return `\n${" ".repeat(indent)}${word}`;
      }
      at += space.length + length;
      return space + word;
    })
    .join("")
    .replaceAll(HELD, " ");
}

/** A blank that is none to break at. Nothing that is shown has it: it would be written out. */
const HELD = "\0";

/** One message for the person beside the result, folded where that is a terminal. */
export function tell(io: Io, message: string): void {
  const columns = columnsOf(io.stderr);
  io.err(
    columns === undefined
      ? message
      : message
          .split("\n")
          .map((line) => foldLine(line, columns))
          .join("\n"),
  );
}

/** A column that is narrower is a strip. */
const MIN_COLUMNS = 30;

/** A line of a message. One that is indented is a row, perhaps with a name in front, whose text stays a column while it can. */
export function foldLine(line: string, columns: number): string {
  if (!line.startsWith(" ")) return fold(line, columns, 0, 0);
  const [, indent = "", name = "", text = ""] = /^( *)(?:(\S.*?) {2,})?(\S.*)?$/.exec(line) ?? [];
  const at = line.length - text.length;
  if (columns - at >= MIN_COLUMNS) return line.slice(0, at) + fold(text, columns, at, at);
  if (line.length <= columns) return line;
  const below = 6;
  const shown = " ".repeat(below) + fold(text, columns, below, below);
  return name === "" ? shown : `${indent}${name}\n${shown}`;
}
