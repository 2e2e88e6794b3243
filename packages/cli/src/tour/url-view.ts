import type { Style } from "../io.ts";
import { cut, type Screen } from "./screen.ts";

interface Kind {
  readonly style: Style;
  readonly means: string;
}

/** What each part of a presigned URL is, by the name of its parameter. */
const KINDS: Readonly<Record<string, Kind>> = {
  origin: { style: "cyan", means: "where" },
  bucket: { style: "cyan", means: "which bucket" },
  key: { style: "bold", means: "which object" },
  "X-Amz-Algorithm": { style: "dim", means: "how it is signed" },
  "X-Amz-Credential": { style: "magenta", means: "whose key" },
  "X-Amz-Date": { style: "yellow", means: "when it was signed" },
  "X-Amz-Expires": { style: "yellow", means: "for how many seconds" },
  "X-Amz-SignedHeaders": { style: "blue", means: "what else is signed" },
  "X-Amz-Signature": { style: "green", means: "the proof" },
  "response-content-disposition": { style: "dim", means: "a header of the answer" },
};
const OTHER: Kind = { style: "dim", means: "" };

export interface UrlPart extends Kind {
  readonly name: string;
  readonly text: string;
}

/** Where the meanings begin on a wide screen, if their parts are not longer; on a narrow one they follow at once. */
const MEANING_COLUMN = 40;
const WIDE_COLUMNS = 70;

/** A URL of path style, cut into its parts; they are the URL when put together, but for the shortened signature. */
export function splitIntoParts(url: string): UrlPart[] {
  const [, origin = url, bucket = "", key = "", query = ""] =
    /^(https?:\/\/[^/?]+)(\/[^/?]+)?(\/[^?]*)?(\?.*)?$/s.exec(url) ?? [];
  const parts: [name: string, text: string][] = [
    ["origin", origin],
    ["bucket", bucket],
    ["key", key],
    ...(query.match(/[?&][^&]*/g) ?? []).map((pair): [string, string] => [pair.slice(1).split("=", 1)[0]!, pair]),
  ];
  return parts
    .filter(([, text]) => text !== "")
    .map(([name, text]) => ({ name, text: shortenSignature(text), ...(KINDS[name] ?? OTHER) }));
}

/** Enough of a signature to tell two apart, too little to use. Elsewhere than in a URL too. */
export const shortenSignature = (text: string): string =>
  text.replace(/([?&]X-Amz-Signature=|^)([0-9a-f]{64})/, (_, name: string, hex: string) => `${name}${shorten(hex)}`);

export const shorten = (text: string, head = 4): string =>
  text.length <= head + 8 ? text : `${text.slice(0, head)}…${text.slice(-4)}`;

export interface UrlView {
  /** Columns in front of each line. */
  readonly indent: number;
  readonly explain?: boolean | undefined;
  /** The part that is shown as changed. */
  readonly changed?: string | undefined;
}

/** A URL as lines no wider than the screen, without their indent: as many parts on each as fit, or one with its meaning. */
export function renderUrl(screen: Screen, url: string, view: UrlView): string[] {
  const width = screen.columns - view.indent;
  const lines: string[] = [];
  let line = "";
  let used = 0;
  const flush = (): void => {
    if (used > 0) lines.push(line);
    line = "";
    used = 0;
  };
  for (const part of splitIntoParts(url)) {
    const style: Style = part.name === view.changed ? ["inverse", "bold"] : part.style;
    // The query begins a line of its own, indented under what it belongs to; what is left of a long part, more so.
    const margin = /^[?&]/.test(part.text) ? 2 : 0;
    if (view.explain || used + part.text.length > width || part.text.startsWith("?")) flush();
    let isLong = false;
    for (const [index, piece] of cutUrl(part.text, width - margin - 2).entries()) {
      if (index > 0) {
        flush();
        isLong = true;
      }
      const lead = used > 0 ? 0 : index > 0 ? margin + 2 : margin;
      line += " ".repeat(lead) + screen.paint(style, piece);
      used += lead + piece.length;
    }
    if (!view.explain || part.means === "") {
      if (isLong) flush();
      continue;
    }
    const gap = Math.max((width < WIDE_COLUMNS ? 0 : MEANING_COLUMN) - used, 2);
    if (used + gap + part.means.length > width) {
      flush();
      lines.push(" ".repeat(margin + 2) + screen.paint("dim", part.means));
    } else line += " ".repeat(gap) + screen.paint("dim", part.means);
    flush();
  }
  flush();
  return lines;
}

/** In pieces that fit, cut before a percent sign where there is one. */
function cutUrl(text: string, width: number): string[] {
  const pieces: string[] = [];
  for (const token of text.match(/%?[^%]*/g) ?? []) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + token.length <= width) pieces[pieces.length - 1] = last + token;
    else if (token !== "") pieces.push(...cut(token, width));
  }
  return pieces;
}
