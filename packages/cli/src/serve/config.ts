import type { HostVariants } from "../aws/profile.ts";
import { CliError } from "../exit-codes.ts";
import { parseS3Uri } from "../s3-uri.ts";
import { checkAddresses, parseOrigin, parsePort } from "./addresses.ts";
import { findPlaceProblem } from "./check-place.ts";
import { parseTrustedProxies } from "./client-address.ts";

/** What `serve` can be told, by flag (`dataDir`) or by environment (`DAYPASS_DATA_DIR`). The flag wins. */
export interface ServeSettings {
  readonly dataDir?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly bucketPort?: string | undefined;
  /** An address, or `true`: choose one. */
  readonly lan?: string | boolean | undefined;
  readonly publicUrl?: string | undefined;
  readonly bucketPublicUrl?: string | undefined;
  readonly bucket?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly addressing?: string | undefined;
  readonly signerProfile?: string | undefined;
  readonly janitorProfile?: string | undefined;
  readonly trustedProxy?: string | undefined;
  readonly logLevel?: string | undefined;
}

export interface ServeMachine {
  /** Home folder of the user. */
  readonly home: string;
  /** IPv4 addresses of the machine's own networks, the likeliest first. */
  readonly lanAddresses: readonly string[];
  /** What the AWS files and variables say, for `--bucket`. */
  readonly aws: {
    readonly region?: string | undefined;
    readonly endpointUrl?: string | undefined;
    /** Asked only where the host is AWS's: what is written wrong there is nothing to other services. */
    readonly findHostVariants?: (() => HostVariants) | undefined;
  };
}

export interface EmbeddedBucketConfig {
  readonly kind: "embedded";
  readonly port: number;
  readonly publicUrl?: string | undefined;
}

export interface S3BucketConfig {
  readonly kind: "s3";
  readonly name: string;
  readonly keyPrefix: string;
  readonly region: string;
  readonly endpointUrl?: string | undefined;
  readonly publicUrl?: string | undefined;
  readonly addressing?: "virtual-hosted" | "path" | undefined;
  /** Of AWS's hosts that with validated cryptography, and that which answers over IPv6 too; never beside an endpoint. */
  readonly fips?: boolean | undefined;
  readonly dualstack?: boolean | undefined;
  readonly signerProfile?: string | undefined;
  readonly janitorProfile?: string | undefined;
}

export interface ServeConfig {
  readonly dataDir: string;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Absent: made from host and port once the port is known. */
  readonly publicUrl?: string | undefined;
  readonly bucket: EmbeddedBucketConfig | S3BucketConfig;
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: LogLevel;
}

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const LOOPBACK = "127.0.0.1";
export const DEFAULT_PORT = 3000;
export const DEFAULT_BUCKET_PORT = 3001;

/** Each setting's variable; tested against the flags of the command. */
export const SERVE_VARIABLES = {
  dataDir: "DAYPASS_DATA_DIR",
  host: "DAYPASS_HOST",
  port: "DAYPASS_PORT",
  bucketPort: "DAYPASS_BUCKET_PORT",
  lan: "DAYPASS_LAN",
  publicUrl: "DAYPASS_PUBLIC_URL",
  bucketPublicUrl: "DAYPASS_BUCKET_PUBLIC_URL",
  bucket: "DAYPASS_BUCKET",
  region: "DAYPASS_REGION",
  endpointUrl: "DAYPASS_ENDPOINT_URL",
  addressing: "DAYPASS_ADDRESSING",
  signerProfile: "DAYPASS_SIGNER_PROFILE",
  janitorProfile: "DAYPASS_JANITOR_PROFILE",
  trustedProxy: "DAYPASS_TRUSTED_PROXY",
  logLevel: "DAYPASS_LOG_LEVEL",
} as const satisfies Record<keyof ServeSettings, string>;

/** Flags over environment. `DAYPASS_LAN=1` (or `true`, `yes`) is the flag without an address. */
export function mergeSettings(flags: ServeSettings, env: Readonly<Record<string, string | undefined>>): ServeSettings {
  const merged: Record<string, string | boolean | undefined> = {};
  for (const [name, variable] of Object.entries(SERVE_VARIABLES))
    merged[name] = flags[name as keyof ServeSettings] ?? (env[variable] || undefined);
  if (typeof merged.lan === "string" && /^(1|true|yes)$/i.test(merged.lan)) merged.lan = true;
  if (typeof merged.lan === "string" && /^(0|false|no)$/i.test(merged.lan)) merged.lan = undefined;
  return merged;
}

export type ResolvedServeConfig =
  | { readonly ok: true; readonly config: ServeConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Settings → what to start, or every reason why not at once. Pure: what the machine knows comes in as a value. */
export function resolveServeConfig(settings: ServeSettings, machine: ServeMachine): ResolvedServeConfig {
  const problems: string[] = [];
  const say = (problem: string): undefined => void problems.push(problem);

  const lan = resolveLan(settings, machine, say);
  const host = lan ?? settings.host ?? LOOPBACK;
  const port = parsePort(settings.port, "--port", DEFAULT_PORT, say);
  const publicUrl = parseOrigin(settings.publicUrl, "--public-url", say);
  const bucketPublicUrl = parseOrigin(settings.bucketPublicUrl, "--bucket-public-url", say);
  const bucketPort = parsePort(settings.bucketPort, "--bucket-port", DEFAULT_BUCKET_PORT, say);
  if (port !== 0 && port === bucketPort && settings.bucket === undefined)
    say(`--port and --bucket-port are both ${port}: the app and the bucket are two servers, give each its own port`);

  const trustedProxies = parseTrustedProxies(settings.trustedProxy, say);
  const logLevel = (settings.logLevel ?? "info") as LogLevel;
  if (!LOG_LEVELS.includes(logLevel)) say(`--log-level must be one of ${LOG_LEVELS.join(", ")}, got "${logLevel}"`);

  const bucket =
    settings.bucket === undefined
      ? resolveEmbedded(settings, bucketPort, bucketPublicUrl, say)
      : resolveS3(settings, settings.bucket, bucketPublicUrl, machine, say);
  const areWellFormed =
    (settings.publicUrl === undefined) === (publicUrl === undefined) &&
    (settings.bucketPublicUrl === undefined) === (bucketPublicUrl === undefined);
  const reachedAt = bucketPublicUrl ?? (bucket?.kind === "s3" ? bucket.endpointUrl : undefined);
  if (areWellFormed) checkAddresses({ kind: bucket?.kind ?? "embedded", publicUrl, bucketPublicUrl: reachedAt }, say);

  if (problems.length > 0 || bucket === undefined) return { ok: false, problems };
  const dataDir = settings.dataDir ?? `${machine.home}/.daypass`;
  return { ok: true, config: { dataDir, host, port, publicUrl, bucket, trustedProxies, logLevel } };
}

type Say = (problem: string) => undefined;

const isAddressing = (text: string | undefined): text is S3BucketConfig["addressing"] =>
  text === undefined || text === "virtual-hosted" || text === "path";

function resolveLan({ lan, host }: ServeSettings, { lanAddresses }: ServeMachine, say: Say): string | undefined {
  if (lan === undefined || lan === false) return undefined;
  if (host !== undefined) return say("--lan and --host both say where to listen: give one of them");
  if (lan !== true)
    return /^[0-9a-f.:]+$/i.test(lan as string)
      ? (lan as string)
      : say(`--lan takes an IP address of this machine, got "${lan}"`);
  return (
    lanAddresses[0] ??
    say(
      "--lan found no network address on this machine: connect it to a network, or give the address: --lan 192.168.1.5",
    )
  );
}

function resolveEmbedded(
  settings: ServeSettings,
  port: number,
  publicUrl: string | undefined,
  say: Say,
): EmbeddedBucketConfig {
  for (const [name, flag] of [
    ["region", "--region"],
    ["endpointUrl", "--endpoint-url"],
    ["addressing", "--addressing"],
    ["signerProfile", "--signer-profile"],
    ["janitorProfile", "--janitor-profile"],
  ] as const)
    if (settings[name] !== undefined)
      say(
        `${flag} (or ${SERVE_VARIABLES[name]}) is for a bucket on S3, but no bucket is given: add --bucket s3://NAME`,
      );
  return { kind: "embedded", port, publicUrl };
}

function resolveS3(
  settings: ServeSettings,
  address: string,
  publicUrl: string | undefined,
  { aws }: ServeMachine,
  say: Say,
): S3BucketConfig | undefined {
  const parsed = parseS3Uri(address);
  if ("mistake" in parsed || parsed.bucket.startsWith("arn:"))
    return say(`--bucket must be s3://NAME or s3://NAME/PREFIX, got "${address}"`);
  const region = settings.region ?? aws.region;
  if (region === undefined)
    say(
      "the bucket's region is missing: give --region (or DAYPASS_REGION, AWS_REGION, or a region in the AWS profile); for another S3 service, the one that its documentation names, often us-east-1",
    );
  const endpointUrl = parseOrigin(settings.endpointUrl ?? aws.endpointUrl, "--endpoint-url", say);
  const { addressing } = settings;
  if (!isAddressing(addressing)) say(`--addressing must be virtual-hosted or path, got "${addressing}"`);
  if (settings.bucketPort !== undefined)
    say("--bucket-port is for the embedded bucket, but --bucket names one on S3: give one of them");
  const keyPrefix = parsed.key === "" || parsed.key.endsWith("/") ? parsed.key : `${parsed.key}/`;
  const isOfAws = settings.endpointUrl === undefined && aws.endpointUrl === undefined;
  const variants = isOfAws ? readHostVariants(aws, say) : {};
  const bucket: S3BucketConfig = {
    kind: "s3",
    name: parsed.bucket,
    keyPrefix,
    region: region ?? "",
    endpointUrl,
    publicUrl,
    addressing: isAddressing(addressing) ? addressing : undefined,
    fips: variants.fips?.value,
    dualstack: variants.dualstack?.value,
    signerProfile: settings.signerProfile,
    janitorProfile: settings.janitorProfile ?? settings.signerProfile,
  };
  const hasPlace = region !== undefined && (isOfAws || endpointUrl !== undefined);
  const problem = hasPlace ? findPlaceProblem(bucket, variants) : undefined;
  if (problem !== undefined) say(problem);
  return bucket;
}

function readHostVariants({ findHostVariants }: ServeMachine["aws"], say: Say): HostVariants {
  try {
    return findHostVariants?.() ?? {};
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    say(error.message.replace(/\.$/, ""));
    return {};
  }
}
