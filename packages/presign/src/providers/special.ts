// Kinds of AWS's own buckets that lack something.
import type { Address } from "../address/address.ts";
import type { Provider } from "./provider.ts";

const USE_PUT = "use put, with contentLength for an exact size";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html */
const DIRECTORY_BUCKET = /* @__PURE__ */ lacking("A directory bucket (S3 Express)", {
  post: USE_PUT,
  contentMd5: "use checksum",
  versions: "give each state of a file a key of its own",
  tagging: "use metadata, or keep it in your own records",
  acl: "leave it out, and use a policy of the bucket",
  sseCustomer: 'use sse "aws:kms"',
  objectLock: "use a general purpose bucket",
  requesterPays: "leave it out",
  websiteRedirect: "leave it out",
});

/** Its operations are a list, and forms are not on it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html */
const ACCESS_POINT = /* @__PURE__ */ lacking("An access point", { post: USE_PUT });

/** A caller's own profile may be stricter than AWS is with this kind of bucket, never laxer. */
export function withinKind({ kind }: Address, given: Provider | undefined): Provider | undefined {
  if (kind === "bucket") return given;
  const special = kind === "directory-bucket" ? DIRECTORY_BUCKET : ACCESS_POINT;
  if (given === undefined) return special;
  return {
    ...special,
    maxExpiresInSeconds: Math.min(special.maxExpiresInSeconds, given.maxExpiresInSeconds),
    lacks: { ...special.lacks, ...given.lacks },
  };
}

function lacking(name: string, lacks: Provider["lacks"]): Provider {
  return {
    name,
    endpoint: "aws",
    addressing: "virtual-hosted",
    maxExpiresInSeconds: 604_800,
    lacks,
    unchecked: [],
    avoid: [],
    sources: [],
  };
}
