// What a reference page would owe its readers: one line for each thing that is public and not written down.
import type { TSSignature } from "oxc-parser";
import { readCodes } from "./codes.ts";
import { namedTypes } from "./named-types.ts";
import type { PublicName, PublicPackage } from "./package-exports.ts";
import { sectionOf } from "./render.ts";
import { findDeclaration } from "./sources.ts";

/** Sentences end with a mark and a capital after it. A code is explained in two: what it means, what to do. */
const SENTENCE_END = /[.!?:]\s+(?=[A-Z`])/;

export function findGaps({ names }: PublicPackage): string[] {
  return [...names.values()].flatMap((item) => [
    ...(item.doc?.text ? [] : [`${item.name} has no docstring`]),
    ...(sectionOf(item) === "Functions" ? gapsOfFunction(item) : []),
    ...gapsOfCodes(item),
    ...gapsOfMembers(item),
    ...gapsOfTypes(item, names),
  ]);
}

function gapsOfFunction({ name, doc }: PublicName): string[] {
  const whole = [doc?.text, ...(doc?.see ?? []), ...(doc?.throws ?? [])].join("\n");
  const gaps: string[] = [];
  if (!/https:\/\//.test(whole)) gaps.push(`${name} names no page of AWS or standard that it obeys`);
  if (!/\bthrows?\b/i.test(whole) && doc?.throws.length === 0) gaps.push(`${name} does not say what it throws`);
  if (doc === undefined || doc.examples.length === 0) gaps.push(`${name} has no @example`);
  return gaps;
}

function gapsOfCodes(item: PublicName): string[] {
  return (readCodes(item) ?? []).flatMap(({ code, meaning, value }) => {
    if (meaning === undefined) return [`${item.name}: ${code} has no docstring`];
    // A list that keeps a text with each code keeps the remedy there.
    const hasRemedy = (value !== undefined && /\s/.test(value)) || SENTENCE_END.test(meaning);
    return hasRemedy
      ? []
      : [`${item.name}: ${code} has no remedy: say what it means, and in a second sentence what to do`];
  });
}

function gapsOfMembers({ name, node, source }: PublicName): string[] {
  if (node.type !== "TSInterfaceDeclaration") return [];
  return node.body.body
    .filter((member) => !isTag(member) && !source.docOf(member)?.text)
    .map(
      (member) =>
        `${name}.${
          source
            .slice(member)
            .replace(/^readonly /, "")
            .match(/^\w*/)![0]
        } has no docstring`,
    );
}

/** Whether a member only tells one kind of an answer from another: `kind: "explained"`, `ok: true`. */
function isTag(member: TSSignature): boolean {
  return member.type === "TSPropertySignature" && member.typeAnnotation?.typeAnnotation.type === "TSLiteralType";
}

/** Types of the package that a public one refers to: without their names nobody can write down what they got. */
function gapsOfTypes({ name, node, file }: PublicName, names: ReadonlyMap<string, PublicName>): string[] {
  if (node.type === "VariableDeclaration" || node.type === "ClassDeclaration") return [];
  return [...new Set(namedTypes(node))]
    .filter((type) => !names.has(type) && findDeclaration(file, type) !== undefined)
    .map((type) => `${name} refers to ${type}, which is not exported`);
}
