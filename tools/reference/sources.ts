// What a package exports, found in its sources: each name with its declaration and docstring.
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Declaration as Node, type Program, parseSync, type Statement } from "oxc-parser";
import { type DocComment, parseDocComment } from "./doc-comment.ts";

export interface Declaration {
  readonly name: string;
  readonly file: string;
  readonly node: Node;
  readonly doc: DocComment | undefined;
  /** The whole file, for pieces of it. */
  readonly source: Source;
}

export class Source {
  readonly file: string;
  readonly text: string;
  readonly program: Program;
  readonly #comments: readonly { readonly value: string; readonly start: number; readonly end: number }[];

  constructor(file: string) {
    this.file = file;
    this.text = readFileSync(file, "utf8");
    const { program, comments, errors } = parseSync(file, this.text);
    if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`);
    this.program = program;
    this.#comments = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"));
  }

  slice(node: { readonly start: number; readonly end: number }): string {
    return this.text.slice(node.start, node.end);
  }

  /** The docstring right in front of a node. */
  docOf(node: { readonly start: number }): DocComment | undefined {
    const comment = this.#comments.find(
      ({ end }) => end <= node.start && this.text.slice(end, node.start).trim() === "",
    );
    return comment && parseDocComment(comment.value);
  }
}

const sources = new Map<string, Source>();

export function readSource(file: string): Source {
  const known = sources.get(file) ?? new Source(file);
  sources.set(file, known);
  return known;
}

const nameOf = (node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string =>
  node.type === "Identifier" ? node.name! : String(node.value);

/** Names that a declaring statement makes, each with the declaration. */
function declarationsOf(statement: Statement): { name: string; node: Node; at: { start: number } }[] {
  const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : (statement as Node);
  if (node === null || node === undefined) return [];
  if (node.type === "VariableDeclaration")
    return node.declarations.map(({ id }) => ({ name: nameOf(id as never), node, at: statement }));
  if (
    node.type === "FunctionDeclaration" ||
    node.type === "ClassDeclaration" ||
    node.type === "TSInterfaceDeclaration" ||
    node.type === "TSTypeAliasDeclaration"
  )
    return node.id ? [{ name: node.id.name, node, at: statement }] : [];
  return [];
}

/** Follows a name through re-exports and imports to where it is declared; undefined for what another package declares. */
export function findDeclaration(file: string, name: string): Declaration | undefined {
  const source = readSource(file);
  for (const statement of source.program.body) {
    for (const { name: declared, node, at } of declarationsOf(statement))
      if (declared === name) return { name, file, node, doc: source.docOf(at), source };
    if (statement.type !== "ImportDeclaration" && statement.type !== "ExportNamedDeclaration") continue;
    const from = statement.source?.value;
    if (from === undefined || !from.startsWith(".")) continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type === "ImportSpecifier" && specifier.local.name === name)
        return findDeclaration(resolve(dirname(file), from), nameOf(specifier.imported as never));
      if (specifier.type === "ExportSpecifier" && nameOf(specifier.exported as never) === name)
        return findDeclaration(resolve(dirname(file), from), nameOf(specifier.local as never));
    }
  }
  return undefined;
}

/** Every name that an entry file exports, in its order. */
export function exportedNames(entry: string): string[] {
  if (!existsSync(entry)) throw new Error(`${entry} does not exist`);
  const names: string[] = [];
  for (const statement of readSource(entry).program.body) {
    if (statement.type === "ExportAllDeclaration") throw new Error(`${entry}: export * hides what is exported`);
    if (statement.type !== "ExportNamedDeclaration") continue;
    names.push(...declarationsOf(statement).map(({ name }) => name));
    names.push(...statement.specifiers.map(({ exported }) => nameOf(exported as never)));
  }
  return names;
}
