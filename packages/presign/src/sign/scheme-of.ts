import type { Address } from "../address/address.ts";
import { PresignError } from "../errors.ts";
import { type Scheme, sigv4 } from "../sigv4/scheme.ts";
import { readRegionSet } from "../sigv4a/region-set.ts";
import { sigv4a } from "../sigv4a/scheme.ts";
import type { PresignerOptions } from "../types.ts";

/** How an address wants its requests signed. */
export function schemeOf({ signing, region, service }: Address, { regionSet }: PresignerOptions): Scheme {
  if (signing === "sigv4a") return sigv4a(readRegionSet(regionSet), service);
  if (regionSet !== undefined)
    throw new PresignError(
      "option_invalid",
      "regionSet is for multi-Region access points, arn:aws:s3::ACCOUNT:accesspoint/ALIAS.mrap, alone",
    );
  return sigv4(region, service);
}
