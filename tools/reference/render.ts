// A package's public names as one page of Markdown.
import type { TSSignature } from "oxc-parser";
import { type Code, readCodes } from "./codes.ts";
import { type DocComment, flow } from "./doc-comment.ts";
import { namedTypes } from "./named-types.ts";
import type { PublicName, PublicPackage } from "./package-exports.ts";

const SECTIONS = ["Functions", "Codes", "Types"] as const;
type Section = (typeof SECTIONS)[number];

export function sectionOf(name: PublicName): Section {
  if (readCodes(name) !== undefined) return "Codes";
  const { node } = name;
  if (node.type === "FunctionDeclaration") return "Functions";
  return node.type === "VariableDeclaration" && /=>/.test(name.source.slice(node)) ? "Functions" : "Types";
}

export function renderPage({ name, description, names }: PublicPackage, command: string): string {
  const all = [...names.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = [
    `# Reference of ${name}`,
    `<!-- Made from the docstrings by \`${command}\`: edit those. -->`,
    description,
    ...renderImports(all),
  ];
  for (const section of SECTIONS) {
    const inside = all.filter((item) => sectionOf(item) === section);
    if (inside.length === 0) continue;
    page.push(`## ${section}`, inside.map((item) => link(item.name)).join(" · "));
    for (const item of inside) page.push(...renderName(item, names));
  }
  return `${page.join("\n\n")}\n`;
}

const link = (name: string): string => `[\`${name}\`](#${name.toLowerCase()})`;

function renderImports(all: readonly PublicName[]): string[] {
  const paths = [...new Set(all.flatMap(({ from }) => from))];
  if (paths.length < 2) return [];
  const values = all.filter(({ node }) => !node.type.startsWith("TS"));
  const rows = paths.map(
    (path) =>
      `| \`${path}\` | ${values
        .filter(({ from }) => from.includes(path))
        .map(({ name }) => link(name))
        .join(", ")} |`,
  );
  return [["| import from | what it has, besides types |", "| --- | --- |", ...rows].join("\n")];
}

type Names = ReadonlyMap<string, PublicName>;

function renderName(item: PublicName, names: Names): string[] {
  const { node, doc, source } = item;
  const codes = readCodes(item);
  const lines = [`### ${item.name}`];
  if (codes === undefined && node.type !== "TSInterfaceDeclaration")
    lines.push(`\`\`\`ts\n${declarationText(item)}\n\`\`\``);
  if (doc !== undefined) lines.push(...renderDoc(doc));
  if (codes !== undefined) lines.push(renderCodes(codes));
  if (node.type === "TSInterfaceDeclaration") {
    const parents = node.extends.map(({ expression }) => source.slice(expression));
    if (parents.length > 0)
      lines.push(
        `Has everything of ${parents.map((name) => (names.has(name) ? link(name) : `\`${name}\``)).join(" and ")} too.`,
      );
    const members = node.body.body.map((member) => renderMember(item, member, names));
    if (members.length > 0) lines.push(members.join("\n"));
  }
  return lines;
}

/** What of a declaration concerns its users: no bodies, no values. */
function declarationText({ node, source }: PublicName): string {
  if (node.type === "FunctionDeclaration")
    return source.text
      .slice(node.start, node.body?.start ?? node.end)
      .replace(/^async /, "")
      .trim();
  if (node.type === "VariableDeclaration") {
    const text = source.slice(node);
    return text.slice(0, text.indexOf("=>") < 0 ? undefined : text.indexOf("=>")).trim();
  }
  if (node.type === "ClassDeclaration") {
    const members = node.body.body
      .filter((member) => member.type === "PropertyDefinition" && member.key.type !== "PrivateIdentifier")
      .map((member) => `  ${source.slice(member).replace("override ", "")}`);
    const head = source.text.slice(node.start, node.body.start).trim();
    return `${head} {\n${members.join("\n")}\n}`;
  }
  return source.slice(node);
}

function renderDoc({ text, params, returns, throws, see, examples }: DocComment): string[] {
  return [
    ...(text === "" ? [] : [text]),
    ...(params.size === 0 ? [] : [[...params].map(([name, what]) => `- \`${name}\`: ${flow(what)}`).join("\n")]),
    ...(returns === undefined ? [] : [`Returns ${flow(returns)}`]),
    ...throws.map((what) => `Throws ${flow(what).replace(/^\{(\w+)\}/, (_, kind) => `\`${kind}\`:`)}`),
    ...see.map((what) => `See ${flow(what)}`),
    ...examples.map((code) => `\`\`\`ts\n${code}\`\`\``),
  ];
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

function renderCodes(codes: readonly Code[]): string {
  const hasValues = codes.some(({ value }) => value !== undefined);
  const rows = codes.map(({ code, meaning = "", value = "" }) =>
    hasValues ? `| \`${code}\` | ${cell(meaning)} | ${cell(value)} |` : `| \`${code}\` | ${cell(meaning)} |`,
  );
  const head = hasValues ? ["| code | meaning | |", "| --- | --- | --- |"] : ["| code | meaning |", "| --- | --- |"];
  return [...head, ...rows].join("\n");
}

function renderMember(item: PublicName, member: TSSignature, names: Names): string {
  const { source } = item;
  const doc = source.docOf(member);
  const text = source
    .slice(member)
    .replace(/^readonly /, "")
    .replace(/;$/, "")
    .replace(/^([^:(]*\?:[\s\S]*?) \| undefined$/, "$1");
  const links = namedTypes(member)
    .filter((name) => names.has(name))
    .map(link);
  const seen = links.length === 0 ? "" : ` (${[...new Set(links)].join(", ")})`;
  const lines = [`- \`${flow(text)}\`${seen}${doc?.text ? `: ${flow(doc.text)}` : ""}`];
  for (const what of doc?.throws ?? []) lines.push(`  Throws ${flow(what)}`);
  for (const code of doc?.examples ?? []) lines.push(`\n\`\`\`ts\n${code}\`\`\`\n`.replace(/^(?=.)/gm, "  "));
  return lines.join("\n");
}
