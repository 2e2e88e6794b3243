// Hosts of AWS for buckets, with dual-stack, FIPS and Transfer Acceleration.
// https://docs.aws.amazon.com/general/latest/gr/s3.html
import { hideInAddress, PresignError, show } from "../errors.ts";
import { accessPointAddress } from "./access-point.ts";
import type { Address, AddressOptions } from "./address.ts";
import { at } from "./at.ts";
import { requireRegion } from "./aws-region.ts";
import { directoryBucketAddress } from "./directory-bucket.ts";
import { partitionOf } from "./partitions.ts";
import { requireVariants, variantOf } from "./variants.ts";

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** `name--zone--x-s3`, and `--xa-s3` for an access point of a directory bucket. */
const DIRECTORY_BUCKET = /^[a-z0-9][a-z0-9-]*--(?<zone>[a-z0-9-]+)--xa?-s3$/;
const IP_ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
/** Endings that S3 keeps for names of its own, which are no buckets at this kind of host. */
const RESERVED_ENDINGS: Readonly<Record<string, string>> = {
  "--op-s3": "the alias of an Outposts access point: give the ARN of the access point",
  "--table-s3": "a table bucket, which has no objects to presign",
  ".mrap": "the alias of a multi-Region access point: give its ARN, arn:aws:s3::ACCOUNT:accesspoint/ALIAS.mrap",
};
/** With a zone in front of them, these are a directory bucket's and its access point's. */
const ZONED_ENDINGS: Readonly<Record<string, string>> = {
  "--x-s3": "the ending of a directory bucket (S3 Express) without a zone: it is NAME--ZONE--x-s3",
  "--xa-s3": "the ending of a directory bucket's access point without a zone: it is NAME--ZONE--xa-s3",
};

export function awsAddress(options: AddressOptions): Address {
  const { bucket } = options;
  if (bucket.startsWith("arn:")) return accessPointAddress(options);
  const region = requireRegion(options.region);
  requireVariants(region, options);
  requireBucket(bucket);
  const zone = DIRECTORY_BUCKET.exec(bucket)?.groups?.zone;
  return zone === undefined ? bucketAddress(region, options) : directoryBucketAddress(region, zone, options);
}

function requireBucket(bucket: string): void {
  const reserved = DIRECTORY_BUCKET.test(bucket) ? RESERVED_ENDINGS : { ...RESERVED_ENDINGS, ...ZONED_ENDINGS };
  const ending = Object.keys(reserved).find((text) => bucket.endsWith(text));
  if (ending !== undefined)
    throw new PresignError(
      "bucket_invalid",
      `bucket must be a bucket's name, but ${show(hideInAddress(bucket))} is ${reserved[ending]}`,
    );
  if (IP_ADDRESS.test(bucket))
    throw new PresignError(
      "bucket_invalid",
      `bucket must not look like an IP address, which S3 gives to none, got ${show(hideInAddress(bucket))}`,
    );
  if (BUCKET.test(bucket) && !bucket.includes("..")) return;
  throw new PresignError(
    "bucket_invalid",
    `bucket must be 3..63 lower-case letters, digits, dots and hyphens, begin and end with a letter or digit, and have no "..", got ${show(hideInAddress(bucket))}`,
  );
}

function bucketAddress(region: string, { bucket, addressing, accelerate, dualstack, fips }: AddressOptions): Address {
  const { dnsSuffix } = partitionOf(region);
  const facts = { kind: "bucket", region, service: "s3", signing: "sigv4" } as const;
  // A dot in the bucket's name breaks the wildcard certificate of the virtual host.
  const isDotted = bucket.includes(".");
  if (isDotted && accelerate === true)
    throw new PresignError(
      "bucket_invalid",
      `bucket must have no dot with accelerate: its host has no certificate for it, got ${show(hideInAddress(bucket))}`,
    );
  if (isDotted && addressing === "virtual-hosted")
    throw new PresignError(
      "bucket_invalid",
      `bucket must have no dot with virtual-hosted addressing on AWS: its TLS certificate does not cover it; use "path", got ${show(hideInAddress(bucket))}`,
    );
  if (accelerate === true)
    return at(facts, "https", `${bucket}.s3-accelerate${dualstack === true ? ".dualstack" : ""}.${dnsSuffix}`, "", "/");
  const host = `s3${variantOf({ dualstack, fips })}.${region}.${dnsSuffix}`;
  return addressing === "path" || isDotted
    ? at(facts, "https", host, `/${bucket}`)
    : at(facts, "https", `${bucket}.${host}`, "", "/");
}
