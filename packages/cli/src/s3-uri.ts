/** Bucket and key of an address like `s3://reports/2030/january.pdf`. The key is taken as it stands, nothing is decoded. */
export interface S3Uri {
  /** Its name, or the ARN of an access point. */
  readonly bucket: string;
  readonly key: string;
}

export interface S3UriMistake {
  readonly mistake: string;
}

/** As in `aws s3`: the ARN of an access point, which has slashes of its own, then the key. The presigner judges the ARN. */
const ACCESS_POINT = /^(arn(?::[^:/]*){4}:(?:outpost[:/][^:/]+[:/])?accesspoint[:/][^:/]+)(?:\/(.*))?$/s;

const FORM = "write s3://BUCKET/KEY, for example s3://reports/2030/january.pdf";

export function parseS3Uri(text: string): S3Uri | S3UriMistake {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "http" || scheme === "https") return { mistake: `"${text}" is a web address, not an object: ${FORM}` };
  if (scheme !== undefined && scheme !== "s3") return { mistake: `"${text}" begins with ${scheme}://: ${FORM}` };
  // Like `aws s3 presign`, the scheme may be left out.
  const rest = scheme === undefined ? text : text.slice("s3://".length);
  if (rest.startsWith("arn:")) {
    const [, arn, keyOfArn = ""] = ACCESS_POINT.exec(rest) ?? [];
    return arn === undefined
      ? { mistake: `"${rest}" is no ARN of an access point: write s3://arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME/KEY` }
      : { bucket: arn, key: keyOfArn };
  }
  const slash = rest.indexOf("/");
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  const key = slash < 0 ? "" : rest.slice(slash + 1);
  const wrong = checkBucketName(bucket);
  return wrong === undefined ? { bucket, key } : { mistake: `${wrong}: ${FORM}` };
}

/**
 * What is wrong with a bucket's name, or undefined. S3's rules for general purpose buckets:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * Old buckets may have upper case and underscores, so these pass here and the bucket's own service decides.
 */
export function checkBucketName(name: string): string | undefined {
  if (name === "") return "the bucket's name is missing";
  if (name.startsWith("arn:")) return `"${name}" is an ARN, not a bucket's name`;
  if (!/^[A-Za-z0-9._-]{3,255}$/.test(name))
    return `"${name}" is no bucket name (3 to 63 letters, digits, dots and hyphens)`;
  return undefined;
}
