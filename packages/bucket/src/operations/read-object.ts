// GetObject and HeadObject are one thing with and without its bytes.
import type { Blob, StoredObject } from "../disk/objects.ts";
import { refuse } from "../errors.ts";
import type { Answer, AnswerStream } from "../http/answer.ts";
import { checkHeaderValue, toHeaderBytes, toHeaders } from "../object-headers.ts";
import { type ByteRange, parseRange } from "../range.ts";
import { allowsRange, judgeRead } from "../read-conditions.ts";
import { cutBlobs } from "./blob-range.ts";
import { expirationHeaders } from "./expiration.ts";
import { type Call, httpDate, missingKey, namesVersion, quote, readHeader, readQuery } from "./operation.ts";
import { countParts, findPart } from "./part-number.ts";
import { checksumHeaders } from "./write-object.ts";

/** Query parameters that both have. */
export const READ_PARAMETERS: readonly string[] = [
  "response-cache-control",
  "response-content-disposition",
  "response-content-encoding",
  "response-content-language",
  "response-content-type",
  "response-expires",
  "versionId",
  "partNumber",
];

/** What keeps an object from acting as a page of the bucket's origin, whatever its type says. */
const GUARDS: Record<string, string> = {
  "content-security-policy": "sandbox; default-src 'none'",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
};

export async function readObject(call: Call): Promise<Answer> {
  checkVersion(call);
  const object = call.store.objects.find(call.bucket, call.key);
  if (!object) throw missingKey(call);
  const facts = { etag: quote(object.etag), "last-modified": httpDate(object.lastModifiedAt), ...GUARDS };
  const verdict = judgeRead(
    {
      ifMatch: readHeader(call, "if-match"),
      ifNoneMatch: readHeader(call, "if-none-match"),
      ifModifiedSince: readHeader(call, "if-modified-since"),
      ifUnmodifiedSince: readHeader(call, "if-unmodified-since"),
    },
    object,
  );
  if (verdict === "unmodified") return { status: 304, headers: facts };

  const range = readRange(call, object);
  const partNumber = readQuery(call, "partNumber");
  const sizeBytes = range ? range.end - range.start + 1 : object.sizeBytes;
  const headers: Record<string, string> = {
    ...toHeaders(object),
    ...readOverrides(call),
    ...facts,
    "accept-ranges": "bytes",
    "content-length": String(sizeBytes),
  };
  // Of an empty part there is no first and no last byte to name.
  if (range && sizeBytes > 0) headers["content-range"] = `bytes ${range.start}-${range.end}/${object.sizeBytes}`;
  Object.assign(
    headers,
    describeParts(object, partNumber),
    describeTags(call, object),
    expirationHeaders(call, object),
  );
  // A checksum of the whole says nothing of a piece, and clients would compare.
  if ((!range || sizeBytes === object.sizeBytes) && call.controls.get("x-amz-checksum-mode") === "ENABLED")
    Object.assign(headers, checksumHeaders(object));
  const answer: Answer = { status: range ? 206 : 200, headers };
  if (call.request.method === "HEAD" || sizeBytes === 0) return answer;
  const piece = range ?? { start: 0, end: object.sizeBytes - 1 };
  const bytes = object.blobs.length === 1 ? call.store.blobs.readSmall(object.blobs[0]!, piece) : undefined;
  return bytes ? { ...answer, bytes } : { ...answer, stream: await openStream(call, object.blobs, piece) };
}

function checkVersion(call: Call): void {
  const version = readQuery(call, "versionId");
  if (version !== undefined && version !== "null") throw refuse("NoSuchVersion", undefined, { VersionId: version });
}

function readRange(call: Call, object: StoredObject): ByteRange | undefined {
  const header = readHeader(call, "range");
  const partNumber = readQuery(call, "partNumber");
  if (partNumber !== undefined) {
    if (header !== undefined)
      throw refuse("InvalidRequest", "Cannot specify both Range header and partNumber query parameter");
    return findPart(object, partNumber);
  }
  const range = allowsRange(readHeader(call, "if-range"), object) ? parseRange(header, object.sizeBytes) : undefined;
  if (range === "unsatisfiable")
    throw refuse("InvalidRange", undefined, {
      RangeRequested: header!,
      ActualObjectSize: String(object.sizeBytes),
    });
  return range;
}

/** How many parts there are, for those who ask for one. */
function describeParts(object: StoredObject, partNumber: string | undefined): Record<string, string> {
  const count = partNumber === undefined ? undefined : countParts(object);
  return count === undefined ? {} : { "x-amz-mp-parts-count": String(count) };
}

/** How many tags there are, for those who may read them. */
function describeTags(call: Call, { tags }: StoredObject): Record<string, string> {
  const { rights, bucket, key } = call;
  if (
    tags.length === 0 ||
    !rights.allow({ action: "s3:GetObjectTagging", bucket, key, namesVersion: namesVersion(call) })
  )
    return {};
  return { "x-amz-tagging-count": String(tags.length) };
}

/** `response-content-type` and the like: signed with the URL, so they are the signer's word. */
function readOverrides(call: Call): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const [name, value] of call.request.query)
    if (name.startsWith("response-"))
      overrides[name.slice("response-".length)] = toHeaderBytes(checkHeaderValue(name, value));
  return overrides;
}

async function openStream(call: Call, stored: readonly Blob[], range: ByteRange): Promise<AnswerStream> {
  const { blobs } = call.store;
  const pieces = cutBlobs(blobs, stored, range);
  const unpin = blobs.pin(stored.map((blob) => blob.name));
  try {
    // The first is opened now: what is missing on the disk is then an error, and not half an answer.
    const first = await pieces[0]!();
    const release = async () => {
      await first.close();
      await unpin();
    };
    return { sources: [async () => first, ...pieces.slice(1)], release };
  } catch (failure) {
    await unpin();
    throw failure;
  }
}
