// Reads S3's error document: one `<Error>` with flat elements. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
// An own small reader, strict where a general parser is generous: no document type, no CDATA, no nesting, no unknown entity.
import { unescapeLines, unescapeMarkup, unquote } from "./unwrap.ts";

/** What S3 said, element by element. */
export interface S3Error {
  /** S3's code, for example `AccessDenied`. */
  readonly code: string;
  /** S3's own words. */
  readonly message: string;
  /** All other elements by name, for example `Region`, `HeadersNotSigned`, `StringToSign`. */
  readonly details: Readonly<Record<string, string>>;
}

/** With a canonical request and a session token, both as text and as bytes, S3 writes some 10 KB. */
export const MAX_DOCUMENT_LENGTH = 131_072;
/** S3's have some twenty. */
const MAX_ELEMENTS = 200;

/**
 * The error, or in one sentence why the text is none. What stands around it is passed over: head lines of `curl -i`, what
 * `curl -w` and shells write behind it, the line of a log. An error that stands there escaped is read, too.
 */
export function readErrorDocument(text: string): S3Error | string {
  if (text.length > MAX_DOCUMENT_LENGTH) return `It has more than ${MAX_DOCUMENT_LENGTH} characters: no error of S3.`;
  if (text.trim() === "")
    return "The answer is empty. To HEAD every answer is: then say its status (`--status 403`, `{ status: 403 }`), or ask with GET to see S3's words.";
  const plain = /<Error[\s>]/.test(text) ? text : unescapeMarkup(text);
  const documents = [...new Set(findDocuments(plain))];
  if (documents.length === 0) return describeOther(text);
  if (/<!(?:DOCTYPE(?!\s+html)|ENTITY)/i.test(plain))
    return "The document has a document type, which S3's errors do not.";
  return mergeSame(documents.map((document) => readElements(unescapeLines(unquote(document, 1)))));
}

/** Names one answer of several, or one object of several that were to be deleted; of causes they say nothing. */
const OF_ONE_ANSWER = new Set(["RequestId", "HostId", "ServerTime", "RequestTime", "Resource", "Key", "VersionId"]);

/** One error, where all have the same cause: tries of one request, or DeleteObjects, which answers object by object. */
function mergeSame([first, ...others]: readonly (S3Error | string)[]): S3Error | string {
  if (first === undefined || others.length === 0) return first ?? "";
  const several = "Several errors stand here, and each has causes of its own: paste one answer.";
  if (typeof first === "string") return several;
  const details = { ...first.details };
  for (const other of others) {
    if (typeof other === "string" || other.code !== first.code || other.message !== first.message) return several;
    for (const name of new Set([...Object.keys(first.details), ...Object.keys(other.details)])) {
      if (other.details[name] === first.details[name]) continue;
      if (!OF_ONE_ANSWER.has(name)) return several;
      delete details[name];
    }
  }
  return { ...first, details };
}

/** What stands between each `<Error>` and the first `</Error>` behind it. */
function findDocuments(text: string): string[] {
  const found: string[] = [];
  const opening = /<Error(?:\s[^<>]*)?>/g;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const end = text.indexOf("</Error>", opening.lastIndex);
    // One that is never closed would be looked for again from every other that is opened.
    if (end === -1) return found;
    found.push(text.slice(opening.lastIndex, end));
    opening.lastIndex = end;
  }
  return found;
}

function describeOther(text: string): string {
  if (/<\?xml|<Error[\s>]/.test(text))
    return "The document does not go from <Error> to </Error>: it was cut off, or is another one than an error.";
  return /<html|<!doctype html/i.test(text)
    ? "This is a web page, not S3's XML: something between the client and S3 has answered, such as a proxy."
    : "This is not S3's error document: paste the answer's body, from <Error> to </Error>.";
}

const ELEMENT = /\s*(?:<([A-Za-z_][\w.-]*)>([^<]*)<\/\1>|<([A-Za-z_][\w.-]*)\s*\/>)\s*/y;

/** A name that is longer than any of S3's is no name. */
const nameOf = (name: string): string => (name.length > 64 ? `of ${name.length} characters` : name);

function readElements(text: string): S3Error | string {
  const elements = new Map<string, string>();
  ELEMENT.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    const element = ELEMENT.exec(text);
    if (element === null) return "The document is not flat, or not well-formed XML: S3's errors are lists of elements.";
    const name = element[1] ?? element[3]!;
    const value = unescapeXml(element[2] ?? "");
    if (value === undefined) return `The element ${nameOf(name)} holds an entity that XML does not know.`;
    // A repeated element would let two readers see two errors.
    if (elements.has(name)) return `The element ${nameOf(name)} is there twice.`;
    if (elements.size >= MAX_ELEMENTS) return `The document has more than ${MAX_ELEMENTS} elements: no error of S3.`;
    elements.set(name, value.trim());
    at = ELEMENT.lastIndex;
  }
  const code = elements.get("Code");
  if (!code) return "The document has no Code: it is no error of S3.";
  const message = elements.get("Message") ?? "";
  elements.delete("Code");
  elements.delete("Message");
  return { code, message, details: Object.fromEntries(elements) };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export function unescapeXml(text: string): string | undefined {
  let isSound = true;
  const plain = text.replace(/\r\n?/g, "\n").replace(/&([^;&]{0,8};?)/g, (_, reference: string) => {
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}));$/i.exec(reference);
    const point = number ? Number.parseInt(number[1] ?? number[2]!, number[1] === undefined ? 10 : 16) : -1;
    const known = ENTITIES[reference.slice(0, -1)];
    if (reference.endsWith(";") && known !== undefined) return known;
    if (point >= 0 && point <= 0x10ffff) return String.fromCodePoint(point);
    isSound = false;
    return "";
  });
  return isSound ? plain : undefined;
}
