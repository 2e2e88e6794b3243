import { MAX_FILE_SIZE_BYTES, MAX_PUT_SIZE_BYTES, MIN_PART_SIZE_BYTES } from "./domain/upload-plan.ts";
import { type Limits, type ServerOptions, StartError } from "./types.ts";

const MIB = 1024 ** 2;

const BOUNDS: {
  readonly [Name in keyof Limits]: { readonly min: number; readonly max: number; readonly otherwise: number };
} = {
  maxFileBytes: { min: 0, max: MAX_FILE_SIZE_BYTES, otherwise: MAX_FILE_SIZE_BYTES },
  multipartThresholdBytes: { min: MIN_PART_SIZE_BYTES, max: MAX_PUT_SIZE_BYTES, otherwise: 16 * MIB },
  downloadUrlSeconds: { min: 1, max: 60, otherwise: 60 },
  uploadUrlSeconds: { min: 60, max: 3600, otherwise: 900 },
  uploadLifetimeSeconds: { min: 60, max: 7 * 86_400, otherwise: 86_400 },
};

/** The limits with their defaults filled in. Throws `StartError` naming the limit, its bounds and the value. */
export function checkLimits(given: Partial<Limits> = {}): Limits {
  const limits: Record<string, number> = {};
  for (const [name, { min, max, otherwise }] of Object.entries(BOUNDS)) {
    const value = given[name as keyof Limits] ?? otherwise;
    if (!Number.isSafeInteger(value) || value < min || value > max)
      throw new StartError("configuration", `limits.${name} must be an integer in ${min}..${max}, got ${value}`);
    limits[name] = value;
  }
  return limits as unknown as Limits;
}

/** Throws `StartError` when the addresses cannot work together. */
export function checkPublicUrls(options: Pick<ServerOptions, "publicUrl" | "bucket">): URL {
  const publicUrl = readOrigin("publicUrl", options.publicUrl);
  const { endpoint, publicEndpoint = endpoint } = options.bucket;
  if (endpoint !== undefined) readOrigin("bucket.endpoint", endpoint);
  const bucketUrl = publicEndpoint === undefined ? undefined : readOrigin("bucket.publicEndpoint", publicEndpoint);
  if (publicUrl.protocol === "https:" && bucketUrl?.protocol === "http:")
    throw new StartError(
      "configuration",
      `A page at ${publicUrl.origin} (https) cannot send files to a bucket at ${bucketUrl.origin} (http): browsers refuse it. Give both an https address.`,
    );
  return publicUrl;
}

function readOrigin(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    (url.pathname !== "/" && url.pathname !== "") ||
    url.search ||
    url.hash
  )
    throw new StartError(
      "configuration",
      `${name} must be an address like https://share.example.org, without a path, got ${JSON.stringify(text)}`,
    );
  return url;
}
