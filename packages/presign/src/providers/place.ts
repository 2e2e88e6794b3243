// Where a provider's bucket is: the options of an address, filled in with what the provider says.
import type { AddressOptions } from "../address/address.ts";
import { hideInAddress, PresignError, requireString, show } from "../errors.ts";
import { FEATURES, type Provider } from "./provider.ts";

const ACCOUNT_ID = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const OF_AWS = ["accelerate", "dualstack", "fips", "directoryBucketAuth", "regionSet"] as const;

interface PlaceOptions extends AddressOptions {
  readonly regionSet?: readonly string[] | undefined;
  readonly provider?: Provider | undefined;
  readonly accountId?: string | undefined;
}

export function placeOf(options: PlaceOptions): AddressOptions {
  const { provider, accountId, bucket } = options;
  if (provider === undefined) {
    if (accountId !== undefined)
      throw new TypeError("accountId needs a provider whose host has one, for example PROVIDERS.r2");
    return options;
  }
  requireProvider(provider);
  const { name, endpoint: where, onlyRegion, usualRegion } = provider;
  const needsAccount = where.includes("{accountId}");
  if (accountId !== undefined && !needsAccount)
    throw new TypeError(`accountId is not for ${name}, whose host has none`);
  if (accountId !== undefined && options.endpoint !== undefined)
    throw new TypeError("endpoint and accountId exclude each other: the account is in the endpoint's host");
  if (where === "aws") return options;
  for (const option of OF_AWS)
    if (options[option] !== undefined) throw new TypeError(`${option} is for AWS S3 alone, not for ${name}`);
  requireString("bucket", bucket);
  if (bucket.startsWith("arn:"))
    throw new PresignError(
      "bucket_invalid",
      `bucket must be a bucket's name at ${name}, got ${show(hideInAddress(bucket))}`,
    );
  const region = options.region ?? onlyRegion ?? usualRegion;
  if (onlyRegion !== undefined && region !== onlyRegion)
    throw new PresignError(
      "region_invalid",
      `region must be ${show(onlyRegion)} or left out for ${name}, got ${show(region)}`,
    );
  if (region === undefined) throw new TypeError(`region must be given for ${name}, whose host has it`);
  requireString("region", region);
  const endpoint = options.endpoint ?? fill(provider, region, accountId);
  return {
    bucket,
    region,
    endpoint,
    addressing: options.addressing ?? (bucket.includes(".") ? "path" : provider.addressing),
  };
}

function fill({ name, endpoint }: Provider, region: string, accountId: unknown): string {
  if (endpoint === "given") throw new TypeError(`endpoint must be given for ${name}: only you know where it runs`);
  if (endpoint.includes("{accountId}")) {
    requireString(`accountId (of your account at ${name})`, accountId);
    if (!ACCOUNT_ID.test(accountId))
      throw new PresignError(
        "option_invalid",
        `accountId must be 1..63 letters, digits and hyphens, got ${show(accountId)}`,
      );
  }
  // The region is checked where the address is made, but a host must not be made of anything.
  if (endpoint.includes("{region}") && !/^[a-z0-9-]{1,63}$/.test(region))
    throw new PresignError(
      "region_invalid",
      `region must be a name of ${name}, such as "eu-central-1", got ${show(region)}`,
    );
  return endpoint.replace("{region}", region).replace("{accountId}", String(accountId));
}

/** A provider may be one of the table, or the caller's own. */
function requireProvider(provider: unknown): asserts provider is Provider {
  if (typeof provider !== "object" || provider === null || Array.isArray(provider))
    throw new TypeError(`provider must be a profile, such as PROVIDERS.r2, got ${show(provider)}`);
  const given = provider as Readonly<Record<string, unknown>>;
  for (const member of Object.keys(MEMBERS)) {
    const [rule, holds] = MEMBERS[member as keyof Provider];
    if (!holds(given[member]))
      throw new TypeError(
        `provider.${member} must be ${rule}, got ${show(given[member])}: take a profile such as PROVIDERS.r2`,
      );
  }
}

type Rule = readonly [rule: string, holds: (value: unknown) => boolean];
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isRegion = (value: unknown): boolean => value === undefined || isText(value);
const A_REGION: Rule = ["a region's name or left out", isRegion];
const TEXTS: Rule = ["a list of texts", isTexts];

const MEMBERS: { readonly [Member in keyof Required<Provider>]: Rule } = {
  name: ["a text", isText],
  endpoint: [
    'https://…, "aws" or "given"',
    (value) => value === "aws" || value === "given" || (isText(value) && String(value).startsWith("https://")),
  ],
  onlyRegion: A_REGION,
  usualRegion: A_REGION,
  addressing: ['"path" or "virtual-hosted"', (value) => value === "path" || value === "virtual-hosted"],
  maxExpiresInSeconds: ["a whole number from 1 up", (value) => Number.isSafeInteger(value) && Number(value) >= 1],
  lacks: [
    "an object of features and what to do instead",
    (value) =>
      typeof value === "object" &&
      value !== null &&
      Object.entries(value).every(([name, instead]) => isFeature(name) && isText(instead)),
  ],
  unchecked: ["a list of features", (value) => isTexts(value) && (value as unknown[]).every(isFeature)],
  avoid: TEXTS,
  sources: TEXTS,
};
const isFeature = (name: unknown): boolean => (FEATURES as readonly unknown[]).includes(name);
