// Where a bucket answers, said by the caller, so that nothing has to know the hosts of AWS and of services.
import { hideInAddress, PresignError, requireString, show } from "../errors.ts";
import { type Scheme, sigv4 } from "../sigv4/scheme.ts";
import type { PlaceToSign } from "./presign-url.ts";

/** Where a bucket answers, and as of which region. */
export interface Place {
  /** Region of the signature, for example `eu-central-1`, or `auto` where the service has none. */
  readonly region: string;
  /**
   * Where the bucket answers: `https://my-bucket.s3.eu-central-1.amazonaws.com`, or with the bucket in the path,
   * `https://s3.example.com/my-bucket`. Not of S3 Express, Object Lambda, Outposts or a multi-Region access point, whose
   * signatures are of another kind.
   */
  readonly bucketUrl: string;
}

const REGION = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** No segment of the path begins with a dot or is empty: what a URL parser folds would be another place. */
const BUCKET_URL = /^https?:\/\/[A-Za-z0-9.:[\]-]+(?:\/[A-Za-z0-9\-_~][A-Za-z0-9\-._~]*)*\/?$/;
/** Hosts of AWS that want a signature of another kind, and those of S3 itself, without a bucket. */
const NO_PLAIN_BUCKET =
  /^[^/]+\.s3(?:(?:express|-object-lambda|-outposts)[a-z\d-]*(?:\.dualstack)?\.[a-z]+-[a-z\d-]+|-global)\.amazonaws\.|^s3(?:-fips)?(?:\.dualstack)?(?:[.-]([a-z]+-)+\d+)?\.amazonaws[.a-z]+$/;

export function readPlace({ region, bucketUrl }: Place): { readonly address: PlaceToSign; readonly scheme: Scheme } {
  requireString("region", region);
  if (!REGION.test(region))
    throw new PresignError("region_invalid", `region must be a name such as "eu-central-1", got ${show(region)}`);
  requireString("bucketUrl", bucketUrl);
  const url = BUCKET_URL.test(bucketUrl) ? URL.parse(bucketUrl) : null;
  if (url === null)
    throw new PresignError(
      "endpoint_invalid",
      `bucketUrl must be http(s)://host[:port], with a plain path or none, got ${show(hideInAddress(bucketUrl))}`,
    );
  const { origin, host } = url;
  const basePath = url.pathname.replace(/\/$/, "");
  if (NO_PLAIN_BUCKET.test(host + basePath))
    throw new PresignError(
      "endpoint_invalid",
      `bucketUrl must be a plain bucket's (createPresigner signs for others), got ${show(bucketUrl)}`,
    );
  return {
    address: { origin, host, basePath, bucketPath: basePath || "/", tokenParameter: "X-Amz-Security-Token" },
    scheme: sigv4(region, "s3"),
  };
}
