// Where a bucket answers: scheme, host and the path in front of the key; and how a request to it is signed.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
import { PresignError, requireFlag, requireString, show } from "../errors.ts";
import type { PresignerOptions } from "../types.ts";
import { awsAddress } from "./aws.ts";
import { endpointAddress } from "./endpoint.ts";

export interface Address {
  readonly kind: "bucket" | "directory-bucket" | "access-point" | "object-lambda" | "outposts" | "multi-region";
  /** `https://host` */
  readonly origin: string;
  /** Host as it stands in the Host header: lower case, with the port unless it is the scheme's own. */
  readonly host: string;
  /** Encoded path in front of `/key`: empty, or `/bucket`. */
  readonly basePath: string;
  /** Encoded path of the bucket itself: `/`, or `/bucket`. */
  readonly bucketPath: string;
  /** Region of the signature: the one that was given, or that of an access point's ARN. `*` for a multi-Region one. */
  readonly region: string;
  /** Service of the signature. */
  readonly service: "s3" | "s3express" | "s3-outposts" | "s3-object-lambda";
  /** Where a session token travels: sessions of S3 Express have a parameter of their own. */
  readonly tokenParameter: "X-Amz-Security-Token" | "X-Amz-S3session-Token";
  /** `sigv4a` for multi-Region access points, whose signature holds in several regions. */
  readonly signing: "sigv4" | "sigv4a";
}

export type AddressOptions = Pick<
  PresignerOptions,
  "region" | "bucket" | "endpoint" | "addressing" | "accelerate" | "dualstack" | "fips" | "directoryBucketAuth"
>;

const REGION = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;

export function resolveAddress(options: AddressOptions): Address {
  const { region, bucket, endpoint, addressing } = options;
  requireString("bucket", bucket);
  if (region !== undefined || !bucket.startsWith("arn:")) requireString("region", region);
  if (region !== undefined && !REGION.test(region))
    throw new PresignError("region_invalid", `region must be a name such as "eu-central-1", got ${show(region)}`);
  if (addressing !== undefined && addressing !== "virtual-hosted" && addressing !== "path")
    throw new TypeError(`addressing must be "virtual-hosted" or "path", got ${show(addressing)}`);
  for (const name of ["accelerate", "dualstack", "fips"] as const) requireFlag(name, options[name]);
  const address = endpoint === undefined ? awsAddress(options) : endpointAddress(endpoint, options);
  requireDirectoryBucketAuth(options.directoryBucketAuth, address);
  return address;
}

function requireDirectoryBucketAuth(auth: unknown, address: Address): void {
  if (auth === undefined) return;
  if (auth !== "session" && auth !== "iam")
    throw new TypeError(`directoryBucketAuth must be "session" or "iam", got ${show(auth)}`);
  if (address.kind !== "directory-bucket")
    throw new TypeError("directoryBucketAuth is for directory buckets (S3 Express), NAME--ZONE--x-s3, alone");
}
