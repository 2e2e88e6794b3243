// Hosts of access points of every kind, which are named by an ARN.
import { PresignError, show } from "../errors.ts";
import type { Address, AddressOptions } from "./address.ts";
import { type AccessPoint, parseAccessPointArn } from "./arn.ts";
import { at } from "./at.ts";
import { requireRegion } from "./aws-region.ts";
import { partitionOf } from "./partitions.ts";
import { requireVariants, type Variants, variantOf } from "./variants.ts";

export function accessPointAddress(options: AddressOptions): Address {
  const point = parseAccessPointArn(options.bucket);
  if (options.addressing === "path")
    throw new PresignError(
      "option_invalid",
      'addressing must not be "path" with the ARN of an access point: its name is in the host',
    );
  if (point.kind === "multi-region") return inManyRegions(point, options);
  const region = requireRegion(options.region, point.region);
  requireVariants(region, options);
  return inOneRegion(point, options);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html */
function inOneRegion(point: Exclude<AccessPoint, { kind: "multi-region" }>, variants: Variants): Address {
  const { kind, name, account, region } = point;
  const { dnsSuffix } = partitionOf(region);
  const { accelerate, dualstack, fips } = variants;
  if (accelerate === true) throw new PresignError("option_invalid", "accelerate is not available for access points");
  if (kind === "access-point") {
    const facts = { kind, region, service: "s3", signing: "sigv4" } as const;
    const host = `${name}-${account}.s3-accesspoint${variantOf({ dualstack, fips })}.${region}.${dnsSuffix}`;
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
function inManyRegions(point: Extract<AccessPoint, { kind: "multi-region" }>, options: AddressOptions): Address {
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
