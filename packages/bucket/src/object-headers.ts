// Headers that an object is stored with and returned with.
import { refuse } from "./errors.ts";

/** Stored as they come and returned as they are. */
const STORED = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
] as const;

const META = "x-amz-meta-";
const HEADER_NAME = /^x-amz-meta-[!#$%&'*+.^_`|~0-9a-z-]+$/;
export const MAX_METADATA_BYTES = 2_048;
/** What S3 says of an object whose sender named no type. */
const DEFAULT_CONTENT_TYPE = "binary/octet-stream";

type Fields = Iterable<readonly [name: string, value: string]>;

/** Of all headers (or form fields) of a request, names in lower case, those that the object keeps. */
export function readStoredHeaders(fields: Fields): Record<string, string> {
  const all = new Map(fields);
  const stored: Record<string, string> = {};
  for (const name of STORED) {
    const value = all.get(name);
    if (value !== undefined && value !== "") stored[name] = checkHeaderValue(name, value);
  }
  // How the body came says nothing of the object.
  const encodings = listEncodings(stored["content-encoding"]).filter((each) => !isChunkedEncoding(each));
  if (encodings.length > 0) stored["content-encoding"] = encodings.join(",");
  else delete stored["content-encoding"];
  stored["content-type"] ??= DEFAULT_CONTENT_TYPE;
  return stored;
}

/** Whether a Content-Encoding says that the body is in chunks of S3's own kind. */
export const isAwsChunked = (contentEncoding: string | undefined): boolean =>
  listEncodings(contentEncoding).some(isChunkedEncoding);

const listEncodings = (value = ""): string[] =>
  value
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
const isChunkedEncoding = (encoding: string): boolean => encoding.toLowerCase() === "aws-chunked";

/** User metadata among the controls, names without their prefix. At most 2,048 bytes of names and values. */
export function readMetadata(controls: Fields): Record<string, string> {
  const metadata: [string, string][] = [];
  let bytes = 0;
  for (const [name, value] of controls) {
    if (!name.startsWith(META)) continue;
    // A query or a form can carry names that no header may have.
    if (!HEADER_NAME.test(name))
      throw refuse("InvalidArgument", "The name of user metadata must be that of a header.", { ArgumentName: name });
    metadata.push([name.slice(META.length), checkHeaderValue(name, value)]);
    bytes += Buffer.byteLength(name) - META.length + Buffer.byteLength(value, "latin1");
  }
  if (bytes > MAX_METADATA_BYTES)
    throw refuse("MetadataTooLarge", undefined, { Size: String(bytes), MaxSizeAllowed: String(MAX_METADATA_BYTES) });
  // Not by assignment, which `__proto__` would swallow.
  return Object.fromEntries(metadata);
}

/**
 * What an object was stored with, as headers of its answer. An older version of this program stored some names and values
 * that no header can carry: they are left out, and S3's `x-amz-missing-meta` says how many.
 */
export function toHeaders(object: {
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [META + name, value] as const);
  const sendable = metadata.filter(([name, value]) => HEADER_NAME.test(name) && isHeaderValue(value));
  const missing = metadata.length - sendable.length;
  return {
    ...Object.fromEntries(Object.entries(object.headers).filter(([, value]) => isHeaderValue(value))),
    ...Object.fromEntries(sendable),
    ...(missing > 0 ? { "x-amz-missing-meta": String(missing) } : {}),
  };
}

const isHeaderValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

/** The bytes of a text as HTTP carries them: Node writes one character as one byte. */
export const toHeaderBytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

/** Throws InvalidArgument for what would break out of its header. */
export function checkHeaderValue(name: string, value: string): string {
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value))
    throw refuse("InvalidArgument", `${name} must not contain control characters.`, { ArgumentName: name });
  return value;
}
