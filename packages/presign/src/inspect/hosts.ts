// Which service a host belongs to, and where on it the bucket is. One row a shape of host; the first that fits counts.
import { AWS_REGION_SHAPE } from "../address/aws-region.ts";
import { decodeReceived } from "../sigv4/encode.ts";
import { OF_BUCKET, OF_OBJECT } from "./subresources.ts";
import type { UrlParts } from "./url.ts";

/** Where a URL leads. */
export interface Place {
  readonly provider: string | undefined;
  readonly features: readonly string[];
  /** Whether addressing, bucket and key are no more than likely: the host is none of a known service. */
  readonly isGuessed: boolean;
  readonly addressing: "virtual-hosted" | "path";
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Region in the host's name, on AWS, B2 and Scaleway. */
  readonly hostRegion: string | undefined;
  /** AWS's host without a region. */
  readonly isGlobal: boolean;
}

interface HostShape {
  readonly provider: string;
  /** Groups: `bucket`, `region`, and features that are there or not: `fips`, `dualstack`. */
  readonly shape: RegExp;
  /** What of the path stands in front of the bucket, with a `/` at its end. */
  readonly prefix?: string;
  readonly features?: readonly string[];
}

const AWS = "AWS S3";
/** `com`, China, Europe's own, and the closed ones. */
const SUFFIX =
  "(?:amazonaws\\.(?:com|com\\.cn|eu)|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)";
const REGION = `(?<region>${AWS_REGION_SHAPE})`;
const aws = (shape: string, ...features: string[]): HostShape => ({
  provider: AWS,
  shape: new RegExp(`^${shape.replace("REGION", REGION)}\\.${SUFFIX}$`),
  features,
});
const other = (provider: string, ...shapes: RegExp[]): HostShape[] => shapes.map((shape) => ({ provider, shape }));

/** Of S3 Express. */
export const DIRECTORY_BUCKET = "directory bucket (S3 Express)";
/** Of AWS PrivateLink: its hosts are reached from within a network only. */
export const INTERFACE_ENDPOINT = "interface endpoint";

// https://docs.aws.amazon.com/general/latest/gr/s3.html
/** Made for the first URL that is looked at. */
const makeShapes = (): readonly HostShape[] => [
  aws("(?<bucket>[a-z0-9-]+\\.mrap)\\.accesspoint\\.s3-global", "multi-Region access point"),
  aws(
    "(?<bucket>[a-z0-9-]+)-\\d{12}\\.s3-accesspoint(?<fips>-fips)?(?<dualstack>\\.dualstack)?\\.REGION",
    "access point",
  ),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
  aws(
    "(?<bucket>[a-z0-9-]+)-\\d{12}\\.accesspoint\\.vpce-[a-z0-9-]+\\.s3\\.REGION\\.vpce",
    "access point",
    INTERFACE_ENDPOINT,
  ),
  aws("(?:(?:(?<bucket>[a-z0-9][a-z0-9.-]*?)\\.)?bucket\\.)?vpce-[a-z0-9-]+\\.s3\\.REGION\\.vpce", INTERFACE_ENDPOINT),
  aws("(?<bucket>[a-z0-9-]+)-\\d{12}\\.s3-object-lambda(?<fips>-fips)?\\.REGION", "Object Lambda access point"),
  aws("(?<bucket>[a-z0-9-]+)-\\d{12}\\.op-[a-z0-9]+\\.s3-outposts\\.REGION", "Outposts"),
  aws("(?<bucket>[a-z0-9.-]+)\\.s3-outposts(?<fips>-fips)?(?<dualstack>\\.dualstack)?\\.REGION", "Outposts"),
  aws(
    "(?:(?<bucket>[a-z0-9.-]+)\\.)?s3express(?<fips>-fips)?-[a-z0-9-]+?(?<dualstack>\\.dualstack)?\\.REGION",
    DIRECTORY_BUCKET,
  ),
  aws("(?<bucket>[a-z0-9][a-z0-9.-]*?)\\.s3-accelerate(?<dualstack>\\.dualstack)?", "transfer acceleration"),
  aws("(?:(?<bucket>[a-z0-9][a-z0-9.-]*?)\\.)?s3-website[.-]REGION", "website"),
  aws("(?:(?<bucket>[A-Za-z0-9][A-Za-z0-9._-]*?)\\.)?s3(?<fips>-fips)?(?<dualstack>\\.dualstack)?(?:[.-]REGION)?"),
  // Behind the account, which is 32 digits, a jurisdiction may stand: https://developers.cloudflare.com/r2/reference/data-location/
  ...other(
    "Cloudflare R2",
    /^(?:(?<bucket>[a-z0-9-]+)\.)?[0-9a-f]{32}\.(?:[a-z0-9-]+\.)?r2\.cloudflarestorage\.com$/,
    /^(?:(?<bucket>[a-z0-9-]+)\.)?(?!(?:eu|us|fedramp)\.)[0-9a-z]+\.(?:(?:eu|us|fedramp)\.)?r2\.cloudflarestorage\.com$/,
  ),
  ...other("Backblaze B2", /^(?:(?<bucket>[a-z0-9-]+)\.)?s3\.(?<region>[a-z0-9-]+)\.backblazeb2\.com$/),
  ...other("Google Cloud Storage", /^(?:(?<bucket>[a-z0-9][a-z0-9._-]*)\.)?storage\.googleapis\.com$/),
  ...other("DigitalOcean Spaces", /^(?:(?<bucket>[a-z0-9-]+)\.)?[a-z0-9]+\.(?:cdn\.)?digitaloceanspaces\.com$/),
  ...other("Wasabi", /^(?:(?<bucket>[a-z0-9.-]+)\.)?s3(?:\.[a-z0-9-]+)?\.wasabisys\.com$/),
  ...other("Hetzner Object Storage", /^(?:(?<bucket>[a-z0-9-]+)\.)?[a-z0-9]+\.your-objectstorage\.com$/),
  ...other("Yandex Object Storage", /^(?:(?<bucket>[a-z0-9.-]+)\.)?storage\.(?:yandexcloud\.net|yandex\.cloud)$/),
  ...other("Scaleway", /^(?:(?<bucket>[a-z0-9.-]+)\.)?s3\.(?<region>[a-z0-9-]+)\.scw\.cloud$/),
  ...other("OVHcloud", /^(?:(?<bucket>[a-z0-9-]+)\.)?s3\.[a-z0-9-]+\.(?:io\.|perf\.)?cloud\.ovh\.(?:net|us)$/),
  ...other("Linode", /^(?:(?<bucket>[a-z0-9-]+)\.)?[a-z]{2}-[a-z]+-\d\.linodeobjects\.com$/),
  ...other("Tigris", /^(?:(?<bucket>[a-z0-9.-]+)\.)?(?:fly\.storage\.tigris\.dev|t3\.storage\.dev)$/),
  // b6r8.fra5.idrivee2-91.com of an account, s3.us-west-2.idrivee2.com of a region.
  ...other("IDrive e2", /^(?:(?<bucket>[a-z0-9.-]+)\.)?[a-z0-9]+\.[a-z0-9-]+\.idrivee2(?:-\d+)?\.com$/),
  // https://supabase.com/docs/guides/storage/s3/compatibility
  { provider: "Supabase Storage", shape: /^[a-z0-9]+\.(?:storage\.)?supabase\.co$/, prefix: "/storage/v1/s3/" },
];
let shapes: readonly HostShape[] | undefined;

/** What hosts that nobody has told us about look like when the bucket is in front of a service's name. */
const LIKELY_VIRTUAL = /^(?<bucket>[a-z0-9][a-z0-9.-]*?)\.(?:s3[.-].+|.*\blocalhost)$/;
const IS_ADDRESS = /^(?:[\d.]+|\[.*\])$/;
/** A service's own name, in front of which a bucket would stand. */
const IS_SERVICE = /^(?:s3|minio|storage|objects?|ceph|rgw)[.-]/;

/** The likeliest of `findPlaces`. */
export const findPlace = (parts: UrlParts): Place => findPlaces(parts)[0];

/**
 * Where a URL leads. On unknown hosts it is a guess, and where the bucket may stand in the host as well as in the path both are
 * told, the likelier first. A raw `+` in the path is a blank, as S3 reads it.
 */
export function findPlaces({ host, rawPath, query }: UrlParts): readonly [Place, ...Place[]] {
  // A name has at most 253 characters (RFC 1035): what is longer is no host, and patterns would take long for it.
  const name = host.length > 260 ? "" : host.replace(/:\d+$/, "");
  shapes ??= makeShapes();
  const known = shapes.find(({ shape }) => shape.test(name));
  const groups = known?.shape.exec(name)?.groups ?? {};
  const whole = decodeReceived(rawPath) ?? rawPath;
  const isBelow = known?.prefix !== undefined && `${whole}/`.startsWith(known.prefix);
  const path = isBelow ? whole.slice(known.prefix.length - 1) : whole;
  const { region: hostRegion } = groups;
  const common = {
    provider: known?.provider,
    features: [
      ...(known?.features ?? []),
      ...(groups.fips === undefined ? [] : ["FIPS"]),
      ...(groups.dualstack === undefined ? [] : ["dual-stack"]),
    ],
    isGuessed: known === undefined,
    hostRegion,
    isGlobal: known?.provider === AWS && hostRegion === undefined && known.features?.length === 0,
  };
  const slash = path.indexOf("/", 1);
  const inPath: Place = {
    ...common,
    addressing: "path",
    bucket: (slash === -1 ? path.slice(1) : path.slice(1, slash)) || undefined,
    key: (slash === -1 ? "" : path.slice(slash + 1)) || undefined,
  };
  const guess = known === undefined ? guessBucket(name, path, query) : undefined;
  const bucket = known === undefined ? guess?.bucket : groups.bucket;
  if (bucket === undefined) return [inPath];
  const inHost: Place = { ...common, addressing: "virtual-hosted", bucket, key: path.slice(1) || undefined };
  if (guess === undefined) return [inHost];
  return guess.isLikely ? [inHost, inPath] : [inPath, inHost];
}

/** The bucket that may stand in the name of an unknown host, and whether it is likelier there than in the path. */
function guessBucket(
  name: string,
  path: string,
  query: UrlParts["query"],
): { bucket: string; isLikely: boolean } | undefined {
  if (IS_ADDRESS.test(name) || !name.includes(".")) return undefined;
  const likely = LIKELY_VIRTUAL.exec(name)?.groups?.bucket;
  if (likely !== undefined) return { bucket: likely, isLikely: true };
  const asks = (ofThis: RegExp, own: object, others: object): boolean =>
    query.some(([asked]) => ofThis.test(asked) || (Object.hasOwn(own, asked) && !Object.hasOwn(others, asked)));
  const asksBucket = asks(OF_LISTS, OF_BUCKET, OF_OBJECT);
  const bucket = name.split(".", 1)[0]!;
  if (path.length <= 1) return { bucket, isLikely: asksBucket };
  if (path.indexOf("/", 1) !== -1) return { bucket, isLikely: false };
  return {
    bucket,
    isLikely: !asksBucket && (!IS_SERVICE.test(name) || asks(OF_ONE_OBJECT, OF_OBJECT, OF_BUCKET)),
  };
}

const OF_LISTS = /^(?:list-type|prefix|delimiter|marker|max-keys|start-after|continuation-token|fetch-owner)$/;
const OF_ONE_OBJECT = /^(?:uploadId|partNumber|versionId|response-.*)$/;
