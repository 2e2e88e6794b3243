// Every option of every call: values that are signed, and values that are refused. The test goes over all calls, so an
// option without a row fails it.

import {
  date,
  type Effect,
  flag,
  header,
  integer,
  type OptionRow,
  record,
  TEXT_MISTAKES,
  text,
  word,
} from "./option-kinds.ts";

const zeros = (bytes: number): string => Buffer.alloc(bytes).toString("base64");
const DIGESTS = {
  CRC32: "AAAAAA==",
  CRC32C: zeros(4),
  CRC64NVME: zeros(8),
  SHA1: zeros(20),
  SHA256: zeros(32),
  SHA512: zeros(64),
  MD5: zeros(16),
  XXHASH64: zeros(8),
  XXHASH3: zeros(8),
  XXHASH128: zeros(16),
};
const CRC32 = { algorithm: "CRC32", value: "AAAAAA==" };
const KEY_BYTES = new Uint8Array(32).fill(7);
const KEY_BASE64 = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
const KEY_HEADERS = {
  "x-amz-server-side-encryption-customer-algorithm": "AES256",
  "x-amz-server-side-encryption-customer-key": KEY_BASE64,
  // head -c 32 /dev/zero | tr '\0' '\7' | openssl md5 -binary | base64
  "x-amz-server-side-encryption-customer-key-md5": "y4HAEFCYWuvAXWFTtA1Qpg==",
};
const SSE = "x-amz-server-side-encryption";
const LOCK = "x-amz-object-lock";
const ETAG = '"9b2cf535f27731c974343645a3985328"';

export const OPTION_ROWS: Readonly<Record<string, OptionRow>> = {
  expiresInSeconds: { ...integer(1, 604_800, (value) => ({ query: { "X-Amz-Expires": String(value) } })) },
  headers: record(
    [
      [{ "X-Custom": "1", Range: "bytes=0-1" }, { headers: { "x-custom": "1", range: "bytes=0-1" } }],
      [{}, {}],
    ],
    [{ a: 7 }, { a: undefined }, { a: Number.NaN }],
    [
      { "a b": "c" },
      { "": "c" },
      { a: "" },
      { a: "é" },
      { Host: "h" },
      JSON.parse('{"__proto__":"1"}'),
      { a: "1", A: "2" },
    ],
  ),
  query: record(
    [
      [{ "x-daypass-grant": "a b+ü", empty: "" }, { query: { "x-daypass-grant": "a b+ü", empty: "" } }],
      [{}, {}],
    ],
    [{ a: 7 }, { a: undefined }, { a: Number.NaN }],
    [
      { "": "a" },
      { a: "\ud800" },
      { "\ud800": "a" },
      { range: "bytes=0-1" },
      { Range: "bytes=0-1" },
      { "X-Amz-Expires": "9" },
      { "x-amz-signature": "9" },
      { "x-amz-s3session-token": "9" },
      { "X-AMZ-ACL": "private" },
      { "x-amz-acl": "private" },
      { "x-amz-meta-a": "b" },
      { "x-amz-tagging": "a=b" },
      { "x-amz-storage-class": "GLACIER" },
      { "x-amz-server-side-encryption": "AES256" },
      { "x-amz-object-lock-mode": "GOVERNANCE" },
      { "x-amz-copy-source": "a/b" },
      { "x-amz-checksum-sha256": "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=" },
      { "x-amz-checksum-crc32": "AAAAAA==" },
      { "x-amz-checksum-algorithm": "CRC32" },
      { "x-amz-sdk-checksum-algorithm": "CRC32" },
      { "Content-Type": "a/b" },
      { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" },
      { "if-none-match": "*" },
    ],
  ),
  requesterPays: flag({ query: { "x-amz-request-payer": "requester" } }),
  expectedBucketOwner: {
    good: [["123456789012", { query: { "x-amz-expected-bucket-owner": "123456789012" } }]],
    mistakes: TEXT_MISTAKES,
    bounds: ["", "12345678901", "1234567890123", "12345678901a"],
  },
  versionId: text("versionId", "null", "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY"),
  partNumber: integer(1, 10_000, (value) => ({ query: { partNumber: String(value) } })),
  response: record(
    [
      [
        { contentType: "text/plain", cacheControl: "no-store", expires: new Date(0) },
        {
          query: {
            "response-content-type": "text/plain",
            "response-cache-control": "no-store",
            "response-expires": "Thu, 01 Jan 1970 00:00:00 GMT",
          },
        },
      ],
      [
        { contentDisposition: "inline", contentEncoding: "gzip", contentLanguage: "de", expires: "0" },
        {
          query: {
            "response-content-disposition": "inline",
            "response-content-encoding": "gzip",
            "response-content-language": "de",
            "response-expires": "0",
          },
        },
      ],
      [{ contentType: undefined }, {}],
    ],
    [{ contentType: 7 }, { etag: "a" }, { contentType: null }, { contentType: new Date(0) }],
    [{ contentType: "" }, { contentDisposition: "é" }, { expires: new Date(Number.NaN) }, { cacheControl: "a\nb" }],
  ),
  downloadAs: {
    good: [
      [
        "a.pdf",
        { query: { "response-content-disposition": "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf" } },
      ],
      [
        "",
        { query: { "response-content-disposition": "attachment; filename=\"download\"; filename*=UTF-8''download" } },
      ],
    ],
    mistakes: TEXT_MISTAKES,
    bounds: [],
  },
  checksumMode: word(["ENABLED"], (value) => ({ query: { "x-amz-checksum-mode": value } })),
  customerKey: {
    good: [
      [KEY_BYTES, { headers: KEY_HEADERS }],
      [KEY_BASE64, { headers: KEY_HEADERS }],
    ],
    mistakes: [7, null, true, {}, [7], new ArrayBuffer(32), Number.NaN],
    bounds: [
      "",
      "BwcH",
      KEY_BASE64.slice(0, -1),
      `${KEY_BASE64}\n`,
      new Uint8Array(31),
      new Uint8Array(0),
      "no base64!",
    ],
  },
  ifMatch: header("if-match", ETAG),
  ifNoneMatch: header("if-none-match", ETAG, "*"),
  ifModifiedSince: date((http) => ({ headers: { "if-modified-since": http } })),
  ifUnmodifiedSince: date((http) => ({ headers: { "if-unmodified-since": http } })),
  createOnly: flag({ headers: { "if-none-match": "*" } }),
  contentType: header("content-type", "text/plain; charset=utf-8"),
  contentDisposition: header("content-disposition", "attachment"),
  contentEncoding: header("content-encoding", "gzip"),
  contentLanguage: header("content-language", "de"),
  cacheControl: header("cache-control", "no-store"),
  expires: date((http) => ({ headers: { expires: http } })),
  metadata: record(
    [
      [{ Owner: "ann", b: "1" }, { headers: { "x-amz-meta-owner": "ann", "x-amz-meta-b": "1" } }],
      [{}, {}],
    ],
    [{ a: 7 }, { a: undefined }],
    [{ "a b": "c" }, { a: "é" }, { a: "" }, { a: "m".repeat(2048) }, { a: "1", A: "2" }],
  ),
  tagging: record(
    [[{ team: "a b", "ü@": "=" }, { headers: { "x-amz-tagging": "team=a+b&%C3%BC%40=%3D" } }]],
    [{ a: 7 }, { a: undefined }],
    [
      {},
      { "": "a" },
      { a: "\ud800" },
      { "a&<>": "b" },
      { a: "b\n" },
      { a: "b!" },
      { "aws:a": "b" },
      { "AWS:a": "b" },
      { ["t".repeat(129)]: "a" },
      { a: "v".repeat(257) },
      Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`t${i}`, "1"])),
    ],
  ),
  sse: record(
    [
      [{ algorithm: "AES256" }, { headers: { [SSE]: "AES256" } }],
      [
        { algorithm: "aws:kms", kmsKeyId: "k1", bucketKeyEnabled: false, encryptionContext: { a: "ü" } },
        {
          headers: {
            [SSE]: "aws:kms",
            [`${SSE}-aws-kms-key-id`]: "k1",
            [`${SSE}-bucket-key-enabled`]: "false",
            [`${SSE}-context`]: "eyJhIjoiw7wifQ==",
          },
        },
      ],
      [{ algorithm: "aws:kms:dsse" }, { headers: { [SSE]: "aws:kms:dsse" } }],
    ],
    [
      {},
      { algorithm: "aes256" },
      { algorithm: 7 },
      { algorithm: "AES256", kmsKeyId: "k" },
      { algorithm: "AES256", encryptionContext: {} },
      { algorithm: "aws:kms", keyId: "k" },
      { algorithm: "aws:kms", bucketKeyEnabled: "yes" },
      { algorithm: "aws:kms", kmsKeyId: 7 },
      { algorithm: "aws:kms", encryptionContext: ["a"] },
      { algorithm: "aws:kms", encryptionContext: { a: 7 } },
    ],
    [
      { algorithm: "aws:kms", kmsKeyId: "" },
      { algorithm: "aws:kms", encryptionContext: { "": "a" } },
      { algorithm: "aws:kms", encryptionContext: { a: "\ud800" } },
    ],
  ),
  storageClass: header("x-amz-storage-class", "STANDARD_IA"),
  acl: header("x-amz-acl", "private"),
  grants: record(
    [
      [
        { fullControl: 'id="a"', read: 'uri="b"', readAcp: 'id="c"', writeAcp: 'id="d"' },
        {
          headers: {
            "x-amz-grant-full-control": 'id="a"',
            "x-amz-grant-read": 'uri="b"',
            "x-amz-grant-read-acp": 'id="c"',
            "x-amz-grant-write-acp": 'id="d"',
          },
        },
      ],
    ],
    [{ write: 'id="a"' }, { read: 7 }],
    [{ read: "" }, { read: "é" }],
  ),
  websiteRedirectLocation: {
    good: [
      ["/other.html", { headers: { "x-amz-website-redirect-location": "/other.html" } }],
      ["https://example.com/", { headers: { "x-amz-website-redirect-location": "https://example.com/" } }],
    ],
    mistakes: TEXT_MISTAKES,
    bounds: ["", "other.html", "javascript:alert(1)", "/é", "/a\r\nb: c"],
  },
  objectLock: {
    ...record(
      [
        [
          { mode: "GOVERNANCE", retainUntil: new Date("2030-01-02T03:04:05.678Z"), legalHold: "ON" },
          {
            headers: {
              [`${LOCK}-mode`]: "GOVERNANCE",
              [`${LOCK}-retain-until-date`]: "2030-01-02T03:04:05Z",
              [`${LOCK}-legal-hold`]: "ON",
            },
          },
        ],
        [{ legalHold: "OFF" }, { headers: { [`${LOCK}-legal-hold`]: "OFF" } }],
      ],
      [
        {},
        { mode: "GOVERNANCE" },
        { retainUntil: new Date(0) },
        { mode: "governance", retainUntil: new Date(0) },
        { mode: "COMPLIANCE", retainUntil: "2030" },
        { legalHold: true },
        { hold: true },
      ],
      [{ mode: "COMPLIANCE", retainUntil: new Date(Number.NaN) }],
    ),
    beside: { checksum: CRC32 },
  },
  contentLength: integer(0, 5 * 1024 ** 3, (value) => ({ contentLength: String(value) })),
  checksum: record(
    [
      ...Object.entries(DIGESTS).map(([algorithm, value]): [object, Effect] => [
        { algorithm, value },
        { headers: { [`x-amz-checksum-${algorithm.toLowerCase()}`]: value } },
      ]),
    ],
    [
      {},
      { algorithm: "MD4", value: "" },
      { algorithm: "toString", value: "" },
      { algorithm: "CRC32" },
      { ...CRC32, of: 1 },
    ],
    [
      { algorithm: "CRC32", value: "" },
      { algorithm: "SHA256", value: "AAAAAA==" },
      { algorithm: "SHA512", value: DIGESTS.SHA256 },
      { algorithm: "XXHASH3", value: DIGESTS.XXHASH128 },
      { algorithm: "CRC32", value: "_-_-_w==" },
      { algorithm: "CRC32", value: " AAAAAA==" },
    ],
  ),
  contentMd5: {
    good: [["1B2M2Y8AsgTpgAmY7PhCfg==", { headers: { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" } }]],
    mistakes: TEXT_MISTAKES,
    bounds: ["", "AAAAAA==", "d41d8cd98f00b204e9800998ecf8427e"],
  },
  // Together with the life of 900 seconds it must fit into seven days.
  stableForSeconds: integer(1, 603_900, (value) => ({ query: { "X-Amz-Expires": String(900 + value) } })),
  bypassGovernanceRetention: flag({ headers: { "x-amz-bypass-governance-retention": "true" } }),
  checksumAlgorithm: word(Object.keys(DIGESTS), (value) => ({ headers: { "x-amz-checksum-algorithm": value } })),
  checksumType: {
    ...word(["COMPOSITE", "FULL_OBJECT"], (value) => ({ headers: { "x-amz-checksum-type": value } })),
    beside: { checksumAlgorithm: "CRC32" },
  },
  uploadId: text("uploadId", "u/+=", "VXBsb2FkSWQ"),
  objectSize: integer(0, 10_000 * 5 * 1024 ** 3, (value) => ({ headers: { "x-amz-mp-object-size": String(value) } })),
  maxParts: integer(1, 1000, (value) => ({ query: { "max-parts": String(value) } })),
  partNumberMarker: integer(0, 10_000, (value) => ({ query: { "part-number-marker": String(value) } })),
  prefix: text("prefix", "a/b ü"),
  delimiter: text("delimiter", "/"),
  maxKeys: integer(1, 1000, (value) => ({ query: { "max-keys": String(value) } })),
  startAfter: text("start-after", "a/b"),
  continuationToken: text("continuation-token", "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM="),
  fetchOwner: flag({ query: { "fetch-owner": "true" } }),
  encodingType: word(["url"], (value) => ({ query: { "encoding-type": value } })),
  method: {
    good: [
      ["GET", {}],
      ["DELETE", {}],
    ],
    mistakes: [...TEXT_MISTAKES, "", "get", "PATCH"],
    bounds: [],
  },
  key: { good: [["a/b ü", {}]], mistakes: [7, null, true, {}, []], bounds: ["", "a/../b", "\ud800", "k".repeat(1025)] },
};
