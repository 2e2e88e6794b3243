// What an answer went through on its way here, taken off again: quoting of mail, and escaping as of JSON and of pages.

const QUOTED = /^(?:[ \t]*>)+ ?/;

/** Mail and chats put `>` in front of each line that they quote. The first `from` lines may be without it. */
export function unquote(text: string, from = 0): string {
  const lines = text.split("\n");
  const quoted = lines.slice(from).filter((line) => line.trim() !== "");
  if (quoted.length === 0 || !quoted.every((line) => QUOTED.test(line))) return text;
  return lines.map((line) => line.replace(QUOTED, "")).join("\n");
}

const MARKS: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#34;": '"',
  "&#39;": "'",
  "&amp;": "&",
  "\\u003c": "<",
  "\\u003e": ">",
  "\\u0026": "&",
};

/** XML that stands as text in a page, in other XML, or in JSON as some programs write it. Once: what is left is its own. */
export const unescapeMarkup = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|#3[49]|amp);|\\u00(?:3[ce]|26)/gi, (mark) => MARKS[mark.toLowerCase()]!);

/** Line ends as JSON and source code write them, where a document has no other. */
export const unescapeLines = (text: string): string =>
  text.includes("\n") ? text : text.replace(/(?:\\r)?\\n/g, "\n").replace(/\\(["'/])/g, "$1");
