// Hosts of AWS: buckets, directory buckets and access points, with dual-stack, FIPS and Transfer Acceleration.
// https://docs.aws.amazon.com/general/latest/gr/s3.html
import { PresignError, show } from "../errors.ts";
import type { Address, AddressOptions } from "./address.ts";
import { type AccessPoint, parseAccessPointArn } from "./arn.ts";
import { at } from "./at.ts";
import { isAwsRegion } from "./aws-region.ts";
import { partitionOf } from "./partitions.ts";

/** What changes the host of one and the same bucket. Checked to be flags. */
type Variants = Pick<AddressOptions, "accelerate" | "dualstack" | "fips">;

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
  const { bucket, addressing } = options;
  const point = bucket.startsWith("arn:") ? parseAccessPointArn(bucket) : undefined;
  if (point !== undefined && addressing === "path")
    throw new PresignError(
      "option_invalid",
      'addressing must not be "path" with the ARN of an access point: its name is in the host',
    );
  if (point?.kind === "multi-region") return multiRegionAddress(point, options);
  const region = requireRegion(options.region, point?.region);
  requireVariants(region, options);
  if (point !== undefined) return accessPointAddress(point, options);
  requireBucket(bucket);
  const zone = DIRECTORY_BUCKET.exec(bucket)?.groups?.zone;
  return zone === undefined ? bucketAddress(region, options) : directoryBucketAddress(region, zone, options);
}

/** An ARN says its region itself; a second opinion that differs is a mistake. */
function requireRegion(given: string | undefined, ofArn: string | undefined): string {
  const region = given ?? ofArn;
  if (region === undefined || !isAwsRegion(region))
    throw new PresignError(
      "region_invalid",
      `region must be an AWS region such as "eu-central-1" (for FIPS with fips: true; or give endpoint or provider for another service), got ${show(region)}`,
    );
  if (ofArn !== undefined && region !== ofArn)
    throw new PresignError("region_invalid", `region must be ${show(ofArn)}, as the ARN says, got ${show(region)}`);
  return region;
}

function requireVariants(region: string, { accelerate, fips, addressing }: AddressOptions): void {
  const { name } = partitionOf(region);
  if (accelerate === true && fips === true)
    throw new PresignError(
      "option_invalid",
      "accelerate and fips exclude each other: Transfer Acceleration has no FIPS endpoints",
    );
  if (accelerate === true && addressing === "path")
    throw new PresignError(
      "option_invalid",
      'accelerate and addressing "path" exclude each other: the bucket must be in the host',
    );
  if (accelerate === true && name !== "aws")
    throw new PresignError("option_invalid", `accelerate is not available in ${region} (partition ${name})`);
  if (fips === true && name === "aws-cn")
    throw new PresignError("option_invalid", `fips is not available in ${region} (partition ${name})`);
}

function requireBucket(bucket: string): void {
  const reserved = DIRECTORY_BUCKET.test(bucket) ? RESERVED_ENDINGS : { ...RESERVED_ENDINGS, ...ZONED_ENDINGS };
  const ending = Object.keys(reserved).find((text) => bucket.endsWith(text));
  if (ending !== undefined)
    throw new PresignError(
      "bucket_invalid",
      `bucket must be a bucket's name, but ${show(bucket)} is ${reserved[ending]}`,
    );
  if (IP_ADDRESS.test(bucket))
    throw new PresignError(
      "bucket_invalid",
      `bucket must not look like an IP address, which S3 gives to none, got ${show(bucket)}`,
    );
  if (BUCKET.test(bucket) && !bucket.includes("..")) return;
  throw new PresignError(
    "bucket_invalid",
    `bucket must be 3..63 lower-case letters, digits, dots and hyphens, begin and end with a letter or digit, and have no "..", got ${show(bucket)}`,
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
      `bucket must have no dot with accelerate: its host has no certificate for it, got ${show(bucket)}`,
    );
  if (isDotted && addressing === "virtual-hosted")
    throw new PresignError(
      "bucket_invalid",
      `bucket must have no dot with virtual-hosted addressing on AWS: its TLS certificate does not cover it; use "path", got ${show(bucket)}`,
    );
  if (accelerate === true)
    return at(facts, "https", `${bucket}.s3-accelerate${dualstack === true ? ".dualstack" : ""}.${dnsSuffix}`, "", "/");
  const host = `s3${variant({ dualstack, fips })}.${region}.${dnsSuffix}`;
  return addressing === "path" || isDotted
    ? at(facts, "https", host, `/${bucket}`)
    : at(facts, "https", `${bucket}.${host}`, "", "/");
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-Regions-and-Zones.html */
function directoryBucketAddress(region: string, zone: string, options: AddressOptions): Address {
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

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html */
function accessPointAddress(point: Exclude<AccessPoint, { kind: "multi-region" }>, variants: Variants): Address {
  const { kind, name, account, region } = point;
  const { dnsSuffix } = partitionOf(region);
  const { accelerate, dualstack, fips } = variants;
  if (accelerate === true) throw new PresignError("option_invalid", "accelerate is not available for access points");
  if (kind === "access-point") {
    const facts = { kind, region, service: "s3", signing: "sigv4" } as const;
    const host = `${name}-${account}.s3-accesspoint${variant({ dualstack, fips })}.${region}.${dnsSuffix}`;
    return at(facts, "https", host, "", "/");
  }
  const words = kind === "outposts" ? "Outposts access points" : "Object Lambda access points";
  if (dualstack === true) throw new PresignError("option_invalid", `dualstack is not available for ${words}`);
  if (kind === "outposts") {
    if (fips === true) throw new PresignError("option_invalid", `fips is not available for ${words}`);
    const facts = { kind, region, service: "s3-outposts", signing: "sigv4" } as const;
    return at(facts, "https", `${name}-${account}.${point.outpost}.s3-outposts.${region}.${dnsSuffix}`, "", "/");
  }
  const facts = { kind, region, service: "s3-object-lambda", signing: "sigv4" } as const;
  const host = `${name}-${account}.s3-object-lambda${fips === true ? "-fips" : ""}.${region}.${dnsSuffix}`;
  return at(facts, "https", host, "", "/");
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html */
function multiRegionAddress(point: Extract<AccessPoint, { kind: "multi-region" }>, options: AddressOptions): Address {
  if (options.region !== undefined)
    throw new PresignError(
      "option_invalid",
      `region must not be given with the ARN of a multi-Region access point, which is in no single one, got ${show(options.region)}`,
    );
  for (const name of ["accelerate", "dualstack", "fips"] as const)
    if (options[name] === true)
      throw new PresignError("option_invalid", `${name} is not available for multi-Region access points`);
  const facts = { kind: "multi-region", region: "*", service: "s3", signing: "sigv4a" } as const;
  return at(facts, "https", `${point.alias}.accesspoint.s3-global.${point.partition.dnsSuffix}`, "", "/");
}

const variant = ({ dualstack, fips }: Variants): string =>
  (fips === true ? "-fips" : "") + (dualstack === true ? ".dualstack" : "");
