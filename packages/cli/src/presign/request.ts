import { CliError } from "../exit-codes.ts";
import { parseS3Uri } from "../s3-uri.ts";
import {
  attributeOf,
  type Environment,
  type FlagValue,
  nameOf,
  OPERATIONS,
  type Operation,
  type PresignFlag,
} from "./flag.ts";
import { providerNamed, REPEATED } from "./flag-readers.ts";
import { parseSeconds } from "./flag-values.ts";
import { PRESIGN_FLAGS } from "./flags.ts";
import type { OutputFlags } from "./result.ts";

/** The flags of `daypass presign` as Commander gives them; what each is for stands in `flags.ts`. */
export type PresignFlags = Readonly<Record<string, FlagValue>> &
  OutputFlags & {
    readonly expiresIn?: string;
    readonly region?: string;
    readonly profile?: string;
    readonly provider?: string;
    readonly endpointUrl?: string;
    readonly asPrefix?: boolean;
  };

/** What to sign. The values are those of the flags, read; the presigner judges them. */
export interface PresignRequest {
  readonly what: Operation;
  readonly bucket: string;
  readonly key: string;
  readonly expiresInSeconds: number;
  /** Options of `createPresigner` that were asked for. */
  readonly presigner: Readonly<Record<string, unknown>>;
  /** Options of the call, besides its life. */
  readonly call: Readonly<Record<string, unknown>>;
}

/** As `aws s3 presign`. */
export const DEFAULT_EXPIRES_IN_SECONDS = 3600;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
export const MAX_EXPIRES_IN_SECONDS = 604_800;

/** @throws {CliError} `usage`, naming the argument, what it may be and what it was. */
export function checkPresignFlags(
  first: string,
  second: string | undefined,
  flags: PresignFlags,
  env: Environment = {},
): PresignRequest {
  const { what, uri } = splitArguments(first, second);
  const parsed = parseS3Uri(uri);
  if ("mistake" in parsed) throw new CliError("usage", parsed.mistake);
  if (parsed.key === "" && what !== "list")
    throw new CliError(
      "usage",
      `s3://${parsed.bucket} names a bucket: add the object's key, s3://${parsed.bucket}/KEY.`,
    );
  const outputs = (["html", "curl", "json"] as const).filter((flag) => flags[flag]);
  if (outputs.length > 1)
    throw new CliError("usage", `--${outputs[0]} and --${outputs[1]} exclude each other: give one.`);
  return { what, ...parsed, expiresInSeconds: readExpiresIn(flags), ...readFlags(what, flags, env) };
}

export function readExpiresIn({ expiresIn, provider }: PresignFlags): number {
  const max = providerNamed(provider)?.maxExpiresInSeconds ?? MAX_EXPIRES_IN_SECONDS;
  return expiresIn === undefined ? DEFAULT_EXPIRES_IN_SECONDS : parseSeconds(expiresIn, "--expires-in", max);
}

/** Turns flags into options, and refuses those of another operation. */
export function readFlags(
  what: Operation,
  flags: PresignFlags,
  env: Environment = {},
): Pick<PresignRequest, "presigner" | "call"> {
  const provider = providerNamed(flags.provider);
  const presigner: Record<string, unknown> = provider === undefined ? {} : { provider };
  const call: Record<string, unknown> = {};
  for (const flag of PRESIGN_FLAGS) {
    const given = flags[attributeOf(flag)];
    if (given === undefined) continue;
    if (flag.of !== undefined && !flag.of.includes(what))
      throw new CliError("usage", `${nameOf(flag)} is for ${joinAnd(flag.of)}, not for ${what}.`);
    const value = readValue(flag, given, env);
    if (flag.presigner !== undefined) presigner[flag.presigner] = value;
    if (flag.call === undefined) continue;
    const other = flag.call in call && PRESIGN_FLAGS.find(({ call: name }) => name === flag.call);
    if (other) throw new CliError("usage", `${nameOf(other)} and ${nameOf(flag)} exclude each other: give one.`);
    put(call, flag.call, value);
  }
  return { presigner, call };
}

/** The options of those flags that say where the bucket is, whatever is to be signed. */
export function readPlaceFlags(flags: PresignFlags, env: Environment = {}): PresignRequest["presigner"] {
  const names = ["provider", ...PRESIGN_FLAGS.filter(({ presigner }) => presigner !== undefined).map(attributeOf)];
  return readFlags("get", Object.fromEntries(names.map((name) => [name, flags[name]])), env).presigner;
}

function readValue(flag: PresignFlag, given: NonNullable<FlagValue>, env: Environment): unknown {
  if (Array.isArray(given)) return REPEATED[flag.call!]!(given);
  return typeof given === "string" && flag.read !== undefined ? flag.read(given, nameOf(flag), env) : given;
}

/** `sse.algorithm` goes into the object `sse`. */
function put(options: Record<string, unknown>, path: string, value: unknown): void {
  const [name = "", member] = path.split(".");
  options[name] = member === undefined ? value : { ...(options[name] as object | undefined), [member]: value };
}

const joinAnd = (words: readonly string[]): string =>
  words.length === 1 ? words[0]! : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

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
