// Flags of what makes an object: what is kept with it, and what its sender is held to.
import { readKeyFile, readKeyVariable } from "./customer-key.ts";
import { MAKE, MAKE_BY_URL, type PresignFlag, WITH_CUSTOMER_KEY } from "./flag.ts";
import { pairsBy, readChecksum } from "./flag-readers.ts";
import { parseBytes, parseDate, parseRange } from "./flag-values.ts";

export const MAKING: readonly PresignFlag[] = [
  { spec: "--content-type <type>", help: "the sender must send this type", of: MAKE, call: "contentType" },
  {
    spec: "--content-length <bytes>",
    help: "the sender must send exactly so many bytes",
    of: ["put", "upload-part"],
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
    of: ["put", "complete-multipart-upload"],
    call: "createOnly",
  },
  {
    spec: "--if-match <etag>",
    help: "only while the object has this ETag",
    of: ["get", "put", "head", "delete", "complete-multipart-upload"],
    call: "ifMatch",
  },
  { spec: "--cache-control <text>", help: "kept with the object", of: MAKE, call: "cacheControl" },
  { spec: "--content-disposition <text>", help: "kept with the object", of: MAKE, call: "contentDisposition" },
  { spec: "--content-encoding <text>", help: "kept with the object", of: MAKE, call: "contentEncoding" },
  {
    spec: "--content-language <tag>",
    help: "kept with the object",
    of: MAKE_BY_URL,
    call: "contentLanguage",
  },
  {
    spec: "--expires <time>",
    help: "kept with the object, for caches",
    of: MAKE,
    call: "expires",
    read: parseDate,
  },
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
  ...(["full-control", "read", "read-acp", "write-acp"] as const).map((right) => ({
    spec: `--grant-${right} <grantees>`,
    help: "whom, like id=…; most buckets have ACLs disabled",
    of: MAKE_BY_URL,
    call: `grants.${right.replace(/-(.)/, (_, letter: string) => letter.toUpperCase())}`,
  })),
  {
    spec: "--website-redirect-location <where>",
    help: "where a bucket that is a website sends its visitors",
    of: MAKE,
    call: "websiteRedirectLocation",
  },
  { spec: "--sse <algorithm>", help: "AES256, aws:kms or aws:kms:dsse", of: MAKE, call: "sse.algorithm" },
  { spec: "--sse-kms-key-id <id>", help: "the KMS key, with --sse aws:kms", of: MAKE, call: "sse.kmsKeyId" },
  {
    spec: "--sse-customer-key-file <path>",
    help: "SSE-C: a file with the key, 32 bytes or their base64",
    of: WITH_CUSTOMER_KEY,
    call: "customerKey",
    read: readKeyFile,
  },
  {
    spec: "--sse-customer-key-env <name>",
    help: "SSE-C: the variable that has the key in base64",
    of: WITH_CUSTOMER_KEY,
    call: "customerKey",
    read: readKeyVariable,
  },
  { spec: "--content-md5 <base64>", help: "MD5 of the body", of: ["put", "upload-part"], call: "contentMd5" },
  {
    spec: "--checksum <algorithm:base64>",
    help: "checksum of the body, like SHA256:47DEQ…",
    of: ["put", "post", "upload-part", "complete-multipart-upload"],
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
