// Hosts of S3-compatible services, and of AWS's interface endpoints (PrivateLink), which are given as a URL.
import { hideInAddress, PresignError, requireString, show } from "../errors.ts";
import type { Address, AddressOptions } from "./address.ts";
import { parseAccessPointArn } from "./arn.ts";
import { at } from "./at.ts";

const DNS_BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** S3-compatible services have names that AWS no longer gives. */
const FOREIGN_BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const IP_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])(?::\d+)?$/;
/** Hosts of directory buckets, which have a service name and sessions of their own. */
const S3_EXPRESS = /(?:^|\.)s3express-.*\.amazonaws\.com(?:\.cn)?(?::\d+)?$/;
const PLAIN_PATH = /^(?:\/[A-Za-z0-9\-_~][A-Za-z0-9\-._~]*)*$/;

interface Endpoint {
  readonly scheme: "http" | "https";
  readonly host: string;
  /** Path in front of everything, without `/` at its end. */
  readonly prefix: string;
}

export function endpointAddress(endpoint: string, options: AddressOptions): Address {
  const { bucket, addressing } = options;
  for (const name of ["accelerate", "dualstack", "fips"] as const)
    if (options[name] === true)
      throw new PresignError(
        "option_invalid",
        `${name} and endpoint exclude each other: ${name} chooses one of AWS's own hosts`,
      );
  const { scheme, host, prefix } = parseEndpoint(endpoint);
  if (S3_EXPRESS.test(host))
    throw new PresignError(
      "endpoint_invalid",
      `endpoint must not be a host of S3 Express, which a directory bucket's name and region make by themselves: leave it out, got ${show(endpoint)}`,
    );
  if (bucket.startsWith("arn:")) return accessPointAddress(bucket, { scheme, host, prefix }, options);
  const { region } = options;
  if (region === undefined)
    throw new TypeError("region must be a string, got undefined: S3-compatible services that have none take us-east-1");
  requireForeignBucket(bucket);
  const facts = { kind: "bucket", region, service: "s3", signing: "sigv4" } as const;
  if (addressing !== "virtual-hosted") return at(facts, scheme, host, `${prefix}/${bucket}`);
  if (IP_ADDRESS.test(host))
    throw new PresignError(
      "endpoint_invalid",
      `endpoint must have a host name, not an IP address, with virtual-hosted addressing, got ${show(endpoint)}`,
    );
  if (!DNS_BUCKET.test(bucket))
    throw new PresignError(
      "bucket_invalid",
      `bucket must be a DNS name with virtual-hosted addressing, got ${show(hideInAddress(bucket))}`,
    );
  return at(facts, scheme, `${bucket}.${host}`, prefix, `${prefix}/`);
}

function requireForeignBucket(bucket: string): void {
  if (FOREIGN_BUCKET.test(bucket) && !bucket.includes("..")) return;
  throw new PresignError(
    "bucket_invalid",
    `bucket must be 3..255 letters, digits, dots, hyphens and underscores, begin and end with a letter or digit, and have no "..", got ${show(hideInAddress(bucket))}`,
  );
}

/**
 * Access points at an interface endpoint, `https://accesspoint.vpce-….s3.REGION.vpce.amazonaws.com`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
 */
function accessPointAddress(arn: string, { scheme, host, prefix }: Endpoint, options: AddressOptions): Address {
  const point = parseAccessPointArn(arn);
  if (options.addressing === "path")
    throw new PresignError(
      "option_invalid",
      'addressing must not be "path" with the ARN of an access point: its name is in the host',
    );
  if (point.kind === "multi-region")
    throw new PresignError(
      "option_invalid",
      "endpoint must not be given with the ARN of a multi-Region access point, which has one host",
    );
  const { kind, name, account, region } = point;
  if (options.region !== undefined && options.region !== region)
    throw new PresignError(
      "region_invalid",
      `region must be ${show(region)}, as the ARN says, got ${show(options.region)}`,
    );
  const service = kind === "access-point" ? "s3" : kind === "outposts" ? "s3-outposts" : "s3-object-lambda";
  const outpost = kind === "outposts" ? `${point.outpost}.` : "";
  return at(
    { kind, region, service, signing: "sigv4" },
    scheme,
    `${name}-${account}.${outpost}${host}`,
    prefix,
    `${prefix}/`,
  );
}

function parseEndpoint(endpoint: unknown): Endpoint {
  requireString("endpoint", endpoint);
  const refuse = (rule: string) =>
    new PresignError(
      "endpoint_invalid",
      `endpoint must ${rule}, as in "https://s3.example.com", got ${show(hideInAddress(endpoint))}`,
    );
  // What URL would quietly take out or fold is refused, so that nobody reads another address than is signed.
  if (!/^https?:\/\/[^/\\\s]+(?:\/[^\\\s]*)?$/i.test(endpoint) || !URL.canParse(endpoint))
    throw refuse("be http(s)://host[:port]");
  const url = new URL(endpoint);
  if (url.username !== "" || url.password !== "") throw refuse("have no user name or password");
  if (url.search !== "" || url.hash !== "" || /[?#]/.test(endpoint)) throw refuse("have no query or fragment");
  const prefix = url.pathname.replace(/\/+$/, "");
  if (!PLAIN_PATH.test(prefix) || /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(endpoint))
    throw refuse("have a plain path or none");
  return { scheme: url.protocol === "https:" ? "https" : "http", host: url.host, prefix };
}
