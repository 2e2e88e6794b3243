// Takes a URL apart without `URL`, which would fold dot segments and re-write what was signed.
import { decodeOnce } from "../sigv4/encode.ts";

export interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Decoded; a piece that cannot be decoded stands as it came. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** Takes off what copying leaves around a URL: blanks, quotes and angle brackets. */
export const cleanUrl = (text: string): string => text.trim().replace(/^[<"'`]+|[>"'`]+$/g, "");

const SHAPE = /^(https?):\/\/([^/?#\s@]+)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;

export function splitUrl(text: string): UrlParts | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, scheme = "", host = "", rawPath = "", rawQuery = ""] = match;
  const query = rawQuery
    .split("&")
    .filter((piece) => piece !== "")
    .map((piece) => {
      const equals = piece.indexOf("=");
      const name = equals === -1 ? piece : piece.slice(0, equals);
      const value = equals === -1 ? "" : piece.slice(equals + 1);
      return [decodeOnce(name) ?? name, decodeOnce(value) ?? value] as const;
    });
  return { scheme: scheme.toLowerCase(), host: host.toLowerCase(), rawPath, rawQuery, query };
}

export interface Place {
  readonly addressing: "virtual-hosted" | "path";
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Region in the host's name, on AWS. */
  readonly hostRegion: string | undefined;
}

const AWS_HOST =
  /^(?:(?<bucket>[a-z0-9][a-z0-9.-]*?)\.)?s3(?:-fips)?(?:[.-](?<feature>accelerate))?(?:\.dualstack)?(?:[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.(?:com|com\.cn|eu)$/;
/** Services whose hosts carry the bucket in front. */
const VIRTUAL_HOSTS = [
  /^(?<bucket>[^.]+)\.s3\.[a-z0-9-]+\.(?:backblazeb2|wasabisys|scw|idrivee2)\.(?:com|cloud)$/,
  /^(?<bucket>[^.]+)\.[a-z0-9]+\.digitaloceanspaces\.com$/,
  /^(?<bucket>[^.]+)\.[0-9a-f]{32}\.(?:[a-z]+\.)?r2\.cloudflarestorage\.com$/,
  /^(?<bucket>[^.]+)\.(?:storage\.googleapis|fly\.storage\.tigris)\.(?:com|dev)$/,
];

/** Where a URL leads. On hosts that nobody has told us about, the first segment is taken for the bucket. */
export function findPlace({ host, rawPath }: UrlParts): Place {
  const path = decodeOnce(rawPath) ?? rawPath;
  const aws = AWS_HOST.exec(host)?.groups;
  const bucket = aws?.bucket ?? VIRTUAL_HOSTS.map((shape) => shape.exec(host)?.groups?.bucket).find(Boolean);
  const hostRegion = aws?.region;
  if (bucket !== undefined)
    return { addressing: "virtual-hosted", bucket, key: path.slice(1) || undefined, hostRegion };
  const slash = path.indexOf("/", 1);
  const first = slash === -1 ? path.slice(1) : path.slice(1, slash);
  const rest = slash === -1 ? "" : path.slice(slash + 1);
  return { addressing: "path", bucket: first || undefined, key: rest || undefined, hostRegion };
}
