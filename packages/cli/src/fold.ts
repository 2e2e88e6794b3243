// Prose on a terminal: broken between words, and not wherever its edge is.

/** How wide the stream is, when it is a terminal that says so; a pipe or a file has lines as long as they are. */
export const columnsOf = ({ isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">): number | undefined =>
  isTTY && columns > 0 ? columns : undefined;

/**
 * `text` with line ends instead of some of its blanks. A word that fits on no line stays whole: an address is to be copied.
 * @param columns absent: as it is
 * @param start the column where the text begins, on a line that has something in front of it
 * @param indent of all further lines
 */
export function fold(text: string, columns: number | undefined, start: number, indent: number): string {
  if (columns === undefined) return text;
  let at = start;
  return text
    .split(" ")
    .map((word, index) => {
      const space = index === 0 ? "" : " ";
      if (index > 0 && word !== "" && at > indent && at + 1 + word.length > columns) {
        at = indent + word.length;
        return `\n${" ".repeat(indent)}${word}`;
      }
      at += space.length + word.length;
      return space + word;
    })
    .join("");
}
