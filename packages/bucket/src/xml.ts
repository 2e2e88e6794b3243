// S3's documents: written by hand, read strictly.
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { refuse } from "./errors.ts";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

export interface XmlTree {
  readonly [element: string]: XmlContent;
}
export type XmlContent = string | number | boolean | undefined | XmlTree | readonly (string | XmlTree)[];

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text of an element. Control characters become references, as S3 writes them, although XML 1.0 has no name for some. */
export const escapeXml = (text: string): string =>
  text.replace(
    /[&<>"\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g,
    (c) => ESCAPES[c] ?? `&#x${c.charCodeAt(0).toString(16)};`,
  );

/** Elements in the order given; an array repeats its element; what is undefined is left out. */
export function writeElements(tree: XmlTree): string {
  let text = "";
  for (const [name, content] of Object.entries(tree))
    for (const one of Array.isArray(content) ? content : [content]) {
      if (one === undefined) continue;
      text += `<${name}>${typeof one === "object" ? writeElements(one as XmlTree) : escapeXml(String(one))}</${name}>`;
    }
  return text;
}

/** A whole answer document. Errors have no namespace in S3. */
export function writeDocument(root: string, content: XmlTree | string): string {
  const attribute = root === "Error" || root === "PostResponse" ? "" : ` xmlns="${NAMESPACE}"`;
  const inside = typeof content === "string" ? escapeXml(content) : writeElements(content);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inside}</${root}>`;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: true,
  removeNSPrefix: false,
  isArray: (_name, path) => path === "CompleteMultipartUpload.Part",
});

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#34": '"', "#39": "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&([^;]*);?/g, (_, name: string) => {
    const character = ENTITIES[name];
    if (character === undefined) throw refuse("MalformedXML");
    return character;
  });

function parse(document: string): Record<string, unknown> {
  try {
    if (!/<!/.test(document) && XMLValidator.validate(document) === true) return parser.parse(document);
  } catch {
    // The parser throws at what is nested too deep, and at names like __proto__.
  }
  throw refuse("MalformedXML");
}

/**
 * The parts that a CompleteMultipartUpload document names: for each its elements, of those allowed. A document type,
 * an entity that is not predefined, an unknown or repeated element: refused.
 */
export function readCompletedParts(document: string, allowed: readonly string[]): Record<string, string>[] {
  const tree = parse(document);
  const root = tree.CompleteMultipartUpload;
  if (Object.keys(tree).length !== 1 || typeof root !== "object" || root === null) throw refuse("MalformedXML");
  const parts = (root as Record<string, unknown>).Part;
  if (Object.keys(root).length !== 1 || !Array.isArray(parts)) throw refuse("MalformedXML");
  return parts.map((part: unknown) => {
    if (typeof part !== "object" || part === null) throw refuse("MalformedXML");
    return Object.fromEntries(
      Object.entries(part).map(([name, value]) => {
        if (!allowed.includes(name) || typeof value !== "string") throw refuse("MalformedXML");
        return [name, unescapeXml(value)];
      }),
    );
  });
}
