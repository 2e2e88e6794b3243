import { PresignError, show } from "../errors.ts";

/**
 * What regions of AWS are called: `eu-central-1`, `us-gov-west-1`, `eusc-de-east-1`. Not the names that SDKs have for other
 * things, `aws-global` and `fips-us-east-1`, under which no host answers.
 */
export const AWS_REGION_SHAPE = "(?!fips-)[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}";

const AWS_REGION = /* @__PURE__ */ new RegExp(`^${AWS_REGION_SHAPE}$`);
export const isAwsRegion = (region: string): boolean => AWS_REGION.test(region);

/** An ARN says its region itself; a second opinion that differs is a mistake. */
export function requireRegion(given: string | undefined, ofArn?: string | undefined): string {
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
