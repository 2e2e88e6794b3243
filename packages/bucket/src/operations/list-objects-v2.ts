import type { ObjectFacts } from "../disk/objects.ts";
import { refuse } from "../errors.ts";
import { encodeListed, type Mark, resumeAfter, rollUp } from "../listing.ts";
import { writeDocument } from "../xml.ts";
import { type Call, isoDate, type Operation, quote, readInteger, readQuery } from "./operation.ts";

const MAX_KEYS = 1_000;

/** {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html} */
export const listObjectsV2: Operation = {
  name: "ListObjectsV2",
  method: "GET",
  scope: "bucket",
  marks: { "list-type": "2" },
  parameters: ["prefix", "delimiter", "max-keys", "continuation-token", "start-after", "encoding-type", "fetch-owner"],
  controls: [],
  action: "s3:ListBucket",
  appliesTo: "prefix",
  takesBody: false,
  async run(call: Call) {
    const prefix = readQuery(call, "prefix") ?? "";
    const delimiter = readQuery(call, "delimiter") ?? "";
    const token = readQuery(call, "continuation-token");
    const startAfter = readQuery(call, "start-after");
    const asked = readInteger(readQuery(call, "max-keys"), {
      name: "max-keys",
      min: 0,
      max: 2 ** 31 - 1,
      fallback: MAX_KEYS,
    });
    const max = Math.min(asked, MAX_KEYS);
    const encode = readEncoding(call);
    const after = token === undefined ? (startAfter ?? "") : resumeAfter(readToken(token));
    const listed = rollUp<ObjectFacts, { after: string }>({
      prefix,
      delimiter,
      max,
      start: { after },
      after: ({ key }) => ({ after: key }),
      afterKey: (key) => ({ after: key }),
      fetch: (place, limit) => call.store.objects.list(call.bucket, { prefix, after: place.after, limit }),
    });
    const withOwner = readQuery(call, "fetch-owner") === "true";
    return {
      status: 200,
      xml: writeDocument("ListBucketResult", {
        Name: call.bucket,
        Prefix: encode(prefix),
        Delimiter: delimiter === "" ? undefined : encode(delimiter),
        StartAfter: startAfter === undefined ? undefined : encode(startAfter),
        ContinuationToken: token,
        KeyCount: listed.items.length + listed.commonPrefixes.length,
        MaxKeys: max,
        EncodingType: readQuery(call, "encoding-type"),
        IsTruncated: listed.isTruncated,
        NextContinuationToken: listed.isTruncated && listed.last ? writeToken(listed.last) : undefined,
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
      }),
    };
  },
};

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

const writeToken = (mark: Mark): string => Buffer.from(JSON.stringify(mark)).toString("base64url");

function readToken(token: string): Mark {
  try {
    const mark = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as Record<string, unknown> | null;
    if (typeof mark?.key === "string") return { key: mark.key };
    if (typeof mark?.commonPrefix === "string") return { commonPrefix: mark.commonPrefix };
  } catch {
    // Not ours: refused below.
  }
  throw refuse("InvalidArgument", "The continuation token provided is incorrect", {
    ArgumentName: "continuation-token",
  });
}
