// What both versions of ListObjects share.
import type { ObjectFacts } from "../disk/objects.ts";
import { refuse } from "../errors.ts";
import { encodeListed, type Rolled, rollUp } from "../listing.ts";
import type { XmlTree } from "../xml.ts";
import { type Call, isoDate, quote, readInteger, readQuery } from "./operation.ts";

const MAX_KEYS = 1_000;

export interface ListRequest {
  readonly prefix: string;
  /** Empty: keys are not rolled up. */
  readonly delimiter: string;
  /** 0..1000 */
  readonly max: number;
  readonly encode: (text: string) => string;
}

export function readListRequest(call: Call): ListRequest {
  const asked = readInteger(readQuery(call, "max-keys"), {
    name: "max-keys",
    min: 0,
    max: 2 ** 31 - 1,
    fallback: MAX_KEYS,
  });
  return {
    prefix: readQuery(call, "prefix") ?? "",
    delimiter: readQuery(call, "delimiter") ?? "",
    max: Math.min(asked, MAX_KEYS),
    encode: readEncoding(call),
  };
}

/** At most `max` keys and common prefixes after this key. */
export const listObjectsAfter = (call: Call, { prefix, delimiter, max }: ListRequest, after: string) =>
  rollUp<ObjectFacts, { after: string }>({
    prefix,
    delimiter,
    max,
    start: { after },
    after: ({ key }) => ({ after: key }),
    afterKey: (key) => ({ after: key }),
    fetch: (place, limit) => call.store.objects.list(call.bucket, { prefix, after: place.after, limit }),
  });

/** The elements at the end of both documents. */
export function writeListed(
  call: Call,
  listed: Rolled<ObjectFacts>,
  { encode, withOwner }: { encode: ListRequest["encode"]; withOwner: boolean },
): XmlTree {
  return {
    Contents: listed.items.map((object) => ({
      Key: encode(object.key),
      LastModified: isoDate(object.lastModifiedAt),
      ETag: quote(object.etag),
      ChecksumAlgorithm: object.checksum?.algorithm,
      ChecksumType: object.checksum?.type,
      Size: object.sizeBytes,
      StorageClass: "STANDARD",
      Owner: withOwner ? { ID: call.bucket, DisplayName: call.bucket } : undefined,
    })),
    CommonPrefixes: listed.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  };
}

/** How keys are written: as they are, or percent-encoded because XML cannot carry every character. */
export function readEncoding(call: Call): (text: string) => string {
  const type = readQuery(call, "encoding-type");
  if (type === undefined) return (text) => text;
  if (type === "url") return encodeListed;
  throw refuse("InvalidArgument", "Invalid Encoding Method specified in Request", {
    ArgumentName: "encoding-type",
    ArgumentValue: type,
  });
}
