// What a caller may give `startBucket`. Mistakes are a TypeError or RangeError that names argument, bound and value.
import type { BucketOptions, Identity } from "./types.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ACTION = /^s3:([A-Za-z]+|\*)$/;

export function checkOptions(options: BucketOptions): void {
  const { port, buckets, identities, allowedOrigins, authorities, region, dir } = options;
  if (dir !== undefined && (typeof dir !== "string" || dir === ""))
    throw new TypeError("dir must be a path, got an empty one");
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw new RangeError(`port must be an integer in 0..65535, got ${port}`);
  if (region !== undefined && !/^[a-z0-9-]{1,64}$/.test(region))
    throw new RangeError(`region must be 1 to 64 of a-z, 0-9 and -, got ${JSON.stringify(region)}`);
  for (const bucket of buckets ?? [])
    if (!BUCKET_NAME.test(bucket))
      throw new RangeError(
        `buckets must hold names of 3 to 63 characters of a-z, 0-9, - and ., got ${JSON.stringify(bucket)}`,
      );
  for (const origin of allowedOrigins ?? [])
    if (origin !== "*" && (!URL.canParse(origin) || new URL(origin).origin !== origin))
      throw new RangeError(
        `allowedOrigins must hold "*" or scheme://host[:port] values, got ${JSON.stringify(origin)}`,
      );
  for (const authority of authorities ?? [])
    if (!/^[^\s/@?#]+$/.test(authority))
      throw new RangeError(`authorities must hold host[:port] values, got ${JSON.stringify(authority)}`);
  if (identities === undefined) return;
  if (identities.length === 0) throw new RangeError("identities must hold at least one, got none");
  for (const identity of identities) checkIdentity(identity);
  const ids = identities.map(({ accessKeyId }) => accessKeyId);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new RangeError(`identities must differ in accessKeyId, got ${twice} twice`);
}

/** Never prints the secret. */
function checkIdentity({ accessKeyId, secretAccessKey, policy }: Identity): void {
  if (!/^[A-Za-z0-9_.-]{3,128}$/.test(accessKeyId))
    throw new RangeError(
      `accessKeyId must be 3 to 128 of A-Z, a-z, 0-9, _, . and -, got ${String(accessKeyId).length} characters of something else`,
    );
  if (!/^[\x21-\x7e]{8,}$/.test(secretAccessKey))
    throw new RangeError(
      `secretAccessKey of ${accessKeyId} must have at least 8 printable ASCII characters without spaces, got something else`,
    );
  for (const { actions, bucket, keyPrefix } of policy) {
    for (const action of actions)
      if (!ACTION.test(action))
        throw new RangeError(
          `actions of ${accessKeyId} must be named as IAM names them, like s3:GetObject, got ${action}`,
        );
    if (bucket !== "*" && !BUCKET_NAME.test(bucket))
      throw new RangeError(
        `bucket of a statement of ${accessKeyId} must be a name or "*", got ${JSON.stringify(bucket)}`,
      );
    if (typeof keyPrefix !== "string")
      throw new TypeError(`keyPrefix of a statement of ${accessKeyId} must be a string`);
  }
}
