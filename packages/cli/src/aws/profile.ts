import { homedir } from "node:os";
import { join } from "node:path";
import { loadSharedConfigFiles, parseKnownFiles } from "@smithy/core/config";
import { CliError } from "../exit-codes.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the AWS CLI would take from its two files for one profile. */
export interface AwsProfile {
  readonly name: string;
  /** Where the name came from, for messages. */
  readonly nameFrom: "--profile" | "AWS_PROFILE" | "default";
  readonly configFile: string;
  readonly credentialsFile: string;
  readonly exists: boolean;
  /** Every profile that either file has. */
  readonly known: readonly string[];
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** `endpoint_url` of the profile's `services` section for S3. */
  readonly servicesS3EndpointUrl?: string | undefined;
}

export const configFileOf = (env: Environment): string => env.AWS_CONFIG_FILE || join(homedir(), ".aws", "config");
export const credentialsFileOf = (env: Environment): string =>
  env.AWS_SHARED_CREDENTIALS_FILE || join(homedir(), ".aws", "credentials");

/** Reads both files; absent files are no error. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html */
export async function readAwsProfile(env: Environment, flag: string | undefined): Promise<AwsProfile> {
  const name = flag || env.AWS_PROFILE || "default";
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const merged = await parseKnownFiles({ profile: name });
  const services = merged[name]?.services;
  return {
    name,
    nameFrom: flag ? "--profile" : env.AWS_PROFILE ? "AWS_PROFILE" : "default",
    configFile: configFileOf(env),
    credentialsFile: credentialsFileOf(env),
    exists: merged[name] !== undefined,
    known: [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter(
      (section) => !/^(sso-session|services)\./.test(section),
    ),
    settings: merged[name] ?? {},
    servicesS3EndpointUrl: services ? configFile[`services.${services}`]?.["s3.endpoint_url"] : undefined,
  };
}

export interface Setting<Value extends string | boolean = string> {
  readonly value: Value;
  /** The flag, variable or file it came from. */
  readonly from: string;
}

const first = (candidates: readonly (readonly [value: string | undefined, from: string])[]): Setting | undefined => {
  for (const [value, from] of candidates) if (value) return { value, from };
  return undefined;
};

export const findRegion = (
  flag: string | undefined,
  env: Environment,
  profile: AwsProfile | undefined,
): Setting | undefined =>
  first([
    [flag, "--region"],
    [env.AWS_REGION, "AWS_REGION"],
    [env.AWS_DEFAULT_REGION, "AWS_DEFAULT_REGION"],
    [profile?.settings.region, `profile ${profile?.name}`],
  ]);

/** Of a profile that `--profile` names: whoever does may mean another service, whose regions no setting of AWS's knows. */
export const findRegionOfNamedProfile = ({ nameFrom, name, settings }: AwsProfile): Setting | undefined =>
  nameFrom === "--profile" ? first([[settings.region, `profile ${name}`]]) : undefined;

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export function findEndpointUrl(
  flag: string | undefined,
  env: Environment,
  profile: AwsProfile | undefined,
): Setting | undefined {
  if (flag) return { value: flag, from: "--endpoint-url" };
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? profile?.settings.ignore_configured_endpoint_urls;
  if (ignored?.toLowerCase() === "true") return undefined;
  return first([
    [env.AWS_ENDPOINT_URL_S3, "AWS_ENDPOINT_URL_S3"],
    [env.AWS_ENDPOINT_URL, "AWS_ENDPOINT_URL"],
    [profile?.servicesS3EndpointUrl, `services of profile ${profile?.name}`],
    [profile?.settings.endpoint_url, `profile ${profile?.name}`],
  ]);
}

/** The profile's `s3 = addressing_style`; `auto` is no wish. */
export function findAddressing(profile: AwsProfile | undefined): "virtual-hosted" | "path" | undefined {
  const style = profile?.settings["s3.addressing_style"] ?? profile?.settings.addressing_style;
  return style === "virtual" ? "virtual-hosted" : style === "path" ? "path" : undefined;
}

/** Which of AWS's hosts is meant, by the name of the presigner's option. What nothing speaks of is absent. */
export type HostVariants = Readonly<Partial<Record<"fips" | "dualstack" | "accelerate", Setting<boolean>>>>;

/**
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html, and of the section `s3` in a profile
 * https://docs.aws.amazon.com/cli/latest/topic/s3-config.html
 * @throws {CliError} `configuration`, for what is neither true nor false: FIPS that was asked for must not be lost.
 */
export function findHostVariants(env: Environment, profile: AwsProfile | undefined): HostVariants {
  const of = (name: string): string => `${name} of profile ${profile?.name}`;
  const ofEnv = (name: string) => [env[name], name] as const;
  const ofProfile = (name: string) => [profile?.settings[name], of(name)] as const;
  const ofS3 = (name: string) => [profile?.settings[`s3.${name}`], of(`s3.${name}`)] as const;
  const found = {
    fips: first([ofEnv("AWS_USE_FIPS_ENDPOINT"), ofProfile("use_fips_endpoint")]),
    dualstack: first([
      ofEnv("AWS_USE_DUALSTACK_ENDPOINT"),
      ofS3("use_dualstack_endpoint"),
      ofProfile("use_dualstack_endpoint"),
    ]),
    accelerate: first([ofS3("use_accelerate_endpoint"), ofProfile("use_accelerate_endpoint")]),
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, setting]) => (setting === undefined ? [] : [[name, readBoolean(setting)]])),
  );
}

function readBoolean({ value, from }: Setting): Setting<boolean> {
  if (!/^(?:true|false)$/i.test(value))
    throw new CliError("configuration", `${from} must be true or false, got ${JSON.stringify(value)}.`);
  return { value: value.toLowerCase() === "true", from };
}
