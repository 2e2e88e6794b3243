// What the sender of a form may choose. Each is asked for by name, so that none is open by accident.

import { PresignError, requirePlain, requireString, show } from "../errors.ts";
import { requireFreeName, spellField } from "./fields.ts";
import type { FormOptions } from "./options.ts";

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BEGINNING = /^[\x21-\x7e][\x20-\x7e]*$/;

/** Name, as S3 spells it → what the sender's value must begin with; "" for anything. `fixed` has the names in lower case. */
export function readOpenFields(
  options: FormOptions,
  fixed: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const open: Record<string, string> = {};
  const add = (argument: string, name: string, startsWith: string) => {
    const lower = name.toLowerCase();
    requireFreeName(argument, name);
    if (!NAME.test(name) || lower === "__proto__")
      throw new PresignError("option_invalid", `${argument} must have names of fields, got ${show(name)}`);
    const spelt = spellField(lower);
    if (Object.hasOwn(fixed, lower) || Object.hasOwn(open, spelt))
      throw new PresignError("option_invalid", `${argument}: the field ${show(name)} has a condition already`);
    open[spelt] = startsWith;
  };
  const { contentTypeStartsWith: type, anyContentType } = options;
  if (type !== undefined) add("contentTypeStartsWith", "content-type", requireTypePrefix(type));
  if (requireTrue("anyContentType", anyContentType, "contentTypeStartsWith")) add("anyContentType", "content-type", "");
  addPrefixes("metadataStartsWith", options.metadataStartsWith, "x-amz-meta-", add);
  addPrefixes("fieldsStartWith", options.fieldsStartWith, "", add);
  addNames("anyMetadata", options.anyMetadata, "x-amz-meta-", add);
  addNames("anyFields", options.anyFields, "", add);
  return open;
}

/** An option that opens something is `true` or absent: any other value is a mistake that must not open it. */
export function requireTrue(argument: string, value: unknown, alternative: string): value is true {
  if (value === undefined || value === true) return value === true;
  throw new TypeError(`${argument} must be true or left out (or give ${alternative}), got ${show(value)}`);
}

type Add = (argument: string, name: string, startsWith: string) => void;

function addPrefixes(argument: string, prefixes: unknown, before: string, add: Add): void {
  if (prefixes === undefined) return;
  if (typeof prefixes !== "object" || prefixes === null || Array.isArray(prefixes))
    throw new TypeError(`${argument} must be an object of names and beginnings, got ${show(prefixes)}`);
  requirePlain(argument, prefixes);
  for (const [name, startsWith] of Object.entries(prefixes))
    add(
      argument,
      name === "" ? "" : before + name,
      requireBeginning(`${argument} ${show(name)}`, startsWith, OPEN_INSTEAD[argument]!),
    );
}

const OPEN_INSTEAD: Record<string, string> = { metadataStartsWith: "anyMetadata", fieldsStartWith: "anyFields" };

function addNames(argument: string, names: unknown, before: string, add: Add): void {
  if (names === undefined) return;
  if (!Array.isArray(names)) throw new TypeError(`${argument} must be an array of names, got ${show(names)}`);
  for (const name of names as unknown[]) {
    requireString(argument, name);
    add(argument, name === "" ? "" : before + name, "");
  }
}

/** The empty beginning allows everything, which has a name of its own. */
function requireBeginning(argument: string, value: unknown, instead: string): string {
  requireString(argument, value);
  if (!BEGINNING.test(value))
    throw new PresignError(
      "option_invalid",
      `${argument} must be printable ASCII and not empty (for any value use ${instead}), got ${show(value)}`,
    );
  return value;
}

function requireTypePrefix(value: unknown): string {
  const type = requireBeginning("contentTypeStartsWith", value, "anyContentType");
  if (type.includes(","))
    throw new PresignError(
      "option_invalid",
      `contentTypeStartsWith must have no comma, because S3 holds it against each part between commas, got ${show(type)}`,
    );
  return type;
}
