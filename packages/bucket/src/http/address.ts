// From a Host and a path to a bucket and a key: path style, and virtual-hosted style under the names that are known.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
import type { RawRequest } from "@daypass/presign";
import { refuse } from "../errors.ts";
import type { Operation } from "../operations/operation.ts";

/** Host values that an endpoint answers to. */
export interface Authorities {
  /** `host[:port]` in lower case. Each that is a name and no address also has its buckets below it. */
  readonly names: readonly string[];
  /** Whether any other Host is answered too, in path style. */
  readonly orAny: boolean;
}

export interface Address {
  /** The Host as it came. */
  readonly host: string;
  /** Named by the Host, in virtual-hosted style. */
  readonly bucket?: string | undefined;
}

export interface Location {
  readonly scope: Operation["scope"];
  /** Empty for the service. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
}

const BUCKET_LABEL = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const IS_ADDRESS = /^(\[|[\d.]+(:\d+)?$)/;
const MAX_KEY_BYTES = 1_024;

export const headerValues = ({ rawHeaders }: Pick<RawRequest, "rawHeaders">, name: string): string[] =>
  rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]!.toLowerCase() === name);

/** Throws InvalidRequest unless exactly one Host came, and names this endpoint or a bucket of it. */
export function findAddress(authorities: Authorities, raw: Pick<RawRequest, "rawHeaders">): Address {
  const hosts = headerValues(raw, "host").map((value) => value.trim());
  const host = hosts[0];
  if (hosts.length !== 1 || host === undefined || host === "")
    throw refuse("InvalidRequest", `The request must have exactly one Host header, it has ${hosts.length}.`);
  const asked = host.toLowerCase();
  if (authorities.names.includes(asked)) return { host };
  const parent = authorities.names
    .filter((name) => !IS_ADDRESS.test(name) && asked.endsWith(`.${name}`))
    .sort((a, b) => b.length - a.length)[0];
  const bucket = parent === undefined ? undefined : asked.slice(0, -parent.length - 1);
  if (bucket !== undefined && BUCKET_LABEL.test(bucket)) return { host, bucket };
  if (authorities.orAny) return { host };
  throw refuse("InvalidRequest", "The Host header does not name this endpoint.");
}

/** What a decoded path is about. Throws InvalidBucketName, or KeyTooLongError. */
export function locate(address: Address, path: string): Location {
  const [bucket, key] = address.bucket === undefined ? splitPath(path) : [address.bucket, path.slice(1)];
  if (bucket === "") {
    if (path !== "/") throw refuse("InvalidBucketName", "The path names no bucket.", { BucketName: "" });
    return { scope: "service", bucket: "", key: "" };
  }
  const keyBytes = Buffer.byteLength(key);
  if (keyBytes > MAX_KEY_BYTES)
    throw refuse("KeyTooLongError", undefined, { Size: String(keyBytes), MaxSizeAllowed: String(MAX_KEY_BYTES) });
  return { scope: key === "" ? "bucket" : "object", bucket, key };
}

/** `/bucket/key`: the bucket is the first segment, the key everything after its slash. */
export function splitPath(path: string): [bucket: string, key: string] {
  const slash = path.indexOf("/", 1);
  return slash === -1 ? [path.slice(1), ""] : [path.slice(1, slash), path.slice(slash + 1)];
}

/** Origin and path of the bucket as the client addressed it, for Location. */
export const bucketUrl = (address: Address, bucket: string, isSecure: boolean): string =>
  `${isSecure ? "https" : "http"}://${address.host}${address.bucket === undefined ? `/${bucket}` : ""}`;
