import { isCommonPrefix, resumeAfter } from "../listing.ts";
import { writeDocument } from "../xml.ts";
import { listObjectsAfter, readListRequest, writeListed } from "./object-listing.ts";
import { type Operation, readQuery } from "./operation.ts";

/** The first version. {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html} */
export const listObjects: Operation = {
  name: "ListObjects",
  method: "GET",
  scope: "bucket",
  marks: {},
  parameters: ["prefix", "delimiter", "max-keys", "marker", "encoding-type"],
  controls: [],
  action: "s3:ListBucket",
  appliesTo: "prefix",
  takesBody: false,
  async run(call) {
    const request = readListRequest(call);
    const { prefix, delimiter, max, encode } = request;
    const marker = readQuery(call, "marker") ?? "";
    const after = resumeAfter(isCommonPrefix(marker, request) ? { commonPrefix: marker } : { key: marker });
    const listed = listObjectsAfter(call, request, after);
    const next = listed.last && ("key" in listed.last ? listed.last.key : listed.last.commonPrefix);
    return {
      status: 200,
      xml: writeDocument("ListBucketResult", {
        Name: call.bucket,
        Prefix: encode(prefix),
        Marker: encode(marker),
        // Without a delimiter the last key says where to go on, and S3 leaves it at that.
        NextMarker: listed.isTruncated && delimiter !== "" && next !== undefined ? encode(next) : undefined,
        MaxKeys: max,
        Delimiter: delimiter === "" ? undefined : encode(delimiter),
        EncodingType: readQuery(call, "encoding-type"),
        IsTruncated: listed.isTruncated,
        ...writeListed(call, listed, { encode, withOwner: true }),
      }),
    };
  },
};
