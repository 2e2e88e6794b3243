// Writes docs/troubleshooting.md: symptoms from troubleshooting/symptoms.ts, causes and remedies from the code that names them.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { readCodes } from "./reference/codes.ts";
import { readPublicPackage } from "./reference/package-exports.ts";
import { SECTIONS } from "./troubleshooting/symptoms.ts";

const root = resolve(import.meta.dirname, "..");
export const TROUBLESHOOTING_FILE = resolve(root, "docs/troubleshooting.md");

const HEAD = `<!-- Written by \`npm run reference\` from the causes in packages/presign/src/explain/causes.ts. -->

# Troubleshooting

A presigned URL was refused, or a form was. Two commands say why; neither asks for a secret, and neither sends anything
(\`daypass\` is [the command of the checkout](running.md#the-command)):

\`\`\`sh
daypass inspect "$URL"                                   # what the URL says, and what is broken or unwise about it
curl -sSi "$URL" | daypass explain "$URL"                # the cause of S3's answer, the line that differs, and what to do
daypass explain "$URL" --status 403                      # an answer without a body, as every answer to HEAD is
daypass explain "$URL" error.xml --method PUT --header 'Content-Type: text/plain'   # with what was signed, it sees more
\`\`\`

In a program, \`explain(url, answer)\` of [@daypass/presign](../packages/presign/README.md#explaining) answers the same as data,
in a browser too. The tables below go from what you see to the causes that it can have, likeliest first; the first
column has the codes that \`explain\` gives.
`;

export function makeTroubleshooting(): string {
  const list = readPublicPackage(resolve(root, "packages/presign")).names.get("CAUSES");
  if (list === undefined) throw new Error("@daypass/presign has no CAUSES");
  const codes = new Map((readCodes(list) ?? []).map((code) => [code.code, code]));
  const sections = SECTIONS.map(({ title, symptoms }) => {
    const tables = symptoms.map(({ see, causes }) => {
      const rows = causes.map((code) => {
        const cause = codes.get(code);
        if (cause?.meaning === undefined || cause.value === undefined)
          throw new Error(`${code} has no meaning or remedy`);
        return `| \`${code}\` | ${escapeCell(cause.meaning)} | ${escapeCell(cause.value)} |`;
      });
      return `**${see}**\n\n| cause | what happened | what to do |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
    });
    return `## ${title}\n\n${tables.join("\n")}`;
  });
  return `${HEAD}\n${sections.join("\n")}`;
}

const escapeCell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replace(/\s+/g, " ");

if (import.meta.main) {
  writeFileSync(TROUBLESHOOTING_FILE, makeTroubleshooting());
  console.log("docs/troubleshooting.md");
}
