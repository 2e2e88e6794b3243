// Closed lists of codes: exported constants in capitals, each code with a docstring of its own.
import type { Expression, ObjectPropertyKind } from "oxc-parser";
import { flow } from "./doc-comment.ts";
import type { Declaration } from "./sources.ts";

export interface Code {
  readonly code: string;
  /** What it means. Undefined: nobody wrote it down. */
  readonly meaning: string | undefined;
  /** A text or number that the list keeps with it. */
  readonly value: string | undefined;
}

/** The codes of a list, or undefined for any other declaration. */
export function readCodes({ name, node, source }: Declaration): readonly Code[] | undefined {
  if (node.type !== "VariableDeclaration" || !/^[A-Z][A-Z0-9_]*$/.test(name)) return undefined;
  const init = unwrap(node.declarations.find(({ id }) => id.type === "Identifier" && id.name === name)?.init ?? null);
  const meaningOf = (at: { readonly start: number }): string | undefined => {
    const text = source.docOf(at)?.text;
    return text === undefined ? undefined : flow(text);
  };
  if (init?.type === "ArrayExpression")
    return init.elements.map((element) => {
      if (element?.type !== "Literal" || typeof element.value !== "string")
        throw new Error(`${source.file}: ${name} is a list with something else than codes`);
      return { code: element.value, meaning: meaningOf(element), value: undefined };
    });
  // An object of other objects, such as a table of services, is no list of codes.
  if (init?.type === "ObjectExpression" && init.properties.some(isLiteral) && !init.properties.some(isOption))
    return init.properties.map((property) => {
      if (property.type !== "Property" || property.value.type !== "Literal")
        throw new Error(`${source.file}: ${name} has something else than codes with a text or number each`);
      const { key, value } = property;
      const code = key.type === "Identifier" ? key.name : source.slice(key).slice(1, -1);
      return { code, meaning: meaningOf(property), value: String(value.value) };
    });
  return undefined;
}

/** An object of options, such as `maxTries`, has values and no codes. */
const isOption = (property: ObjectPropertyKind): boolean =>
  property.type === "Property" && property.key.type === "Identifier" && /^[a-z]+[A-Z]/.test(property.key.name);
const isLiteral = (property: ObjectPropertyKind): boolean =>
  property.type === "Property" && property.value.type === "Literal";

function unwrap(node: Expression | null): Expression | null {
  return node?.type === "TSAsExpression" || node?.type === "TSSatisfiesExpression" ? unwrap(node.expression) : node;
}
