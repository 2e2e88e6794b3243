// Which service a host belongs to, and where on it the bucket is. One row a shape of host; the first that fits counts.
import { decodeOnce } from "../sigv4/encode.ts";
import type { UrlParts } from "./url.ts";

/** Where a URL leads. */
export interface Place {
  readonly provider: string | undefined;
  readonly features: readonly string[];
  readonly addressing: "virtual-hosted" | "path";
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Region in the host's name, on AWS. */
  readonly hostRegion: string | undefined;
  /** AWS's host without a region. */
  readonly isGlobal: boolean;
}

interface HostShape {
  readonly provider: string;
  /** Groups: `bucket`, `region`, and features that are there or not: `fips`, `dualstack`. */
  readonly shape: RegExp;
  readonly features?: readonly string[];
}

const AWS = "AWS S3";
/** `com`, China, Europe's own, and the closed ones. */
const SUFFIX =
  "(?:amazonaws\\.(?:com|com\\.cn|eu)|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)";
const REGION = "(?<region>[a-z]{2,4}(?:-[a-z]+)+-\\d)";
const aws = (shape: string, ...features: string[]): HostShape => ({
  provider: AWS,
  shape: new RegExp(`^${shape.replace("REGION", REGION)}\\.${SUFFIX}$`),
  features,
});
const other = (provider: string, ...shapes: RegExp[]): HostShape[] => shapes.map((shape) => ({ provider, shape }));

// https://docs.aws.amazon.com/general/latest/gr/s3.html
/** Made for the first URL that is looked at. */
const makeShapes = (): readonly HostShape[] => [
  aws("(?<bucket>[a-z0-9-]+\\.mrap)\\.accesspoint\\.s3-global", "multi-Region access point"),
  aws(
    "(?<bucket>[a-z0-9-]+)-\\d{12}\\.s3-accesspoint(?<fips>-fips)?(?<dualstack>\\.dualstack)?\\.REGION",
    "access point",
  ),
  aws("(?<bucket>[a-z0-9-]+)-\\d{12}\\.s3-object-lambda(?<fips>-fips)?\\.REGION", "Object Lambda access point"),
  aws("(?<bucket>[a-z0-9.-]+)\\.s3-outposts(?<fips>-fips)?(?<dualstack>\\.dualstack)?\\.REGION", "Outposts"),
  aws(
    "(?:(?<bucket>[a-z0-9.-]+)\\.)?s3express(?<fips>-fips)?-[a-z0-9-]+?(?<dualstack>\\.dualstack)?\\.REGION",
    "directory bucket (S3 Express)",
  ),
  aws("(?<bucket>[a-z0-9][a-z0-9.-]*?)\\.s3-accelerate(?<dualstack>\\.dualstack)?", "transfer acceleration"),
  aws("(?:(?<bucket>[a-z0-9][a-z0-9.-]*?)\\.)?s3-website[.-]REGION", "website"),
  aws("(?:(?<bucket>[A-Za-z0-9][A-Za-z0-9._-]*?)\\.)?s3(?<fips>-fips)?(?<dualstack>\\.dualstack)?(?:[.-]REGION)?"),
  ...other("Cloudflare R2", /^(?:(?<bucket>[a-z0-9-]+)\.)?[0-9a-z]+\.(?:(?:eu|fedramp)\.)?r2\.cloudflarestorage\.com$/),
  ...other("Backblaze B2", /^(?:(?<bucket>[a-z0-9-]+)\.)?s3\.[a-z0-9-]+\.backblazeb2\.com$/),
  ...other("Google Cloud Storage", /^(?:(?<bucket>[a-z0-9][a-z0-9._-]*)\.)?storage\.googleapis\.com$/),
  ...other("DigitalOcean Spaces", /^(?:(?<bucket>[a-z0-9-]+)\.)?[a-z0-9]+\.(?:cdn\.)?digitaloceanspaces\.com$/),
  ...other("Wasabi", /^(?:(?<bucket>[a-z0-9.-]+)\.)?s3(?:\.[a-z0-9-]+)?\.wasabisys\.com$/),
  ...other("Hetzner Object Storage", /^(?:(?<bucket>[a-z0-9-]+)\.)?[a-z0-9]+\.your-objectstorage\.com$/),
  ...other("Yandex Object Storage", /^(?:(?<bucket>[a-z0-9.-]+)\.)?storage\.(?:yandexcloud\.net|yandex\.cloud)$/),
  ...other("Scaleway", /^(?:(?<bucket>[a-z0-9.-]+)\.)?s3\.[a-z0-9-]+\.scw\.cloud$/),
  ...other("OVHcloud", /^(?:(?<bucket>[a-z0-9-]+)\.)?s3\.[a-z0-9-]+\.(?:io\.|perf\.)?cloud\.ovh\.(?:net|us)$/),
  ...other("Linode", /^(?:(?<bucket>[a-z0-9-]+)\.)?[a-z]{2}-[a-z]+-\d\.linodeobjects\.com$/),
  ...other("Tigris", /^(?:(?<bucket>[a-z0-9.-]+)\.)?(?:fly\.storage\.tigris\.dev|t3\.storage\.dev)$/),
  ...other("IDrive e2", /^(?:(?<bucket>[a-z0-9-]+)\.)?[a-z0-9.-]+\.idrivee2(?:-\d+)?\.com$/),
  ...other("Supabase Storage", /^[a-z0-9]+\.(?:storage\.)?supabase\.co$/),
];
let shapes: readonly HostShape[] | undefined;

/** On hosts that nobody has told us about, the first segment is taken for the bucket. */
export function findPlace({ host, rawPath }: UrlParts): Place {
  const name = host.replace(/:\d+$/, "");
  shapes ??= makeShapes();
  const known = shapes.find(({ shape }) => shape.test(name));
  const groups = known?.shape.exec(name)?.groups ?? {};
  const path = decodeOnce(rawPath) ?? rawPath;
  const { bucket, region: hostRegion } = groups;
  const common = {
    provider: known?.provider,
    features: [
      ...(known?.features ?? []),
      ...(groups.fips === undefined ? [] : ["FIPS"]),
      ...(groups.dualstack === undefined ? [] : ["dual-stack"]),
    ],
    hostRegion,
    isGlobal: known?.provider === AWS && hostRegion === undefined && known.features?.length === 0,
  };
  if (bucket !== undefined) return { ...common, addressing: "virtual-hosted", bucket, key: path.slice(1) || undefined };
  const slash = path.indexOf("/", 1);
  const first = slash === -1 ? path.slice(1) : path.slice(1, slash);
  const rest = slash === -1 ? "" : path.slice(slash + 1);
  return { ...common, addressing: "path", bucket: first || undefined, key: rest || undefined };
}
