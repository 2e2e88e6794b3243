/** Names of the types that a piece of a declaration refers to, in their order; type parameters too. */
export function namedTypes(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(namedTypes);
  if (typeof node !== "object" || node === null) return [];
  const found: string[] = [];
  const { type, typeName, expression } = node as Record<string, { readonly name?: string } | undefined>;
  if ((type as unknown) === "TSTypeReference" && typeName?.name !== undefined) found.push(typeName.name);
  if ((type as unknown) === "TSInterfaceHeritage" && expression?.name !== undefined) found.push(expression.name);
  for (const [member, value] of Object.entries(node)) {
    // Bodies are nobody's business.
    if (member === "body" && (type as unknown) === "FunctionDeclaration") continue;
    if (member !== "typeName") found.push(...namedTypes(value));
  }
  return found;
}
