/**
 * What regions of AWS are called: `eu-central-1`, `us-gov-west-1`, `eusc-de-east-1`. Not the names that SDKs have for other
 * things, `aws-global` and `fips-us-east-1`, under which no host answers.
 */
export const AWS_REGION_SHAPE = "(?!fips-)[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}";

const AWS_REGION = new RegExp(`^${AWS_REGION_SHAPE}$`);
export const isAwsRegion = (region: string): boolean => AWS_REGION.test(region);
