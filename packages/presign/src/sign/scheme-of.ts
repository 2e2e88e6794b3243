import type { Address } from "../address/address.ts";
import { type Scheme, sigv4 } from "../sigv4/scheme.ts";
import { readRegionSet } from "../sigv4a/region-set.ts";
import { sigv4a } from "../sigv4a/scheme.ts";
import type { PresignerOptions } from "../types.ts";

/** How an address wants its requests signed. Handed in from outside, so that a bundle can do without SigV4A. */
export type SchemeOf = (address: Address, options: PresignerOptions) => Scheme;

export const schemeOf: SchemeOf = ({ signing, region, service }, { regionSet }) => {
  if (signing === "sigv4a") return sigv4a(readRegionSet(regionSet), service);
  if (regionSet !== undefined)
    throw new TypeError(
      "regionSet is for multi-Region access points, arn:aws:s3::ACCOUNT:accesspoint/ALIAS.mrap, alone",
    );
  return sigv4(region, service);
};
