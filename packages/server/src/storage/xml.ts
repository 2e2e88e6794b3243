import { XMLParser } from "fast-xml-parser";

// Entities stay as they are written: nothing in an answer of S3 that is read here needs them, and expanding them is how
// XML bombs go off. Values stay text: a part number is made a number where it is read.
const parser = new XMLParser({
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  isArray: (name) => name === "Part",
});

export interface S3Error {
  readonly code: string;
  readonly message: string;
}

const textOf = (value: unknown): string => (typeof value === "string" ? decodeEntities(value) : "");

const decodeEntities = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#34;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The root element by this name; undefined when the text is something else. */
function parseRoot(text: string, name: string): Record<string, unknown> | undefined {
  try {
    const root: unknown = parser.parse(text)?.[name];
    return typeof root === "object" && root !== null ? (root as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function parseError(text: string): S3Error | undefined {
  const error = parseRoot(text, "Error");
  return error && { code: textOf(error.Code), message: textOf(error.Message) };
}

/** UploadId of an answer to CreateMultipartUpload. */
export function parseUploadId(text: string): string | undefined {
  return textOf(parseRoot(text, "InitiateMultipartUploadResult")?.UploadId) || undefined;
}

export const isCompletion = (text: string): boolean => parseRoot(text, "CompleteMultipartUploadResult") !== undefined;

export interface ListedPart {
  readonly number: number;
  readonly sizeBytes: number;
  readonly etag: string;
  /** RFC 3339 in UTC; null where the bucket does not say it. */
  readonly arrivedAt: string | null;
}

const readTime = (text: string): string | null => {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export function parseParts(text: string): { parts: ListedPart[]; nextMarker: number | null } | undefined {
  const result = parseRoot(text, "ListPartsResult");
  if (!result) return undefined;
  const parts = ((result.Part as Record<string, unknown>[] | undefined) ?? []).map((part) => ({
    number: Number(textOf(part.PartNumber)),
    sizeBytes: Number(textOf(part.Size)),
    etag: textOf(part.ETag),
    arrivedAt: readTime(textOf(part.LastModified)),
  }));
  const nextMarker = textOf(result.IsTruncated) === "true" ? Number(textOf(result.NextPartNumberMarker)) : null;
  return { parts, nextMarker };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const writeCompletion = (parts: readonly ListedPart[]): string =>
  `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts
    .map((part) => `<Part><PartNumber>${part.number}</PartNumber><ETag>${escapeXml(part.etag)}</ETag></Part>`)
    .join("")}</CompleteMultipartUpload>`;
