// Hosts of directory buckets (S3 Express).
import { PresignError } from "../errors.ts";
import type { Address, AddressOptions } from "./address.ts";
import { at } from "./at.ts";
import { partitionOf } from "./partitions.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-Regions-and-Zones.html */
export function directoryBucketAddress(region: string, zone: string, options: AddressOptions): Address {
  const { bucket, addressing, accelerate, dualstack, fips, directoryBucketAuth } = options;
  if (accelerate === true)
    throw new PresignError("option_invalid", "accelerate is not available for directory buckets (S3 Express)");
  if (addressing === "path")
    throw new PresignError(
      "option_invalid",
      'addressing must not be "path" with a directory bucket (S3 Express): its name is in the host',
    );
  const facts = { kind: "directory-bucket", region, service: "s3express", signing: "sigv4" } as const;
  const tokenParameter = directoryBucketAuth === "iam" ? "X-Amz-Security-Token" : "X-Amz-S3session-Token";
  const host = `s3express${fips === true ? "-fips" : ""}-${zone}${dualstack === true ? ".dualstack" : ""}`;
  return at(
    { ...facts, tokenParameter },
    "https",
    `${bucket}.${host}.${region}.${partitionOf(region).dnsSuffix}`,
    "",
    "/",
  );
}
