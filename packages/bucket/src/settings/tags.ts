// Tags of an object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
import { refuse } from "../errors.ts";
import type { XmlTree } from "../xml.ts";
import { findChild, findText, malformed, readChildren, readXml, type XmlElement } from "../xml-reader.ts";

/** In the order given, each key once. */
export type Tags = readonly (readonly [key: string, value: string])[];

const MAX_TAGS = 10;
const MAX_KEY_CHARACTERS = 128;
const MAX_VALUE_CHARACTERS = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The Tagging document of PutObjectTagging, and of a form's field. */
export function readTagging(document: string): Tags {
  const root = readXml(document, "Tagging");
  readChildren(root, ["TagSet"]);
  const set = findChild(root, "TagSet");
  if (!set) throw malformed();
  return checkTags(readChildren(set, ["Tag"]).map(readTag));
}

/** A Tag element of this document and of lifecycle rules. */
export function readTag(element: XmlElement): [key: string, value: string] {
  readChildren(element, ["Key", "Value"]);
  const [key, value] = [findText(element, "Key"), findText(element, "Value")];
  if (key === undefined || value === undefined) throw malformed();
  return [key, value];
}

/** The value of x-amz-tagging: `key=value` pairs as in a query, where a plus is a space. */
export function parseTagging(header: string): Tags {
  const decode = (text: string): string => {
    try {
      return decodeURIComponent(text.replaceAll("+", " "));
    } catch {
      throw invalid("The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters.");
    }
  };
  const pairs = header.split("&").filter((pair) => pair !== "");
  return checkTags(
    pairs.map((pair) => {
      const [key, ...value] = pair.split("=");
      return [decode(key!), decode(value.join("="))] as const;
    }),
  );
}

export const writeTagging = (tags: Tags): XmlTree => ({
  TagSet: { Tag: tags.map(([Key, Value]) => ({ Key, Value })) },
});

function checkTags(tags: Tags): Tags {
  if (tags.length > MAX_TAGS)
    throw refuse("BadRequest", `Object tags cannot be greater than ${MAX_TAGS}, got ${tags.length}.`);
  for (const [i, [key, value]] of tags.entries()) {
    if (key === "" || [...key].length > MAX_KEY_CHARACTERS || !ALLOWED.test(key))
      throw invalid(
        `The TagKey you have provided is invalid: 1 to ${MAX_KEY_CHARACTERS} letters, digits, spaces and _.:/=+-@`,
      );
    if ([...value].length > MAX_VALUE_CHARACTERS || !ALLOWED.test(value))
      throw invalid(
        `The TagValue you have provided is invalid: at most ${MAX_VALUE_CHARACTERS} letters, digits, spaces and _.:/=+-@`,
      );
    if (key.startsWith("aws:")) throw invalid("System tags cannot be added/updated by requester");
    if (tags.findIndex(([other]) => other === key) !== i)
      throw invalid("Cannot provide multiple Tags with the same key");
  }
  return tags;
}

const invalid = (message: string) => refuse("InvalidTag", message);
