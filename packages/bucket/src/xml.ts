// S3's documents, written.

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
