// Where a bucket answers: scheme, host and the path in front of the key.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
import { PresignError, requireString, show } from "../errors.ts";
import type { PresignerOptions } from "../types.ts";

export interface Address {
  /** `https://host` */
  readonly origin: string;
  /** Host as it stands in the Host header: lower case, with the port unless it is the scheme's own. */
  readonly host: string;
  /** Encoded path in front of `/key`: empty, or `/bucket`. */
  readonly basePath: string;
  /** Encoded path of the bucket itself: `/`, or `/bucket`. */
  readonly bucketPath: string;
}

type AddressOptions = Pick<PresignerOptions, "region" | "bucket" | "endpoint" | "addressing">;

const REGION = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;
const AWS_REGION = /^[a-z0-9]+(?:-[a-z0-9]+)+$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** S3-compatible services have names that AWS no longer gives. */
const FOREIGN_BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const IP_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])(?::\d+)?$/;
const PLAIN_PATH = /^(?:\/[A-Za-z0-9\-_~][A-Za-z0-9\-._~]*)*$/;

/** Region prefix → DNS suffix of its partition. Everything else is `amazonaws.com`. */
const PARTITIONS: readonly (readonly [prefix: string, suffix: string])[] = [
  ["cn-", "amazonaws.com.cn"],
  ["us-iso-", "c2s.ic.gov"],
  ["us-isob-", "sc2s.sgov.gov"],
  ["eu-isoe-", "cloud.adc-e.uk"],
  ["us-isof-", "csp.hci.ic.gov"],
  ["eusc-", "amazonaws.eu"],
];

export function resolveAddress(options: AddressOptions): Address {
  const { region, bucket, endpoint, addressing } = options;
  requireString("region", region);
  if (!REGION.test(region))
    throw new PresignError("region_invalid", `region must be a name such as "eu-central-1", got ${show(region)}`);
  if (addressing !== undefined && addressing !== "virtual-hosted" && addressing !== "path")
    throw new TypeError(`addressing must be "virtual-hosted" or "path", got ${show(addressing)}`);
  requireBucket(bucket, endpoint !== undefined);
  return endpoint === undefined
    ? awsAddress(region, bucket, addressing)
    : endpointAddress(endpoint, bucket, addressing);
}

function requireBucket(bucket: unknown, foreign: boolean): void {
  requireString("bucket", bucket);
  const fits = (foreign ? FOREIGN_BUCKET : BUCKET).test(bucket) && !bucket.includes("..");
  if (fits && !(bucket.endsWith("--x-s3") && !foreign)) return;
  if (bucket.startsWith("arn:"))
    throw new PresignError("bucket_invalid", `bucket must be a bucket name, not an ARN, got ${show(bucket)}`);
  if (bucket.endsWith("--x-s3"))
    throw new PresignError(
      "bucket_invalid",
      `bucket must not be a directory bucket (S3 Express): it takes its own session credentials, got ${show(bucket)}`,
    );
  const rule = foreign
    ? "3..255 letters, digits, dots, hyphens and underscores"
    : "3..63 lower-case letters, digits, dots and hyphens";
  throw new PresignError(
    "bucket_invalid",
    `bucket must be ${rule}, begin and end with a letter or digit, and have no "..", got ${show(bucket)}`,
  );
}

function awsAddress(region: string, bucket: string, addressing: AddressOptions["addressing"]): Address {
  if (!AWS_REGION.test(region))
    throw new PresignError(
      "region_invalid",
      `region must be an AWS region such as "eu-central-1" (or give endpoint for another service), got ${show(region)}`,
    );
  const suffix = PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "amazonaws.com";
  // A dot in the bucket's name breaks the wildcard certificate of the virtual host.
  const dotted = bucket.includes(".");
  if (addressing === "path" || (addressing === undefined && dotted))
    return at("https", `s3.${region}.${suffix}`, `/${bucket}`);
  if (dotted)
    throw new PresignError(
      "bucket_invalid",
      `bucket must have no dot with virtual-hosted addressing on AWS: its TLS certificate does not cover it; use "path", got ${show(bucket)}`,
    );
  return at("https", `${bucket}.s3.${region}.${suffix}`, "", "/");
}

function endpointAddress(endpoint: string, bucket: string, addressing: AddressOptions["addressing"]): Address {
  requireString("endpoint", endpoint);
  const refuse = (rule: string) =>
    new PresignError(
      "endpoint_invalid",
      `endpoint must ${rule}, as in "https://s3.example.com", got ${show(redact(endpoint))}`,
    );
  if (!/^https?:\/\/[^/\\\s]+/i.test(endpoint) || !URL.canParse(endpoint)) throw refuse("be http(s)://host[:port]");
  const url = new URL(endpoint);
  if (url.username !== "" || url.password !== "") throw refuse("have no user name or password");
  if (url.search !== "" || url.hash !== "" || /[?#]/.test(endpoint)) throw refuse("have no query or fragment");
  const prefix = url.pathname.replace(/\/+$/, "");
  if (!PLAIN_PATH.test(prefix)) throw refuse("have a plain path or none");
  const scheme = url.protocol === "https:" ? "https" : "http";
  if (addressing !== "virtual-hosted") return at(scheme, url.host, `${prefix}/${bucket}`);
  if (IP_ADDRESS.test(url.host)) throw refuse("have a host name, not an IP address, with virtual-hosted addressing");
  if (!BUCKET.test(bucket))
    throw new PresignError(
      "bucket_invalid",
      `bucket must be a DNS name with virtual-hosted addressing, got ${show(bucket)}`,
    );
  return at(scheme, `${bucket}.${url.host}`, prefix, `${prefix}/`);
}

function at(scheme: string, host: string, basePath: string, bucketPath = basePath): Address {
  return { origin: `${scheme}://${host}`, host, basePath, bucketPath };
}

/** Takes a password out of what goes into a message. */
const redact = (endpoint: string): string => endpoint.replace(/\/\/[^/@]*@/, "//***@");
