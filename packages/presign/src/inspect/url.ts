// Takes a URL apart without `URL`, which would fold dot segments and re-write what was signed.
import { decodeOnce } from "../sigv4/encode.ts";

export interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  /** What stands behind the #, which no client sends. */
  readonly fragment: string;
  /** Decoded; a piece that cannot be decoded stands as it came. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** The host is whole: with a user's name in front of it, or a backslash in it, clients go elsewhere than people read. */
const SHAPE = /^(https?):\/\/([^/?#\s@\\]+)(?=[/?#]|$)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/** `decode` tells how a raw `+` in the query is read: as it stands, unless it is told otherwise. */
export function splitUrl(text: string, decode = decodeOnce): UrlParts | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, scheme = "", host = "", rawPath = "", rawQuery = "", fragment = ""] = match;
  const query = rawQuery
    .split("&")
    .filter((piece) => piece !== "")
    .map((piece) => {
      const equals = piece.indexOf("=");
      const name = equals === -1 ? piece : piece.slice(0, equals);
      const value = equals === -1 ? "" : piece.slice(equals + 1);
      return [decode(name) ?? name, decode(value) ?? value] as const;
    });
  return { scheme: scheme.toLowerCase(), host: host.toLowerCase(), rawPath, rawQuery, fragment, query };
}
