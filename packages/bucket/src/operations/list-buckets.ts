import { refuse } from "../errors.ts";
import { writeDocument } from "../xml.ts";
import { type Call, isoDate, type Operation, readInteger, readQuery } from "./operation.ts";

const MAX_BUCKETS = 10_000;

/**
 * The buckets that the signer's statements name.
 * {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html}
 */
export const listBuckets: Operation = {
  name: "ListBuckets",
  method: "GET",
  scope: "service",
  marks: {},
  parameters: ["prefix", "max-buckets", "continuation-token"],
  controls: [],
  action: "s3:ListAllMyBuckets",
  appliesTo: "service",
  takesBody: false,
  async run(call) {
    const { store, identity, rights } = call;
    const prefix = readQuery(call, "prefix");
    const after = readAfter(call);
    const max = readInteger(readQuery(call, "max-buckets"), {
      name: "max-buckets",
      min: 1,
      max: MAX_BUCKETS,
      fallback: MAX_BUCKETS,
    });
    const found = store.buckets
      .list()
      .filter(({ name }) => name > after && name.startsWith(prefix ?? ""))
      .filter(({ name }) => rights.allow({ action: "s3:ListAllMyBuckets", bucket: name }));
    const page = found.slice(0, max);
    return {
      status: 200,
      xml: writeDocument("ListAllMyBucketsResult", {
        Owner: { ID: identity.accessKeyId, DisplayName: identity.accessKeyId },
        Buckets: { Bucket: page.map(({ name, createdAt }) => ({ Name: name, CreationDate: isoDate(createdAt) })) },
        Prefix: prefix,
        ContinuationToken: found.length > max ? Buffer.from(page.at(-1)!.name).toString("base64url") : undefined,
      }),
    };
  },
};

/** The name of the last bucket of the page before. */
function readAfter(call: Call): string {
  const token = readQuery(call, "continuation-token");
  if (token === undefined) return "";
  const name = Buffer.from(token, "base64url").toString("utf8");
  if (/^[a-z0-9.-]{3,63}$/.test(name)) return name;
  throw refuse("InvalidArgument", "The continuation token provided is incorrect", {
    ArgumentName: "continuation-token",
  });
}
