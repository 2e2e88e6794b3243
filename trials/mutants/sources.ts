// Which sources are changed, and which tests are about each.

export interface Source {
  /** Below `packages/`, as the tests. */
  readonly file: string;
  readonly tests: readonly string[];
}

const presign = (file: string, ...tests: readonly string[]): Source => ({
  file: `presign/src/${file}.ts`,
  tests: tests.map((name) => `presign/test/${name}.test.ts`),
});
const bucket = (file: string, ...tests: readonly string[]): Source => ({
  file: `bucket/src/${file}.ts`,
  tests: tests.map((name) => `bucket/test/${name}.test.ts`),
});

export const SOURCES: readonly Source[] = [
  presign("verify/chunk-reader", "chunks"),
  presign("verify/chunk-signatures", "chunks"),
  presign("verify/chunked-payload", "chunks"),
  presign("verify/form", "hostile-arguments", "verify-edges", "verify-form", "verify-fine-points"),
  presign("verify/policy", "verify-edges", "verify-form"),
  presign("verify/strict-json", "verify-edges", "strict-json", "verify-form"),
  presign("verify/header", "verify-edges", "verify-header", "chunks", "verify-fine-points"),
  presign("verify/query", "verify-edges", "verify-query", "verify-fine-points"),
  presign(
    "verify/raw-request",
    "hostile-arguments",
    "verify-edges",
    "verify-query",
    "verify-header",
    "verify-fine-points",
  ),
  presign("verify/verify", "verify-edges", "verify-query", "verify-header", "verify-fine-points"),
  presign(
    "verify/parts",
    "key-record",
    "hostile-arguments",
    "verify-edges",
    "verify-query",
    "verify-header",
    "verify-form",
    "verify-fine-points",
  ),
  presign("verify/credential", "verify-edges", "verify-query", "verify-header", "verify-form", "verify-fine-points"),
  presign("verify/key-record", "key-record", "verify-edges"),
  presign("verify/path", "path"),
  presign("verify/query-parameters", "query-parameters", "verify-edges", "verify-query", "verify-fine-points"),
  presign("verify/refusal", "verify-edges", "verify-form", "verify-fine-points"),
  presign("verify/remember", "remember"),
  presign("verify/signing-keys", "signing-keys", "verify-query"),
  presign("sigv4/time", "time"),
  presign("sigv4/signature", "verify-query", "verify-header", "verify-form", "verify-fine-points"),
  bucket("settings/bucket-policy", "bucket-policy-language", "bucket-policy-denials"),
  bucket("http/body", "request-body"),
  bucket("http/chunked", "decode-chunks"),
  bucket("authorize", "rights"),
  bucket("rights", "rights"),
  bucket("copy-source", "copy-source"),
];

/** Lines that compare and lines about an end: here nothing may go unnoticed. */
export const STRICT =
  /isSameSignature|difference|expected\.length|isSameSecret|signsChunk|expir|Expires|nowMs|MAX_SKEW_MS/i;
