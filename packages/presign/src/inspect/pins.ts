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
export function describeFreedoms(signed: Signed): string[] {
  const reads = describeReads(signed);
  const writes = describeWrites(signed);
  if (reads.length === 0 || writes.length === 0) return [...reads, ...writes];
  return [`if it reads, ${reads.join(", ")}`, `if it writes, ${writes.join(", ")}`];
}

function describeReads({ likely, signedHeaders, query }: Signed): string[] {
  if (!likely.includes("GetObject")) return [];
  const open: string[] = [];
  if (!signedHeaders.includes("range")) open.push("the byte range");
  if (!query.some(([name]) => name === "versionId"))
    open.push("which state of the object is read (the latest when it is used)");
  return open;
}

function describeWrites({ likely, signedHeaders }: Signed): string[] {
  const signs = (shape: RegExp) => signedHeaders.some((name) => shape.test(name));
  const isObject = likely.includes("PutObject");
  if (!isObject && !likely.includes("UploadPart")) return [];
  const open: string[] = [];
  if (!signs(/^content-length$/)) open.push("the size, up to 5 GiB");
  if (!signs(/^(?:content-md5|x-amz-checksum-(?!algorithm|type))/)) open.push("the content");
  if (!isObject) return open;
  if (!signs(/^content-type$/)) open.push("the content type");
  if (!signs(/^if-(?:none-)?match$/)) open.push("whether an object is replaced, and how often");
  return [...open, "headers like Cache-Control and Content-Disposition"];
}
