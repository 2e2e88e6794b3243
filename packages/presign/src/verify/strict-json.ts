// JSON where nothing is left to interpretation: JSON.parse keeps the last of two equal members, and a policy that says
// two things must say nothing. One addition of S3's: a dollar sign may be written `\$`.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
import { decodeBase64 } from "../sigv4/bytes.ts";

export type Json = null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>;

const MAX_DEPTH = 8;
const BLANKS = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  $: "$",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class JsonFault extends Error {}

/** Undefined for anything that is not exactly one JSON value of at most eight levels without equal members. */
export function parseStrictJson(text: string): Json | undefined {
  let at = 0;

  const fail = (): never => {
    throw new JsonFault();
  };
  const skipBlanks = () => {
    BLANKS.lastIndex = at;
    at += BLANKS.exec(text)![0].length;
  };
  const take = (token: string): boolean => {
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const expect = (token: string) => take(token) || fail();

  function readString(): string {
    expect('"');
    let value = "";
    for (;;) {
      const char = text[at++];
      if (char === undefined || char < " ") return fail();
      if (char === '"') return value.isWellFormed() ? value : fail();
      if (char !== "\\") {
        value += char;
        continue;
      }
      const code = text[at++] ?? fail();
      const hex = text.slice(at, at + 4); // four characters at most
      if (code === "u" && /[0-9a-fA-F]{4}/.test(hex)) {
        value += String.fromCharCode(Number.parseInt(hex, 16));
        at += 4;
      } else value += Object.hasOwn(ESCAPES, code) ? ESCAPES[code]! : fail();
    }
  }

  function readArray(depth: number): Json {
    const items: Json[] = [];
    skipBlanks();
    if (take("]")) return items;
    do items.push(readValue(depth));
    while (take(","));
    expect("]");
    return items;
  }

  function readObject(depth: number): Json {
    const members = new Map<string, Json>();
    skipBlanks();
    if (take("}")) return members;
    do {
      skipBlanks();
      const name = readString();
      skipBlanks();
      expect(":");
      if (members.has(name)) fail();
      members.set(name, readValue(depth));
    } while (take(","));
    expect("}");
    return members;
  }

  function readValue(depth: number): Json {
    if (depth > MAX_DEPTH) fail();
    skipBlanks();
    const value = readBareValue(depth);
    skipBlanks();
    return value;
  }

  function readBareValue(depth: number): Json {
    if (take("{")) return readObject(depth + 1);
    if (take("[")) return readArray(depth + 1);
    if (text[at] === '"') return readString();
    if (take("true")) return true;
    if (take("false")) return false;
    if (take("null")) return null;
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(text)?.[0] ?? fail();
    at += number.length;
    return Number(number);
  }

  try {
    const value = readValue(0);
    return at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

/** Base64 in its one spelling, then UTF-8 in its one spelling. */
export function decodeStrictBase64(text: string): string | undefined {
  const bytes = decodeBase64(text);
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The bytes are no UTF-8.
  }
  return undefined;
}
