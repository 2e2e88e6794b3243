// Docstrings: prose, then tags. Only the tags that the reference shows are known, so that a misspelt one is found.

export interface DocComment {
  /** The prose, line ends as written. */
  readonly text: string;
  /** Parameter → what it is. */
  readonly params: ReadonlyMap<string, string>;
  readonly returns?: string | undefined;
  readonly throws: readonly string[];
  readonly see: readonly string[];
  /** Code of each example, without its fence. */
  readonly examples: readonly string[];
}

const TAGS = ["param", "returns", "throws", "see", "example"];

/** `value` is what stands between the comment's marks, with its first asterisk. */
export function parseDocComment(value: string): DocComment {
  const lines = value
    .replace(/^\*/, "")
    .split("\n")
    .map((line, index) => (index === 0 ? line.trim() : line.replace(/^\s*\* ?/, "").trimEnd()));
  const blocks: { tag: string; lines: string[] }[] = [{ tag: "", lines: [] }];
  let isCode = false;
  for (const line of lines) {
    // In an example `@daypass/presign` may begin a line.
    if (line.startsWith("```")) isCode = !isCode;
    const [, tag, rest = ""] = (isCode ? null : /^@(\w+)\s*(.*)$/.exec(line)) ?? [];
    if (tag === undefined) blocks.at(-1)!.lines.push(line);
    else blocks.push({ tag, lines: [rest] });
  }
  const textsOf = (wanted: string): string[] =>
    blocks.filter(({ tag }) => tag === wanted).map((block) => block.lines.join("\n").trim());
  const unknown = blocks.find(({ tag }) => tag !== "" && !TAGS.includes(tag));
  if (unknown !== undefined) throw new Error(`unknown tag @${unknown.tag}: there are ${TAGS.join(", ")}`);
  return {
    text: textsOf("").join("\n").trim(),
    params: new Map(
      textsOf("param").map((text) => {
        const [, name = "", what = ""] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
        return [name, what];
      }),
    ),
    returns: textsOf("returns")[0],
    throws: textsOf("throws"),
    see: textsOf("see"),
    examples: textsOf("example").flatMap(extractCode),
  };
}

/** The blocks of TypeScript in a text of Markdown. */
export function extractCode(markdown: string): string[] {
  return [...markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
}

/** Several lines of prose as one. */
export const flow = (text: string): string => text.replace(/\s*\n\s*/g, " ").trim();
