// The flags of `daypass presign` as data: what each is for, and what it becomes. Help, checks and README follow this table.
import { PROVIDERS, type Provider } from "@daypass/presign";
import { CliError } from "../exit-codes.ts";
import { parseBytes, parseDate, parseHeader, parsePairs, parseRange, parseWhole, uniteOnce } from "./flag-values.ts";

export const OPERATIONS = ["get", "put", "post", "head", "delete"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What Commander gives for a flag: nothing, a text, true, or for one that may be repeated all its texts. */
export type FlagValue = string | boolean | readonly string[] | undefined;

export interface PresignFlag {
  /** As Commander takes it: `--version-id <id>`. */
  readonly spec: string;
  readonly help: string;
  /** Operations for which it means something; absent: all. Elsewhere it would be ignored, so it is refused. */
  readonly of?: readonly Operation[];
  /** Option of `createPresigner` that it becomes. */
  readonly presigner?: string;
  /** Option of the call that it becomes; `a.b` is a member of one. */
  readonly call?: string;
  /** Text → value of the option; absent: the text itself, or true. */
  readonly read?: (text: string, flag: string) => unknown;
}

const READ: readonly Operation[] = ["get", "head"];
const MAKE: readonly Operation[] = ["put", "post"];

/** Flags that say who signs, where the bucket is, and how the result is written. */
const GENERAL: readonly PresignFlag[] = [
  { spec: "--expires-in <seconds>", help: "how long the URL works, 1 to 604800 (default: 3600)" },
  { spec: "--region <region>", help: "the bucket's region", presigner: "region" },
  { spec: "--profile <name>", help: "profile of ~/.aws/config and ~/.aws/credentials" },
  { spec: "--provider <name>", help: `a service other than AWS: ${Object.keys(PROVIDERS).join(", ")}` },
  { spec: "--account <id>", help: "your account there, where its host has it (r2)", presigner: "accountId" },
  {
    spec: "--endpoint-url <url>",
    help: "an S3-compatible service by its address",
    presigner: "endpoint",
  },
  {
    spec: "--addressing <style>",
    help: "virtual-hosted or path (default: as AWS and the endpoint want it)",
    presigner: "addressing",
    read: readAddressing,
  },
  { spec: "--accelerate", help: "AWS: the host of Transfer Acceleration", presigner: "accelerate" },
  { spec: "--dualstack", help: "AWS: the host that answers over IPv6 too", presigner: "dualstack" },
  { spec: "--fips", help: "AWS: the host with validated cryptography", presigner: "fips" },
  {
    spec: "--directory-bucket-auth <how>",
    help: "S3 Express: iam (default), or session with credentials of CreateSession",
    presigner: "directoryBucketAuth",
  },
  {
    spec: "--region-set <regions>",
    help: "multi-Region access points: where the URL holds, eu-west-1,us-* (default: *)",
    of: ["get", "put", "head", "delete"],
    presigner: "regionSet",
    read: (text) => text.split(","),
  },
  {
    spec: "--request-payer",
    help: "the caller pays (Requester Pays buckets)",
    call: "requesterPays",
    of: ["get", "put", "head", "delete"],
  },
  {
    spec: "--expected-bucket-owner <account>",
    help: "refuse when the bucket is another account's",
    call: "expectedBucketOwner",
    of: ["get", "put", "head", "delete"],
  },
  {
    spec: "--header <line>",
    help: "a further header to sign, 'Name: value', which the caller must send; several times",
    call: "headers",
    of: ["get", "put", "head", "delete"],
  },
  {
    spec: "--query <pair>",
    help: "a further parameter to sign, name=value; several times",
    call: "query",
    of: ["get", "put", "head", "delete"],
  },
];

const READING: readonly PresignFlag[] = [
  { spec: "--version-id <id>", help: "this version of the object", of: [...READ, "delete"], call: "versionId" },
  {
    spec: "--part-number <number>",
    help: "one part of it, 1 to 10000",
    of: READ,
    call: "partNumber",
    read: parseWhole,
  },
  { spec: "--download-as <name>", help: "the name under which browsers save the file", of: READ, call: "downloadAs" },
  {
    spec: "--stable-for <seconds>",
    help: "the same URL for so long, for caches; its life is longer by as much",
    of: READ,
    call: "stableForSeconds",
    read: parseWhole,
  },
  {
    spec: "--response-content-type <type>",
    help: "answered instead of the object's",
    of: READ,
    call: "response.contentType",
  },
  {
    spec: "--response-cache-control <text>",
    help: "answered instead of the object's",
    of: READ,
    call: "response.cacheControl",
  },
  { spec: "--if-none-match <etag>", help: "304 when the object still has it", of: READ, call: "ifNoneMatch" },
  {
    spec: "--if-modified-since <time>",
    help: "304 when it was not changed since",
    of: READ,
    call: "ifModifiedSince",
    read: parseDate,
  },
  { spec: "--checksum-mode <mode>", help: "ENABLED asks for the object's checksum", of: READ, call: "checksumMode" },
];

const MAKING: readonly PresignFlag[] = [
  { spec: "--content-type <type>", help: "the sender must send this type", of: MAKE, call: "contentType" },
  {
    spec: "--content-length <bytes>",
    help: "the sender must send exactly so many bytes",
    of: ["put"],
    call: "contentLength",
    read: parseBytes,
  },
  {
    spec: "--content-length-range <min-max>",
    help: "the file must be so large, in bytes",
    of: ["post"],
    call: "contentLengthRange",
    read: parseRange,
  },
  {
    spec: "--create-only",
    help: "never replace an object that is there (If-None-Match: *)",
    of: ["put"],
    call: "createOnly",
  },
  {
    spec: "--if-match <etag>",
    help: "only while the object has this ETag",
    of: ["get", "put", "head", "delete"],
    call: "ifMatch",
  },
  { spec: "--cache-control <text>", help: "kept with the object", of: MAKE, call: "cacheControl" },
  { spec: "--content-disposition <text>", help: "kept with the object", of: MAKE, call: "contentDisposition" },
  { spec: "--content-encoding <text>", help: "kept with the object", of: MAKE, call: "contentEncoding" },
  { spec: "--metadata <pairs>", help: "user metadata, a=1,b=2", of: MAKE, call: "metadata", read: pairsBy(",") },
  {
    spec: "--tagging <pairs>",
    help: "tags, a=1&b=2, taken as they stand: %20 is no blank",
    of: MAKE,
    call: "tagging",
    read: pairsBy("&"),
  },
  { spec: "--storage-class <class>", help: "for example STANDARD_IA", of: MAKE, call: "storageClass" },
  { spec: "--acl <acl>", help: "a canned ACL; most buckets have ACLs disabled", of: MAKE, call: "acl" },
  { spec: "--sse <algorithm>", help: "AES256, aws:kms or aws:kms:dsse", of: MAKE, call: "sse.algorithm" },
  { spec: "--sse-kms-key-id <id>", help: "the KMS key, with --sse aws:kms", of: MAKE, call: "sse.kmsKeyId" },
  { spec: "--content-md5 <base64>", help: "MD5 of the body", of: ["put"], call: "contentMd5" },
  {
    spec: "--checksum <algorithm:base64>",
    help: "checksum of the body, like SHA256:47DEQ…",
    of: MAKE,
    call: "checksum",
    read: readChecksum,
  },
  {
    spec: "--object-lock-mode <mode>",
    help: "GOVERNANCE or COMPLIANCE",
    of: MAKE,
    call: "objectLock.mode",
  },
  {
    spec: "--object-lock-retain-until-date <time>",
    help: "locked until then",
    of: MAKE,
    call: "objectLock.retainUntil",
    read: parseDate,
  },
  {
    spec: "--object-lock-legal-hold <state>",
    help: "ON or OFF",
    of: MAKE,
    call: "objectLock.legalHold",
  },
  {
    spec: "--content-type-starts-with <beginning>",
    help: "the sender names a type that begins so, like image/",
    of: ["post"],
    call: "contentTypeStartsWith",
  },
  { spec: "--as-prefix", help: "the key begins with KEY, the file's own name follows", of: ["post"], call: "asPrefix" },
];

const OUTPUT: readonly PresignFlag[] = [
  { spec: "--html", help: "a page with the form, to save and open; it needs no script", of: ["post"] },
  { spec: "--curl", help: "a command line with curl that uses it" },
  { spec: "--json", help: "everything as JSON: method, url, headers to send, end, warnings" },
];

/** In the order and under the headings of the help. */
export const FLAG_GROUPS: Readonly<Record<string, readonly PresignFlag[]>> = {
  "Who signs, and where": GENERAL,
  Reading: READING,
  "What is made": MAKING,
  Output: OUTPUT,
};

export const PRESIGN_FLAGS: readonly PresignFlag[] = Object.values(FLAG_GROUPS).flat();

/** `--version-id <id>` → `--version-id`. */
export const nameOf = ({ spec }: PresignFlag): string => spec.split(" ")[0]!;

/** `--version-id <id>` → `versionId`, as Commander names it. */
export const attributeOf = (flag: PresignFlag): string =>
  nameOf(flag)
    .slice(2)
    .replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

export const helpOf = ({ help, of }: PresignFlag): string => (of === undefined ? help : `${of.join(", ")}: ${help}`);

export function providerNamed(name: string | undefined): Provider | undefined {
  if (name === undefined) return undefined;
  if (!Object.hasOwn(PROVIDERS, name))
    throw new CliError("usage", `--provider must be one of ${Object.keys(PROVIDERS).join(", ")}, got "${name}".`);
  return PROVIDERS[name as keyof typeof PROVIDERS];
}

/** Services whose regions are their own matter: one of AWS's would name a host that is not there, or another one. */
export const hasOwnRegions = (provider: Provider | undefined): boolean =>
  provider !== undefined && (provider.onlyRegion !== undefined || provider.endpoint.includes("{region}"));

/** Reads the values of the flags that may be repeated. */
export const REPEATED: Readonly<Record<string, (lines: readonly string[]) => Record<string, string>>> = {
  headers: (lines) => uniteOnce("--header", lines.map(parseHeader)),
  query: (pairs) =>
    uniteOnce(
      "--query",
      pairs.flatMap((pair) => Object.entries(parsePairs(pair, "--query", "\n"))),
    ),
};

function pairsBy(separator: string): (text: string, flag: string) => unknown {
  return (text, flag) => parsePairs(text, flag, separator);
}

function readAddressing(text: string): string {
  if (text !== "virtual-hosted" && text !== "path")
    throw new CliError("usage", `--addressing must be virtual-hosted or path, got "${text}".`);
  return text;
}

function readChecksum(text: string): { algorithm: string; value: string } {
  const colon = text.indexOf(":");
  if (colon < 1)
    throw new CliError("usage", `--checksum must be ALGORITHM:BASE64, like CRC32:AAAAAA==, got "${text}".`);
  return { algorithm: text.slice(0, colon).toUpperCase(), value: text.slice(colon + 1) };
}
