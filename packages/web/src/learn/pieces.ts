// A URL cut into pieces that can be coloured. Nothing is lost: the pieces together are the text, damaged or not.

/** What a piece of a URL says. `null` is what only separates. */
export type Part = "where" | "what" | "how" | "who" | "when" | "more" | "proof" | null;

export interface Piece {
  readonly part: Part;
  readonly text: string;
}

const PARTS: Readonly<Record<string, Part>> = {
  "X-Amz-Algorithm": "how",
  "X-Amz-SignedHeaders": "how",
  "X-Amz-Content-Sha256": "how",
  "X-Amz-Credential": "who",
  "X-Amz-Security-Token": "who",
  "X-Amz-S3session-Token": "who",
  "X-Amz-Region-Set": "who",
  "X-Amz-Date": "when",
  "X-Amz-Expires": "when",
  "X-Amz-Signature": "proof",
};

/** Cuts any text; what does not look like a URL is one piece. */
export function cutPieces(url: string): Piece[] {
  const match = /^(https?:\/\/[^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(url);
  if (!match) return url === "" ? [] : [{ part: null, text: url }];
  const [, origin = "", path = "", search, fragment] = match;
  const pieces: Piece[] = [{ part: "where", text: origin }];
  if (path !== "") pieces.push({ part: "what", text: path });
  for (const [index, parameter] of (search?.slice(1).split("&") ?? []).entries()) {
    pieces.push({ part: null, text: index === 0 ? "?" : "&" });
    const name = parameter.slice(0, parameter.indexOf("="));
    if (parameter !== "") pieces.push({ part: PARTS[name] ?? "more", text: parameter });
  }
  if (fragment !== undefined) pieces.push({ part: null, text: fragment });
  return pieces;
}
