// What whoever holds a URL cannot change, and what they may choose.
import type { PresignedInspection } from "./types.ts";

const PINS: Record<string, string> = {
  host: "the host",
  "content-length": "the exact size",
  "content-type": "the content type",
  "content-md5": "the content, by MD5",
  "if-none-match": "that nothing is replaced",
  "if-match": "which state is replaced",
  range: "the byte range",
};

interface Signed {
  readonly likely: readonly string[];
  readonly signedHeaders: readonly string[];
  readonly query: PresignedInspection["query"];
  readonly key: string | undefined;
}

/** What whoever holds the URL cannot change. */
export function describePins({ likely, signedHeaders, query, key }: Signed): string[] {
  const pins = ["the method", key === undefined ? "the bucket" : "the key"];
  // What may be a download replaces nothing.
  const known = new Map(
    Object.entries(PINS).filter(([name]) => !(name.startsWith("if-") && likely.includes("GetObject"))),
  );
  for (const name of signedHeaders)
    pins.push(
      known.get(name) ??
        (/^x-amz-checksum-(?!mode|type|algorithm)/.test(name) ? "the content, by checksum" : `the header ${name}`),
    );
  for (const [name] of query) pins.push(name === "versionId" ? "the version" : `the parameter ${name}`);
  return pins;
}

/** What whoever holds the URL may choose. Where it may be a download or an upload, it is said of which. */
export function describeFreedoms({ likely, signedHeaders, query }: Signed): string[] {
  const signs = (shape: RegExp) => signedHeaders.some((name) => shape.test(name));
  const asks = (name: string) => query.some(([other]) => other === name);
  const isOpen = likely.includes("GetObject") && likely.includes("PutObject");
  const open: string[] = [];
  const add = (deed: string, what: string): void => void open.push(isOpen ? `${deed}: ${what}` : what);
  if (likely.includes("GetObject")) {
    if (!signs(/^range$/)) add("if it reads", "the byte range");
    if (!asks("versionId")) add("if it reads", "which state of the object is read: the latest when it is used");
  }
  if (likely.includes("PutObject") || likely.includes("UploadPart")) {
    if (!signs(/^content-length$/)) add("if it writes", "the size, up to 5 GiB");
    if (!signs(/^(?:content-md5|x-amz-checksum-(?!algorithm|type))/)) add("if it writes", "the content");
  }
  if (likely.includes("PutObject")) {
    if (!signs(/^content-type$/)) add("if it writes", "the content type");
    if (!signs(/^if-(?:none-)?match$/)) add("if it writes", "whether an object is replaced, and how often");
    add("if it writes", "headers like Cache-Control and Content-Disposition");
  }
  return open;
}
