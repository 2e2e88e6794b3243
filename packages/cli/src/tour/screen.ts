import type { Style } from "../io.ts";

/** Where the tour is shown: how wide, and how it is coloured, if at all. */
export interface Screen {
  readonly columns: number;
  paint(style: Style, text: string): string;
}

const MIN_COLUMNS = 40;
/** Longer lines are hard to read. */
const MAX_COLUMNS = 100;
const DEFAULT_COLUMNS = 80;

/** The width to use, from what the terminal says, or the variable COLUMNS. */
export function chooseColumns(terminal: number | undefined, variable: string | undefined): number {
  const wanted = terminal || Number(variable) || DEFAULT_COLUMNS;
  return Math.min(Math.max(Math.trunc(wanted), MIN_COLUMNS), MAX_COLUMNS);
}

/** A text on as many lines as it needs. `code` between backticks stays in one piece. */
export function wrap(screen: Screen, text: string, indent = 0, first = " ".repeat(indent)): string[] {
  const lines: string[] = [];
  let line = first;
  let width = indent;
  for (const word of text.match(/(?:`[^`]*`|[^\s`])+/g) ?? []) {
    for (const piece of cut(word, screen.columns - indent)) {
      const size = piece.replaceAll("`", "").length;
      if (width > indent && width + 1 + size > screen.columns) {
        lines.push(line);
        line = " ".repeat(indent);
        width = indent;
      }
      line += width > indent ? ` ${piece}` : piece;
      width += width > indent ? size + 1 : size;
    }
  }
  lines.push(line);
  return lines.map((one) => one.replace(/`([^`]*)`/g, (_, code: string) => screen.paint("cyan", code)));
}

/** A word that fits on no line, in pieces that do. */
export function cut(word: string, width: number): string[] {
  if (word.replaceAll("`", "").length <= width) return [word];
  return word.replaceAll("`", "").match(new RegExp(`.{1,${width}}`, "gs")) ?? [];
}
