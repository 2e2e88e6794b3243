// Reads the few documents that requests carry: elements, text and references, and nothing of XML beyond them.
import { refuse } from "./errors.ts";

export interface XmlElement {
  readonly name: string;
  /** With references resolved, blanks kept; blanks alone where there are children. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** The deepest document of S3 that is read here has six levels. */
const MAX_DEPTH = 8;
/** Of most documents; those that name many things say their own. */
const MAX_ELEMENTS = 1_000;
const DECLARATION = /^\uFEFF?(?:<\?xml [^<>]*\?>)?\s*/;
/** Attributes are namespaces and schema types: allowed, and without a meaning here. */
const START_TAG =
  /<([A-Za-z_][A-Za-z0-9_.-]*)((?:\s+[A-Za-z_][A-Za-z0-9_.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const END_TAG = /<\/([A-Za-z_][A-Za-z0-9_.-]*)\s*>/y;
/** XML has no names for these, not even as references, but object keys may hold them: as references they are taken. */
const RAW_CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const ENTITIES = new Map(Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }));

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

/**
 * The root element of a document. Refuses with MalformedXML what is not well-formed, has another root, a document
 * type, an entity that is not predefined, a comment, a CDATA section, text beside elements, more than eight levels or
 * more elements than the most.
 * One pass, and no step depends on anything but the length of the document.
 */
export function readXml(document: string, root: string, maxElements = MAX_ELEMENTS): XmlElement {
  if (RAW_CONTROL.test(document)) throw malformed();
  let at = DECLARATION.exec(document)![0].length;
  let elements = 0;
  const open: Open[] = [{ name: "", text: "", children: [] }];
  while (at < document.length) {
    const next = document.indexOf("<", at);
    const end = next === -1 ? document.length : next;
    const inside = open.at(-1)!;
    if (end > at) inside.text += resolve(document.slice(at, end));
    if (next === -1) break;
    if (document[next + 1] === "/") {
      const match = matchAt(END_TAG, document, next);
      if (open.length === 1 || match[1] !== inside.name) throw malformed();
      open.pop();
      open.at(-1)!.children.push(close(inside));
      at = END_TAG.lastIndex;
    } else {
      const match = matchAt(START_TAG, document, next);
      if (open.length > MAX_DEPTH || ++elements > maxElements) throw malformed();
      const element: Open = { name: match[1]!, text: "", children: [] };
      if (match[3] === "/") inside.children.push(element);
      else open.push(element);
      at = START_TAG.lastIndex;
    }
  }
  const top = close(open[0]!);
  const [element] = top.children;
  if (open.length !== 1 || top.children.length !== 1 || element!.name !== root || top.text.trim() !== "")
    throw malformed();
  return element!;
}

/** The children, after a check that all are of these names, and that there is no text in their place. */
export function readChildren(element: XmlElement, names: readonly string[]): readonly XmlElement[] {
  if (element.text.trim() !== "" || !element.children.every(({ name }) => names.includes(name))) throw malformed();
  return element.children;
}

/** The one child of that name, if any. Two are refused. */
export function findChild(element: XmlElement, name: string): XmlElement | undefined {
  const found = element.children.filter((child) => child.name === name);
  if (found.length > 1) throw malformed();
  return found[0];
}

/** Text of an element without children. */
export function readText(element: XmlElement): string {
  if (element.children.length > 0) throw malformed();
  return element.text;
}

/** Text of the one child of that name, blanks kept; undefined when there is none. */
export function findText(element: XmlElement, name: string): string | undefined {
  const child = findChild(element, name);
  return child && readText(child);
}

export const malformed = (message?: string) => refuse("MalformedXML", message);

function matchAt(pattern: RegExp, document: string, at: number): RegExpExecArray {
  pattern.lastIndex = at;
  const match = pattern.exec(document);
  if (!match) throw malformed();
  return match;
}

function close(element: Open): XmlElement {
  if (element.children.length > 0 && element.text.trim() !== "") throw malformed();
  return element;
}

function resolve(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;&]{0,10};)?/g, (_, reference: string | undefined) => {
    const name = reference?.slice(0, -1) ?? "";
    const character = name.startsWith("#") ? resolveNumber(name.slice(1)) : ENTITIES.get(name);
    if (character === undefined) throw malformed();
    return character;
  });
}

function resolveNumber(digits: string): string | undefined {
  const isHex = /^x[0-9A-Fa-f]+$/.test(digits);
  if (!isHex && !/^[0-9]+$/.test(digits)) return undefined;
  const code = isHex ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
