import { PresignError, show } from "../errors.ts";

/** A signature without a set of its own holds in every region. */
const EVERY_REGION: readonly string[] = ["*"];
const MAX_REGIONS = 64;
const MEMBER = /^(?:\*|[a-z0-9]+(?:-[a-z0-9]+)*(?:-\*)?)$/;

/** Checks in which regions a signature is to hold: names such as `eu-central-1`, beginnings such as `eu-*`, or `*`. */
export function readRegionSet(regionSet: unknown): readonly string[] {
  if (regionSet === undefined) return EVERY_REGION;
  if (!Array.isArray(regionSet))
    throw new TypeError(`regionSet must be a list of regions such as ["eu-central-1", "us-*"], got ${show(regionSet)}`);
  if (regionSet.length < 1 || regionSet.length > MAX_REGIONS)
    throw new PresignError("region_invalid", `regionSet must have 1..${MAX_REGIONS} regions, got ${regionSet.length}`);
  // `map` would leave holes out.
  return Array.from(regionSet, (region: unknown, index) => {
    if (typeof region !== "string") throw new TypeError(`regionSet[${index}] must be a string, got ${show(region)}`);
    if (MEMBER.test(region) && region.length <= 64) return region;
    throw new PresignError(
      "region_invalid",
      `regionSet[${index}] must be a region such as "eu-central-1", a beginning such as "eu-*", or "*", got ${show(region)}`,
    );
  });
}
