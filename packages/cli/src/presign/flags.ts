// The flags of `daypass presign` as data: what each is for, and what it becomes. Help, checks and README follow this table.
import { PROVIDERS } from "@daypass/presign";
import { ALL_BUT_FORMS, OF_AN_UPLOAD, type PresignFlag, READ } from "./flag.ts";
import { readAddressing } from "./flag-readers.ts";
import { parseBytes, parseDate, parseWhole } from "./flag-values.ts";
import { MAKING } from "./making-flags.ts";

/** Flags that say who signs, where the bucket is, and how the result is written. */
const GENERAL: readonly PresignFlag[] = [
  { spec: "--expires-in <seconds>", help: "how long the URL works, 1 to 604800 (default: 3600)" },
  { spec: "--region <region>", help: "the bucket's region", presigner: "region" },
  { spec: "--profile <name>", help: "profile of ~/.aws/config and ~/.aws/credentials" },
  { spec: "--provider <name>", help: `the service: ${Object.keys(PROVIDERS).join(", ")} (default: aws)` },
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
    help: "S3 Express: iam (default), or session with credentials of CreateSession, their end in AWS_CREDENTIAL_EXPIRATION",
    presigner: "directoryBucketAuth",
  },
  {
    spec: "--region-set <regions>",
    help: "multi-Region access points: where the URL holds, eu-west-1,us-* (default: *)",
    of: ALL_BUT_FORMS,
    presigner: "regionSet",
    read: (text) => text.split(","),
  },
  {
    spec: "--request-payer",
    help: "the caller pays (Requester Pays buckets); also as `--request-payer requester`",
    call: "requesterPays",
    of: ALL_BUT_FORMS,
  },
  {
    spec: "--expected-bucket-owner <account>",
    help: "refuse when the bucket is another account's",
    call: "expectedBucketOwner",
    of: ALL_BUT_FORMS,
  },
  {
    spec: "--header <line>",
    help: "a further header to sign, 'Name: value', which the caller must send; several times",
    call: "headers",
    of: ALL_BUT_FORMS,
  },
  {
    spec: "--query <pair>",
    help: "a further parameter to sign, name=value; several times",
    call: "query",
    of: ALL_BUT_FORMS,
  },
];

const READING: readonly PresignFlag[] = [
  { spec: "--version-id <id>", help: "this version of the object", of: [...READ, "delete"], call: "versionId" },
  {
    spec: "--part-number <number>",
    help: "one part of it, 1 to 10000",
    of: [...READ, "upload-part"],
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
  {
    spec: "--response-content-disposition <text>",
    help: "answered instead of the object's (for a name use --download-as)",
    of: READ,
    call: "response.contentDisposition",
  },
  {
    spec: "--response-content-encoding <text>",
    help: "answered instead of the object's",
    of: READ,
    call: "response.contentEncoding",
  },
  {
    spec: "--response-content-language <tag>",
    help: "answered instead of the object's",
    of: READ,
    call: "response.contentLanguage",
  },
  {
    spec: "--response-expires <time>",
    help: "answered instead of the object's",
    of: READ,
    call: "response.expires",
    read: parseDate,
  },
  { spec: "--if-none-match <etag>", help: "304 when the object still has it", of: READ, call: "ifNoneMatch" },
  {
    spec: "--if-modified-since <time>",
    help: "304 when it was not changed since",
    of: READ,
    call: "ifModifiedSince",
    read: parseDate,
  },
  {
    spec: "--if-unmodified-since <time>",
    help: "412 when it was changed since",
    of: READ,
    call: "ifUnmodifiedSince",
    read: parseDate,
  },
  { spec: "--checksum-mode <mode>", help: "ENABLED asks for the object's checksum", of: READ, call: "checksumMode" },
];

const REMOVING: readonly PresignFlag[] = [
  {
    spec: "--bypass-governance-retention",
    help: "also a version that is locked in GOVERNANCE mode",
    of: ["delete"],
    call: "bypassGovernanceRetention",
  },
];

const LISTING: readonly PresignFlag[] = [
  { spec: "--delimiter <text>", help: "keys up to this text as one, mostly /", of: ["list"], call: "delimiter" },
  { spec: "--max-keys <number>", help: "1 to 1000", of: ["list"], call: "maxKeys", read: parseWhole },
  { spec: "--start-after <key>", help: "keys behind this one", of: ["list"], call: "startAfter" },
  {
    spec: "--continuation-token <token>",
    help: "the page after, NextContinuationToken of the one before",
    of: ["list"],
    call: "continuationToken",
  },
];

const IN_PARTS: readonly PresignFlag[] = [
  { spec: "--upload-id <id>", help: "what CreateMultipartUpload answered", of: OF_AN_UPLOAD, call: "uploadId" },
  {
    spec: "--checksum-algorithm <algorithm>",
    help: "which checksum the parts will carry",
    of: ["create-multipart-upload"],
    call: "checksumAlgorithm",
  },
  {
    spec: "--checksum-type <type>",
    help: "FULL_OBJECT or COMPOSITE",
    of: ["create-multipart-upload", "complete-multipart-upload"],
    call: "checksumType",
  },
  {
    spec: "--mpu-object-size <bytes>",
    help: "size of the whole, else S3 refuses",
    of: ["complete-multipart-upload"],
    call: "objectSize",
    read: parseBytes,
  },
  { spec: "--max-parts <number>", help: "1 to 1000", of: ["list-parts"], call: "maxParts", read: parseWhole },
  {
    spec: "--part-number-marker <number>",
    help: "parts behind this one",
    of: ["list-parts"],
    call: "partNumberMarker",
    read: parseWhole,
  },
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
  "What is removed": REMOVING,
  "What is listed": LISTING,
  "Uploads in parts": IN_PARTS,
  Output: OUTPUT,
};

export const PRESIGN_FLAGS: readonly PresignFlag[] = Object.values(FLAG_GROUPS).flat();
