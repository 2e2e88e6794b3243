// What changes the host of one and the same bucket: https://docs.aws.amazon.com/general/latest/gr/s3.html
import { PresignError } from "../errors.ts";
import type { AddressOptions } from "./address.ts";
import { partitionOf } from "./partitions.ts";

/** Checked to be flags. */
export type Variants = Pick<AddressOptions, "accelerate" | "dualstack" | "fips">;

export function requireVariants(region: string, { accelerate, fips, addressing }: AddressOptions): void {
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

export const variantOf = ({ dualstack, fips }: Variants): string =>
  (fips === true ? "-fips" : "") + (dualstack === true ? ".dualstack" : "");
