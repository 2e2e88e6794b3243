import { CliError } from "../exit-codes.ts";
import { parseS3Uri } from "../s3-uri.ts";

export const OPERATIONS = ["get", "put", "post", "head", "delete"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The flags of `daypass presign` as Commander gives them. */
export interface PresignFlags {
  readonly expiresIn?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly addressing?: "virtual-hosted" | "path";
  readonly contentType?: string;
  readonly contentLength?: string;
  readonly contentLengthRange?: string;
  readonly createOnly?: boolean;
  readonly downloadAs?: string;
  readonly stableFor?: string;
  readonly contentTypeStartsWith?: string;
  readonly asPrefix?: boolean;
  readonly html?: boolean;
  readonly curl?: boolean;
  readonly json?: boolean;
}

/** What to sign, checked. */
export interface PresignRequest {
  readonly what: Operation;
  readonly bucket: string;
  readonly key: string;
  readonly expiresInSeconds: number;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly contentType?: string | undefined;
  readonly contentTypeStartsWith?: string | undefined;
  /** The key is the beginning of one. */
  readonly asPrefix?: boolean | undefined;
  readonly contentLength?: number | undefined;
  readonly contentLengthRange?: { readonly min: number; readonly max: number } | undefined;
  readonly createOnly?: boolean | undefined;
  readonly downloadAs?: string | undefined;
  readonly stableForSeconds?: number | undefined;
}

/** As `aws s3 presign`. */
export const DEFAULT_EXPIRES_IN_SECONDS = 3600;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
export const MAX_EXPIRES_IN_SECONDS = 604_800;

/** Which flags mean something for which operation. A flag that would be ignored is refused. */
const FLAGS_OF: Record<string, readonly Operation[]> = {
  contentType: ["put", "post"],
  contentLength: ["put"],
  contentLengthRange: ["post"],
  createOnly: ["put"],
  downloadAs: ["get", "head"],
  stableFor: ["get", "head"],
  contentTypeStartsWith: ["post"],
  asPrefix: ["post"],
  html: ["post"],
};

/** @throws {CliError} `usage`, naming the argument, what it may be and what it was. */
export function checkPresignFlags(first: string, second: string | undefined, flags: PresignFlags): PresignRequest {
  const { what, uri } = splitArguments(first, second);
  const parsed = parseS3Uri(uri);
  if ("mistake" in parsed) throw new CliError("usage", parsed.mistake);
  if (parsed.key === "")
    throw new CliError(
      "usage",
      `s3://${parsed.bucket} names a bucket: add the object's key, s3://${parsed.bucket}/KEY.`,
    );
  for (const [flag, operations] of Object.entries(FLAGS_OF))
    if (flags[flag as keyof PresignFlags] !== undefined && !operations.includes(what))
      throw new CliError("usage", `--${kebab(flag)} is for ${operations.join(" and ")}, not for ${what}.`);
  const outputs = (["html", "curl", "json"] as const).filter((flag) => flags[flag]);
  if (outputs.length > 1)
    throw new CliError("usage", `--${outputs[0]} and --${outputs[1]} exclude each other: give one.`);
  if (flags.addressing !== undefined && !["virtual-hosted", "path"].includes(flags.addressing))
    throw new CliError("usage", `--addressing must be virtual-hosted or path, got "${flags.addressing}".`);
  return {
    what,
    ...parsed,
    expiresInSeconds: parseExpiresIn(flags.expiresIn),
    region: flags.region,
    endpointUrl: checkEndpointUrl(flags.endpointUrl),
    contentType: flags.contentType,
    contentTypeStartsWith: flags.contentTypeStartsWith,
    asPrefix: flags.asPrefix,
    contentLength: flags.contentLength === undefined ? undefined : parseBytes("--content-length", flags.contentLength),
    contentLengthRange: parseRange(flags.contentLengthRange),
    createOnly: flags.createOnly,
    downloadAs: flags.downloadAs,
    stableForSeconds: flags.stableFor === undefined ? undefined : parseSeconds("--stable-for", flags.stableFor),
  };
}

function splitArguments(first: string, second: string | undefined): { what: Operation; uri: string } {
  const isOperation = (OPERATIONS as readonly string[]).includes(first);
  if (second !== undefined && !isOperation)
    throw new CliError(
      "usage",
      `"${first}" cannot be presigned: the first argument is one of ${OPERATIONS.join(", ")}.`,
    );
  if (second !== undefined) return { what: first as Operation, uri: second };
  if (isOperation)
    throw new CliError("usage", `Say which object to ${first}: daypass presign ${first} s3://BUCKET/KEY.`);
  return { what: "get", uri: first };
}

export function parseExpiresIn(text: string | undefined): number {
  return text === undefined ? DEFAULT_EXPIRES_IN_SECONDS : parseSeconds("--expires-in", text);
}

function parseSeconds(flag: string, text: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds >= 1 && seconds <= MAX_EXPIRES_IN_SECONDS))
    throw new CliError(
      "usage",
      `${flag} must be whole seconds, 1 to ${MAX_EXPIRES_IN_SECONDS} (7 days, S3 takes no more), got "${text}".`,
    );
  return seconds;
}

function checkEndpointUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^https?:\/\//i.test(text) || URL.parse(text) === null)
    throw new CliError("usage", `--endpoint-url must begin with http:// or https://, got "${text}".`);
  return text;
}

function parseBytes(flag: string, text: string): number {
  const bytes = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new CliError("usage", `${flag} must be a whole number of bytes, got "${text}".`);
}

function parseRange(text: string | undefined): { min: number; max: number } | undefined {
  if (text === undefined) return undefined;
  const [min, max] = text.split("-");
  if (min === undefined || max === undefined)
    throw new CliError("usage", `--content-length-range must be MIN-MAX in bytes, like 0-10485760, got "${text}".`);
  const range = {
    min: parseBytes("--content-length-range", min),
    max: parseBytes("--content-length-range", max),
  };
  if (range.min > range.max)
    throw new CliError("usage", `--content-length-range must go from small to large, got "${text}".`);
  return range;
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
