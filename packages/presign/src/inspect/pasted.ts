// What copying, mail and chat do to a URL. What can be taken off without changing the URL is, and is said.
import { isWholeSignature } from "./signature-shape.ts";
import { isSubresource } from "./subresources.ts";
import type { Finding } from "./types.ts";

const broken = (code: string, text: string): Finding => ({ code, level: "broken", text });

const OPENING = /[\s*_<"'`([“”‘«]/;
const CLOSING = /[\s>"'`”’»]/;

interface Around {
  readonly front: string;
  readonly url: string;
  readonly back: string;
}

/** Letter by letter from both ends: a pattern would go back over a long run of blanks again and again. */
function takeOffAround(text: string): Around {
  let start = 0;
  let end = text.length;
  while (start < end && OPENING.test(text[start]!)) start++;
  while (end > start && CLOSING.test(text[end - 1]!)) end--;
  return { front: text.slice(0, start), url: text.slice(start, end), back: text.slice(end) };
}

const INVISIBLE = /[\u00a0\u200b-\u200f\u2060\ufeff\u00ad]/g;

/** What was taken off, but for blanks. */
function describeAround(front: string, back: string): Finding[] {
  const [begin, end] = [front, back].map((text) => text.replace(INVISIBLE, "").trim());
  if (begin && end)
    return [
      broken(
        "trailing_characters",
        `It begins with ${JSON.stringify(begin)} and ends with ${JSON.stringify(end)}, which are of the text around it: take them off.`,
      ),
    ];
  const of = (text: string): string => `${JSON.stringify(text)}, which is of the text around it: take it off.`;
  if (end) return [broken("trailing_characters", `It ends with ${of(end)}`)];
  return begin ? [broken("leading_characters", `It begins with ${of(begin)}`)] : [];
}

/** Parameters that hold letters, digits and what is percent-encoded, and none of what ends sentences. */
const PLAIN_VALUES =
  /^(?:x-amz-(?:algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|checksum-mode|sdk-checksum-algorithm)|x-id)$/i;
const NOT_PLAIN = /[^0-9a-zA-Z%=]/;
/** Elsewhere a full stop may be the value's own, but no signer leaves the others as they are. */
const AROUND = /[)\]}>,;:!?"|”’».]/;

/** Neither a letter nor a digit, percent-encoded or as programs escape it. */
const isOfNoWord = (text: string): boolean => !/[0-9a-z]/i.test(text.replace(/%[0-9a-f]{2}|\\[nrt]/gi, ""));

/** What of the text around stands behind the last parameter of a signed URL. */
function findTail(url: string): string | undefined {
  const last = url.slice(url.lastIndexOf("&") + 1);
  const equals = last.indexOf("=");
  if (equals === -1 || last.includes("#") || !/[?&]x-amz-signature=/i.test(url)) return undefined;
  const name = last.slice(0, equals);
  const value = last.slice(equals + 1);
  if (isSubresource(name)) return value !== "" && !/^(?:…|\.{3})$/.test(value) && isOfNoWord(value) ? value : undefined;
  const isPlain = PLAIN_VALUES.test(name);
  let end = value.length;
  while (end > 0 && (isPlain ? NOT_PLAIN : AROUND).test(value[end - 1]!)) end--;
  const [before, tail] = [value.slice(0, end), value.slice(end)];
  if (before === "" || tail === "" || (!isPlain && /^\.*$/.test(tail))) return undefined;
  // Dots behind what is not whole are of a shortened display, and what was opened in the value is closed there.
  if (/^(?:…|\.{3})$/.test(tail) && !isWholeSignature(before)) return undefined;
  return /[([{<"“«]/.test(before) ? undefined : tail;
}

export interface Pasted {
  readonly url: string;
  readonly findings: readonly Finding[];
}

/** Any value as text, a `URL` too; an object that cannot be one is nothing. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "";
  }
}

/** The URL in a pasted text, and what was wrong around it or in it. */
export function readPasted(text: string): Pasted {
  const findings: Finding[] = [];
  const around = takeOffAround(text);
  let { url } = around;
  if (/[\r\n]/.test(url)) {
    // Mail breaks lines, with "=" at the end where it is quoted-printable and "> " in front where it is quoted.
    url = url.replace(/([?&][\w-]+)?(=?)\r?\n[>\s]*/g, (_, name: string | undefined, equals: string) =>
      name === undefined ? "" : name + equals,
    );
    findings.push(
      broken("line_breaks", "It was broken into lines on the way: put them together again without blanks."),
    );
  }
  if (/\s/.test(url))
    findings.push(broken("has_blanks", "It holds blanks: use the URL as it was made, where a space is %20."));
  const tail = findTail(url) ?? "";
  url = url.slice(0, url.length - tail.length);
  findings.push(...describeAround(around.front, tail + around.back));
  if (text.search(INVISIBLE) !== -1)
    findings.push(
      broken(
        "invisible_characters",
        "It holds invisible characters, as chats and word processors put in: copy it from its source.",
      ),
    );
  if (/&amp;/i.test(url))
    findings.push(
      broken("html_escaped", "It holds &amp; where & belongs: it was copied from the source of a web page."),
    );
  if (/\\u0026/i.test(url))
    findings.push(
      broken("json_escaped", "It holds \\u0026 where & belongs: it was copied from the source of a JSON document."),
    );
  if (/\\[?&=]/.test(url))
    findings.push(broken("shell_escaped", "It holds backslashes, as shells put in front of ? and &: take them off."));
  if (/X-Amz-Credential=[^&]*%252F/i.test(url))
    findings.push(broken("encoded_twice", "It was percent-encoded twice (%252F): use it as it was made."));
  if (/(?:…|\.\.\.)$/.test(url))
    findings.push(broken("shortened", "It ends in dots: what was copied is a shortened display of it."));
  return { url, findings };
}
