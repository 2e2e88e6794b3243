import { refuse } from "../errors.ts";
import { type Mark, resumeAfter } from "../listing.ts";
import { writeDocument } from "../xml.ts";
import { listObjectsAfter, readListRequest, writeListed } from "./object-listing.ts";
import { type Operation, readQuery } from "./operation.ts";

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
  async run(call) {
    const request = readListRequest(call);
    const { prefix, delimiter, max, encode } = request;
    const token = readQuery(call, "continuation-token");
    const startAfter = readQuery(call, "start-after");
    const after = token === undefined ? (startAfter ?? "") : resumeAfter(readToken(token));
    const listed = listObjectsAfter(call, request, after);
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
        ...writeListed(call, listed, { encode, withOwner }),
      }),
    };
  },
};

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
